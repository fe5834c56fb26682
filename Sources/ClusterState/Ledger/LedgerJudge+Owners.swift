import Model

/// Who else than a pod can own an address.
extension LedgerJudge {
  /// Addresses that the controller itself takes in a Subnet: the gateway of an underlay interconnection, the querier of
  /// multicast. Their objects name a pod that is none, like themselves, in namespace `default` or in none.
  func gateway(_ o: StoredObject, _ asOf: Instant?) -> Ruling? {
    let store = state.store
    let name = store.texts[store.keys[o.id].name]
    let isInterconnection = name.hasPrefix("u2o-interconnection.")
    guard isInterconnection || name.hasPrefix("mcast-querier.") else { return nil }
    let pod = pod(o)
    if pod.name != 0, pod.name != store.keys[o.id].name { return nil }
    let wanted = isInterconnection ? AddressState.u2o : .multicast
    let what = isInterconnection ? "gateway of an underlay interconnection" : "multicast querier"
    guard let subnet = store.value(o, .field, names.subnet), subnet != 0 else {
      return ruling(wanted, asOf, .nobody, .text(what))
    }
    let ref = ResourceRef(.subnet, name: store.texts[subnet])
    let seen = state.sighting(of: ref, from: snapshot)
    if case .absent = seen.presence {
      return ruling(.unknown, asOf, .named(ref), .text("\(what) of Subnet \(ref.name), which is gone"))
    }
    return ruling(wanted, asOf, .named(ref), .text(what))
  }

  /// What the owner references say: an owner that lives keeps the address.
  func byOwner(_ o: StoredObject, _ pod: (namespace: TextPool.ID, name: TextPool.ID), _ asOf: Instant?) -> Ruling? {
    let store = state.store
    var owners: [ResourceRef] = []
    store.each(o, .owner) { kind, name in
      guard let known = ResourceKind.named(store.texts[kind]), known != .pod else { return }
      let namespace = known.isNamespaced ? store.texts[pod.namespace] : ""
      owners.append(ResourceRef(known, namespace: namespace, name: store.texts[name]))
    }
    for owner in owners {
      switch state.sighting(of: owner, from: snapshot).presence {
      case .present: return ruling(.kept, asOf, .named(owner), .text("its owner exists: \(owner.display)"))
      case .unknown(let why): return ruling(.unknown, asOf, .named(owner), .text(why))
      case .absent: continue
      }
    }
    return nil
  }

  /// Addresses of nodes and gateways belong to no namespace.
  func withoutNamespace(_ o: StoredObject, _ asOf: Instant?) -> Ruling {
    let store = state.store
    let name = store.texts[store.keys[o.id].name]
    guard name.hasPrefix("node-") else {
      return o.isFull ? unknown("it names neither a pod nor a node", asOf) : byName(o, name, asOf)
    }
    let node = ResourceRef(.node, name: String(name.dropFirst(5)))
    let seen = state.sighting(of: node, from: snapshot)
    switch seen.presence {
    case .present: return ruling(.node, asOf, .named(node), .text("address of node \(node.name)"))
    case .unknown(let why): return ruling(.unknown, asOf, .named(node), .text(why))
    case .absent: break
    }
    if let created = o.createdInstant, let listed = seen.asOf, created > listed {
      return ruling(.unknown, asOf, .named(node), .text("the nodes were dumped before the object was made"))
    }
    // Something runs on every node; a list of nodes may be a selection.
    guard snapshot?.coverage[.pod]?.scope == .all else {
      return ruling(
        .unknown, asOf, .named(node), .text("no whole list of pods shows that none runs on node \(node.name)"))
    }
    let until = earlier(asOf, seen.asOf)
    return grace(seen.goneSince, until, .named(node))
      ?? ruling(.leaked, until, .named(node), .text("node \(node.name) is gone"))
  }

  /// What a table shows without its pod belongs to the pod that its own name begins with.
  private func byName(_ o: StoredObject, _ name: String, _ asOf: Instant?) -> Ruling {
    let store = state.store
    func inUse(_ pod: ObjectID, _ why: String) -> Ruling {
      ruling(.inUse, asOf, .named(store.ref(pod)), .text("pod \(store.ref(pod).display) \(why)"))
    }
    if let pod = podNames.pod(ofAddressNamed: name) { return inUse(pod, "exists") }
    for address in addresses(of: o) {
      if let pod = podNames.pod(withAddress: address) { return inUse(pod, "has its address") }
    }
    let candidates = PodNames.prefixes(name)
    for candidate in candidates {
      guard let dot = candidate.lastIndex(of: ".") else { continue }
      let pod = ResourceRef(
        .pod, namespace: String(candidate[candidate.index(after: dot)...]), name: String(candidate[..<dot]))
      if let kept = keeper(of: pod, asOf) { return kept }
    }
    // Addresses of Vips and gateways have names of their own.
    let isShown = podNames.areOfCluster || store.value(o, .field, names.shownWithoutPod) != nil
    guard isShown, !candidates.isEmpty else {
      return unknown("the table does not show which pod it belongs to", asOf)
    }
    return ruling(.unlisted, asOf, .nobody, .text("no pod that is shown has its name or address"))
  }

  /// What is shown and keeps the address of a pod of this name, or may.
  private func keeper(of pod: ResourceRef, _ asOf: Instant?) -> Ruling? {
    if let set = statefulSet(pod, asOf, isNamed: false), set.state != .leaked { return set }
    for kind in [ResourceKind.virtualMachine, .virtualMachineInstance] {
      let machine = ResourceRef(kind, namespace: pod.namespace, name: pod.name)
      guard let id = state.store.find(machine), snapshot?.objects[id] != nil else { continue }
      return ruling(.kept, asOf, .named(machine), .text("its owner exists: \(machine.display)"))
    }
    return nil
  }

