import ByteLexing
import Model

@testable import Formats

/// A sink that keeps everything that a log reader delivers, as values that tests can compare.
final class LogRecorder: RecordSink {
  struct Line: Equatable {
    var offset: UInt64
    var number: UInt32
    var rawLength: UInt32
    var payload: String
    var message: String
    var file: String
    var callLine: UInt32
    var pid: UInt32
    var wall: Int64
    var outer: Int64
    var origin: UInt16
    var severity: String
    var isContinuation: Bool
    var isTruncated: Bool
    var outerIsTransport: Bool
  }

  var lines: [Line] = []
  var origins: [UInt16: LogOrigin] = [:]
  var accounted = [ByteUse: Int]()
  /// Headers, gaps and chains, in order, with the number of lines delivered before.
  var remarks: [String] = []
  var chains: [String] = []
  var keepsLines = true
  var rawBytes = 0
  var klogLines = 0
  var strangeLines: [String] = []

  /// Bytes of lines and of what was accounted for apart; must be the size of the stream.
  var totalBytes: Int { rawBytes + accounted.values.reduce(0, +) }

  func log(_ batch: Span<LogLine>, in text: RawSpan) {
    for i in batch.indices {
      let line = batch[i]
      rawBytes += Int(line.rawLength)
      if line.severity != 0 { klogLines += 1 }
      let start = Int(line.start)
      let end = start + Int(line.length)
      if line.severity == 0, !line.isContinuation, strangeLines.count < 20 {
        strangeLines.append(text.text(start..<end))
      }
      guard keepsLines else { continue }
      let fileStart = Int(line.fileStart)
      lines.append(
        Line(
          offset: line.offset, number: line.number, rawLength: line.rawLength, payload: text.text(start..<end),
          message: line.severity == 0 ? "" : text.text(Int(line.messageStart)..<end),
          file: text.text(fileStart..<fileStart + Int(line.fileLength)), callLine: line.callLine, pid: line.pid,
          wall: line.wall, outer: line.outer, origin: line.origin,
          severity: line.severity == 0 ? "" : String(UnicodeScalar(line.severity)),
          isContinuation: line.isContinuation, isTruncated: line.isTruncated, outerIsTransport: line.outerIsTransport))
    }
  }

  func origin(_ id: UInt16, _ origin: LogOrigin) { origins[id] = origin }
  func list(_ header: ListHeader) {}
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {}
  func audit(_ record: AuditRecord, at position: RecordPosition) {}
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {}
  func port(_ port: NorthboundPort, at position: RecordPosition) {}
  func account(_ use: ByteUse, _ bytes: Int) { accounted[use, default: 0] += bytes }
  func sample(_ text: RawSpan, at position: RecordPosition) {}
  func logFileHeader(year: Int, wall: Int64, machine: String, goVersion: String) {
    remarks.append("\(lines.count): header \(year) \(wall) \(machine) \(goVersion)")
  }
  func gap(_ reason: String, at position: RecordPosition) {
    remarks.append("\(lines.count): gap at \(position.offset) line \(position.line): \(reason)")
  }
  func logChain(_ description: String) { chains.append(description) }
}

/// Reads `bytes` as a log, `step` bytes at a time.
func readLog(
  _ bytes: [UInt8], step: Int = .max, offset: UInt64 = 0, keepsLines: Bool = true, failAt: Int = .max
) -> LogRecorder {
  let recorder = LogRecorder()
  recorder.keepsLines = keepsLines
  var at = 0
  struct Failure: Error {}
  var feed = ByteFeed(startOffset: offset) { buffer in
    if at >= failAt { throw Failure() }
    let count = min(step, buffer.count, bytes.count - at, failAt - at)
    bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
    at += count
    return count
  }
  let context = FormatContext(provenance: Provenance(input: "test", chain: ["test"]))
  try? LogFormat.read(&feed, context, into: recorder)
  return recorder
}
