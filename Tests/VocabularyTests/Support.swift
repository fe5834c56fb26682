import Foundation
import Model

@testable import Vocabulary

/// What the vocabulary made of a line, as text that a table can hold.
struct Reading: Equatable {
  var kind: String
  var subject: String
  /// `role=text`, in order.
  var fields: [String]

  /// Reads `I pod.go:224] message` with the built-in catalogue.
  static func of(_ line: String) -> Reading? {
    guard let close = line.range(of: "] ") ?? line.range(of: "]") else { return nil }
    let head = line[..<close.lowerBound]
    guard let space = head.firstIndex(of: " "), let colon = head.lastIndex(of: ":") else { return nil }
    return of(
      message: String(line[close.upperBound...]), file: String(head[head.index(after: space)..<colon]),
      severity: head.utf8.first ?? 0, line: Int(head[head.index(after: colon)...]) ?? 0)
  }

  static func of(
    message: String, file: String, severity: UInt8 = UInt8(ascii: "I"), line: Int = 0,
    in vocabulary: Vocabulary = .builtIn
  ) -> Reading? {
    let bytes = Array(message.utf8)
    let found = bytes.withUnsafeBytes { message in
      Array(file.utf8).withUnsafeBytes { vocabulary.match(message, file: $0, severity: severity, line: line) }
    }
    guard let found else { return nil }
    func text(_ field: Observation.Field) -> String { String(decoding: bytes[field.range], as: UTF8.self) }
    return Reading(
      kind: found.kind.rawValue,
      subject: found.subjectField.map { "\($0.role.rawValue)=\(text($0))" } ?? "-",
      fields: (0..<found.count).map { "\(found[$0].role.rawValue)=\(text(found[$0]))" })
  }
}

enum Fixture {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// Undoes `\n`, `\t` and `\\`.
  static func unescape(_ text: some StringProtocol) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
