import ByteLexing
import Model
import Testing

@testable import Formats

/// Keeps what a paste yields, and where it is said to stand.
final class PasteRecorder: RecordSink {
  var isSelection = false
  var lines: [LogLine] = []
  var messages: [String] = []
  var origins: [LogOrigin] = []
  var objects: [ObjectRecord] = []
  var lists: [ListHeader] = []
  var cuts = 0
  var events: [ClusterEventRecord] = []
  var ports: [NorthboundPort] = []
  var samples: [String] = []
  var places: [(RecordPosition, String)] = []
  var total = 0
  var notUnderstood = 0

  /// Reads a text as a paste; fails if it is none, or if bytes are lost.
  static func read(_ text: String, _ line: SourceLocation) throws -> PasteRecorder {
    let bytes = Array(text.utf8)
    let sink = PasteRecorder()
    var done = false
    var feed = ByteFeed(chunk: max(4096, bytes.count + 1)) { buffer in
      if done { return 0 }
      done = true
      buffer.copyBytes(from: bytes)
      return bytes.count
    }
    _ = try feed.require(bytes.count + 1)
    let cut = feed.withUnreadSpan { PasteFormat($0, PathHints()) }
    let paste = try #require(cut, sourceLocation: line)
    paste.read(&feed, FormatContext(provenance: Provenance(input: "test", chain: ["test"])), into: sink)
    #expect(sink.total == bytes.count, sourceLocation: line)
    #expect(sink.isSelection, sourceLocation: line)
    return sink
  }

  func selection() { isSelection = true }
  func log(_ lines: Span<LogLine>, in text: RawSpan) {
    for i in lines.indices {
      total += Int(lines[i].rawLength)
      if lines[i].severity == 0 { notUnderstood += Int(lines[i].rawLength) }
      self.lines.append(lines[i])
      let payload = text.text(Int(lines[i].start)..<Int(lines[i].start) + Int(lines[i].length))
      let header = lines[i].severity == 0 ? 0 : Int(lines[i].messageStart) - Int(lines[i].start)
      let message = String(payload.dropFirst(header))
      messages.append(message)
      // A header that was put before a line does not stand in the text.
      let isWhole = payload.utf8.count <= Int(lines[i].rawLength)
      places.append(
        (RecordPosition(offset: lines[i].offset, line: UInt64(lines[i].number)), isWhole ? payload : message))
    }
  }
  func origin(_ id: UInt16, _ origin: LogOrigin) { origins.append(origin) }
  func list(_ header: ListHeader) { lists.append(header) }
  func listIsCut() { cuts += 1 }
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) { objects.append(object) }
  func audit(_ record: AuditRecord, at position: RecordPosition) {}
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) { events.append(record) }
  func port(_ port: NorthboundPort, at position: RecordPosition) {
    ports.append(port)
    places.append((position, port.name))
  }
  func account(_ use: ByteUse, _ bytes: Int) {
    total += bytes
    if use == .notUnderstood { notUnderstood += bytes }
  }
  func sample(_ text: RawSpan, at position: RecordPosition) { samples.append(text.text) }
}
