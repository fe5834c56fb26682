import ByteLexing
import Foundation
import Model
import Testing

@testable import Formats

/// Keeps everything a format delivers, and adds up the bytes.
final class CollectingSink: RecordSink {
  var lists: [ListHeader] = []
  /// What lists say follows them elsewhere.
  var pages: [Int?] = []
  var objects: [ObjectRecord] = []
  var changes: [WatchChange?] = []
  var positions: [RecordPosition] = []
  var audits: [AuditRecord] = []
  var events: [ClusterEventRecord] = []
  var ports: [NorthboundPort] = []
  var uses: [ByteUse: Int] = [:]
  var samples: [String] = []

  func log(_ lines: Span<LogLine>, in text: RawSpan) {
    for i in lines.indices { uses[.understood, default: 0] += Int(lines[i].rawLength) }
  }
  func origin(_ id: UInt16, _ origin: LogOrigin) {}
  func list(_ header: ListHeader) { lists.append(header) }
  func listContinues(remaining: Int?) { pages.append(remaining) }
  func object(_ object: ObjectRecord, change: WatchChange?, at position: RecordPosition) {
    objects.append(object)
    changes.append(change)
    positions.append(position)
  }
  func audit(_ record: AuditRecord, at position: RecordPosition) {
    audits.append(record)
    positions.append(position)
  }
  func clusterEvent(_ record: ClusterEventRecord, at position: RecordPosition) {
    events.append(record)
    positions.append(position)
  }
  func port(_ port: NorthboundPort, at position: RecordPosition) { ports.append(port) }
  func account(_ use: ByteUse, _ bytes: Int) { uses[use, default: 0] += bytes }
  func sample(_ text: RawSpan, at position: RecordPosition) { samples.append(text.text) }

  var total: Int { uses.values.reduce(0, +) }
  var records: Int { objects.count + audits.count + events.count + ports.count }
  var notUnderstood: Int { uses[.notUnderstood] ?? 0 }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

enum Documents {
  /// The repository's `fixtures` folder.
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("fixtures")

  static func fixture(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: fixtures.appendingPathComponent("documents").appendingPathComponent(name)))
  }

  /// Every file below `fixtures/documents`.
  static let all: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: fixtures.appendingPathComponent("documents").path))?.sorted()
    ?? []

  /// Every file below `fixtures/recordings` whose path contains one of `parts`; empty where recordings are not there.
  static func recordings(_ parts: [String]) -> [String] {
    let root = fixtures.appendingPathComponent("recordings").resolvingSymlinksInPath()
    guard let walk = FileManager.default.enumerator(atPath: root.path) else { return [] }
    var out: [String] = []
    for case let path as String in walk where parts.contains(where: { path.contains($0) }) {
      var isFolder: ObjCBool = false
      let full = root.appendingPathComponent(path).path
      if FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue { out.append(full) }
    }
    return out.sorted()
  }

  /// Content of a recording, decompressed.
  static func content(_ path: String) throws -> [UInt8] {
    guard path.hasSuffix(".gz") else { return Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = ["-dc", path]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    try gzip.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    gzip.waitUntilExit()
    return Array(data)
  }

  static func hints(_ path: String) -> PathHints {
    var hints = PathHints()
    hints.fileName = (path as NSString).lastPathComponent.lowercased().replacingOccurrences(of: ".gz", with: "")
    return hints
  }

  static func identify(_ bytes: [UInt8], _ name: String = "") -> (any StreamFormat.Type)? {
    let head = Array(bytes.prefix(64 << 10))
    return FormatRegistry.identify(head.span.bytes, hints(name))?.format
  }

  /// Reads `bytes` with `format` through a buffer that is filled `chunk` bytes at a time.
  static func read(
    _ bytes: [UInt8], as format: any StreamFormat.Type, named name: String = "", chunk: Int = 64 << 10,
    itemLimit: Int = 16 << 20
  ) throws -> CollectingSink {
    let sink = CollectingSink()
    var at = 0
    var feed = ByteFeed(chunk: chunk, limit: max(itemLimit, chunk)) { buffer in
      let count = min(buffer.count, bytes.count - at)
      bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
      at += count
      return count
    }
    let context = FormatContext(
      provenance: Provenance(input: name, chain: [name], hints: hints(name)), itemLimit: itemLimit)
    try format.read(&feed, context, into: sink)
    #expect(sink.total == bytes.count, "\(format.id) \(name): every byte is accounted exactly once")
    return sink
  }

  static func read(_ text: String, as format: any StreamFormat.Type, named name: String = "") throws -> CollectingSink {
    try read(Array(text.utf8), as: format, named: name)
  }
}
