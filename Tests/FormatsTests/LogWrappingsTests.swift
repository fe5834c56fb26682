import Foundation
import Testing

@testable import Formats

/// The same log in every wrapping must come out as the same records. The excerpts hold the first lines of each wrapping
/// of a recorded log; `KO_LOG_WRAPPINGS` names a folder with whole ones.
struct LogWrappingsTests {
  struct Record: Hashable {
    var severity: String
    var wall: Int64
    var file: String
    var line: UInt32
    var message: String
  }

  static let folder =
    ProcessInfo.processInfo.environment["KO_LOG_WRAPPINGS"].map { URL(fileURLWithPath: $0) }
    ?? LogCase.root.appendingPathComponent("wrappings")

  static var names: [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return all.filter { !$0.hasPrefix("other") && !$0.hasPrefix("reference") }.sorted()
  }

  static func records(_ name: String) throws -> [Record] {
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    let log = readLog(bytes)
    #expect(log.totalBytes == bytes.count, "\(name)")
    return log.lines.filter { !$0.severity.isEmpty }.map {
      Record(severity: $0.severity, wall: $0.wall, file: $0.file, line: $0.callLine, message: $0.message)
    }
  }

  @Test func thereAreExcerpts() { #expect(Self.names.count >= 14) }

  @Test(arguments: names)
  func wrappingHoldsTheSameRecords(_ name: String) throws {
    // Some wrappings hold a second, quiet replica too.
    let other = Set(try Self.records("other.log"))
    let reference = try Self.records("reference.log")
    let found = try Self.records(name).filter { !other.contains($0) }
    let common = min(found.count, reference.count)
    #expect(common > 100)
    #expect(Array(found.prefix(common)) == Array(reference.prefix(common)))
  }

  @Test(arguments: names)
  func wrappingIsRecognised(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    let confidence = LogFormat.probe(bytes.span.bytes.extracting(first: 64 << 10), .init())
    #expect(confidence.value == 90, "\(confidence.reason)")
  }
}
