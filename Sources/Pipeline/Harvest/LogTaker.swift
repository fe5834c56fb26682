import ByteLexing
import Chronicle
import Formats
import Model
import Vocabulary

/// Turns log lines into events. The hot loop of the program: one value, one exclusive access for each batch of lines.
struct LogTaker {
  private(set) var log: LogHarvest
  private(set) var lines: UInt64 = 0
  private(set) var bytes = ByteLedger()
  private(set) var samples: [(text: String, position: RecordPosition)] = []

  private var sites: SiteTable
  private let provenance: Provenance
  private var tracks: [WriterTrack] = []
  /// Index into `tracks` for each origin number of the decoder.
  private var trackOfOrigin: [Int] = []
  private var rows = RowCache()
  private var thrift: LogThrift
  /// Of the run, for parts of a large log.
  private let memory: HarvestMemory?
  /// The log is large: keep only what rules look at.
  private var isThrifty: Bool
  private let keepsEverything: Bool
  /// What comes was chosen by somebody.
  var isSelection = false
  private var lastWasUnderstood = false
  /// What the line at hand says; kept, because making one for each line costs more than filling it.
  private var observation = Observation(.processStarted)

  /// `isThrifty`: keep only what rules look at from the start.
  /// `keepsEverything`: never drop anything; wins over `isThrifty`. `memory`: where to take room from for a part of a large log.
  init(
    provenance: Provenance, vocabulary: Vocabulary, isThrifty: Bool, keepsEverything: Bool,
    memory: HarvestMemory? = nil, eventLimit: Int = LogThrift.eventLimit
  ) {
    self.provenance = provenance
    sites = SiteTable(vocabulary)
    self.isThrifty = isThrifty && !keepsEverything
    self.keepsEverything = keepsEverything
    self.memory = self.isThrifty ? memory : nil
    let room = self.memory?.take() ?? HarvestMemory.Room(thrift: LogThrift(limit: eventLimit))
    (log, thrift) = (room.log, room.thrift)
  }

  mutating func take(_ lines: Span<LogLine>, _ text: UnsafeRawBufferPointer) {
    guard let base = text.baseAddress else { return }
    for i in lines.indices { take(lines[i], base) }
  }

  mutating func origin(_ id: UInt16, _ origin: LogOrigin) {
    while trackOfOrigin.count <= Int(id) { trackOfOrigin.append(-1) }
    trackOfOrigin[Int(id)] = addTrack(origin)
  }

  mutating func header(year: Int, wall: Int64, machine: String) {
    let i = track(0)
    tracks[i].header(year: year, wall: wall, machine: machine)
  }

  mutating func gap(_ reason: String) { for i in tracks.indices { tracks[i].gap(reason) } }

  /// Ends the log: writers are complete, and a large log keeps only the names it needs.
  mutating func finish() {
    let shifts = tracks.map(\.wallShift)
    for i in tracks.indices { log.writers[i] = tracks[i].finished(sites) }
    if shifts.contains(where: { $0 != 0 }) {
      for i in log.events.indices where log.events[i].flags.contains(.isWall) {
        log.events[i].instant += shifts[Int(log.events[i].source)]
      }
    }
    if isThrifty {
      log.isThinned = true
      thin()
    }
    // Removing keeps the room, and a log or a part of one waits for all the others: keep a copy that is no larger than needed.
    var kept = log
    kept.events = log.events.withUnsafeBufferPointer { Array($0) }
    if isThrifty { kept.keepOnlyUsedNames() }
    kept.settle()
    let room = HarvestMemory.Room(log: log, thrift: thrift)
    (log, thrift) = (kept, LogThrift())
    memory?.give(room)
  }

  private mutating func take(_ line: LogLine, _ text: UnsafeRawPointer) {
    lines &+= 1
    let i = track(line.origin)
    guard line.severity != 0 else { return takeOther(line, text, i) }
    let end = Int(line.start) &+ Int(line.length)
    let begin = min(Int(line.messageStart), end)
    let message = UnsafeRawBufferPointer(start: text + begin, count: end &- begin)
    let reading = sites.read(message, from: SiteKey(line, in: text), into: &observation)
    lastWasUnderstood = reading.isUnderstood
    let time = tracks[i].record(line, message, in: text, reading, &observation)
    guard reading.isUnderstood else {
      bytes.recognized += UInt64(line.rawLength)
      return
    }
    bytes.understood += UInt64(line.rawLength)
    if isThrifty, thrift.isIdle(observation.kind, observation.traits) { return }
    add(message, SiteKey(line, in: text).file, line, time, writer: i)
  }

  private mutating func takeOther(_ line: LogLine, _ text: UnsafeRawPointer, _ i: Int) {
    let payload = UnsafeRawBufferPointer(start: text + Int(line.start), count: Int(line.length))
    if line.isContinuation, lastWasUnderstood, observation.kind == .processPanic { noteFrame(payload, line) }
    let isUsed = line.isFileHeader || line.isContinuation && (tracks[i].continuation(payload) || lastWasUnderstood)
    if isUsed {
      bytes.understood += UInt64(line.rawLength)
    } else if line.isContinuation || payload.isEmpty {
      bytes.recognized += UInt64(line.rawLength)
    } else {
      bytes.notUnderstood += UInt64(line.rawLength)
      guard samples.count < 3 else { return }
      samples.append(
        (
          payload.bytes.text(0..<min(payload.count, 200)),
          RecordPosition(offset: line.offset, line: UInt64(line.number))
        ))
    }
  }

