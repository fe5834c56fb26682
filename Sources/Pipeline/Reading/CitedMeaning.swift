import ByteLexing
import Formats
import Model

/// What one line of evidence says, read by the formats that read the whole stream: a log message without its wrappers, an
/// audit record in one phrase.
enum CitedMeaning {
  /// Empty if no format understands the line by itself. O(line); the line is not trusted.
  static func of(_ line: [UInt8]) -> String {
    let taker = MeaningTaker()
    let isAudit = AuditFormat.probe(line.span.bytes, PathHints()).value > 0
    read(line, isAudit ? AuditFormat.self : LogFormat.self, into: taker)
    return taker.meaning
  }

  private static func read(_ line: [UInt8], _ format: any StreamFormat.Type, into taker: MeaningTaker) {
    var done = 0
    var feed = ByteFeed(chunk: max(4096, line.count + 1)) { buffer in
      let count = min(buffer.count, line.count - done)
      buffer.copyBytes(from: line[done..<done + count])
      done += count
      return count
    }
    let context = FormatContext(provenance: Provenance(input: "", chain: [""]))
    try? format.read(&feed, context, into: taker)
  }
}

/// Keeps the first thing that a format reads.
private final class MeaningTaker: RecordSink {
  private(set) var meaning = ""

  func log(_ lines: Span<LogLine>, in text: RawSpan) {
    guard meaning.isEmpty, lines.count > 0 else { return }
    let line = lines[0]
    let end = Int(line.start) + Int(line.length)
    if line.severity == 0 || line.fileLength == 0 {
      meaning = text.text(Int(line.start)..<end)
      return
    }
    let file = text.text(Int(line.fileStart)..<Int(line.fileStart) + Int(line.fileLength))
    let message = text.text(min(Int(line.messageStart), end)..<end)
    meaning = "\(Character(Unicode.Scalar(line.severity))) \(file):\(line.callLine)] \(message)"
  }

  func audit(_ record: AuditRecord, at position: RecordPosition) {
    guard meaning.isEmpty else { return }
    let name = [record.namespace, record.name].filter { !$0.isEmpty }.joined(separator: "/")
    let target = record.resource + (record.subresource.isEmpty ? "" : "/" + record.subresource)
    var parts = ["audit: \(record.user)", record.verb, name.isEmpty ? target : target + " " + name]
    if record.removesFinalizer { parts.append("(takes a finalizer away)") }
    if record.code > 0 { parts.append("→ \(record.code)") }
    if let time = record.answered ?? record.received { parts.append("at \(time.rfc3339)") }
    meaning = parts.joined(separator: " ")
  }

  func origin(_ id: UInt16, _ origin: LogOrigin) {}
  func list(_ header: ListHeader) {}
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {}
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {}
  func port(_ port: NorthboundPort, at position: RecordPosition) {}
  func account(_ use: ByteUse, _ bytes: Int) {}
  func sample(_ text: RawSpan, at position: RecordPosition) {}
}
