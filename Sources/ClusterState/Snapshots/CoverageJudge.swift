import Model

/// Judges, kind by kind, whether a group of lists is complete. In doubt it is not: a missing object is taken for absent
/// only when whoever made the dump asked for all of them.
struct CoverageJudge {
  let store: ObjectStore
  let lists: [DumpedList]
  let paths: [EvidencePath]

  /// A whole list as far as it shows one kind.
  private struct Shown {
    var path: EvidencePath
    /// Numbers of its objects of the kind.
    var objects: [Int32]
    var namespaces: Set<TextPool.ID>
  }

  /// Kinds of which a list of several namespaces shows that its neighbours were asked for in all of them.
  private static let spanning: [ResourceKind] = [
    .pod, .statefulSet, .netAttachDef, .virtualMachine, .virtualMachineInstance,
  ]

  /// Coverage by kind. `objects` are the deduplicated objects of the group. O(objects × labels).
  func judge(_ objects: SnapshotObjects) -> [ResourceKind: KindCoverage] {
    let shown = shownByKind()
    let spanningFolders = foldersOfSpanningLists(shown)
    var counts: [ResourceKind: Int] = [:]
    objects.forEach { id, _ in counts[store.keys[id].kind, default: 0] += 1 }
    var coverage: [ResourceKind: KindCoverage] = [:]
    for kind in Set(shown.keys).union(counts.keys) where kind.isDeclared {
      let (scope, reason) =
        kind.isNamespaced
        ? namespacedScope(kind, shown[kind] ?? [], spanningFolders, objects)
        : clusterScope(kind, shown[kind] ?? [], objects)
      coverage[kind] = KindCoverage(scope: scope, reason: reason, count: counts[kind] ?? 0)
    }
    return coverage
  }

  private func shownByKind() -> [ResourceKind: [Shown]] {
    var shown: [ResourceKind: [Shown]] = [:]
    for list in lists where list.isWholeList {
      let path = paths[list.stream]
      if list.itemCount == 0 {
        if let kind = ResourceKind.named(list.header.itemKind) ?? path.kind {
          shown[kind, default: []].append(Shown(path: path, objects: [], namespaces: []))
        }
        continue
      }
      var byKind: [ResourceKind: Shown] = [:]
      var last: ObjectKey?
      for index in list.objects {
        let key = store.keys[store.objects[index].id]
        byKind[key.kind, default: Shown(path: path, objects: [], namespaces: [])].objects.append(Int32(clamping: index))
        if last?.kind != key.kind || last?.namespace != key.namespace {
          byKind[key.kind]?.namespaces.insert(key.namespace)
        }
        last = key
      }
      for (kind, part) in byKind where kind.isDeclared { shown[kind, default: []].append(part) }
    }
    return shown
  }

  /// Folders in which some kind was listed for all namespaces at once: the other kinds beside it will have been too.
  private func foldersOfSpanningLists(_ shown: [ResourceKind: [Shown]]) -> Set<[String]> {
    var folders: Set<[String]> = []
    for kind in Self.spanning {
      for list in shown[kind] ?? [] where list.namespaces.count > 1 && sharedLabel(list.objects) == nil {
        folders.insert(list.path.folder)
      }
    }
    return folders
  }

  private func namespacedScope(
    _ kind: ResourceKind, _ lists: [Shown], _ spanning: Set<[String]>, _ objects: SnapshotObjects
  ) -> (KindCoverage.Scope, String) {
    var names: Set<String> = []
    var doubt = lists.isEmpty ? loneReason(kind) : ""
    for list in lists {
      let isPlain = list.path.isNamedAfterKind && spanning.contains(list.path.folder)
      if let node = singleNode(kind, list.objects, objects) {
        doubt = "all its objects are on node \(node): a selection"
      } else if list.objects.isEmpty {
        if isPlain { return (.all, "an empty list beside lists of all namespaces") }
        if let name = list.path.namespace { names.insert(name) }
      } else if list.namespaces.count == 1, let only = list.namespaces.first {
        let name = store.texts[only]
        if list.path.names(name) {
          names.insert(name)
        } else if let label = sharedLabel(list.objects) {
          doubt = "all its objects carry the label \(label): perhaps a selection"
        } else if isPlain {
          return (.all, "listed beside kinds that span namespaces")
        } else if !name.isEmpty {
          names.insert(name)
        }
      } else if let label = sharedLabel(list.objects) {
        doubt = "all its objects carry the label \(label): a selection"
      } else {
        return (.all, "a list that spans namespaces")
      }
    }
    if names.isEmpty { return (.partial, doubt.isEmpty ? "a list that does not say of which namespaces" : doubt) }
    if let all = allNamespaces(objects), all.isSubset(of: names) { return (.all, "one list for each namespace") }
    return (.namespaces(names), "one list per namespace")
  }

  /// Why objects of a kind that no whole list shows are not all there are.
  private func loneReason(_ kind: ResourceKind) -> String {
    let isCut = lists.contains { list in list.isCut && list.objects.contains { store.objects[$0].kind == kind } }
    return isCut ? "a list that is cut off or damaged" : "single objects, not a list"
  }

