import Model

/// Decides in which state an IP object is: by its owner, by what keeps it, and by how old the evidence is.
struct LedgerJudge {
  let state: ClusterState
  /// The snapshot that owners are looked up in: the one that the IP objects come from, because a pod that a later dump
  /// lacks may have taken its IP object with it.
  let snapshot: Snapshot?
  private let names: Names

  /// What happened less than this before the end of the evidence may just not have been finished.
  static let grace: Int64 = 20_000_000_000

  /// Texts that are looked for in every object, as numbers of the pool.
  private struct Names {
    var podName, namespace, podType, reservedLabel, yes, replicas, firstOrdinal: TextPool.ID?

    init(_ texts: TextPool) {
      podName = texts.find("spec.podName")
      namespace = texts.find("spec.namespace")
      podType = texts.find("spec.podType")
      reservedLabel = texts.find("ovn.kubernetes.io/ip_reserved")
      yes = texts.find("true")
      replicas = texts.find("spec.replicas")
      firstOrdinal = texts.find("spec.ordinals.start")
    }
  }

  init(_ state: ClusterState, _ snapshot: Snapshot?) {
    self.state = state
    self.snapshot = snapshot
    names = Names(state.store.texts)
  }

  /// The pod that an IP object names.
  func pod(_ o: StoredObject) -> (namespace: TextPool.ID, name: TextPool.ID) {
    (state.store.value(o, .field, names.namespace) ?? 0, state.store.value(o, .field, names.podName) ?? 0)
  }

  /// Decides on an object whose sighting is known. O(attributes of the object).
  func judge(_ life: StoredLife, _ seen: Sighting) -> Ruling {
    guard life.content >= 0 else { return unknown("no evidence shows what it holds", seen.asOf) }
    if case .unknown(let why) = seen.presence { return unknown(why, seen.asOf) }
    let object = state.store.objects[Int(life.content)]
    var ruling = judge(object, seen.asOf)
    guard ruling.state == .leaked else { return ruling }
    let asked = state.book.time(life.deleteRequested, state.store) ?? state.store.deletionRequested(object)
    if let asked {
      if isRecent(asked, ruling.asOf) {
        ruling.state = .inGrace
        ruling.why = .text("its deletion was asked for just before the evidence ends")
      } else {
        ruling.state = .leaking
        ruling.isHanging = true
      }
    }
    return ruling
  }

  private func judge(_ o: StoredObject, _ asOf: Instant?) -> Ruling {
    let store = state.store
    if names.yes != nil, let label = store.value(o, .label, names.reservedLabel), label == names.yes {
      return ruling(.reserved, asOf, .nobody, .text("reserved by its label"))
    }
    let named = pod(o)
    if named.namespace == 0 { return withoutNamespace(o, asOf) }
    let pod = state.sighting(ObjectKey(kind: .pod, namespace: named.namespace, name: named.name), in: snapshot)
    let owner = Ruling.Owner.pod(namespace: named.namespace, name: named.name)
    switch pod.presence {
    case .present: return ruling(.inUse, earlier(asOf, pod.asOf), owner, .podExists)
    case .unknown(let why): return ruling(.unknown, asOf, owner, .text(why))
    case .absent: break
    }
    if let gone = pod.goneSince, let asOf, gone > asOf { return ruling(.inUse, asOf, owner, .podExisted) }
    if pod.goneSince == nil, let created = o.createdInstant, let dumped = pod.asOf, created > dumped {
      return ruling(.unknown, asOf, owner, .text("the pods were dumped before the object was made"))
    }
    let until = pod.goneSince == nil ? earlier(asOf, pod.asOf) : asOf
    switch store.value(o, .field, names.podType).map({ store.texts[$0] }) ?? "" {
    case "StatefulSet": return statefulSet(reference(named), until)
    case "VirtualMachine": return virtualMachine(reference(named), until)
    case "": break
    case let other: return ruling(.unknown, until, owner, .text("pod type \(other) is not known"))
    }
    if let created = o.createdInstant, isRecent(created, until) {
      return ruling(.inGrace, until, owner, .text("created just before the evidence ends"))
    }
    if let gone = pod.goneSince, isRecent(gone, until) { return ruling(.inGrace, until, owner, .podJustWent) }
    return ruling(.leaked, until, owner, .podIsGone)
  }

  private func reference(_ pod: (namespace: TextPool.ID, name: TextPool.ID)) -> ResourceRef {
    ResourceRef(.pod, namespace: state.store.texts[pod.namespace], name: state.store.texts[pod.name])
  }

