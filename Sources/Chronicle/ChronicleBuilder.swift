import Model

/// Puts the harvests of all streams into one chronicle: one numbering, one clock, one order, no duplicates.
///
/// O(n log n) over the events; the result depends on the order of the streams, never on how they were read.
public struct ChronicleBuilder: Sendable {
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
    let begin = events.count
    for var event in harvest.events {
      event.subject = resourceMap[Int(event.subject)]
      event.related = resourceMap[Int(event.related)]
      event.detail = textMap[Int(event.detail)]
      events.append(event)
    }
    addSources(harvest, stream, display, begin)
  }

  /// One source for each writer of a stream, or for each of several that nothing but their times tells apart.
  private mutating func addSources(_ harvest: LogHarvest, _ stream: Int, _ display: String, _ begin: Int) {
    var bases: [Int] = []
    var readings: [CourseReading] = []
    for (number, writer) in harvest.writers.enumerated() {
      let isOwn: (Event) -> Bool = { Int($0.source) == number }
      let reading = CourseReading(writer, events[begin...], isOwn: isOwn)
      bases.append(sources.count)
      readings.append(reading)
      let name = harvest.writers.count > 1 && !writer.pod.isEmpty ? "\(display) [\(writer.pod)]" : display
      for lane in reading.lanes.indices {
        let clock = ClockAssumption(year: .assumed, zone: .assumed, offsetSeconds: 0, uncertainty: 0, text: "")
        var part = writer.part(reading, lane)
        part.isThinned = harvest.isThinned || harvest.dropped > 0
        let hold = ClockHold(part.steps)
        if hold.isNeeded {
          hold.apply(
            to: &events, from: begin, isOwn: { isOwn($0) && reading.lane(of: $0.offset) == lane }, lives: &part.lives)
        }
        var source = Source(display: name, stream: stream, writer: part, clock: clock)
        source.fileName = String(display.split(separator: "/").last ?? "")
        sources.append(source)
      }
    }
    for i in begin..<events.count {
      let writer = Int(events[i].source)
      let reading = readings[writer]
      let lane = reading.lanes.count == 1 ? 0 : reading.lane(of: events[i].offset)
      events[i].source = UInt32(truncatingIfNeeded: bases[writer] + lane)
    }
  }

  /// Adds a source of documents whose times are exact, and returns its number.
  public mutating func addDocumentSource(stream: Int, display: String, uncertainty: Int64) -> UInt32 {
    var writer = LogWriter()
    writer.isWall = false
    sources.append(Source(display: display, stream: stream, writer: writer, clock: .exact(uncertainty: uncertainty)))
    return UInt32(truncatingIfNeeded: sources.count - 1)
  }

  /// Adds one exact event from a document.
  public mutating func addFact(
    _ kind: ObservationKind, at instant: Instant, subject: ResourceRef, related: ResourceRef?, detail: String,
    source: UInt32, position: RecordPosition, flags: Event.Flags
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

  /// A controller that leads began in a log: it names every Subnet and every pod that has an address. O(resources).
  public var namesWhatExists: Bool {
    let starts = sources.contains { $0.writer.lives.contains { $0.hasStart && $0.firstWork != .max } }
    return starts && (resources.all(.ip) + resources.all(.subnet)).count >= Self.many
  }

  /// Fewer names may all have gone since.
  private static let many = 10

  /// Notes that a document names an IP object together with its pod or its Subnet.
  public mutating func addLink(_ a: ResourceRef, _ b: ResourceRef) {
    links.note(resources.intern(a), resources.intern(b))
  }

  /// Brings all clocks together, sorts, removes duplicates, puts the pieces of each writer together and reads them in order.
  public mutating func finish(_ hints: ClockHints) -> Chronicle {
    ClockResolver(hints: hints).resolve(&sources, &events, resources, texts)
    setApart()
    events.removeAll { sources[Int($0.source)].isSetApart }
    // Events of one source come almost in order, which the standard library's sort is fast on.
    if sources.contains(where: { $0.writer.course.isDescending }) {
      let isDescending = sources.map(\.writer.course.isDescending)
      events.sort {
        $0.instant == $1.instant && $0.source == $1.source && isDescending[Int($0.source)]
          ? Event.precedes($1, $0) : Event.precedes($0, $1)
      }
    } else {
      events.sort(by: Event.precedes)
    }
    let times = instants()
    let shared = removeDuplicates()
    var grouping = WriterGrouping(sources, shared: shared, times: times)
    let writers = read(grouping.groups())
    EventRows.join(&events) { [sources] e in
      let source = sources[Int(e.source)]
      return source.writer.records > 0 ? source.history : nil
    }
    for (i, clock) in grouping.clocks().enumerated() { sources[i].sharedClock = clock }
    removeOthersCrashes(writers)
    return Chronicle(
      resources: resources, texts: texts, events: events, sources: sources, links: links, writers: writers)
  }

  /// Lines without any time have no place beside those that have one: they speak only where no other log does.
  private mutating func setApart() {
    guard sources.contains(where: { $0.writer.records > 0 && !$0.writer.isUndated }) else { return }
    for i in sources.indices where sources[i].writer.isUndated { sources[i].isSetApart = true }
  }

  /// Instants of the events of each log, ascending; not of documents.
  private func instants() -> [[Int64]] {
    var times = [[Int64]](repeating: [], count: sources.count)
    if sources.count(where: { $0.writer.records > 0 }) < 2 { return times }
    for e in events { times[Int(e.source)].append(e.instant) }
    return times
  }

  /// The same record in two sources (file and standard error, rotated and current, `--prefix` and a pod's own log) has the
  /// same instant to the microsecond and says the same; so has a line that came twice in one. Returns how many of them two
  /// sources share.
  private mutating func removeDuplicates() -> [WriterGrouping.Pair: Int] {
    var kept = 0
    var group = 0
    var shared: [WriterGrouping.Pair: Int] = [:]
    // What stands in a group too large to be looked through.
    var places: [Said: Int] = [:]
    for i in events.indices {
      let e = events[i]
      if kept == 0 || events[group].instant != e.instant {
        group = kept
        if !places.isEmpty { places.removeAll(keepingCapacity: true) }
      }
      let said = Said(e)
      var same: Int?
      if e.flags.isDisjoint(with: [.isAudit, .isState]) {
        same = places.isEmpty ? (group..<kept).first { Said(events[$0]) == said } : places[said]
      }
      if let same {
        let o = events[same]
        if o.source != e.source {
          sources[Int(e.source)].duplicates += Int(e.count)
          let (a, b) = (Int(min(o.source, e.source)), Int(max(o.source, e.source)))
          shared[WriterGrouping.Pair(a: a, b: b), default: 0] += 1
        }
        continue
      }
      events[kept] = e
      kept += 1
      if kept - group == Self.largeGroup {
        for k in (group..<kept).reversed() { places[Said(events[k])] = k }
      } else if !places.isEmpty, places[said] == nil {
        places[said] = kept - 1
      }
    }
    events.removeLast(events.count - kept)
    return shared
  }

  /// Events of one instant from which on they are looked up.
  private static let largeGroup = 32

  /// The end of another program's process is no crash of the controller; the stack may tell that it is its.
  private mutating func removeOthersCrashes(_ writers: [WriterHistory]) {
    struct Moment: Hashable {
      var source: UInt32
      var instant: Int64
    }
    let crashes = KindMask([.processPanic, .processFatal])
    guard events.contains(where: { crashes.contains($0.kind) }) else { return }
    let frames = events.lazy.filter { $0.kind == .processPanicFrame }
    let own = Set(frames.map { Moment(source: $0.source, instant: $0.instant) })
    events.removeAll { e in
      let source = sources[Int(e.source)]
      guard crashes.contains(e.kind), source.writer.records > 0 else { return false }
      if own.contains(Moment(source: e.source, instant: e.instant)) { return false }
      let writer = writers[source.history]
      return !(writer.life(at: e.instant).map { writer.isController(writer.lives[$0]) } ?? false)
    }
  }

  /// Puts each writer's pieces together and reads its events in the order of their times.
  private mutating func read(_ groups: [[Int]]) -> [WriterHistory] {
    var histories: [WriterHistory] = []
    var readings: [WriterReading] = []
    for (number, members) in groups.enumerated() {
      for i in members { sources[i].history = number }
      let history = WriterHistory(members, sources)
      var printed = KindMask()
      for i in members { printed.formUnion(sources[i].writer.printed) }
      readings.append(
        WriterReading(history, printed: printed, isThinned: members.contains { sources[$0].writer.isThinned }))
      histories.append(history)
    }
    for i in events.indices where sources[Int(events[i].source)].writer.records > 0 {
      readings[sources[Int(events[i].source)].history].read(&events[i])
    }
    for (number, members) in groups.enumerated() {
      var selection = LineSelection()
      for i in members { selection.merge(sources[i].writer.selection) }
      readings[number].finish(&histories[number], selection: selection)
      // How lines read is known of the controller's alone.
      if [.controller, .unknown].contains(histories[number].component) {
        for i in members {
          if let changed = sources[i].writer.integrity.reason { histories[number].doubt = changed }
        }
      }
      if members.contains(where: { sources[$0].writer.isSelection }) {
        histories[number].doubt = LogWriter.reasonOfSelection
      }
    }
    return histories
  }
}
