import ByteLexing

/// The number of the line, as `cat -n`, `nl`, `less -N`, `grep -n` and viewers of files put it before a line:
/// `     7<TAB>message`, `7:message`, `L7: message`, `    7 message`, `7 | message`.
enum LineNumberWrapper: LineWrapper {
  static let id = "line-number"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    var at = line.start
    while at < line.end, text.byte(at) == 0x20 { at += 1 }
    let isNamed = at < line.end && text.byte(at) == UInt8(ascii: "L")
    if isNamed { at += 1 }
    let first = at
    while at < line.end, at - first < 10, text.byte(at) &- 0x30 <= 9 { at += 1 }
    guard at > first, at - first < 10, at < line.end else { return .fails }
    line.number = text.lineNumber(first..<at)
    if !isNamed, line.end - at >= 2, text.hasBytes(" |", at: at) || text.hasBytes(" \u{2502}", at: at) {
      at += text.byte(at + 1) == UInt8(ascii: "|") ? 2 : 4
      if at < line.end, text.byte(at) == 0x20 { at += 1 }
      line.start = min(at, line.end)
      return .content
    }
    switch text.byte(at) {
    case UInt8(ascii: ":"):
      at += 1
      // A blank belongs to the mark where a letter says that it is one; behind a bare number it is the line's.
      if isNamed, at < line.end, text.byte(at) == 0x20 { at += 1 }
    case 0x09, 0x20: at += 1
    default: return .fails
    }
    line.start = at
    return .content
  }
}

extension RawSpan {
  /// The number that at most nine digits make.
  func lineNumber(_ digits: Range<Int>) -> Int { digits.reduce(0) { $0 * 10 + Int(byte($1) &- 0x30) } }
}
