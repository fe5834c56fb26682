import Model

/// Puts lists that were dumped together into groups: first by folder, then folders whose lists do not compete.
///
/// `before/` and `after/` both list IP objects, so they are two snapshots; `pods/a.json` and `pods/b.json` are one.
struct SnapshotGrouping {
  private let collector: StateCollector
  private let paths: [EvidencePath]
  /// Lists of one group may come from files modified at most this far apart.
  private static let longestDump: Int64 = 30 * 60 * 1_000_000_000

  /// A set of lists that were dumped together.
  struct Group {
    var lists: [Int]
    var folder: [String]
  }

  init(_ collector: StateCollector) {
    self.collector = collector
    self.paths = collector.streams.map { EvidencePath(chain: $0.chain) }
  }

  /// Groups in the order of their first list.
  func groups() -> [Group] {
    var byFolder: [[String]: [Int]] = [:]
    for (index, list) in collector.lists.enumerated() where !list.isWatch {
      byFolder[paths[list.stream].folder, default: []].append(index)
    }
    var pending: [[String]: [Group]] = [:]
    for (folder, lists) in byFolder { pending[folder] = split(lists, folder) }
    // From the deepest folder upwards, each folder takes in what its children offer if nothing competes.
    var depth = pending.keys.map(\.count).max() ?? 0
    while depth > 0 {
      let children = pending.keys.filter { $0.count == depth }.sorted { $0.lexicographicallyPrecedes($1) }
      var families: [[String]: [[String]]] = [:]
      for child in children { families[Array(child.dropLast()), default: []].append(child) }
      for (parent, members) in families {
        var all = pending[parent] ?? []
        for member in members { all += pending.removeValue(forKey: member) ?? [] }
        pending[parent] = canMerge(all) ? [merged(all, parent)] : all
      }
      depth -= 1
    }
    return pending.values.flatMap { $0 }.sorted { ($0.lists.first ?? 0) < ($1.lists.first ?? 0) }
  }

  /// The lists of one folder: one group, unless files of different names compete (`ips-before.yaml`, `ips-after.yaml`, `ips.yaml.bak`).
  private func split(_ lists: [Int], _ folder: [String]) -> [Group] {
    let competes = hasConflict(lists) {
      let (a, b) = (paths[collector.lists[$0].stream], paths[collector.lists[$1].stream])
      return a.stem != b.stem || a.suffix != b.suffix
    }
    if !competes { return [Group(lists: lists, folder: folder)] }
    var byLabel: [String: [Int]] = [:]
    for list in lists {
      let path = paths[collector.lists[list].stream]
      byLabel[path.label + "." + path.suffix, default: []].append(list)
    }
    return byLabel.values.map { Group(lists: $0, folder: folder) }
  }

  private func merged(_ groups: [Group], _ folder: [String]) -> Group {
    if groups.count == 1 { return groups[0] }
    return Group(lists: groups.flatMap(\.lists).sorted(), folder: folder)
  }

  private func canMerge(_ groups: [Group]) -> Bool {
    if groups.count < 2 { return true }
    // A folder that is itself split holds dumps of several times; nothing says to which of them a neighbour belongs.
    if Set(groups.map(\.folder)).count != groups.count { return false }
    let written = groups.flatMap { $0.lists.compactMap { collector.streams[collector.lists[$0].stream].modified } }
    if let first = written.min(), let last = written.max(), last - first > Self.longestDump { return false }
    var groupOf: [Int: Int] = [:]
    for (number, group) in groups.enumerated() { for list in group.lists { groupOf[list] = number } }
    return !hasConflict(groups.flatMap(\.lists)) { groupOf[$0] != groupOf[$1] }
  }

  /// Some two of the lists that may compete do. Only lists that show the same kind in the same namespace are compared.
  private func hasConflict(_ lists: [Int], mayCompete: (Int, Int) -> Bool) -> Bool {
    var byPlace: [Place: [Int]] = [:]
    for list in lists {
      var places: Set<Place> = []
      var last: Place?
      for index in collector.lists[list].objects {
        let key = collector.store.keys[collector.store.objects[index].id]
        let place = Place(kind: key.kind, namespace: key.namespace)
        if place == last || !Self.tellsAge(key.kind) { continue }
        last = place
        places.insert(place)
      }
      if let kind = emptyKind(collector.lists[list]) { places.insert(Place(kind: kind, namespace: 0)) }
      for place in places { byPlace[place, default: []].append(list) }
    }
    var compared: Set<[Int]> = []
    for rivals in byPlace.values where rivals.count > 1 {
      for (i, a) in rivals.enumerated() {
        for b in rivals[(i + 1)...].prefix(Self.rivalLimit) where mayCompete(a, b) && compared.insert([a, b]).inserted {
          if conflict(a, b) { return true }
        }
      }
    }
    return false
  }

  /// Two different versions of an object of the kind mean that two lists were made at different times.
  private static func tellsAge(_ kind: ResourceKind) -> Bool { kind.isDeclared && !kind.isVolatile }

  private struct Place: Hashable {
    var kind: ResourceKind
    var namespace: TextPool.ID
  }

  /// Lists of one kind and namespace that are compared with each other; a bundle has one or two.
  private static let rivalLimit = 16

  /// Both lists speak about the same objects, and not with the same words.
  private func conflict(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (collector.lists[a], collector.lists[b])
    let left = versions(x)
    let right = versions(y)
    if let kind = emptyKind(x), right[kind] != nil { return true }
    if let kind = emptyKind(y), left[kind] != nil { return true }
    for (kind, mine) in left {
      guard let theirs = right[kind] else { continue }
      let spaces = Set(mine.keys.map(\.namespace)).intersection(theirs.keys.map(\.namespace))
      if spaces.isEmpty { continue }
      let isWhole = x.isWholeList && y.isWholeList
      for (key, version) in mine where spaces.contains(key.namespace) {
        guard let other = theirs[key] else {
          if isWhole { return true }
          continue
        }
        if version != 0, other != 0, version != other { return true }
      }
      if isWhole, theirs.keys.contains(where: { spaces.contains($0.namespace) && mine[$0] == nil }) { return true }
    }
    return false
  }

  /// The kind of the cluster's own objects of which a list shows none.
  private func emptyKind(_ list: DumpedList) -> ResourceKind? {
    guard list.itemCount == 0, list.isWholeList else { return nil }
    return paths[list.stream].kind(ofEmpty: list.header).flatMap { $0.isDeclared && !$0.isNamespaced ? $0 : nil }
  }

  private func versions(_ list: DumpedList) -> [ResourceKind: [ObjectKey: UInt64]] {
    var out: [ResourceKind: [ObjectKey: UInt64]] = [:]
    for index in list.objects {
      let object = collector.store.objects[index]
      if Self.tellsAge(object.kind) {
        out[object.kind, default: [:]][collector.store.keys[object.id]] = object.resourceVersion
      }
    }
    return out
  }
}
