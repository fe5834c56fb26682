import Model

/// Puts the harvests of all streams into one chronicle: one numbering, one clock, one order, no duplicates.
///
/// O(n log n) over the events; the result depends on the order of the streams, never on how they were read.
public struct ChronicleBuilder {
  private var resources = ResourceTable()
  private var texts = TextTable()
  private var events: [Event] = []
  private var sources: [Source] = []
  private var links = ResourceLinks()
  /// Events of each source as they came, for clocks.
  private var ranges: [Range<Int>] = []

  /// An empty chronicle.
  public init() {}

  /// Takes the log of one stream. Call in the order of the inputs.
  public mutating func add(_ harvest: LogHarvest, stream: Int, display: String) {
    let resourceMap = resources.absorb(harvest.resources)
    let textMap = texts.absorb(harvest.texts)
    links.absorb(harvest.links, resourceMap)
    let base = sources.count
    for writer in harvest.writers {
      let name = harvest.writers.count > 1 && !writer.pod.isEmpty ? "\(display) [\(writer.pod)]" : display
      let clock = ClockAssumption(year: .assumed, zone: .assumed, offsetSeconds: 0, uncertainty: 0, text: "")
      sources.append(Source(display: name, stream: stream, writer: writer, clock: clock))
    }
    events.reserveCapacity(events.count + harvest.events.count)
    for var event in harvest.events {
      event.subject = resourceMap[Int(event.subject)]
      event.related = resourceMap[Int(event.related)]
      event.detail = textMap[Int(event.detail)]
      event.source = UInt16(clamping: base + Int(event.source))
      events.append(event)
    }
  }

  /// Adds a source of documents whose times are exact, and returns its number.
  public mutating func addDocumentSource(stream: Int, display: String, uncertainty: Int64) -> UInt16 {
    var writer = LogWriter()
    writer.isWall = false
    sources.append(Source(display: display, stream: stream, writer: writer, clock: .exact(uncertainty: uncertainty)))
    return UInt16(clamping: sources.count - 1)
  }

  /// Adds one exact event from a document.
  public mutating func addFact(
    _ kind: ObservationKind, at instant: Instant, subject: ResourceRef, related: ResourceRef?, detail: String,
    source: UInt16, position: RecordPosition, flags: Event.Flags
  ) {
    events.append(
      Event(
        kind, instant: instant.nanoseconds, subject: resources.intern(subject),
        related: related.map { resources.intern($0) } ?? 0, detail: texts.intern(detail), source: source,
        offset: position.offset, line: UInt32(clamping: position.line), flags: flags))
  }

  /// Makes a resource known that only documents show.
  public mutating func know(_ ref: ResourceRef) { _ = resources.intern(ref) }

  /// True if some log or document named it already.
  public func knows(_ ref: ResourceRef) -> Bool { resources.find(ref) != 0 }

  /// True if some log or document named anything.
  public var knowsAny: Bool { resources.count > 1 }

  /// Notes that a document names an IP object together with its pod or its Subnet.
  public mutating func addLink(_ a: ResourceRef, _ b: ResourceRef) {
    links.note(resources.intern(a), resources.intern(b))
  }

  /// Brings all clocks together, sorts, removes duplicates.
  public mutating func finish(_ hints: ClockHints) -> Chronicle {
    ClockResolver(hints: hints).resolve(&sources, &events, resources, texts)
    events.removeAll { sources[Int($0.source)].isSetApart }
    // Events of one source come almost in order, which the standard library's sort is fast on.
    events.sort(by: Event.precedes)
    removeDuplicates()
    noteLosses()
    return Chronicle(resources: resources, texts: texts, events: events, sources: sources, links: links)
  }

  /// The same record in two sources (file and standard error, rotated and current, `--prefix` and a pod's own log) has the
  /// same instant to the microsecond and says the same; so has a line that came twice in one.
  private mutating func removeDuplicates() {
    var kept = 0
    var group = 0
    for i in events.indices {
      let e = events[i]
      if kept == 0 || events[group].instant != e.instant { group = kept }
      var isDuplicate = false
      for k in group..<kept {
        let o = events[k]
        if o.code == e.code, o.subject == e.subject, o.related == e.related, o.detail == e.detail,
          !e.flags.contains(.isAudit), !e.flags.contains(.isState)
        {
          isDuplicate = true
          if o.source != e.source { sources[Int(e.source)].duplicates += Int(e.count) }
          break
        }
      }
      if !isDuplicate {
        events[kept] = e
        kept += 1
      }
    }
    events.removeLast(events.count - kept)
  }

  /// A log that lost lines is one hole, unless another source shows the same lines whole.
  private mutating func noteLosses() {
    for i in sources.indices where sources[i].writer.isLossy {
      guard let covers = sources[i].covers else { continue }
      let isWholeElsewhere = sources.contains { other in
        guard !other.writer.isLossy, other.writer.records > 0, let whole = other.covers else { return false }
        return whole.from <= covers.from + Self.slack && covers.to <= whole.to + Self.slack
          && other.duplicates + sources[i].duplicates > 0
      }
      if isWholeElsewhere { continue }
      let writer = sources[i].writer
      sources[i].writer.gaps.append(
        LogGap(
          from: covers.from.nanoseconds, to: covers.to.nanoseconds,
          reason:
            "lines are missing: \(writer.orphans) of \(writer.ends) lines stand without the one that precedes them"))
    }
  }

  /// A file and standard error of one process end that close together.
  private static let slack: Int64 = 10_000_000_000
}
