import ByteLexing
import Chronicle
import Formats
import Model
import Vocabulary

/// Takes what a format reads from one stream, and keeps what the later stages need of it.
///
/// One per stream and thread. Log lines become events at once and their text is dropped; documents are kept.
final class Harvester: RecordSink {
  private(set) var harvest: StreamHarvest
  private let vocabulary: Vocabulary
  private var tracks: [WriterTrack] = []
  /// Index into `tracks` for each origin number of the decoder.
  private var trackOfOrigin: [Int] = []
  private var rows = RowCache()
  private var lastRecordWasUnderstood = false

  init(provenance: Provenance, vocabulary: Vocabulary) {
    self.harvest = StreamHarvest(provenance: provenance)
    self.vocabulary = vocabulary
  }

  /// The harvest, complete once the stream has ended.
  func finish() -> StreamHarvest {
    for i in tracks.indices { harvest.log.writers[i] = tracks[i].finished() }
    harvest.lines = max(harvest.lines, 0)
    return harvest
  }

  /// Notes how the stream was recognised.
  func recognized(as format: String, _ reason: String) {
    harvest.format = format
    harvest.reason = reason
  }

  // MARK: Log lines

  func origin(_ id: UInt16, _ origin: LogOrigin) {
    while trackOfOrigin.count <= Int(id) { trackOfOrigin.append(-1) }
    trackOfOrigin[Int(id)] = addTrack(origin)
  }

  func logChain(_ description: String) { harvest.chain = description }

  func logFileHeader(year: Int, wall: Int64, machine: String, goVersion: String) {
    let i = track(0)
    tracks[i].header(year: year, wall: wall, machine: machine)
  }

  func gap(_ reason: String, at position: RecordPosition) {
    harvest.problems.append(IntakeNote(reason: reason, position: position))
    for i in tracks.indices { tracks[i].gap(reason) }
  }

  func log(_ lines: Span<LogLine>, in text: RawSpan) {
    text.withUnsafeBytes { bytes in
      for i in lines.indices { take(lines[i], bytes) }
    }
  }

  private func take(_ line: LogLine, _ bytes: UnsafeRawBufferPointer) {
    harvest.lines &+= 1
    let payload = UnsafeRawBufferPointer(rebasing: bytes[Int(line.start)..<Int(line.start) + Int(line.length)])
    let i = track(line.origin)
    guard line.severity != 0 else {
      let used = line.isContinuation && tracks[i].continuation(payload)
      count(used || (line.isContinuation && lastRecordWasUnderstood) ? .understood : line.isContinuation || payload.isEmpty ? .recognized : .notUnderstood, line)
      if !line.isContinuation && !payload.isEmpty { keepSample(payload, line) }
      return
    }
    let time = tracks[i].time(line)
    let file = UnsafeRawBufferPointer(
      rebasing: bytes[Int(line.fileStart)..<Int(line.fileStart) + Int(line.fileLength)])
    let messageEnd = Int(line.start) + Int(line.length)
    let message = UnsafeRawBufferPointer(rebasing: bytes[min(Int(line.messageStart), messageEnd)..<messageEnd])
    let call = Int(line.callLine)
    let observation = vocabulary.match(message, file: file, severity: line.severity, line: call)
    tracks[i].record(line, time, message, observation?.kind)
    tracks[i].callSites.note(file: file, line: call, severity: line.severity, message: message)
    lastRecordWasUnderstood = observation != nil
    count(observation != nil ? .understood : .recognized, line)
    guard var observation else { return }
    observation.kind = tracks[i].kind(observation.kind)
    add(observation, message, file, line, time, writer: i)
  }

  private func add(
    _ observation: Observation, _ message: UnsafeRawBufferPointer, _ file: UnsafeRawBufferPointer, _ line: LogLine,
    _ time: WriterTrack.Time, writer: Int
  ) {
    let parts = EventBuilder.resolve(
      observation, message, file: file, writer: tracks[writer].replica, into: &harvest.log)
    guard parts.subject != 0 || observation.kind.area == .controller || parts.related != 0 else { return }
    var event = Event(
      observation.kind, instant: time.value, subject: parts.subject, related: parts.related, detail: parts.detail,
      source: UInt16(truncatingIfNeeded: writer), offset: line.offset, line: line.number,
      flags: time.isWall ? .isWall : [])
    if observation.kind.isRepetitive {
      if let earlier = rows.earlier(of: event, in: harvest.log.events) {
        harvest.log.events[earlier].count &+= 1
        harvest.log.events[earlier].span = UInt32(
          clamping: (event.instant &- harvest.log.events[earlier].instant) / 1_000_000)
        return
      }
      event.count = 1
      rows.note(event, at: harvest.log.events.count)
    }
    harvest.log.events.append(event)
  }

