import ByteLexing
import Foundation
import Model

@testable import Formats

/// Collects what a format delivers, and adds up the bytes it accounts for.
final class Collector: RecordSink {
  struct Line: Equatable {
    var severity: UInt8
    var wall: Int64
    var outer: Int64
    var file: String
    var call: UInt32
    var message: String
    var isContinuation: Bool
  }
  var lines: [Line] = []
  var origins: [LogOrigin] = []
  var lists: [ListHeader] = []
  var objects: [ObjectRecord] = []
  var changes: [WatchChange?] = []
  var audits: [AuditRecord] = []
  var events: [ClusterEventRecord] = []
  var bytes: [ByteUse: Int] = [:]
  var headers: [Int] = []
  var total: Int { bytes.values.reduce(0, +) }

  func log(_ lines: Span<LogLine>, in text: RawSpan) {
    for i in lines.indices {
      let l = lines[i]
      let isKlog = l.severity != 0
      let end = Int(l.start) + Int(l.length)
      self.lines.append(
        Line(
          severity: l.severity, wall: l.wall, outer: l.outer,
          file: isKlog ? text.text(Int(l.fileStart)..<Int(l.fileStart) + Int(l.fileLength)) : "", call: l.callLine,
          message: text.text((isKlog ? min(Int(l.messageStart), end) : Int(l.start))..<end),
          isContinuation: l.isContinuation))
      bytes[.understood, default: 0] += Int(l.rawLength)
    }
  }
  func origin(_ id: UInt16, _ origin: LogOrigin) { origins.append(origin) }
  func logChain(_ description: String) {}
  func logFileHeader(year: Int, wall: Int64, machine: String, goVersion: String) { headers.append(year) }
  func gap(_ reason: String, at position: RecordPosition) {}
  func list(_ header: ListHeader) { lists.append(header) }
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    objects.append(object)
    changes.append(change)
  }
  func audit(_ record: AuditRecord, at position: RecordPosition) { audits.append(record) }
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) { events.append(record) }
  func port(_ port: NorthboundPort, at position: RecordPosition) {}
  func account(_ use: ByteUse, _ count: Int) { bytes[use, default: 0] += count }
  func sample(_ text: RawSpan, at position: RecordPosition) {}

  /// Reads `input` with a format, `step` bytes at a time.
  static func read(_ input: [UInt8], as format: any StreamFormat.Type, step: Int = 1 << 20) throws -> Collector {
    let collector = Collector()
    var position = 0
    var feed = ByteFeed { buffer in
      let count = min(step, buffer.count, input.count - position)
      for i in 0..<count { buffer[i] = input[position + i] }
      position += count
      return count
    }
    try format.read(&feed, FormatContext(provenance: Provenance(input: "test", chain: ["test"])), into: collector)
    collector.account(.notUnderstood, feed.unreadCount)
    return collector
  }
}

/// Files of the repository.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func bytes(_ path: String) throws -> [UInt8] {
    let file = root.appendingPathComponent(path)
    guard path.hasSuffix(".gz") else { return [UInt8](try Data(contentsOf: file)) }
    let process = Process()
    let plain = FileManager.default.temporaryDirectory.appendingPathComponent("plain-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: plain) }
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "gzip -dc '\(file.path)' > '\(plain.path)'"]
    try process.run()
    process.waitUntilExit()
    return [UInt8](try Data(contentsOf: plain))
  }
}
