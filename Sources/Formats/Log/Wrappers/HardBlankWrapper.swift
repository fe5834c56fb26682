import ByteLexing

/// Blanks that may not be broken at (U+00A0), which web pages and chats put in place of blanks when a log is copied out of
/// them.
///
/// A line without them has the layer too, so that such a text keeps its chain where a line has one word.
enum HardBlankWrapper: LineWrapper {
  static let id = "hard-blanks"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard isPresent(text, line.start, line.end) else { return .content }
    var at = line.start
    while at < line.end {
      if line.end - at >= 2, text.byte(at) == 0xc2, text.byte(at + 1) == 0xa0 {
        scratch.append(0x20)
        at += 2
      } else {
        scratch.append(text.byte(at))
        at += 1
      }
    }
    line.isDecoded = true
    line.start = 0
    line.end = scratch.count
    return .content
  }

  /// True if the line has such blanks, which makes the layer worth trying. O(line).
  static func isPresent(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var at = start
    while at + 1 < end {
      if text.byte(at) == 0xc2, text.byte(at + 1) == 0xa0 { return true }
      at += 1
    }
    return false
  }
}
