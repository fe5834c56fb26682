import Chronicle
import Model

/// Drops from a log that is larger than memory should be what no rule looks at: pods that came and went cleanly, what only
/// decorates timelines, and steps that repeat what is known. Memory then follows the number of pods that live at one time,
/// not the length of the log.
struct LogThrift {
  /// A log with more events than this is thinned out; 25 MB of them.
  static let eventLimit = 1 << 19

  private let limit: Int
  private var closed = ClosedLives()
  private var steps = WorkerSteps()
  private var threshold: Int

  /// - Parameter limit: events from which on a log is thinned out.
  init(limit: Int = LogThrift.eventLimit) {
    self.limit = limit
    threshold = limit
  }

  /// Starts anew; the memory is used again.
  mutating func removeAll() {
    closed.removeAll()
    steps.removeAll()
    threshold = limit
  }

  /// A thinned log does without everything of this kind. O(1).
  func isIdle(_ kind: ObservationKind, _ traits: ObservationKind.Traits) -> Bool {
    traits.isDecoration || kind == .podAllocationBegan && steps.showsBegins
  }

  /// A thinned log does without the next event: what it says was said before.
  mutating func isRepeated(_ event: Event, _ kind: ObservationKind) -> Bool { steps.isRepeated(event, kind) }

  /// Takes note of an event as it is added.
  mutating func note(_ event: Event, _ kind: ObservationKind) { closed.note(event, kind) }

  /// There are enough new events for another pass to be worth its time.
  func isDue(_ log: LogHarvest) -> Bool { log.events.count >= threshold }

  /// The log is over, and large enough for a last pass to be worth its time.
  func isWorthwhile(_ log: LogHarvest) -> Bool { log.events.count * 8 >= limit }

  /// Thins the log out. O(events + pairs); amortised by `isDue` it is O(1) for each event.
  mutating func apply(to log: inout LogHarvest) {
    let before = log.events.count
    closed.keepWhatMayReturn(log.resources)
    steps.removeAll()
    log.events.removeAll { closed.covers($0) || $0.kind.isDecoration || steps.isRepeated($0, $0.kind) }
    log.dropped += before - log.events.count
    log.links.prune(isUseless: { closed.coversIP($0) }, isSubnet: { log.resources.kind($0) == .subnet })
    threshold = max(limit, log.events.count * 2)
  }

  /// Thins the log out and forgets the names of what went; numbers of resources change.
  mutating func applyWithNames(to log: inout LogHarvest) {
    apply(to: &log)
    log.keepOnlyUsedNames()
    closed.removeAll()
    for event in log.events { closed.note(event, event.kind) }
  }
}
