import Model

/// Makes snapshots out of grouped lists and puts them in the order of their making.
enum SnapshotBuilder {
  /// The snapshots of one cluster, oldest first, and the names of those of others.
  static func snapshots(_ collector: StateCollector, _ kin: Kinship) -> (own: [Snapshot], foreign: [String]) {
    let paths = collector.streams.map { EvidencePath(chain: $0.chain) }
    let snapshots = inOrder(SnapshotGrouping(collector).groups().map { snapshot($0, collector, paths) })
    var own = ofOneCluster(snapshots, collector.store, kin)
    let places = Set(own.map(\.streams))
    for i in own.indices { own[i].id = i }
    return (own, snapshots.filter { !places.contains($0.streams) }.map(\.display))
  }

  /// The newest snapshot of the logs' cluster and the others of that cluster: what every cluster has once has another UID
  /// in another one.
  private static func ofOneCluster(_ snapshots: [Snapshot], _ store: ObjectStore, _ kin: Kinship) -> [Snapshot] {
    if snapshots.count < 2, !kin.isTelling { return snapshots }
    let answers = snapshots.map { kin.answer($0, store) }
    // Of two clusters, that of the logs is the one of which they name more; names alone repeat.
    let most = answers.map(\.share).max() ?? 0
    let own = answers.lastIndex { $0.share * 2 >= most && !kin.isStrange($0) }
    guard let newest = own.map({ snapshots[$0] }) else { return [] }
    let singles: [(ResourceKind, String)] = [
      (.namespace, "kube-system"), (.namespace, "default"), (.vpc, "ovn-cluster"),
    ]
    let ids = singles.compactMap { store.find(ResourceRef($0.0, name: $0.1)) }
    func uid(_ id: ObjectID, _ snapshot: Snapshot) -> ObjectUID {
      snapshot.objects[id].map { store.objects[Int($0)].uid } ?? .none
    }
    return zip(snapshots, answers).filter { snapshot, answer in
      var isSame = false
      for id in ids {
        let (mine, theirs) = (uid(id, newest), uid(id, snapshot))
        if mine.isNone || theirs.isNone { continue }
        if mine != theirs { return false }
        isSame = true
      }
      return isSame || !kin.isStrange(answer) || isAkin(snapshot, newest, store)
    }.map(\.0)
  }

  /// The two show one and the same object. O(objects of the first).
  private static func isAkin(_ a: Snapshot, _ b: Snapshot, _ store: ObjectStore) -> Bool {
    var isAkin = false
    a.objects.forEach { id, index in
      guard !isAkin, let other = b.objects[id] else { return }
      let uid = store.objects[Int(index)].uid
      isAkin = !uid.isNone && uid == store.objects[Int(other)].uid
    }
    return isAkin
  }

  private static func snapshot(
    _ group: SnapshotGrouping.Group, _ collector: StateCollector, _ paths: [EvidencePath]
  ) -> Snapshot {
    let lists = group.lists.map { collector.lists[$0] }
    var objects = Self.room(lists, collector.store)
    var version: UInt64 = 0
    var notBefore: Instant?
    for list in lists {
      version = max(version, list.resourceVersion)
      notBefore = later(notBefore, list.newest)
      for index in list.objects {
        let object = collector.store.objects[index]
        if isManifest(object, collector.store) { continue }
        if let before = objects[object.id],
          !isBetter(object, than: collector.store.objects[Int(before)], collector.store)
        {
          continue
        }
        objects.set(object.id, Int32(clamping: index))
      }
    }
    let streams = lists.map(\.stream).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
    let modified = streams.compactMap { collector.streams[$0].modified }.max()
    let times = ListTimes(lists, collector.store).times
    let judge = CoverageJudge(store: collector.store, lists: lists, paths: paths, times: times, objects: objects)
    return Snapshot(
      id: 0, display: display(group, collector), streams: streams.map { collector.streams[$0].id },
      notBefore: notBefore, notAfter: modified.flatMap { file in notBefore.map { file >= $0 } ?? true ? file : nil },
      resourceVersion: version == 0 ? nil : version, coverage: judge.judge(), objects: objects,
      streamIndices: streams.map { Int32(clamping: $0) },
      streamTimes: Dictionary(
        zip(lists, times).compactMap { list, time in time.map { (Int32(clamping: list.stream), $0) } },
        uniquingKeysWith: max))
  }

