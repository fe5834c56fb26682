import ByteLexing

/// What viewers and consoles write before a whole klog line and no other layer knows: a number (`Line 49474: `, `[100]`,
/// `1) `), a time in words (`Jun 30, 2024 @ 03:56:23.001 `), columns (`6/30/2024, 3:56:23 AM<TAB>controller<TAB>`).
///
/// None of it says what the line does not say itself. A line that somebody quotes in a sentence has other words before it.
enum ForeignPrefixWrapper: LineWrapper {
  static let id = "prefix"
  static let isDistinctive = false

  /// Longest prefix, bytes.
  private static let longest = 120

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    let last = min(line.end - KlogText.shortestLine, line.start + longest)
    var at = line.start + 1
    while at <= last {
      if KlogText.isSeverity(text.byte(at)), KlogText.header(text, at, line.end) != nil {
        guard isPrefix(text, line.start..<at) else { return .fails }
        line.start = at
        return .content
      }
      at += 1
    }
    return .fails
  }

  /// One number or time; or columns, of which one is a time.
  private static func isPrefix(_ text: RawSpan, _ prefix: Range<Int>) -> Bool {
    let isTable = text.byte(prefix.upperBound - 1) == 0x09
    var at = prefix.lowerBound
    var columns = 0
    var isKnown = false
    while at < prefix.upperBound {
      var begin = at
      let end = text.end(of: at..<prefix.upperBound, before: 0x09)
      while begin < end, text.byte(begin) == 0x20 { begin += 1 }
      if begin < end {
        columns += 1
        if isTime(text, begin..<end) || !isTable && isNumber(text, begin..<end) {
          isKnown = true
        } else if !isTable || !isWord(text, begin..<end) {
          return false
        }
      }
      at = end + 1
    }
    return isKnown && (isTable || columns == 1)
  }

  private static func isWord(_ text: RawSpan, _ column: Range<Int>) -> Bool {
    column.allSatisfy { at in
      let byte = text.byte(at)
      return isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || "._-/".utf8.contains(byte)
    }
  }

  /// `Line   100: `, `[100]`, `1) `.
  private static func isNumber(_ text: RawSpan, _ column: Range<Int>) -> Bool {
    var at = column.lowerBound
    let isLine = text.hasBytes("Line ", at: at)
    if isLine { at += 5 }
    while at < column.upperBound, text.byte(at) == 0x20 { at += 1 }
    let isBracketed = text.byte(at) == UInt8(ascii: "[")
    if isBracketed { at += 1 }
    let first = at
    while at < column.upperBound, isDigit(text.byte(at)) { at += 1 }
    guard at > first, at - first < 10, at < column.upperBound else { return false }
    let hasBlank = at + 2 == column.upperBound && text.byte(at + 1) == 0x20
    let isLast = at + 1 == column.upperBound
    switch text.byte(at) {
    case UInt8(ascii: "]"): return isBracketed && (isLast || hasBlank)
    case UInt8(ascii: ":"): return isLine && !isBracketed && (isLast || hasBlank)
    case UInt8(ascii: ")"): return !isBracketed && hasBlank
    default: return false
    }
  }

  /// A date in words or with strokes, and a time: those of other layouts have a layer of their own.
  private static func isTime(_ text: RawSpan, _ column: Range<Int>) -> Bool {
    var (hasTime, hasDate) = (false, false)
    var at = column.lowerBound
    while at < column.upperBound {
      var word: UInt32 = 0
      var isNumeric = true
      let first = at
      while at < column.upperBound, text.byte(at) != 0x20, text.byte(at) != UInt8(ascii: ",") {
        let byte = text.byte(at)
        word = word &<< 8 | UInt32(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        isNumeric = isNumeric && (isDigit(byte) || "-./:".utf8.contains(byte))
        if byte == UInt8(ascii: ":") { hasTime = true }
        if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") { hasDate = true }
        at += 1
      }
      if at > first, !isNumeric {
        guard at - first <= 3, words.contains(word) else { return false }
        hasDate = true
      }
      at += 1
    }
    return hasTime && hasDate
  }

  private static let words = Set(
    "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun am pm @".split(separator: " ").map {
      $0.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    })

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
}
