import Foundation
import Model
import Testing

@testable import Formats

/// One file of `fixtures/log/<wrapper>/`: what is read, and what must come of it, one line a delivered line.
///
/// `RECORD_CASES=1` writes the second half anew and fails, so that a person looks at the difference.
struct LogCase: CustomTestStringConvertible {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("fixtures/log")

  var url: URL
  var testDescription: String { url.deletingLastPathComponent().lastPathComponent + "/" + url.lastPathComponent }

  static var all: [LogCase] {
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    let urls = (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "case" }
    return urls.sorted { $0.path < $1.path }.map { LogCase(url: $0) }
  }

  /// The bytes to read; in a file that starts with `escapes`, `\e`, `\r`, `\0`, `\\` and `\xNN` stand for bytes.
  func input() throws -> [UInt8] {
    let text = try String(contentsOf: url, encoding: .utf8)
    let body = text.components(separatedBy: "=== expected\n")[0]
    if body.hasPrefix("=== escapes\n") { return Self.unescape(Array(body.utf8.dropFirst(12))) }
    return Array(body.utf8)
  }

  func expected() throws -> String {
    let parts = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "=== expected\n")
    return parts.count > 1 ? parts[1] : ""
  }

  func record(_ outcome: String) throws {
    let body = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "=== expected\n")[0]
    try (body + "=== expected\n" + outcome).write(to: url, atomically: true, encoding: .utf8)
  }

  private static func unescape(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count else {
        out.append(bytes[at])
        at += 1
        continue
      }
      at += 2
      switch bytes[at - 1] {
      case UInt8(ascii: "e"): out.append(0x1b)
      case UInt8(ascii: "r"): out.append(0x0d)
      case UInt8(ascii: "0"): out.append(0)
      case UInt8(ascii: "x"):
        out.append(UInt8(String(decoding: bytes[at..<at + 2], as: UTF8.self), radix: 16) ?? 0)
        at += 2
      default: out.append(bytes[at - 1])
      }
    }
    return out
  }
}

extension LogRecorder {
  /// All that was delivered, for people and for comparison.
  var summary: String {
    var out = "chains: " + chains.joined(separator: ", ") + "\n"
    for (id, origin) in origins.sorted(by: { $0.key < $1.key }) {
      out += "origin \(id): namespace=\(origin.namespace) pod=\(origin.pod) container=\(origin.container)"
      out += " node=\(origin.node)\n"
    }
    for use in [ByteUse.understood, .recognized, .notUnderstood] where accounted[use] != nil {
      out += "\(use): \(accounted[use] ?? 0)\n"
    }
    for remark in remarks { out += "after \(remark)\n" }
    for line in lines { out += Self.text(line) + "\n" }
    return out
  }

  static func text(_ line: Line) -> String {
    var parts = ["\(line.number)@\(line.offset)+\(line.rawLength)"]
    if line.severity.isEmpty {
      parts.append(line.isContinuation ? "continues" : "other")
    } else {
      parts += [line.severity, "\(line.file):\(line.callLine)", "pid=\(line.pid)"]
    }
    if line.wall != LogLine.noTime { parts.append("wall=" + wall(line.wall)) }
    if line.outer != LogLine.noTime {
      parts.append((line.outerIsTransport ? "shipped=" : "outer=") + Instant(nanoseconds: line.outer).rfc3339)
    }
    if line.origin != 0 { parts.append("origin=\(line.origin)") }
    if line.isTruncated { parts.append("truncated") }
    return parts.joined(separator: " ") + " | " + (line.severity.isEmpty ? line.payload : line.message)
  }

  /// `11-23 20:31:00.796087`, counted from January 1st of a leap year.
  static func wall(_ micros: Int64) -> String {
    let leapYear = CivilDate(year: 2000, month: 1, day: 1).daysSinceEpoch
    let instant = Instant(nanoseconds: (Int64(leapYear) * 86_400_000_000 + micros) * 1000)
    return String(instant.rfc3339.dropFirst(5).dropLast())
  }
}

@Test(arguments: LogCase.all)
func logCaseIsReadAsExpected(_ logCase: LogCase) throws {
  let bytes = try logCase.input()
  let log = readLog(bytes)
  if ProcessInfo.processInfo.environment["RECORD_CASES"] != nil {
    try logCase.record(log.summary)
    Issue.record("recorded \(logCase.testDescription); look at the difference")
    return
  }
  #expect(log.summary == (try logCase.expected()))
  #expect(log.totalBytes == bytes.count)
}

/// How the bytes arrive must not matter.
@Test(arguments: LogCase.all, [1, 2, 3, 7, 64])
func logCaseDoesNotDependOnChunks(_ logCase: LogCase, _ step: Int) throws {
  let bytes = try logCase.input()
  let whole = readLog(bytes)
  let pieces = readLog(bytes, step: step)
  #expect(pieces.summary == whole.summary)
  #expect(pieces.totalBytes == bytes.count)
}

@Test func everyWrapperAndFramingHasCases() {
  let folders = Set(LogCase.all.map { $0.url.deletingLastPathComponent().lastPathComponent })
  for wrapper in LineWrapperRegistry.all { #expect(folders.contains(wrapper.id), "fixtures/log/\(wrapper.id)") }
  for framing in RecordFramingRegistry.all where framing != UTF16Framing.self {
    #expect(folders.contains(framing.id), "fixtures/log/\(framing.id)")
  }
}
