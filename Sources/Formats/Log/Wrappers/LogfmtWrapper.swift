import ByteLexing

/// A record as `key=value` pairs, as Vector, the agents of Grafana and the log drivers of Docker write it; a value with blanks
/// in it stands in quotes, with the escapes of Go.
enum LogfmtWrapper: LineWrapper {
  static let id = "logfmt"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    var message: Range<Int>?
    var at = line.start
    while at < line.end {
      guard text.byte(at) != 0x20 else {
        at += 1
        continue
      }
      guard let key = key(text, at, line.end), let value = value(text, key.upperBound + 1, line.end) else {
        return .fails
      }
      let isQuoted = value.lowerBound > key.upperBound + 1
      at = value.upperBound + (isQuoted ? 1 : 0)
      guard let column = LogColumn(text, key) else { continue }
      if column != .message {
        column.describe(&line, text, value)
      } else if message == nil, isQuoted {
        message = value
      }
    }
    guard let message else { return .fails }
    JSONUnescape.append(text, message, to: &scratch)
    line.isDecoded = true
    line.start = 0
    line.end = scratch.count
    return .content
  }

  /// The word before the next `=`.
  private static func key(_ text: RawSpan, _ start: Int, _ end: Int) -> Range<Int>? {
    var at = start
    while at < end, text.byte(at) != UInt8(ascii: "=") {
      let byte = text.byte(at)
      guard byte > 0x20, byte < 0x7f, byte != UInt8(ascii: "\""), at - start < 64 else { return nil }
      at += 1
    }
    return at > start && at < end ? start..<at : nil
  }

  /// A value without its quotes; `nil` if they are not closed.
  private static func value(_ text: RawSpan, _ start: Int, _ end: Int) -> Range<Int>? {
    guard start < end, text.byte(start) == UInt8(ascii: "\"") else {
      return start..<text.end(of: start..<max(start, end), before: 0x20)
    }
    var at = start + 1
    while at < end, text.byte(at) != UInt8(ascii: "\"") { at += text.byte(at) == UInt8(ascii: "\\") ? 2 : 1 }
    return at < end ? start + 1..<at : nil
  }
}
