import Model

/// Puts rows of equal events together that came in pieces: cut where a file, a part of a large log, or a pass over it ends.
///
/// How long something was repeated, and how often, must not depend on where its log was cut.
struct EventRows {
  private struct Row: Hashable {
    var writer: Int
    var code: UInt8
    var subject: ResourceID
    var related: ResourceID
    var detail: TextID
  }

  /// Joins what goes on of a row into its first event. `events`: in the order of their times. O(events).
  static func join(_ events: inout [Event], writer: (Event) -> Int?) {
    var heads: [Row: Int] = [:]
    var kept = 0
    for i in events.indices {
      let e = events[i]
      if e.kind.isRepetitive, let writer = writer(e) {
        let row = Row(writer: writer, code: e.code, subject: e.subject, related: e.related, detail: e.detail)
        if let head = heads[row], events[head].goesOn(with: e) { continue }
        heads[row] = kept
      }
      if kept != i { events[kept] = e }
      kept += 1
    }
    events.removeLast(events.count - kept)
  }
}

extension Event {
  /// A row of equal events ends when nothing equal came for this long, nanoseconds.
  public static let rowPatience: Int64 = 10_000_000_000

  /// Takes an equal one in, if it goes on with this row.
  fileprivate mutating func goesOn(with next: Event) -> Bool {
    let quiet = next.instant &- (instant &+ Int64(span) * 1_000_000)
    guard quiet >= 0, quiet < Self.rowPatience else { return false }
    count &+= next.count
    span = UInt32(clamping: (next.instant &- instant) / 1_000_000 &+ Int64(next.span))
    return true
  }
}
