import Model

/// Judges, kind by kind, whether a group of lists is complete. In doubt it is not: a missing object is taken for absent
/// only when whoever made the dump asked for all of them, and nothing else in it shows that he did not get them.
struct CoverageJudge {
  let store: ObjectStore
  let lists: [DumpedList]
  let paths: [EvidencePath]
  let times: [Instant?]
  /// Deduplicated objects of the group.
  let objects: SnapshotObjects

  /// A whole list as far as it shows one kind.
  struct Shown {
    var path: EvidencePath
    /// Numbers of its objects of the kind.
    var objects: [Int32]
    var namespaces: Set<TextPool.ID>
    /// What is asked for by name comes in a list of no type.
    var isTyped = false
  }

  /// Kinds of which a list of several namespaces shows that its neighbours were asked for in all of them.
  private static let spanning: [ResourceKind] = [
    .pod, .statefulSet, .netAttachDef, .virtualMachine, .virtualMachineInstance,
  ]

  /// Kinds of which every cluster has objects.
  private static let everywhere: Set<ResourceKind> = [.subnet, .vpc, .namespace, .node, .pod]
  private static let suspiciouslyEmpty = "an empty list, and every cluster has some"

  /// Coverage by kind. O(objects × labels).
  func judge() -> [ResourceKind: KindCoverage] {
    let whole = ListPages(lists: lists).whole()
    let shown = shownByKind(whole)
    var counts: [ResourceKind: Int] = [:]
    objects.forEach { id, _ in counts[store.keys[id].kind, default: 0] += 1 }
    var coverage: [ResourceKind: KindCoverage] = [:]
    let spanning = foldersOfSpanningLists(shown)
    for kind in Set(shown.keys).union(counts.keys) where kind.isDeclared {
      let (scope, reason) =
        kind.isNamespaced
        ? namespacedScope(kind, shown[kind] ?? [], spanning) : clusterScope(kind, shown[kind] ?? [])
      coverage[kind] = KindCoverage(scope: scope, reason: reason, count: counts[kind] ?? 0)
    }
    note(times: &coverage, whole: whole)
    let typed = shown.filter { $0.value.contains(where: \.isTyped) }.map(\.key)
    SelectionJudge(store: store, objects: objects, typed: Set(typed))
      .narrow(&coverage)
    return coverage
  }

  /// When the lists of each kind were read, and of which namespaces they show something.
  private func note(times coverage: inout [ResourceKind: KindCoverage], whole: Set<Int>) {
    var dated: Set<ResourceKind> = []
    var listed: Set<ResourceKind> = []
    // Whole lists first: a single object that was read at another time dates a kind only where nothing else does.
    for place in lists.indices.sorted(by: { (whole.contains($0) ? 0 : 1, $0) < (whole.contains($1) ? 0 : 1, $1) }) {
      let list = lists[place]
      var namespaces: [ResourceKind: Set<String>] = [:]
      var last: ObjectKey?
      for index in list.objects {
        let key = store.keys[store.objects[index].id]
        if last?.kind == key.kind, last?.namespace == key.namespace { continue }
        last = key
        namespaces[key.kind, default: []].insert(store.texts[key.namespace])
      }
      if list.itemCount == 0, let kind = emptyKind(list) {
        let name = kind.isNamespaced ? paths[list.stream].namespace : nil
        namespaces[kind] = name.map { [$0] } ?? []
      }
      for (kind, names) in namespaces {
        guard var entry = coverage[kind] else { continue }
        defer { coverage[kind] = entry }
        // What stands in picked rows does not show that a whole list was of those namespaces too.
        if whole.contains(place) || !listed.contains(kind) { entry.namespaces.formUnion(names) }
        if whole.contains(place) { listed.insert(kind) }
        guard let time = times[place], whole.contains(place) || !dated.contains(kind) else { continue }
        if whole.contains(place) { dated.insert(kind) }
        if names.count == 1, let name = names.first, !name.isEmpty {
          entry.times[name] = max(entry.times[name] ?? time, time)
        }
        // What was listed twice is as old as the older list: what only that one shows may have gone since.
        entry.notBefore = min(entry.notBefore ?? time, time)
      }
    }
  }

  private func emptyKind(_ list: DumpedList) -> ResourceKind? { paths[list.stream].kind(ofEmpty: list.header) }

  private func shownByKind(_ whole: Set<Int>) -> [ResourceKind: [Shown]] {
    var shown: [ResourceKind: [Shown]] = [:]
    for (place, list) in lists.enumerated() where whole.contains(place) {
      let path = paths[list.stream]
      let isTyped = list.header.shape == .typedList
      if list.itemCount == 0 {
        if let kind = emptyKind(list) {
          shown[kind, default: []].append(Shown(path: path, objects: [], namespaces: []))
        }
        continue
      }
      var byKind: [ResourceKind: Shown] = [:]
      var last: ObjectKey?
      for index in list.objects {
        let key = store.keys[store.objects[index].id]
        byKind[key.kind, default: Shown(path: path, objects: [], namespaces: [], isTyped: isTyped)].objects
          .append(Int32(clamping: index))
        if last?.kind != key.kind || last?.namespace != key.namespace {
          byKind[key.kind]?.namespaces.insert(key.namespace)
        }
        last = key
      }
      for (kind, part) in byKind where kind.isDeclared { shown[kind, default: []].append(part) }
    }
    return shown
  }

