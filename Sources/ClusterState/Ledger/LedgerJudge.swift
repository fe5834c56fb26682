import Model

/// Decides in which state an IP object is: by its owner, by what keeps it, and by how old the evidence is.
struct LedgerJudge {
  let state: ClusterState
  /// The snapshot that owners are looked up in: the one that the IP objects come from, because a pod that a later dump
  /// lacks may have taken its IP object with it.
  let snapshot: Snapshot?
  private let names: Names

  /// A judgement.
  struct Ruling {
    var state: AddressState
    var reason: () -> String
    var owner: ResourceRef?
    var asOf: Instant?
  }

  /// What happened less than this before the end of the evidence may just not have been finished.
  static let grace: Int64 = 20_000_000_000

  /// Texts that are looked for in every object, as numbers of the pool.
  private struct Names {
    var podName, namespace, podType, reservedLabel, yes: TextPool.ID?

    init(_ texts: TextPool) {
      podName = texts.find("spec.podName")
      namespace = texts.find("spec.namespace")
      podType = texts.find("spec.podType")
      reservedLabel = texts.find("ovn.kubernetes.io/ip_reserved")
      yes = texts.find("true")
    }
  }

  init(_ state: ClusterState, _ snapshot: Snapshot?) {
    self.state = state
    self.snapshot = snapshot
    names = Names(state.store.texts)
  }

  func judge(_ life: StoredLife) -> Ruling {
    let seen = state.sighting(life.key, in: snapshot)
    guard life.content >= 0 else { return unknown("no evidence shows what it holds", seen.asOf) }
    if case .unknown(let why) = seen.presence { return unknown(why, seen.asOf) }
    let object = state.store.objects[Int(life.content)]
    var ruling = judge(object, seen.asOf)
    guard ruling.state == .leaked else { return ruling }
    let asked = state.book.time(life.deleteRequested) ?? object.deletionRequested
    if let asked {
      if isRecent(asked, ruling.asOf) {
        ruling.state = .inGrace
        ruling.reason = { "its deletion was asked for just before the evidence ends" }
      } else {
        ruling.state = .leaking
        let why = ruling.reason
        ruling.reason = { why() + ", and its deletion does not finish" }
      }
    }
    return ruling
  }

  private func judge(_ o: StoredObject, _ asOf: Instant?) -> Ruling {
    let store = state.store
    let isReserved = names.reservedLabel != nil && store.value(o, .label, names.reservedLabel) == names.yes && names.yes != nil
    if isReserved { return ruling(.reserved, asOf) { "reserved by its label" } }
    let podID = store.value(o, .field, names.podName) ?? 0
    let spaceID = store.value(o, .field, names.namespace) ?? 0
    if spaceID == 0 { return withoutNamespace(o, asOf) }
    let key = ObjectKey(kind: .pod, namespace: spaceID, name: podID)
    let pod = state.sighting(key, in: snapshot)
    let text = { store.texts[spaceID] + "/" + store.texts[podID] }
    let owner = ResourceRef(.pod, namespace: store.texts[spaceID], name: store.texts[podID])
    switch pod.presence {
    case .present: return ruling(.inUse, earlier(asOf, pod.asOf), owner) { "pod \(text()) exists" }
    case .unknown(let why): return ruling(.unknown, asOf, owner) { why }
    case .absent: break
    }
    if let gone = pod.goneSince, let asOf, gone > asOf {
      return ruling(.inUse, asOf, owner) { "pod \(text()) existed when the IP objects were last seen" }
    }
    if pod.goneSince == nil, let created = o.createdInstant, let dumped = pod.asOf, created > dumped {
      return ruling(.unknown, asOf, owner) { "the pods were dumped before the object was made" }
    }
    let until = pod.goneSince == nil ? earlier(asOf, pod.asOf) : asOf
    switch store.value(o, .field, names.podType).map({ store.texts[$0] }) ?? "" {
    case "StatefulSet": return statefulSet(owner, until)
    case "VirtualMachine": return virtualMachine(owner, until)
    case "": break
    case let other: return ruling(.unknown, until, owner) { "pod type \(other) is not known" }
    }
    if let created = o.createdInstant, isRecent(created, until) {
      return ruling(.inGrace, until, owner) { "created just before the evidence ends" }
    }
    if let gone = pod.goneSince, isRecent(gone, until) {
      return ruling(.inGrace, until, owner) { "pod \(text()) went just before the evidence ends" }
    }
    return ruling(.leaked, until, owner) { "pod \(text()) is gone" }
  }

