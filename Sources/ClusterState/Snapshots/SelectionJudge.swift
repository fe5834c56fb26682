import Model

/// Holds lists that look whole against what the others show: what somebody counts or names and a list lacks was left out
/// of it, or came after it.
struct SelectionJudge {
  let store: ObjectStore
  let objects: SnapshotObjects
  /// Kinds of which a list is typed, as the API server answers to who asks for all of them.
  let typed: Set<ResourceKind>

  /// Takes away the completeness that other lists contradict. O(objects).
  func narrow(_ coverage: inout [ResourceKind: KindCoverage]) {
    let seen = look()
    func limit(_ kind: ResourceKind, _ contradiction: @autoclosure () -> String?) {
      guard coverage[kind]?.scope == .all, let reason = contradiction() else { return }
      coverage[kind]?.scope = .partial
      coverage[kind]?.reason = reason
    }
    let counts = subnetCounts()
    lazy var pods = PodIndex(store, objects)
    limit(.ip, addresses(of: seen.nodes, counts) ?? podsWithoutAddress(pods))
    if coverage[.ip]?.scope == .partial { coverage[.ip]?.subnets = subnetsOfAddresses() }
    coverage[.ip]?.shortSubnets = Set(counts.lazy.filter { $0.missing > 0 }.map(\.name))
    limit(.subnet, subnets(seen, hasVpcs: coverage[.vpc]?.scope == .all))
    limit(.vpc, firstMissing(.vpc, seen.vpcs).map { "Subnets name Vpc \($0), which it does not show" })
    limit(.node, firstMissing(.node, seen.nodes).map { "pods run on node \($0), which it does not show" })
    limit(.node, mostNodes(seen))
    for kind in [ResourceKind.statefulSet, .virtualMachineInstance] {
      limit(kind, ownerNotShown(kind, seen).map { "pods belong to \($0), which it does not show" })
    }
    limit(.virtualMachine, machineNotShown(pods).map { "a pod runs machine \($0), which it does not show" })
    limit(
      .namespace, firstMissing(.namespace, seen.namespaces).map { "it lacks namespace \($0), which has objects" })
    limit(.pod, nodeWithoutPods(seen).map { "it shows no pod at all of node \($0)" })
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
    /// Nodes on which a DaemonSet has pods.
    var daemons: [ObjectKey: Set<TextPool.ID>] = [:]
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
        let place = store.value(object, .field, node) ?? 0
        if place != 0 { named.nodes.insert(place) }
        guard store.deletionRequested(object) == nil else { return }
        store.each(object, .owner) { kind, name in
          guard let kind = ResourceKind.named(texts[kind]) else { return }
          if place != 0, kind.apiKind == "DaemonSet" {
            named.daemons[ObjectKey(kind: kind, namespace: key.namespace, name: name), default: []].insert(place)
          }
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
    missing(kind, names).map { store.texts[$0] }.min()
  }

  private func missing(_ kind: ResourceKind, _ names: Set<TextPool.ID>) -> Set<TextPool.ID> {
    names.filter { !objects.holds(ObjectKey(kind: kind, namespace: 0, name: $0), store) }
  }

  /// A workload that has living pods, and that no list shows; the first by name.
  private func ownerNotShown(_ kind: ResourceKind, _ seen: Named) -> String? {
    seen.owners.filter { $0.kind == kind && !objects.holds($0, store) }.map {
      store.texts[$0.namespace] + "/" + store.texts[$0.name]
    }.min()
  }

  /// A machine that a living pod runs and that no list shows; the first by name. An instance may run without a machine, so it is
  /// only a doubt about the list.
  private func machineNotShown(_ pods: PodIndex) -> String? {
    pods.runMachines.filter { !objects.holds($0, store) }.map {
      store.texts[$0.namespace] + "/" + store.texts[$0.name]
    }.min()
  }

  /// A node that is listed, and of which the list of pods shows none, although a DaemonSet has one on every other node. The first
  /// by name.
  private func nodeWithoutPods(_ seen: Named) -> String? {
    var nodes: Set<TextPool.ID> = []
    objects.forEach { id, _ in if store.keys[id].kind == .node { nodes.insert(store.keys[id].name) } }
    let missing = nodes.subtracting(seen.nodes)
    let others = nodes.subtracting(missing)
    guard others.count > 1, seen.daemons.values.contains(where: { $0.isSuperset(of: others) }) else { return nil }
    return missing.map { store.texts[$0] }.min()
  }

  /// That one node went and left an address behind is possible; that most of them did is not.
  private func mostNodes(_ seen: Named) -> String? {
    let missing = missing(.node, seen.addressed).count
    guard missing * 2 > seen.addressed.count, missing > 1 else { return nil }
    return "it shows \(seen.addressed.count - missing) of \(seen.addressed.count) nodes that IP objects name"
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
}