  /// The stack below a panic tells where it struck: the controller's own function that comes first in it.
  private mutating func noteFrame(_ payload: UnsafeRawBufferPointer, _ line: LogLine) {
    guard let panic = log.events.last, panic.kind == .processPanic else { return }
    let span = payload.bytes
    let package: StaticString = "kube-ovn/pkg/controller."
    let begin = span.firstIndex(of: package)
    guard begin >= 0 else { return }
    let receiver: StaticString = "(*Controller)."
    var from = begin + package.utf8CodeUnitCount
    if span.hasBytes(receiver, at: from) { from += receiver.utf8CodeUnitCount }
    let name = payload[from...].prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "[") }
    guard !name.isEmpty, name.count <= EventBuilder.detailLimit else { return }
    log.events.append(
      Event(
        .processPanicFrame, instant: panic.instant, subject: panic.subject, related: 0,
        detail: log.texts.intern(UnsafeRawBufferPointer(rebasing: name)), source: panic.source, offset: line.offset,
        line: line.number, flags: panic.flags))
  }

  private mutating func add(
    _ message: UnsafeRawBufferPointer, _ file: UnsafeRawBufferPointer, _ line: LogLine, _ time: WriterTrack.Time,
    writer: Int
  ) {
    let parts = EventBuilder.resolve(&observation, message, file: file, writer: tracks[writer].replica, into: &log)
    guard parts.subject != 0 || observation.traits.area == .controller else { return }
    let kind = observation.kind
    // `allocate v4  v6  mac  for …`: it found no free address.
    if kind == .ipAllocated, parts.detail == 0, observation.roles.intersects(Self.addresses) { return }
    // Other programs have queues as well, but none of them serves the objects of Kube-OVN by these names.
    if kind == .workRequeued, isOfController(parts.subject, file) { tracks[writer].worked(at: time.value) }
    var flags: Event.Flags = time.isWall ? .isWall : []
    if kind == .workRequeued, EventBuilder.isDeletion(&observation, message) { flags.insert(.isDeletion) }
    let event = Event(
      kind, instant: time.value, subject: parts.subject, related: parts.related, detail: parts.detail,
      source: UInt32(truncatingIfNeeded: writer), offset: line.offset, line: line.number,
      flags: flags)
    if isThrifty, thrift.isRepeated(event, kind) { return }
    if observation.traits.isRepetitive {
      if let earlier = rows.earlier(of: event, in: log.events) {
        guard rows.goesOn(with: event) else { return }
        log.events[earlier].count &+= 1
        log.events[earlier].span = UInt32(clamping: (event.instant &- log.events[earlier].instant) / 1_000_000)
        return
      }
      rows.note(event, at: log.events.count)
    }
    thrift.note(event, kind)
    log.events.append(event)
    if !keepsEverything, thrift.isDue(log) { thin() }
  }

  private static let addresses = RoleSet(.v4, .v6)

  private func isOfController(_ subject: ResourceID, _ file: UnsafeRawBufferPointer) -> Bool {
    log.resources.kind(subject) != .workKey
      || !ResourceKind.handled(inFile: String(decoding: file, as: UTF8.self)).isEmpty
  }

  private mutating func thin() {
    isThrifty = true
    thrift.apply(to: &log)
    rows = RowCache()
  }

  @inline(__always) private mutating func track(_ origin: UInt16) -> Int {
    if Int(origin) < trackOfOrigin.count, trackOfOrigin[Int(origin)] >= 0 { return trackOfOrigin[Int(origin)] }
    while trackOfOrigin.count <= Int(origin) { trackOfOrigin.append(-1) }
    trackOfOrigin[Int(origin)] = addTrack(LogOrigin())
    return trackOfOrigin[Int(origin)]
  }

  private mutating func addTrack(_ origin: LogOrigin) -> Int {
    let hints = provenance.hints
    var writer = LogWriter()
    writer.namespace = origin.namespace.isEmpty ? hints.namespace ?? "" : origin.namespace
    writer.pod = origin.pod.isEmpty ? hints.pod ?? "" : origin.pod
    writer.container = origin.container.isEmpty ? hints.container ?? "" : origin.container
    writer.node = origin.node.isEmpty ? hints.node ?? "" : origin.node
    let name = writer.pod.isEmpty ? provenance.display : writer.pod
    let replica = log.resources.intern(.replica, key: name)
    writer.isSelection = isSelection
    log.writers.append(writer)
    tracks.append(WriterTrack(writer, replica: replica))
    return tracks.count - 1
  }
}

extension SiteKey {
  /// The place that printed a line of `text`.
  @inline(__always)
  init(_ line: LogLine, in text: UnsafeRawPointer) {
    self.init(
      file: UnsafeRawBufferPointer(start: text + Int(line.fileStart), count: Int(line.fileLength)),
      line: Int(line.callLine), severity: line.severity)
  }
}
