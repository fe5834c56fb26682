import Chronicle
import ClusterState
import Model
import Rules

/// Which objects a controller's log shows to have gone: what a list shows that was read before that is not there any more.
enum EndsInLog {
  private static let ends: Set<ObservationKind> = [.ipGone, .subnetGone, .vpcGone, .natGone]

  /// The last end of each that a controller of the dumps' cluster shows, in a fixed order. A line of which nobody knows the zone
  /// or the year may be older than any list. O(events).
  static func ends(_ chronicle: Chronicle, _ state: ClusterState) -> [LoggedEnd] {
    let shown = chronicle.events.indices.filter { isEnd(chronicle.events[$0], chronicle) }
    if shown.isEmpty { return [] }
    let strangers = StrangeProcesses(chronicle, state)
    var last: [ResourceID: Int] = [:]
    for number in shown where !strangers.isTheirs(chronicle.events[number]) {
      last[chronicle.events[number].subject] = number
    }
    return last.values.sorted().map { number in
      let event = chronicle.events[number]
      return LoggedEnd(
        ref: chronicle.resources.ref(event.subject), instant: Instant(nanoseconds: event.instant),
        stream: chronicle.sources[Int(event.source)].stream,
        position: RecordPosition(offset: event.offset, line: UInt64(event.line)))
    }
  }

  private static func isEnd(_ event: Event, _ chronicle: Chronicle) -> Bool {
    guard ends.contains(event.kind), event.subject != 0, chronicle.resources.kind(event.subject).isDeclared else {
      return false
    }
    let source = chronicle.sources[Int(event.source)]
    return source.writer.records > 0 && chronicle.writers[source.history].component == .controller
      && !event.flags.contains(.isAudit) && !chronicle.isUndated(event)
      && source.clock.zone != .assumed && source.clock.year != .assumed
  }
}
