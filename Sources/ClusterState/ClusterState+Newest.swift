import Model

/// Which of several dumps answers. The newest does where it can; a list that somebody picked, as of one object by its name,
/// leaves standing what an older whole one shows.
extension ClusterState {
  /// Snapshots of single objects that are looked through; a person makes a few.
  static let mostSnapshots = 32

  /// The newest snapshot that says something about a kind.
  public func newest(_ kind: ResourceKind) -> Snapshot? { snapshots.last { $0.lists(kind) } }

  /// The newest snapshot that lists all of a kind somewhere, or else the newest.
  public func newestWhole(_ kind: ResourceKind) -> Snapshot? { current(kind).last { $0.covers(kind) } ?? newest(kind) }

  /// The snapshots that hold of a kind what is known now, newest first: down to the newest whole one.
  func current(_ kind: ResourceKind) -> [Snapshot] {
    var found: [Snapshot] = []
    for snapshot in snapshots.reversed() where snapshot.lists(kind) {
      found.append(snapshot)
      if snapshot.covers(kind) || found.count == Self.mostSnapshots { break }
    }
    return found
  }

  /// True if any of them shows the object.
  public func isShown(_ ref: ResourceRef) -> Bool {
    guard let id = store.find(ref) else { return false }
    return current(ref.kind).contains { $0.objects[id] != nil }
  }

  /// Calls `body` once for each object of a kind that is known to be there, as it is shown last, and that is `wanted`.
  func forEachPresent(
    _ kind: ResourceKind, where isWanted: (StoredObject) -> Bool, _ body: (ObjectID, StoredObject, Sighting) -> Void
  ) {
    let snapshots = current(kind)
    for (place, snapshot) in snapshots.enumerated() {
      snapshot.objects.forEach { id, index in
        guard store.keys[id].kind == kind, !snapshots[..<place].contains(where: { $0.objects[id] != nil }) else {
          return
        }
        let object = store.objects[Int(index)]
        guard isWanted(object) else { return }
        let seen = sighting(id)
        if case .present = seen.presence { body(id, object, seen) }
      }
    }
  }

  /// Whether the object is there at the end of the evidence.
  public func sighting(of ref: ResourceRef) -> Sighting {
    if let id = store.find(ref) { return sighting(id) }
    var newest: Snapshot?
    for snapshot in snapshots.reversed() where snapshot.lists(ref.kind) {
      guard case .unknown = Self.absence(ref, in: snapshot, store) else {
        return sighting(ofUnnamed: ref, in: snapshot)
      }
      newest = newest ?? snapshot
    }
    return sighting(ofUnnamed: ref, in: newest)
  }

  /// The same for an object that is told by its key, whether or not any evidence names it.
  func sighting(_ key: ObjectKey) -> Sighting {
    if let id = store.keys.find(key) { return sighting(id) }
    return sighting(of: store.ref(key))
  }

  /// The same for an object that evidence names: by the newest snapshot that shows it or proves it absent, or else the newest
  /// of its kind. O(snapshots).
  func sighting(_ id: ObjectID) -> Sighting {
    let kind = store.keys[id].kind
    // This is asked of every object, most often of one snapshot: by places, for a snapshot is no small thing to copy.
    var silent: [Int] = []
    var place = snapshots.count - 1
    while place >= 0, silent.count < Self.mostSnapshots {
      if snapshots[place].lists(kind) {
        guard case .unknown = Self.presence(id, in: snapshots[place], store) else { break }
        silent.append(place)
      }
      place -= 1
    }
    if place < 0 || silent.count == Self.mostSnapshots {
      return sighting(id, in: silent.first.map { snapshots[$0] })
    }
    var seen = sighting(id, in: snapshots[place])
    if !silent.isEmpty, case .present = seen.presence, silent.contains(where: { isMissed(id, snapshots[$0]) }),
      !isFollowed(id)
    {
      seen.presence = .unknown("a newer list, which may not be whole, does not show it any more")
    }
    return seen
  }

  /// Whether the object was there when the snapshot was made, or is shown later.
  func sighting(of ref: ResourceRef, from snapshot: Snapshot?) -> Sighting {
    store.find(ref).map { sighting($0, from: snapshot) } ?? sighting(ofUnnamed: ref, in: snapshot)
  }

  func sighting(_ key: ObjectKey, from snapshot: Snapshot?) -> Sighting {
    if let id = store.keys.find(key) { return sighting(id, from: snapshot) }
    return sighting(ofUnnamed: store.ref(key), in: snapshot)
  }

  private func sighting(_ id: ObjectID, from snapshot: Snapshot?) -> Sighting {
    guard let snapshot, snapshot.id + 1 < snapshots.count else { return sighting(id, in: snapshot) }
    return sighting(id, in: snapshots[(snapshot.id + 1)...].last { $0.objects[id] != nil } ?? snapshot)
  }

  /// A list that shows others of its place, and not the object: one that was asked for by name tells nothing of others.
  private func isMissed(_ id: ObjectID, _ snapshot: Snapshot) -> Bool {
    let key = store.keys[id]
    guard let coverage = snapshot.coverage[key.kind], coverage.count > 1 else { return false }
    if key.namespace != 0 { return coverage.namespaces.contains(store.texts[key.namespace]) }
    guard key.kind == .ip, let life = book.last(id, store), life.content >= 0,
      let subnet = store.value(store.objects[Int(life.content)], .field, store.texts.find("spec.subnet"))
    else { return true }
    return coverage.subnets.contains(subnet)
  }

  /// Audit records would show its end.
  private func isFollowed(_ id: ObjectID) -> Bool {
    book.once(id) == nil && kindsWithAuditedEnds.contains(store.keys[id].kind)
      && book.last(id, store)?.isTracked ?? false
  }
}
