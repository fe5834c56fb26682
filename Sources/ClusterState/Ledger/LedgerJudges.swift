import Model

/// One judge for each dump that holds IP objects which are known to be there: the owners of an object are looked up where it
/// was listed, for what a later dump lacks may have taken it along.
struct LedgerJudges {
  private let state: ClusterState
  /// Newest first.
  private let judges: [LedgerJudge]

  init(_ state: ClusterState) {
    self.state = state
    let judges = state.current(.ip).map { LedgerJudge(state, $0) }
    self.judges = judges.isEmpty ? [LedgerJudge(state, nil)] : judges
  }

  var newest: LedgerJudge { judges[0] }

  /// What the newest dump says that shows the object and can tell about its pod: one that lists no pods leaves standing what an
  /// older one proved.
  func ruling(_ id: ObjectID, _ life: StoredLife, _ seen: Sighting) -> (ruling: Ruling, seen: Sighting) {
    if judges.count == 1 { return (newest.judge(life, seen), seen) }
    let ruling = newest(of: id).judge(life, seen)
    guard case .present = seen.presence, life.content >= 0 else { return (ruling, seen) }
    let object = state.store.objects[Int(life.content)]
    for judge in judges {
      guard let index = judge.snapshot?.objects[id] else { continue }
      // It may have another owner since it changed.
      if !isUnchanged(object, since: state.store.objects[Int(index)]) { break }
      if !tells(judge, of: object) { continue }
      let then = state.sighting(id, in: judge.snapshot)
      return (judge.judge(life, then), then)
    }
    return (ruling, seen)
  }

  private func newest(of id: ObjectID) -> LedgerJudge { judges.first { $0.snapshot?.objects[id] != nil } ?? newest }

  private func tells(_ judge: LedgerJudge, of object: StoredObject) -> Bool {
    guard let snapshot = judge.snapshot else { return false }
    if snapshot.covers(.pod) { return true }
    let pod = judge.pod(object)
    return snapshot.objects.holds(ObjectKey(kind: .pod, namespace: pod.namespace, name: pod.name), state.store)
  }

  /// What was asked to go belongs to nobody new.
  private func isUnchanged(_ object: StoredObject, since then: StoredObject) -> Bool {
    object.uid == then.uid
      && (object.resourceVersion == then.resourceVersion || state.store.deletionRequested(object) != nil)
  }
}
