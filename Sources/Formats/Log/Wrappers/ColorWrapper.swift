import ByteLexing

/// Terminal colours anywhere in a line; stern, logcli and kubectl plugins print them.
///
/// A line without them has the layer too, so that a coloured stream keeps its chain where a line is plain.
enum ColorWrapper: LineWrapper {
  static let id = "color"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    var at = line.start
    var plain = at  // begin of what is not copied yet
    while true {
      let escape = text.firstIndex(of: 0x1b, from: at)
      guard escape >= 0, escape < line.end else { break }
      let end = sequenceEnd(text, escape, line.end)
      scratch.append(text, plain..<escape)
      plain = end
      at = end
      line.isDecoded = true
    }
    guard line.isDecoded else { return .content }
    scratch.append(text, plain..<line.end)
    line.start = 0
    line.end = scratch.count
    return .content
  }

  /// True if the line has colours, which makes the layer worth trying.
  static func isPresent(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    text.end(of: start..<max(start, end), before: 0x1b) < end
  }

  /// End of the control sequence (ECMA-48: parameters, intermediates, one final byte) at `start`; a lone escape is one byte.
  private static func sequenceEnd(_ text: RawSpan, _ start: Int, _ limit: Int) -> Int {
    var at = start + 1
    guard at < limit, text.byte(at) == UInt8(ascii: "[") else { return at }
    at += 1
    while at < limit, text.byte(at) >= 0x30, text.byte(at) <= 0x3f { at += 1 }
    while at < limit, text.byte(at) >= 0x20, text.byte(at) <= 0x2f { at += 1 }
    if at < limit, text.byte(at) >= 0x40, text.byte(at) <= 0x7e { at += 1 }
    return at
  }

}