  /// A StatefulSet keeps the addresses of its ordinals while their pods come and go; `nil` if the pod is none of one.
  ///
  /// `isNamed`: the object says that its pod is one of a StatefulSet.
  func statefulSet(_ pod: ResourceRef, _ asOf: Instant?, isNamed: Bool) -> Ruling? {
    guard let dash = pod.name.lastIndex(of: "-"), let ordinal = Int(pod.name[pod.name.index(after: dash)...]) else {
      return isNamed ? unknown("the pod's name has no ordinal", asOf) : nil
    }
    let set = ResourceRef(.statefulSet, namespace: pod.namespace, name: String(pod.name[..<dash]))
    if let gateway = natGateway(pod, asOf) { return gateway }
    let seen = state.sighting(of: set, from: snapshot)
    switch seen.presence {
    case .absent: return isNamed ? ruling(.leaked, earlier(asOf, seen.asOf), .named(set), .setIsGone) : nil
    case .unknown(let why): return isNamed ? ruling(.unknown, asOf, .named(set), .text(why)) : nil
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

  /// The pods of a Vpc's NAT gateway are made again while the gateway exists, and keep their addresses meanwhile.
  private func natGateway(_ pod: ResourceRef, _ asOf: Instant?) -> Ruling? {
    let prefix = "vpc-nat-gw-"
    guard pod.name.hasPrefix(prefix), let dash = pod.name.lastIndex(of: "-"), let snapshot else { return nil }
    let name = String(pod.name[..<dash].dropFirst(prefix.count))
    let gateway = ResourceRef(ResourceKind(apiKind: "VpcNatGateway"), name: name)
    guard let id = state.store.find(gateway), snapshot.objects[id] != nil else { return nil }
    return ruling(.kept, asOf, .named(gateway), .text("VpcNatGateway \(name) exists"))
  }

  /// True for the address of a NAT gateway's pod where other gateways are shown and this one is not.
  func isOfMissingGateway(_ o: StoredObject) -> Bool {
    let store = state.store
    guard let snapshot, store.texts[pod(o).name].hasPrefix("vpc-nat-gw-") else { return false }
    return state.ids(of: ResourceKind(apiKind: "VpcNatGateway")).contains { snapshot.objects[$0] != nil }
  }

  /// How many replicas a StatefulSet has, and the first ordinal; `nil` if no evidence says it: the API server always does.
  private func replicas(of set: ResourceRef) -> (replicas: Int, first: Int)? {
    let store = state.store
    guard let id = store.find(set), let life = state.book.last(id, store), life.content >= 0 else { return nil }
    let object = store.objects[Int(life.content)]
    func number(_ name: TextPool.ID?) -> Int? { store.value(object, .field, name).flatMap { Int(store.texts[$0]) } }
    return number(names.replicas).map { ($0, number(names.firstOrdinal) ?? 0) }
  }

  /// A machine keeps its addresses while it exists, whether it runs or not; its pod has another name.
  func virtualMachine(
    _ o: StoredObject, _ pod: (namespace: TextPool.ID, name: TextPool.ID), _ asOf: Instant?
  ) -> Ruling {
    let store = state.store
    if let launcher = pods.launcher(namespace: pod.namespace, machine: pod.name) {
      let held = addresses(of: o)
      if pods.isAddressed(launcher), !held.isEmpty, !held.contains(where: { pods.isUsed($0, store.texts) }) {
        return ruling(
          .unknown, asOf, .named(store.ref(launcher)), .text("the pod that runs its machine has other addresses"))
      }
      return ruling(.inUse, asOf, .named(store.ref(launcher)), .text("\(store.ref(launcher).display) runs the machine"))
    }
    // A machine instance can run without a VirtualMachine.
    var until = asOf
    var goneSince: Instant?
    let name = "\(store.texts[pod.namespace])/\(store.texts[pod.name])"
    for kind in [ResourceKind.virtualMachine, .virtualMachineInstance] {
      let machine = ResourceRef(kind, namespace: store.texts[pod.namespace], name: store.texts[pod.name])
      let seen = state.sighting(of: machine, from: snapshot)
      switch seen.presence {
      case .present: return ruling(.kept, asOf, .named(machine), .text("virtual machine \(name) exists"))
      case .unknown(let why):
        // An instance runs in a pod: where pods are listed and none runs it, there is none.
        let launcher = state.sighting(
          ObjectKey(kind: .pod, namespace: pod.namespace, name: pod.name), from: snapshot)
        guard kind == .virtualMachineInstance, case .absent = launcher.presence else {
          return ruling(.unproven, asOf, .named(machine), .text(why))
        }
        until = earlier(until, launcher.asOf)
        continue
      case .absent: break
      }
      if let listed = seen.asOf, let doubt = change(of: o, since: listed) {
        return ruling(.unknown, asOf, .named(machine), .text("the machines were dumped before the object was \(doubt)"))
      }
      until = earlier(until, seen.asOf)
      if let since = seen.goneSince { goneSince = max(goneSince ?? since, since) }
    }
    let machine = ResourceRef(
      .virtualMachine, namespace: store.texts[pod.namespace], name: store.texts[pod.name])
    // A pod of a machine brings no new IP object, so that nothing else tells of a list that is older.
    if let listed = snapshot?.time(.pod), let asOf, listed - asOf >= Self.grace {
      return ruling(.unknown, asOf, .named(machine), .text("the pods were listed after the IP objects"))
    }
    return grace(goneSince, until, .named(machine))
      ?? ruling(.leaked, until, .named(machine), .text("virtual machine \(name) is gone"))
  }
}
