import Chronicle
import ClusterState
import Model

/// Which objects a controller's log shows to have gone: what a list shows that was read before that is not there any more.
enum EndsInLog {
  private static let ends: [ObservationKind: [ResourceKind]] = [
    .ipGone: [.ip], .subnetGone: [.subnet], .vpcGone: [.vpc], .natGone: natKinds,
  ]

  private static let natKinds = [
    "OvnEip", "OvnFip", "OvnSnatRule", "OvnDnatRule", "IptablesEIP", "IptablesFIPRule", "IptablesSnatRule",
    "IptablesDnatRule",
  ].map { ResourceKind(apiKind: $0) }

  /// The last end of each, in a fixed order. A line of which nobody knows the zone or the year may be older than any list.
  /// O(events).
  static func ends(_ chronicle: Chronicle) -> [LoggedEnd] {
    var last: [ResourceID: Int] = [:]
    for (number, event) in chronicle.events.enumerated() {
      guard let kinds = ends[event.kind], event.subject != 0, kinds.contains(chronicle.resources.kind(event.subject))
      else { continue }
      let source = chronicle.sources[Int(event.source)]
      guard source.writer.records > 0, !event.flags.contains(.isAudit), !chronicle.isUndated(event),
        source.clock.zone != .assumed, source.clock.year != .assumed
      else { continue }
      last[event.subject] = number
    }
    return last.values.sorted().map { number in
      let event = chronicle.events[number]
      return LoggedEnd(
        ref: chronicle.resources.ref(event.subject), instant: Instant(nanoseconds: event.instant),
        stream: chronicle.sources[Int(event.source)].stream,
        position: RecordPosition(offset: event.offset, line: UInt64(event.line)))
    }
  }
}
