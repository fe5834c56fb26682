import Model

/// What becomes of a Subnet or Vpc.
public enum DeletionState: String, Sendable, CaseIterable {
  case ok
  /// Being deleted; what holds it is alive or may still go.
  case terminating
  /// Being deleted, and of what holds it nothing is shown to be alive.
  case unproven
  /// Being deleted, and what holds it will not go by itself.
  case stuck
}

/// How the deletion of an object stands, and what holds it.
public struct Deletion: Sendable {
  public var state: DeletionState
  public var holders: [ResourceRef]
  /// Nothing that happened later is known.
  public var asOf: Instant?
}

extension Ledger {
  /// A deletion younger than this is not called stuck while nothing is seen to hold it.
  static let patience: Int64 = 60_000_000_000

  /// How the deletion of a Subnet stands; `nil` if the evidence does not show that it exists.
  public func deletion(ofSubnet name: String) -> Deletion? {
    let ref = ResourceRef(.subnet, name: name)
    let seen = state.sighting(of: ref)
    guard case .present = seen.presence, let life = state.lives(of: ref).last else { return nil }
    guard let asked = life.deleteRequested?.instant else { return Deletion(state: .ok, holders: [], asOf: seen.asOf) }
    let entries = holding(entries(inSubnet: name), state.record(of: life)?.fields ?? [:])
    let others = externalAddresses(in: name)
    let holders = (entries.map(\.ref) + others).sorted()
    if !holders.isEmpty {
      let isHopeless =
        !judge.isRecent(asked, seen.latest) && others.isEmpty
        && entries.allSatisfy { $0.state == .leaked || $0.state == .leaking }
      let asOf = entries.compactMap(\.asOf).min().flatMap { a in seen.asOf.map { min(a, $0) } }
      if isHopeless { return Deletion(state: .stuck, holders: holders, asOf: asOf) }
      // Its own interconnection and querier keep it like others; the querier's address nobody takes away.
      let isInDoubt =
        others.isEmpty && entries.contains { $0.state != .u2o }
        && entries.allSatisfy { [.leaked, .leaking, .suspect, .waiting, .u2o, .multicast].contains($0.state) }
      return Deletion(state: isInDoubt ? .unproven : .terminating, holders: holders, asOf: seen.asOf)
    }
    // Nothing holds it by any list: stuck only if the lists are whole and the deletion is not fresh.
    let isFresh = seen.asOf.map { $0 - asked < Self.patience } ?? true
    let isWhole = state.newest(.ip)?.coverage[.ip]?.scope == .all
    return Deletion(state: isWhole && !isFresh ? .stuck : .terminating, holders: [], asOf: seen.asOf)
  }

  /// Those that the Subnet counts: an address that it leaves out keeps no Subnet.
  private func holding(_ entries: [LedgerEntry], _ fields: [String: String]) -> [LedgerEntry] {
    let excludes = Self.excludes(fields)
    if excludes.isEmpty { return entries }
    return entries.filter { entry in
      !entry.address.split(separator: ",").contains { text in
        IPAddress(String(text)).map { address in excludes.contains { $0.contains(address) } } ?? false
      }
    }
  }

  /// How the deletion of a Vpc stands; `nil` if the evidence does not show that it exists.
  public func deletion(ofVpc name: String) -> Deletion? {
    let ref = ResourceRef(.vpc, name: name)
    let seen = state.sighting(of: ref)
    guard case .present = seen.presence, let life = state.lives(of: ref).last else { return nil }
    guard let asked = life.deleteRequested?.instant else {
      return Deletion(state: .ok, holders: [], asOf: seen.asOf)
    }
    let fields = state.record(of: life)?.fields ?? [:]
    let holders = fields.filter { $0.key.hasPrefix("status.subnets.") }.values.sorted()
    let isHopeless =
      !judge.isRecent(asked, seen.latest) && !holders.isEmpty
      && holders.allSatisfy { name in
        if let deletion = deletion(ofSubnet: name) { return deletion.state == .stuck }
        if case .absent = state.sighting(of: ResourceRef(.subnet, name: name)).presence { return true }
        return false
      }
    return Deletion(
      state: isHopeless ? .stuck : .terminating, holders: holders.map { ResourceRef(.subnet, name: $0) },
      asOf: seen.asOf)
  }

  /// The Subnet that the address of a NAT gateway is in: by its specification, or the label that the controller gives to one that
  /// leaves the choice to it.
  func subnet(ofExternal id: ObjectID) -> TextPool.ID? {
    let store = state.store
    guard let life = state.book.last(id, store), life.content >= 0 else { return nil }
    let object = store.objects[Int(life.content)]
    for found in [
      store.value(object, .field, store.texts.find("spec.externalSubnet")),
      store.value(object, .label, store.texts.find("ovn.kubernetes.io/subnet")),
    ] {
      if let found, found != 0 { return found }
    }
    return nil
  }

  /// Addresses of NAT gateways in the Subnet, which hold it like IP objects do.
  private func externalAddresses(in subnet: String) -> [ResourceRef] {
    let store = state.store
    guard !externals.isEmpty, let wanted = store.texts.find(subnet) else { return [] }
    return externals.filter { self.subnet(ofExternal: $0) == wanted }.map { store.ref($0) }
  }
}