  /// Addresses of nodes and gateways belong to no namespace.
  private func withoutNamespace(_ o: StoredObject, _ asOf: Instant?) -> Ruling {
    let name = state.store.texts[state.store.keys[o.id].name]
    if name.hasPrefix("u2o-interconnection.") {
      return ruling(.u2o, asOf, .nobody, .text("gateway of an underlay interconnection"))
    }
    if name.hasPrefix("mcast-querier.") { return ruling(.multicast, asOf, .nobody, .text("multicast querier")) }
    let named = state.store.value(o, .field, names.podName).map { state.store.texts[$0] } ?? ""
    guard name.hasPrefix("node-") || !named.isEmpty else { return unknown("it names neither a pod nor a node", asOf) }
    let node = ResourceRef(.node, name: name.hasPrefix("node-") ? String(name.dropFirst(5)) : named)
    let seen = state.sighting(of: node, in: snapshot)
    if case .absent = seen.presence {
      return ruling(.leaked, earlier(asOf, seen.asOf), .named(node), .text("node \(node.name) is gone"))
    }
    return ruling(.node, asOf, .named(node), .text("address of node \(node.name)"))
  }

  private func statefulSet(_ pod: ResourceRef, _ asOf: Instant?) -> Ruling {
    guard let dash = pod.name.lastIndex(of: "-"), let ordinal = Int(pod.name[pod.name.index(after: dash)...]) else {
      return unknown("the pod's name has no ordinal", asOf)
    }
    let set = ResourceRef(.statefulSet, namespace: pod.namespace, name: String(pod.name[..<dash]))
    let seen = state.sighting(of: set, in: snapshot)
    switch seen.presence {
    case .absent:
      return ruling(.leaked, earlier(asOf, seen.asOf), .named(set), .setIsGone)
    case .unknown(let why): return ruling(.unknown, asOf, .named(set), .text(why))
    case .present: break
    }
    guard let counts = replicas(of: set) else {
      return ruling(
        .unknown, asOf, .named(set), .text("no evidence shows how many replicas StatefulSet \(set.name) has"))
    }
    if ordinal >= counts.first, ordinal - counts.first < counts.replicas {
      return ruling(.kept, asOf, .named(set), .ordinal(ordinal, of: set.name))
    }
    return ruling(.leaked, earlier(asOf, seen.asOf), .named(set), .onlyReplicas(counts.replicas, of: set.name))
  }

  /// How many replicas a StatefulSet has, and the first ordinal; `nil` if no evidence holds its content.
  private func replicas(of set: ResourceRef) -> (replicas: Int, first: Int)? {
    let store = state.store
    guard let id = store.find(set), let life = state.book.last(id, store), life.content >= 0 else { return nil }
    let object = store.objects[Int(life.content)]
    func number(_ name: TextPool.ID?) -> Int? { store.value(object, .field, name).flatMap { Int(store.texts[$0]) } }
    return (number(names.replicas) ?? 1, number(names.firstOrdinal) ?? 0)
  }

  private func virtualMachine(_ pod: ResourceRef, _ asOf: Instant?) -> Ruling {
    let machine = ResourceRef(.virtualMachine, namespace: pod.namespace, name: pod.name)
    let seen = state.sighting(of: machine, in: snapshot)
    switch seen.presence {
    case .present:
      return ruling(.kept, asOf, .named(machine), .text("virtual machine \(pod.namespace)/\(pod.name) exists"))
    case .unknown(let why): return ruling(.unknown, asOf, .named(machine), .text(why))
    case .absent: break
    }
    // A machine instance can run without a VirtualMachine.
    let instance = ResourceRef(.virtualMachineInstance, namespace: pod.namespace, name: pod.name)
    let running = state.sighting(of: instance, in: snapshot)
    switch running.presence {
    case .present:
      return ruling(.kept, asOf, .named(instance), .text("virtual machine \(pod.namespace)/\(pod.name) exists"))
    case .unknown(let why): return ruling(.unknown, asOf, .named(instance), .text(why))
    case .absent:
      return ruling(
        .leaked, earlier(earlier(asOf, seen.asOf), running.asOf), .named(machine),
        .text("virtual machine \(pod.namespace)/\(pod.name) is gone"))
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
    _ state: AddressState, _ asOf: Instant?, _ owner: Ruling.Owner, _ why: Ruling.Reason
  ) -> Ruling {
    Ruling(state: state, why: why, owner: owner, asOf: asOf)
  }

  private func unknown(_ reason: String, _ asOf: Instant?) -> Ruling { ruling(.unknown, asOf, .nobody, .text(reason)) }
}
