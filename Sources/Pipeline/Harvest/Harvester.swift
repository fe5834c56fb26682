import ByteLexing
import ClusterState
import Formats
import Intake
import Model
import Vocabulary

/// Takes what a format reads from one stream, and keeps what the later stages need of it. One per stream and thread.
final class Harvester: RecordSink {
  private var harvest: StreamHarvest
  private var taker: LogTaker
  private let documents: DocumentLane
  private var hasBegun = false
  /// Problems of one stream that are listed; a hostile one may have millions.
  private static let problemLimit = 100

  /// `isLarge`: the stream is a part of a log so large that only what rules look at is kept. `isOverlapped`: objects of
  /// dumps may be kept by a thread of their own. `memory`: where to take room from for a part of a large log. `eventLimit`:
  /// from how many events on a log counts as large.
  init(
    provenance: Provenance, vocabulary: Vocabulary, isLarge: Bool = false, keepsEverything: Bool = false,
    isOverlapped: Bool = false, memory: HarvestMemory? = nil, eventLimit: Int = LogThrift.eventLimit
  ) {
    documents = DocumentLane(isOverlapped: isOverlapped)
    harvest = StreamHarvest(provenance: provenance)
    taker = LogTaker(
      provenance: provenance, vocabulary: vocabulary, isThrifty: isLarge, keepsEverything: keepsEverything,
      memory: memory, eventLimit: eventLimit)
  }

  /// The harvest, complete once the stream has ended.
  func finish() -> StreamHarvest {
    taker.finish()
    harvest.documents = documents.settled { collector in
      if hasBegun { collector.endStream() }
      defer { collector = .none }
      return collector
    }
    return complete(harvest, taker)
  }

  /// A copy of what the log held so far, as if it ended here; for one that is still being written. O(events).
  func snapshot() -> StreamHarvest {
    var copy = taker
    copy.finish()
    return complete(harvest, copy)
  }

  /// Bytes that came in so far.
  var byteCount: UInt64 { harvest.size }

  private func complete(_ harvest: StreamHarvest, _ taker: LogTaker) -> StreamHarvest {
    var harvest = harvest
    harvest.log = taker.log
    harvest.lines = taker.lines
    harvest.bytes += taker.bytes
    harvest.samples = Array((harvest.samples + taker.samples).prefix(3))
    return harvest
  }

  /// Notes how the stream was recognised.
  func recognized(as format: String, _ reason: String) {
    harvest.format = format
    harvest.reason = reason
  }

  /// Notes that the stream could not be read to its end.
  func failed(_ error: IntakeError, at position: RecordPosition) {
    harvest.failure = error
    listIsCut()
    gap(error.reason, at: position)
  }

  /// Counts bytes that came in.
  func received(_ count: Int) { harvest.size += UInt64(count) }

  func selection() { taker.isSelection = true }
  func log(_ lines: Span<LogLine>, in text: RawSpan) { text.withUnsafeBytes { taker.take(lines, $0) } }
  func origin(_ id: UInt16, _ origin: LogOrigin) { taker.origin(id, origin) }
  func logChain(_ description: String) {
    // Few ways are met in one stream; a hostile one shall not make the list long.
    guard !harvest.chains.contains(description), harvest.chains.count < 4 else { return }
    harvest.chains.append(description)
  }
  func logFileHeader(year: Int, wall: Int64, machine: String, goVersion: String) {
    taker.header(year: year, wall: wall, machine: machine)
  }
  func gap(_ reason: String, at position: RecordPosition) {
    taker.gap(reason)
    guard harvest.problems.count < Self.problemLimit else { return }
    harvest.problems.append(IntakeNote(reason: reason, position: position))
  }

  func list(_ header: ListHeader) {
    beginDocuments()
    documents.settled { $0.list(header) }
  }
  func listContinues(remaining: Int?) { documents.settled { $0.continueList(remaining: remaining) } }
  func listIsCut() { documents.settled { $0.cutList() } }
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    beginDocuments()
    documents.settled { $0.object(object, change: change, at: position) }
  }
  func packed(_ object: inout PackedObject, change: WatchChange?, at position: RecordPosition) {
    beginDocuments()
    documents.take(&object, change, position)
  }
  func audit(_ record: AuditRecord, at position: RecordPosition) {
    beginDocuments()
    documents.settled { $0.audit(record, at: position) }
  }
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {
    beginDocuments()
    documents.settled { $0.clusterEvent(record, at: position) }
  }
  func port(_ port: NorthboundPort, at position: RecordPosition) {
    beginDocuments()
    documents.settled { $0.port(port, at: position) }
  }

  /// The stream's number is not known while it is read by one of several threads; `DocumentIntake` sets it.
  private func beginDocuments() {
    if hasBegun { return }
    hasBegun = true
    let provenance = harvest.provenance
    let info = StreamInfo(
      id: 0, display: provenance.display, chain: provenance.chain, modified: provenance.modified)
    documents.settled { $0.beginStream(info) }
  }

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
