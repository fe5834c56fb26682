import Model

/// Puts rows of equal events together that came in pieces: cut where a file, a part of a large log, or a pass over it ends.
///
/// How long something was repeated, and how often, must not depend on where its log was cut.
struct EventRows {
  private struct Row: Hashable {
    var writer: Int
    var said: Said
  }

  /// Joins what goes on of a row into its first event. `events`: in the order of their times. O(events).
  static func join(_ events: inout [Event], writer: (Event) -> Int?) {
    var heads: [Row: Int] = [:]
    var kept = 0
    for i in events.indices {
      let e = events[i]
      if e.kind.isRepetitive, let writer = writer(e) {
        let row = Row(writer: writer, said: Said(e))
        if let head = heads[row], events[head].goesOn(with: e) { continue }
        heads[row] = kept
      }
      if kept != i { events[kept] = e }
      kept += 1
    }
    events.removeLast(events.count - kept)
  }
}

/// What an event says, wherever it stands.
struct Said: Hashable {
  var code: UInt8
  var subject: ResourceID
  var related: ResourceID
  var detail: TextID

  init(_ e: Event) { (code, subject, related, detail) = (e.code, e.subject, e.related, e.detail) }
}

extension Event {
  /// A row of equal events ends when nothing equal came for this long, nanoseconds.
  private static let rowPatience: Int64 = 10_000_000_000

  /// The row is still open when an equal event comes at `next`. O(1).
  public func isOpen(at next: Int64) -> Bool {
    let quiet = next &- (instant &+ Int64(span) * 1_000_000)
    return quiet >= 0 && quiet < Self.rowPatience
  }

  /// Takes an equal one in, if it goes on with this row.
  fileprivate mutating func goesOn(with next: Event) -> Bool {
    guard isOpen(at: next.instant) else { return false }
    count &+= next.count
    span = UInt32(clamping: (next.instant &- instant) / 1_000_000 &+ Int64(next.span))
    return true
  }
}
