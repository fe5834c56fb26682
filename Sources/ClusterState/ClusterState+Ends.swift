import Model

/// An end of an object that a log shows.
public struct LoggedEnd: Sendable {
  public var ref: ResourceRef
  public var instant: Instant
  /// `StreamInfo.id` of the log.
  public var stream: Int
  public var position: RecordPosition

  /// Names an end, and the line that shows it.
  public init(ref: ResourceRef, instant: Instant, stream: Int, position: RecordPosition) {
    (self.ref, self.instant, self.stream, self.position) = (ref, instant, stream, position)
  }
}

extension ClusterState {
  /// The same state, in which objects have gone whose end a log shows after they were listed; `nil` if that is so of none.
  ///
  /// A list that shows the object was read before its end, whatever the time of the list, unless the object was made after
  /// that. O(ends × snapshots).
  public func knowing(_ ends: [LoggedEnd]) -> ClusterState? {
    var state = self
    var isChanged = false
    for end in ends {
      guard let id = store.find(end.ref), let life = book.last(id, store), life.gone < 0,
        let created = book.time(life.created, store), created < end.instant
      else { continue }
      let seen = sighting(id)
      guard case .present = seen.presence, seen.asOf.map({ $0 < end.instant }) ?? true else { continue }
      state.end(id, end)
      isChanged = true
    }
    return isChanged ? state : nil
  }

  private mutating func end(_ id: ObjectID, _ end: LoggedEnd) {
    book.promote(id, store)
    guard let number = book.numbers(id, store).last else { return }
    let stream = streamIDs.firstIndex(of: end.stream) ?? streamIDs.count
    if stream == streamIDs.count { streamIDs.append(end.stream) }
    let mark = book.mark(
      StoredMilestone(
        time: end.instant.nanoseconds, uncertainty: 0, source: .log, stream: Int32(clamping: stream),
        position: end.position))
    book.change(number) { $0.gone = mark }
  }
}
