import Model

/// Everything that happened, in one order, and by resource. Immutable.
public struct Chronicle: Sendable {
  public private(set) var resources: ResourceTable
  public let texts: TextTable
  /// In the one order (`Event.precedes`).
  public let events: [Event]
  public let sources: [Source]
  public let links: ResourceLinks
  /// Who wrote the logs, each with all its pieces.
  public let writers: [WriterHistory]
  /// `starts[r]..<starts[r + 1]` are the places in `order` of the events whose subject is resource `r`.
  private let starts: [UInt32]
  private let order: [UInt32]

  init(
    resources: ResourceTable, texts: TextTable, events: [Event], sources: [Source], links: ResourceLinks,
    writers: [WriterHistory] = []
  ) {
    self.resources = resources
    self.texts = texts
    self.events = events
    self.sources = sources
    self.links = links
    self.writers = writers
    var counts = [UInt32](repeating: 0, count: resources.count + 1)
    for e in events { counts[Int(e.subject) + 1] += 1 }
    for i in 1..<counts.count { counts[i] += counts[i - 1] }
    var next = counts
    var order = [UInt32](repeating: 0, count: events.count)
    for (i, e) in events.enumerated() {
      order[Int(next[Int(e.subject)])] = UInt32(i)
      next[Int(e.subject)] += 1
    }
    self.starts = counts
    self.order = order
  }

  /// Numbers a resource that no event is about, such as an IP object whose name was put together.
  mutating func intern(_ kind: ResourceKind, key: String) -> ResourceID { resources.intern(kind, key: key) }

  /// Numbers of the events whose subject is `resource`, in order. O(1).
  public func events(of resource: ResourceID) -> ArraySlice<UInt32> {
    guard Int(resource) + 1 < starts.count else { return [] }
    return order[Int(starts[Int(resource)])..<Int(starts[Int(resource) + 1])]
  }

  /// The line of the event carries no time, nor does any beside it: its instant is its place in the stream.
  public func isUndated(_ event: Event) -> Bool { sources[Int(event.source)].writer.isUndated }

  /// When it was, as far as the evidence tells.
  public func known(_ event: Event) -> Instant? { isUndated(event) ? nil : instant(event) }

  /// The instant of an event.
  public func instant(_ event: Event) -> Instant { Instant(nanoseconds: event.instant) }

  /// How far two events can be off against each other: nothing if one clock told both times.
  public func uncertainty(_ a: Event, _ b: Event) -> Int64 {
    let (x, y) = (sources[Int(a.source)], sources[Int(b.source)])
    if x.stream == y.stream { return 0 }
    // What is known of one piece alone, such as times beside its lines, may put it elsewhere.
    if x.sharedClock == y.sharedClock, x.history == y.history || x.clock.offsetSeconds == y.clock.offsetSeconds {
      return 0
    }
    return x.clock.uncertainty + y.clock.uncertainty
  }

  /// How far an event's instant can be off against another source's.
  public func uncertainty(_ event: Event) -> Int64 { sources[Int(event.source)].clock.uncertainty }
}