  private func count(_ use: ByteUse, _ line: LogLine) { account(use, Int(line.rawLength)) }

  private func keepSample(_ payload: UnsafeRawBufferPointer, _ line: LogLine) {
    guard harvest.samples.count < 3 else { return }
    sample(payload.bytes, at: RecordPosition(offset: line.offset, line: UInt64(line.number)))
  }

  private func track(_ origin: UInt16) -> Int {
    if Int(origin) < trackOfOrigin.count, trackOfOrigin[Int(origin)] >= 0 { return trackOfOrigin[Int(origin)] }
    while trackOfOrigin.count <= Int(origin) { trackOfOrigin.append(-1) }
    trackOfOrigin[Int(origin)] = addTrack(LogOrigin())
    return trackOfOrigin[Int(origin)]
  }

  private func addTrack(_ origin: LogOrigin) -> Int {
    let hints = harvest.provenance.hints
    var writer = LogWriter()
    writer.namespace = origin.namespace.isEmpty ? hints.namespace ?? "" : origin.namespace
    writer.pod = origin.pod.isEmpty ? hints.pod ?? "" : origin.pod
    writer.container = origin.container.isEmpty ? hints.container ?? "" : origin.container
    writer.node = origin.node.isEmpty ? hints.node ?? "" : origin.node
    let name = writer.pod.isEmpty ? harvest.provenance.display : writer.pod
    let replica = harvest.log.resources.intern(.replica, key: name)
    harvest.log.writers.append(writer)
    tracks.append(WriterTrack(writer, replica: replica))
    return tracks.count - 1
  }

  // MARK: Documents

  func list(_ header: ListHeader) { harvest.documents.append(.list(header)) }
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    harvest.documents.append(.object(object, change, position))
  }
  func audit(_ record: AuditRecord, at position: RecordPosition) { harvest.documents.append(.audit(record, position)) }
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {
    harvest.documents.append(.clusterEvent(record, position))
  }
  func port(_ port: NorthboundPort, at position: RecordPosition) { harvest.documents.append(.port(port, position)) }

  func account(_ use: ByteUse, _ bytes: Int) {
    switch use {
    case .understood: harvest.bytes.understood += UInt64(bytes)
    case .recognized: harvest.bytes.recognized += UInt64(bytes)
    case .notUnderstood: harvest.bytes.notUnderstood += UInt64(bytes)
    }
  }

  func sample(_ text: RawSpan, at position: RecordPosition) {
    guard harvest.samples.count < 3 else { return }
    harvest.samples.append((text.text(0..<min(text.byteCount, 200)), position))
  }
}

/// Remembers the newest event of each kind and subject, so that a row of equal ones is found in O(1).
struct RowCache {
  /// A row ends when nothing equal came for this long.
  static let patience: Int64 = 10_000_000_000
  private var slots = [Int32](repeating: -1, count: 4096)

  /// The event that `event` repeats, if its row is still open.
  func earlier(of event: Event, in events: [Event]) -> Int? {
    let i = Int(slots[slot(event)])
    guard i >= 0, i < events.count else { return nil }
    let e = events[i]
    guard e.code == event.code, e.subject == event.subject, e.related == event.related, e.detail == event.detail,
      e.source == event.source
    else { return nil }
    let quiet = event.instant &- (e.instant &+ Int64(e.span) * 1_000_000)
    return quiet >= 0 && quiet < Self.patience ? i : nil
  }

  mutating func note(_ event: Event, at index: Int) { slots[slot(event)] = Int32(clamping: index) }

  private func slot(_ e: Event) -> Int {
    var h = UInt64(e.subject) &* 0x9E37_79B9_7F4A_7C15
    h ^= UInt64(e.related) &* 0xC2B2_AE3D_27D4_EB4F
    h = (h ^ UInt64(e.detail) ^ UInt64(e.code) << 40 ^ UInt64(e.source) << 48) &* 0xD6E8_FEB8_6659_FD93
    return Int(h >> 52)
  }
}

extension Harvester {
  /// Notes that the stream could not be read to its end.
  func failed(_ reason: String, at position: RecordPosition) { gap(reason, at: position) }
}
