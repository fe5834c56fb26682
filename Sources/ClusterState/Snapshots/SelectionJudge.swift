import Model

/// Holds lists that look whole against what the others show: what somebody counts or names and a list lacks was left out
/// of it, or came after it.
struct SelectionJudge {
  let store: ObjectStore
  let objects: SnapshotObjects

  /// Takes away the completeness that other lists contradict. O(objects).
  func narrow(_ coverage: inout [ResourceKind: KindCoverage]) {
    let seen = look()
    func limit(_ kind: ResourceKind, _ reason: String?) {
      guard let reason, coverage[kind]?.scope == .all else { return }
      coverage[kind]?.scope = .partial
      coverage[kind]?.reason = reason
    }
    limit(.ip, addresses(of: seen.nodes) ?? podsWithoutAddress())
    limit(.subnet, subnets(seen, hasVpcs: coverage[.vpc]?.scope == .all))
    limit(.vpc, firstMissing(.vpc, seen.vpcs).map { "Subnets name Vpc \($0), which it does not show" })
    limit(.node, firstMissing(.node, seen.nodes).map { "pods run on node \($0), which it does not show" })
    limit(.node, mostNodes(seen))
    for kind in [ResourceKind.statefulSet, .virtualMachineInstance] {
      limit(kind, ownerNotShown(kind, seen).map { "pods belong to \($0), which it does not show" })
    }
    limit(
      .namespace, firstMissing(.namespace, seen.namespaces).map { "it lacks namespace \($0), which has objects" })
    coverage[.pod]?.short = short(seen)
  }

  /// What the objects of the dump name.
  private struct Named {
    var subnets: Set<TextPool.ID> = []
    var vpcs: Set<TextPool.ID> = []
    var nodes: Set<TextPool.ID> = []
    /// Nodes that IP objects name, which may outlive them.
    var addressed: Set<TextPool.ID> = []
    /// Owners of living pods.
    var owners: Set<ObjectKey> = []
    var namespaces: Set<TextPool.ID> = []
    var pods: [TextPool.ID: Int] = [:]
    /// Pods that workloads count, by namespace.
    var wanted: [TextPool.ID: Int] = [:]
  }

  private func look() -> Named {
    var named = Named()
    let texts = store.texts
    let (vpc, node) = (texts.find("spec.vpc"), texts.find("spec.nodeName"))
    let counters = [
      "StatefulSet": texts.find("status.replicas"), "Deployment": texts.find("status.replicas"),
      "DaemonSet": texts.find("status.currentNumberScheduled"),
    ]
    objects.forEach { id, index in
      let key = store.keys[id]
      let object = store.objects[Int(index)]
      if key.namespace != 0 { named.namespaces.insert(key.namespace) }
      switch key.kind {
      case .pod:
        named.pods[key.namespace, default: 0] += 1
        if let name = store.value(object, .field, node), name != 0 { named.nodes.insert(name) }
        guard store.deletionRequested(object) == nil else { return }
        store.each(object, .owner) { kind, name in
          guard let kind = ResourceKind.named(texts[kind]) else { return }
          named.owners.insert(ObjectKey(kind: kind, namespace: key.namespace, name: name))
        }
      case .subnet:
        if let name = store.value(object, .field, vpc), name != 0 { named.vpcs.insert(name) }
      case .ip:
        if let name = store.value(object, .field, node), name != 0 { named.addressed.insert(name) }
      case .vpc:
        store.each(object, .field) { field, value in
          if value != 0, texts[field].hasPrefix("status.subnets") { named.subnets.insert(value) }
        }
      default:
        guard key.namespace != 0, let counter = counters[texts[store.apiKind(object)]],
          let text = store.value(object, .field, counter), let count = Int(texts[text]), count > 0
        else { return }
        named.wanted[key.namespace, default: 0] += min(count, 1_000_000)
      }
    }
    return named
  }

  /// Names that no object of the kind has; the first of them, by name.
  private func firstMissing(_ kind: ResourceKind, _ names: Set<TextPool.ID>) -> String? {
    names.filter { name in
      store.keys.find(ObjectKey(kind: kind, namespace: 0, name: name)).map { objects[$0] == nil } ?? true
    }.map { store.texts[$0] }.min()
  }

  /// A workload that has living pods, and that no list shows; the first by name.
  private func ownerNotShown(_ kind: ResourceKind, _ seen: Named) -> String? {
    seen.owners.filter { owner in
      owner.kind == kind && store.keys.find(owner).map { objects[$0] == nil } ?? true
    }.map { store.texts[$0.namespace] + "/" + store.texts[$0.name] }.min()
  }

  /// That one node went and left an address behind is possible; that most of them did is not.
  private func mostNodes(_ seen: Named) -> String? {
    let missing = seen.addressed.filter { name in
      store.keys.find(ObjectKey(kind: .node, namespace: 0, name: name)).map { objects[$0] == nil } ?? true
    }
    guard missing.count * 2 > seen.addressed.count, missing.count > 1 else { return nil }
    return "it shows \(seen.addressed.count - missing.count) of \(seen.addressed.count) nodes that IP objects name"
  }

  /// Vpcs list the Subnets that live in them. Without them nobody says which Subnets there are.
  private func subnets(_ seen: Named, hasVpcs: Bool) -> String? {
    if let missing = firstMissing(.subnet, seen.subnets) {
      return "a Vpc has Subnet \(missing), which it does not show"
    }
    return hasVpcs ? nil : "no list of Vpcs says whether it shows all Subnets"
  }

