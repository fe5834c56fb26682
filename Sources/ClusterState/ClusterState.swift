import Model

/// What the cluster looked like, as its newest dumps show it.
public struct ClusterState: Sendable {
  /// Oldest first.
  public let snapshots: [Snapshot]
  /// Of the newest snapshot that lists IP objects.
  public let ledger: Ledger?
  private let addresses: Snapshot?
  private let subnets: Snapshot?
  private let vpcs: Snapshot?

  /// Makes the state of these snapshots, oldest first.
  public init(_ snapshots: [Snapshot]) {
    self.snapshots = snapshots
    func newest(_ kind: ResourceKind) -> Snapshot? { snapshots.last { $0.lists[kind] != nil || $0.objects.keys.contains { $0.kind == kind } } }
    addresses = newest(.ip)
    subnets = newest(.subnet)
    vpcs = newest(.vpc)
    ledger = addresses.map { Ledger($0) }
  }

  /// Nothing is known.
  public var isEmpty: Bool { snapshots.isEmpty }

  /// Providers of the Subnets, by name: what names their IP objects.
  public var providers: [String: String] {
    var result: [String: String] = [:]
    for snapshot in snapshots {
      for (ref, known) in snapshot.objects where ref.kind == .subnet { result[ref.name] = known.object.fields["spec.provider"] }
    }
    return result
  }

  /// The newest look at an object of that kind, and whether it exists there.
  public func newest(_ ref: ResourceRef) -> (presence: Presence, asOf: Instant?)? {
    let snapshot: Snapshot? =
      switch ref.kind {
      case .ip: addresses
      case .subnet: subnets
      case .vpc: vpcs
      default: snapshots.last
      }
    return snapshot.map { ($0.presence(of: ref), $0.notBefore) }
  }

  /// Every object of a kind in its newest snapshot, in order.
  public func all(_ kind: ResourceKind) -> [ResourceRef] {
    let snapshot: Snapshot? = kind == .ip ? addresses : kind == .subnet ? subnets : kind == .vpc ? vpcs : snapshots.last
    return (snapshot?.objects.keys.filter { $0.kind == kind } ?? []).sorted()
  }

  /// What becomes of a Subnet.
  public enum DeletionState: String, Sendable {
    case ok
    /// Being deleted; what holds it is alive or may still go.
    case terminating
    /// Being deleted, and what holds it will not go by itself.
    case stuck
  }

  /// State of a Subnet, and the IP objects that hold it.
  public func subnetState(_ ref: ResourceRef) -> (state: DeletionState, holders: [ResourceRef])? {
    guard let subnets, case .present(let known) = subnets.presence(of: ref) else { return nil }
    guard let asked = known.object.deletionRequested else { return (.ok, []) }
    var holders: [LedgerEntry] = []
    for (ip, entry) in ledger?.entries ?? [:] {
      guard let object = addresses?.objects[ip]?.object else { continue }
      if entry.subnet == ref.name || object.labels[ref.name] == "" { holders.append(entry) }
    }
    let names = holders.map(\.ref).sorted()
    if !holders.isEmpty {
      let isHopeless = holders.allSatisfy { $0.state == .leaked || $0.state == .leaking }
      return (isHopeless ? .stuck : .terminating, names)
    }
    // Nothing holds it by any list: stuck only if the lists are whole and the deletion is not fresh.
    let isFresh = subnets.notBefore.map { $0 - asked < 60_000_000_000 } ?? true
    let isWhole = addresses?.lists[.ip]?.isWhole ?? false
    return (isWhole && !isFresh ? .stuck : .terminating, names)
  }

  /// State of a Vpc, and the Subnets that hold it.
  public func vpcState(_ ref: ResourceRef) -> (state: DeletionState, holders: [ResourceRef])? {
    guard let vpcs, case .present(let known) = vpcs.presence(of: ref) else { return nil }
    guard known.object.deletionRequested != nil else { return (.ok, []) }
    let names = known.object.fields.filter { $0.key.hasPrefix("status.subnets.") }.values.sorted()
    let holders = names.map { ResourceRef(.subnet, name: $0) }
    let isHopeless = !holders.isEmpty && holders.allSatisfy { holder in
      if let state = subnetState(holder)?.state { return state == .stuck }
      guard let subnets, case .absent = subnets.presence(of: holder) else { return false }
      return true
    }
    return (isHopeless ? .stuck : .terminating, holders)
  }
}