  /// What somebody wrote to have it made is no object: the API server gives each a UID, and its controller a status. Of
  /// IP objects, which have no status, the ledger says that they may be copies.
  private static func isManifest(_ object: StoredObject, _ store: ObjectStore) -> Bool {
    guard object.isFull, object.uid.isNone, object.kind != .ip, object.kind.isDeclared else { return false }
    var hasStatus = false
    store.each(object, .field) { name, _ in
      if !hasStatus { hasStatus = store.texts.withBytes(name) { $0.starts(with: "status.".utf8) } }
    }
    return !hasStatus
  }

  private static func room(_ lists: [DumpedList], _ store: ObjectStore) -> SnapshotObjects {
    var (first, last) = (ObjectID.max, ObjectID.min)
    var count = 0
    for list in lists {
      count += list.objects.count
      for index in list.objects {
        first = min(first, store.objects[index].id)
        last = max(last, store.objects[index].id)
      }
    }
    return count == 0 ? SnapshotObjects() : SnapshotObjects(from: first, through: last, estimate: count)
  }

  /// JSON and YAML hold more than tables; of equals the newer state counts.
  private static func isBetter(_ a: StoredObject, than b: StoredObject, _ store: ObjectStore) -> Bool {
    if a.isFull != b.isFull { return a.isFull }
    if a.resourceVersion != b.resourceVersion { return a.resourceVersion > b.resourceVersion }
    // Of two rows in one scrollback the lower one was printed later, if it tells no less.
    guard !a.isFull, a.stream == b.stream, a.position.offset > b.position.offset else { return false }
    return fields(a, store) >= fields(b, store)
  }

  private static func fields(_ object: StoredObject, _ store: ObjectStore) -> Int {
    var count = 0
    store.each(object, .field) { _, _ in count += 1 }
    return count
  }

  private static func display(_ group: SnapshotGrouping.Group, _ collector: StateCollector) -> String {
    if !group.folder.isEmpty { return group.folder.joined(separator: "/") }
    return group.lists.first.map { collector.streams[collector.lists[$0].stream].display } ?? ""
  }

  /// Oldest first: by version, which counts every write; those without one by the newest time in them, and those without that
  /// too, such as empty lists, after what was read before them. One after the other: by a date here and by a place there,
  /// neighbours could be in order, and the whole in none.
  static func inOrder(_ snapshots: [Snapshot]) -> [Snapshot] {
    func place(_ snapshot: Snapshot) -> Int { snapshot.streams.first ?? 0 }
    func isOlder(_ a: Snapshot, _ b: Snapshot) -> Bool {
      if let x = a.notBefore, let y = b.notBefore, x != y { return x < y }
      return place(a) < place(b)
    }
    var ordered = snapshots.filter { $0.resourceVersion != nil }
      .sorted {
        $0.resourceVersion == $1.resourceVersion ? isOlder($0, $1) : $0.resourceVersion ?? 0 < $1.resourceVersion ?? 0
      }
    for dated in snapshots.filter({ $0.resourceVersion == nil && $0.notBefore != nil }).sorted(by: isOlder) {
      ordered.insert(dated, at: (ordered.lastIndex { isOlder($0, dated) } ?? -1) + 1)
    }
    for undated in snapshots.filter({ $0.resourceVersion == nil && $0.notBefore == nil }).sorted(by: isOlder) {
      ordered.insert(undated, at: (ordered.lastIndex { place($0) < place(undated) } ?? -1) + 1)
    }
    return ordered
  }

  private static func later(_ a: Instant?, _ b: Instant?) -> Instant? {
    guard let a else { return b }
    guard let b else { return a }
    return max(a, b)
  }
}