  // MARK: Namespaced kinds

  /// Folders in which some kind was listed for all namespaces at once, and none for a single one only: an empty list
  /// beside them will have been of all namespaces too.
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
    _ kind: ResourceKind, _ lists: [Shown], _ spanning: Set<[String]>
  ) -> (KindCoverage.Scope, String) {
    var names: Set<String> = []
    var doubt = lists.isEmpty ? loneReason(kind) : ""
    for list in lists {
      if let selection = selection(kind, list.objects) {
        doubt = selection
      } else if list.objects.isEmpty {
        if Self.everywhere.contains(kind) {
          doubt = Self.suspiciouslyEmpty
        } else if list.path.isNamedAfterKind, spanning.contains(list.path.folder) {
          return (.all, "an empty list beside lists of all namespaces")
        }
        if let name = list.path.namespace { names.insert(name) }
      } else if list.namespaces.count == 1, let only = list.namespaces.first {
        // One namespace may be all that was asked for, whatever stands beside it.
        let name = store.texts[only]
        if !list.path.names(name), let label = sharedLabel(list.objects) {
          doubt = "all its objects carry the label \(label): perhaps a selection"
        } else if !list.isTyped, !list.path.names(name), kind == .pod || !spanning.contains(list.path.folder) {
          doubt = "a list of one namespace, and nothing shows that it was not asked for by name"
        } else if !name.isEmpty {
          names.insert(name)
        }
      } else if let label = sharedLabel(list.objects) {
        doubt = "all its objects carry the label \(label): a selection"
      } else if kind == .pod, !list.namespaces.contains(where: { store.texts[$0] == "kube-system" }) {
        doubt = "a list without pods of kube-system, which every cluster has"
      } else {
        return (.all, "a list that spans namespaces")
      }
    }
    if names.isEmpty { return (.partial, doubt.isEmpty ? "a list that does not say of which namespaces" : doubt) }
    if let all = allNamespaces(), all.isSubset(of: names) { return (.all, "one list for each namespace") }
    return (.namespaces(names), "one list per namespace")
  }

  /// Why objects of a kind that no whole list shows are not all there are.
  private func loneReason(_ kind: ResourceKind) -> String {
    for list in lists where list.objects.contains(where: { store.objects[$0].kind == kind }) {
      if list.isPage { return "a page of a list that goes on" }
      if list.header.shape == .table { return "a table, which may have been filtered or cut" }
      if list.isCut { return "a list that is cut off or damaged" }
    }
    return "single objects, not a list"
  }

  /// The names of all namespaces, if a complete list of them is part of the dump.
  private func allNamespaces() -> Set<String>? {
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

  /// What all pods of a list have in common although the dump, or any cluster, has others.
  private func selection(_ kind: ResourceKind, _ indices: [Int32]) -> String? {
    guard kind == .pod, !indices.isEmpty else { return nil }
    if let node = singleNode(indices) { return "all its objects are on node \(node): a selection" }
    guard let field = store.texts.find("status.phase") else { return nil }
    let phases = Set(indices.compactMap { store.value(store.objects[Int($0)], .field, field) })
    // Pods of the control plane run in every cluster.
    if !phases.isEmpty, !phases.contains(where: { Self.isWorking(store.texts[$0]) }) {
      return "none of its pods is running: a selection"
    }
    return nil
  }

  /// A phase, or what a table says in its place, of a pod that has been started.
  private static func isWorking(_ phase: String) -> Bool {
    !["Pending", "Succeeded", "Failed", "Unknown", "Evicted", "Error"].contains(phase)
  }

  // MARK: Kinds of the cluster

  private func clusterScope(_ kind: ResourceKind, _ lists: [Shown]) -> (KindCoverage.Scope, String) {
    guard !lists.isEmpty else { return (.partial, loneReason(kind)) }
    let all = lists.count == 1 ? lists[0].objects : lists.flatMap(\.objects)
    if all.isEmpty {
      return Self.everywhere.contains(kind) ? (.partial, Self.suspiciouslyEmpty) : (.all, "an empty list")
    }
    switch kind {
    case .subnet:
      if !contains(all, field: "spec.default", "true") { return (.partial, "a list without the default Subnet") }
    case .vpc:
      if !contains(all, field: "status.default", "true") { return (.partial, "a list without the default Vpc") }
    case .namespace:
      if !all.contains(where: { store.texts[store.keys[store.objects[Int($0)].id].name] == "kube-system" }) {
        return (.partial, "a list without kube-system, which every cluster has")
      }
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
  private func singleNode(_ indices: [Int32]) -> String? {
    guard let first = indices.first, let field = store.texts.find("spec.nodeName") else { return nil }
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