  /// Namespaces that show fewer pods than their workloads count.
  private func short(_ seen: Named) -> Set<String> {
    Set(seen.wanted.filter { $0.value > seen.pods[$0.key] ?? 0 }.map { store.texts[$0.key] })
  }

  // MARK: Addresses

  /// A list of IP objects that shows fewer than a Subnet of the same dump counts was made with a selector, is cut, or is
  /// older than the Subnet.
  private func addresses(of nodes: Set<TextPool.ID>) -> String? {
    let texts = store.texts
    let field = texts.find("spec.subnet")
    var shown: [TextPool.ID: Int] = [:]
    var others: [TextPool.ID: Int] = [:]
    let label = texts.find("ovn.kubernetes.io/subnet")
    let external = texts.find("spec.externalSubnet")
    let owner = texts.find("spec.namespace")
    var namespaces: Set<TextPool.ID> = []
    var total = 0
    objects.forEach { id, index in
      let key = store.keys[id]
      let object = store.objects[Int(index)]
      if key.kind == .ip {
        total += 1
        if let subnet = store.value(object, .field, field) { shown[subnet, default: 0] += 1 }
        namespaces.insert(store.value(object, .field, owner) ?? 0)
      } else if key.kind != .subnet, key.kind != .pod {
        // Vips and addresses of NAT gateways count too.
        if let subnet = store.value(object, .label, label) ?? store.value(object, .field, external) {
          others[subnet, default: 0] += 1
        }
      }
    }
    var hasSubnets = false
    var worst: (name: TextPool.ID, shown: Int, counted: Double, missing: Double)?
    var short = (subnets: 0, missing: 0.0)
    let counters = [texts.find("status.v4usingIPs"), texts.find("status.v6usingIPs")]
    objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .subnet else { return }
      hasSubnets = true
      let object = store.objects[Int(index)]
      let using =
        counters.compactMap { store.value(object, .field, $0) }.compactMap { AddressCount(texts[$0])?.value }.max() ?? 0
      let here = shown[key.name] ?? 0
      let missing = using - Double(here + (others[key.name] ?? 0))
      guard missing > 0, missing * 4 > using else { return }
      short = (short.subnets + 1, short.missing + missing)
      if missing > worst?.missing ?? 0 { worst = (key.name, here, using, missing) }
    }
    // One counter drifts by itself; several that miss as much together do not.
    if let worst, worst.missing > Self.lag || short.subnets > 1 && short.missing > Self.lag {
      return
        "it shows \(worst.shown) addresses of Subnet \(texts[worst.name]), which counts \(Int(min(worst.counted, 1e9)))"
    }
    if let node = nodeWithoutAddress(nodes) { return "it shows no address of node \(node)" }
    if total == 0, !hasSubnets { return "it is empty, and no Subnet says that there are none" }
    if hasSubnets || total == 0 { return nil }
    if shown.count == 1 { return "all its objects are in one Subnet: perhaps a selection" }
    return namespaces.count == 1 ? "all its objects are of one namespace: perhaps a selection" : nil
  }

  /// A node that has no IP object although every node gets one when it joins; the first by name. That pods run on a node
  /// shows something only of a list that has addresses of nodes.
  private func nodeWithoutAddress(_ named: Set<TextPool.ID>) -> String? {
    let texts = store.texts
    var listed: Set<TextPool.ID> = []
    objects.forEach { id, _ in if store.keys[id].kind == .node { listed.insert(store.keys[id].name) } }
    let missing = named.union(listed).filter { !hasAddress($0) }
    let hasNodes = missing.count < named.union(listed).count
    return missing.filter { hasNodes || listed.contains($0) }.map { texts[$0] }.min()
  }

  private func hasAddress(_ node: TextPool.ID) -> Bool {
    store.texts.find("node-" + store.texts[node])
      .flatMap { store.keys.find(ObjectKey(kind: .ip, namespace: 0, name: $0)) }.map { objects[$0] != nil } ?? false
  }

  /// Living pods of which many have an address, by their annotations, and no IP object. A few may have lost theirs, or came
  /// after the list.
  private func podsWithoutAddress() -> String? {
    let texts = store.texts
    guard let address = texts.find("ovn.kubernetes.io/ip_address") else { return nil }
    let phase = texts.find("status.phase")
    let ended = ["Succeeded", "Failed"].compactMap { texts.find($0) }
    let (machine, launched) = (texts.find("VirtualMachineInstance"), texts.find("ovn.kubernetes.io/virtualmachine"))
    var (pods, missing) = (0, 0)
    var first: String?
    objects.forEach { id, index in
      let key = store.keys[id]
      let object = store.objects[Int(index)]
      guard key.kind == .pod, store.value(object, .annotation, address) ?? 0 != 0 else { return }
      if let text = store.value(object, .field, phase), ended.contains(text) { return }
      // The object is named after the machine.
      if store.value(object, .annotation, launched) != nil { return }
      var isMachine = false
      store.each(object, .owner) { kind, _ in isMachine = isMachine || kind == machine }
      if isMachine { return }
      pods += 1
      let name = texts[key.name] + "." + texts[key.namespace]
      let isShown =
        texts.find(name).flatMap { store.keys.find(ObjectKey(kind: .ip, namespace: 0, name: $0)) }
        .map { objects[$0] != nil } ?? false
      guard !isShown else { return }
      missing += 1
      first = min(first ?? name, name)
    }
    guard let first, missing * 4 > pods else { return nil }
    return "it shows no address of \(missing) of \(pods) living pods, such as \(first)"
  }

  /// Counters lag behind by a few objects, and some drift for good; a selection misses much.
  private static let lag = 2.0
}
