import Model

/// Where an IP object stands. Every object is in exactly one state.
public enum AddressState: String, Sendable, CaseIterable {
  /// Its pod exists.
  case inUse = "in-use"
  /// Its pod is gone, and a StatefulSet or virtual machine keeps it.
  case kept
  /// Reserved by a label.
  case reserved
  case vip
  case node
  /// Gateway of an underlay Subnet's interconnection.
  case u2o
  case multicast = "mcast"
  /// Its pod went, or its deletion was asked for, a moment before the dump.
  case inGrace = "in-grace"
  /// Being deleted, and cannot finish.
  case leaking
  /// Its owner is gone, and nothing keeps it.
  case leaked
  /// Another object holds the same address in the same Subnet.
  case conflict
  /// Not to be told.
  case unknown
}

/// One IP object in the ledger.
public struct LedgerEntry: Sendable {
  public var ref: ResourceRef
  public var uid: String
  public var subnet: String
  public var address: String
  public var state: AddressState
  /// Why, in one phrase.
  public var reason: String
  public var owner: ResourceRef?
  public var isTerminating: Bool
  public var stream: Int
  public var position: RecordPosition
}

/// Accounts for the IP objects of a snapshot. O(objects).
public struct Ledger: Sendable {
  /// What happened less than this before the dump may just not have been finished.
  public static let grace: Int64 = 20_000_000_000

  public private(set) var entries: [ResourceRef: LedgerEntry] = [:]
  private let snapshot: Snapshot

  /// Makes the ledger of a snapshot.
  public init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    for (ref, known) in snapshot.objects where ref.kind == .ip { entries[ref] = entry(ref, known) }
    markConflicts()
  }

  private func entry(_ ref: ResourceRef, _ known: Snapshot.Known) -> LedgerEntry {
    let o = known.object
    let (state, reason, owner) = judge(o)
    var entry = LedgerEntry(
      ref: ref, uid: o.uid, subnet: o.fields["spec.subnet"] ?? "", address: o.fields["spec.ipAddress"] ?? o.fields["spec.v4IpAddress"] ?? "",
      state: state, reason: reason, owner: owner, isTerminating: o.deletionRequested != nil, stream: known.stream,
      position: known.position)
    if state == .leaked, let asked = o.deletionRequested {
      if isRecent(asked) {
        (entry.state, entry.reason) = (.inGrace, "its deletion was asked for just before the dump")
      } else {
        (entry.state, entry.reason) = (.leaking, reason + ", and its deletion does not finish")
      }
    }
    return entry
  }

  private func judge(_ o: ObjectRecord) -> (AddressState, String, ResourceRef?) {
    let pod = o.fields["spec.podName"] ?? ""
    let space = o.fields["spec.namespace"] ?? ""
    if o.labels["ovn.kubernetes.io/ip_reserved"] == "true" { return (.reserved, "reserved by its label", nil) }
    if o.name.hasPrefix("u2o-interconnection.") { return (.u2o, "gateway of an underlay interconnection", nil) }
    if o.name.hasPrefix("mcast-querier.") { return (.multicast, "multicast querier", nil) }
    if space.isEmpty {
      let name = o.name.hasPrefix("node-") ? String(o.name.dropFirst(5)) : pod
      let node = ResourceRef(.node, name: name)
      if case .absent = snapshot.presence(of: node) { return (.leaked, "node \(name) is gone", node) }
      return (.node, "address of node \(name)", node)
    }
    let owner = ResourceRef(.pod, namespace: space, name: pod)
    switch snapshot.presence(of: owner) {
    case .present: return (.inUse, "pod \(space)/\(pod) exists", owner)
    case .unknown(let why): return (.unknown, why, owner)
    case .absent: break
    }
    switch o.fields["spec.podType"] ?? "" {
    case "StatefulSet": return statefulSet(space, pod)
    case "VirtualMachine": return virtualMachine(space, pod)
    case "": break
    case let other: return (.unknown, "pod type \(other) is not known", owner)
    }
    if let created = o.created, isRecent(created) { return (.inGrace, "created just before the dump", owner) }
    return (.leaked, "pod \(space)/\(pod) is gone", owner)
  }

  private func statefulSet(_ space: String, _ pod: String) -> (AddressState, String, ResourceRef?) {
    guard let dash = pod.lastIndex(of: "-"), let ordinal = Int(pod[pod.index(after: dash)...]) else {
      return (.unknown, "the pod's name has no ordinal", nil)
    }
    let set = ResourceRef(.statefulSet, namespace: space, name: String(pod[..<dash]))
    switch snapshot.presence(of: set) {
    case .absent: return (.leaked, "pod \(space)/\(pod) and its StatefulSet are gone", set)
    case .unknown(let why): return (.unknown, why, set)
    case .present(let known):
      let replicas = StateBuilder.count(known.object.fields["spec.replicas"]) ?? 1
      if ordinal < replicas { return (.kept, "StatefulSet \(set.name) keeps the address of ordinal \(ordinal)", set) }
      return (.leaked, "pod \(space)/\(pod) is gone, and StatefulSet \(set.name) has only \(replicas) replicas", set)
    }
  }

  private func virtualMachine(_ space: String, _ pod: String) -> (AddressState, String, ResourceRef?) {
    let machine = ResourceRef(.virtualMachine, namespace: space, name: pod)
    switch snapshot.presence(of: machine) {
    case .present: return (.kept, "virtual machine \(space)/\(pod) exists", machine)
    case .absent: return (.leaked, "virtual machine \(space)/\(pod) is gone", machine)
    case .unknown(let why): return (.unknown, why, machine)
    }
  }

  private func isRecent(_ instant: Instant) -> Bool {
    guard let asOf = snapshot.notBefore else { return true }
    return asOf - instant < Self.grace
  }

  /// Two objects with one address in one Subnet, both with a living owner.
  private mutating func markConflicts() {
    var holders: [String: [ResourceRef]] = [:]
    for (ref, e) in entries where !e.address.isEmpty && (e.state == .inUse || e.state == .kept) {
      holders[e.subnet + " " + e.address, default: []].append(ref)
    }
    for refs in holders.values where refs.count > 1 {
      for ref in refs {
        entries[ref]?.state = .conflict
        entries[ref]?.reason = "shares its address with \(refs.filter { $0 != ref }.map(\.name).sorted().joined(separator: ", "))"
      }
    }
  }
}