  /// Addresses of nodes and gateways belong to no namespace.
  private func withoutNamespace(_ o: StoredObject, _ asOf: Instant?) -> Ruling {
    let name = state.store.texts[o.key.name]
    if name.hasPrefix("u2o-interconnection.") { return ruling(.u2o, asOf) { "gateway of an underlay interconnection" } }
    if name.hasPrefix("mcast-querier.") { return ruling(.multicast, asOf) { "multicast querier" } }
    let named = state.store.value(o, .field, names.podName).map { state.store.texts[$0] } ?? ""
    guard name.hasPrefix("node-") || !named.isEmpty else { return unknown("it names neither a pod nor a node", asOf) }
    let node = ResourceRef(.node, name: name.hasPrefix("node-") ? String(name.dropFirst(5)) : named)
    let seen = state.sighting(of: node, in: snapshot)
    if case .absent = seen.presence {
      return ruling(.leaked, earlier(asOf, seen.asOf), node) { "node \(node.name) is gone" }
    }
    return ruling(.node, asOf, node) { "address of node \(node.name)" }
  }

  private func statefulSet(_ pod: ResourceRef, _ asOf: Instant?) -> Ruling {
    guard let dash = pod.name.lastIndex(of: "-"), let ordinal = Int(pod.name[pod.name.index(after: dash)...]) else {
      return unknown("the pod's name has no ordinal", asOf)
    }
    let set = ResourceRef(.statefulSet, namespace: pod.namespace, name: String(pod.name[..<dash]))
    let seen = state.sighting(of: set, in: snapshot)
    switch seen.presence {
    case .absent:
      return ruling(.leaked, earlier(asOf, seen.asOf), set) {
        "pod \(pod.namespace)/\(pod.name) and its StatefulSet are gone"
      }
    case .unknown(let why): return ruling(.unknown, asOf, set) { why }
    case .present: break
    }
    guard let record = state.record(of: set) else {
      return ruling(.unknown, asOf, set) { "no evidence shows how many replicas StatefulSet \(set.name) has" }
    }
    let replicas = record.fields["spec.replicas"].flatMap { Int($0) } ?? 1
    let first = record.fields["spec.ordinals.start"].flatMap { Int($0) } ?? 0
    if ordinal >= first, ordinal - first < replicas {
      return ruling(.kept, asOf, set) { "StatefulSet \(set.name) keeps the address of ordinal \(ordinal)" }
    }
    return ruling(.leaked, earlier(asOf, seen.asOf), set) {
      "pod \(pod.namespace)/\(pod.name) is gone, and StatefulSet \(set.name) has only \(replicas) replicas"
    }
  }

  private func virtualMachine(_ pod: ResourceRef, _ asOf: Instant?) -> Ruling {
    let machine = ResourceRef(.virtualMachine, namespace: pod.namespace, name: pod.name)
    let seen = state.sighting(of: machine, in: snapshot)
    switch seen.presence {
    case .present: return ruling(.kept, asOf, machine) { "virtual machine \(pod.namespace)/\(pod.name) exists" }
    case .absent:
      return ruling(.leaked, earlier(asOf, seen.asOf), machine) {
        "virtual machine \(pod.namespace)/\(pod.name) is gone"
      }
    case .unknown(let why): return ruling(.unknown, asOf, machine) { why }
    }
  }

  private func isRecent(_ instant: Instant, _ asOf: Instant?) -> Bool {
    guard let asOf else { return true }
    return asOf - instant < Self.grace
  }

  private func earlier(_ a: Instant?, _ b: Instant?) -> Instant? {
    guard let a, let b else { return nil }
    return min(a, b)
  }

  private func ruling(
    _ state: AddressState, _ asOf: Instant?, _ owner: ResourceRef? = nil, _ reason: @escaping () -> String
  ) -> Ruling {
    Ruling(state: state, reason: reason, owner: owner, asOf: asOf)
  }

  private func unknown(_ reason: String, _ asOf: Instant?) -> Ruling { ruling(.unknown, asOf) { reason } }
}