  /// The names of all namespaces, if a complete list of them is part of the dump.
  private func allNamespaces(_ objects: SnapshotObjects) -> Set<String>? {
    var names: Set<String> = []
    objects.forEach { id, _ in
      let key = store.keys[id]
      if key.kind == .namespace { names.insert(store.texts[key.name]) }
    }
    let isListed = lists.contains { list in
      list.isWholeList && list.objects.contains { store.objects[$0].kind == .namespace }
    }
    return isListed && names.contains("kube-system") ? names : nil
  }

  private func clusterScope(
    _ kind: ResourceKind, _ lists: [Shown], _ objects: SnapshotObjects
  ) -> (KindCoverage.Scope, String) {
    guard !lists.isEmpty else { return (.partial, loneReason(kind)) }
    let all = lists.count == 1 ? lists[0].objects : lists.flatMap(\.objects)
    if all.isEmpty { return (.all, "an empty list") }
    switch kind {
    case .subnet:
      if !contains(all, field: "spec.default", "true") { return (.partial, "a list without the default Subnet") }
    case .vpc:
      if !contains(all, field: "status.default", "true") { return (.partial, "a list without the default Vpc") }
    case .namespace:
      if !all.contains(where: { store.texts[store.keys[store.objects[Int($0)].id].name] == "kube-system" }) {
        return (.partial, "a list without kube-system, which every cluster has")
      }
    case .ip:
      if let selection = selection(all, objects) { return (.partial, selection) }
    default: break
    }
    return (.all, "a complete list")
  }

  /// True if an object has that value, or no object says anything about the field.
  private func contains(_ indices: [Int32], field: String, _ value: String) -> Bool {
    guard let name = store.texts.find(field) else { return indices.count > 1 }
    var isKnown = false
    for index in indices {
      guard let found = store.value(store.objects[Int(index)], .field, name) else { continue }
      isKnown = true
      if store.texts[found].lowercased() == value { return true }
    }
    return !isKnown && indices.count > 1
  }

  /// A list of IP objects that shows far fewer than the Subnets of the same dump count was made with a selector, or is cut.
  private func selection(_ indices: [Int32], _ objects: SnapshotObjects) -> String? {
    let subnetField = store.texts.find("spec.subnet")
    var shown: [TextPool.ID: Int] = [:]
    for index in indices {
      if let subnet = store.value(store.objects[Int(index)], .field, subnetField) { shown[subnet, default: 0] += 1 }
    }
    let counters = [store.texts.find("status.v4usingIPs"), store.texts.find("status.v6usingIPs")]
    var counted = 0.0
    var found = 0.0
    var hasSubnets = false
    var emptied: TextPool.ID?
    objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .subnet else { return }
      hasSubnets = true
      let using =
        counters.compactMap { store.value(store.objects[Int(index)], .field, $0) }
        .compactMap { AddressCount(store.texts[$0])?.value }.max() ?? 0
      let here = Double(shown[key.name] ?? 0)
      if using > 0, here == 0, shown.count == 1, emptied.map({ store.texts.isOrdered(key.name, before: $0) }) ?? true {
        emptied = key.name
      }
      counted += min(using, 1e9)
      found += min(using, here)
    }
    if let emptied {
      return "all its objects are in one Subnet, but \(store.texts[emptied]) has addresses in use: a selection"
    }
    // Counters lag by a few objects; a selection misses most.
    if counted > 4, found * 2 < counted {
      return "it shows \(Int(found)) of \(Int(counted)) addresses that the Subnets count"
    }
    if hasSubnets || shown.count > 1 { return nil }
    return "all its objects are in one Subnet: perhaps a selection"
  }

  /// A label with one value on every object, as a label selector leaves behind.
  private func sharedLabel(_ indices: [Int32]) -> String? {
    guard let first = indices.first else { return nil }
    var shared: [(TextPool.ID, TextPool.ID)] = []
    store.each(store.objects[Int(first)], .label) { shared.append(($0, $1)) }
    for index in indices.dropFirst() {
      if shared.isEmpty { return nil }
      let object = store.objects[Int(index)]
      shared.removeAll { store.value(object, .label, $0.0) != $0.1 }
    }
    return shared.map { store.texts[$0.0] + "=" + store.texts[$0.1] }.min()
  }

  /// The node that all pods of the list are on, although the dump shows that there are others.
  private func singleNode(_ kind: ResourceKind, _ indices: [Int32], _ objects: SnapshotObjects) -> String? {
    guard kind == .pod, let first = indices.first, let field = store.texts.find("spec.nodeName") else { return nil }
    guard let only = store.value(store.objects[Int(first)], .field, field), only != 0 else { return nil }
    for index in indices where (store.value(store.objects[Int(index)], .field, field) ?? only) != only { return nil }
    var hasOthers = false
    objects.forEach { id, index in
      let key = store.keys[id]
      if key.kind == .node, key.name != only { hasOthers = true }
      if key.kind == .ip, let node = store.value(store.objects[Int(index)], .field, field), node != 0, node != only {
        hasOthers = true
      }
    }
    return hasOthers ? store.texts[only] : nil
  }
}
