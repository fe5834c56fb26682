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
  /// Shortest header with its time, bytes.
  private static let shortest = 24

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    let last = min(line.end - shortest, line.start + longest)
    var at = line.start + 1
    while at <= last {
      if KlogText.isSeverity(text.byte(at)), isDay(text, at + 1), KlogText.header(text, at, line.end) != nil {
        guard isPrefix(text.text(line.start..<at)) else { return .fails }
        line.start = at
        return .content
      }
      at += 1
    }
    return .fails
  }

  /// `0630 `, as month and day stand in a header.
  private static func isDay(_ text: RawSpan, _ start: Int) -> Bool {
    (0..<4).allSatisfy { text.byte(start + $0) &- 0x30 <= 9 } && text.byte(start + 4) == 0x20
  }

  private static func isPrefix(_ prefix: String) -> Bool {
    let columns = prefix.split(separator: "\t").filter { !$0.allSatisfy { $0 == " " } }
    if prefix.hasSuffix("\t") {
      return columns.contains(where: isTime) && columns.allSatisfy { isWord($0) || isTime($0) }
    }
    return columns.count == 1 && (isNumber(columns[0]) || isTime(columns[0]))
  }

  private static func isWord(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "/"):
        true
      default: false
      }
    }
  }

  /// `Line   100: `, `[100]`, `1) `.
  private static func isNumber(_ text: Substring) -> Bool {
    var rest = text.drop { $0 == " " }
    if rest.hasPrefix("Line ") { rest = rest.dropFirst(5).drop { $0 == " " } }
    let isBracketed = rest.hasPrefix("[")
    if isBracketed { rest = rest.dropFirst() }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    let tail = rest.dropFirst(digits.count)
    guard !digits.isEmpty, digits.count < 10 else { return false }
    if isBracketed { return tail == "]" || tail == "] " }
    return tail == ") " || text.contains("Line ") && (tail == ": " || tail == ":")
  }

  private static let words: Set<Substring> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun", "am", "pm", "@",
  ]

  /// A date in words or with strokes, and a time: those of other layouts have a layer of their own.
  private static func isTime(_ text: Substring) -> Bool {
    var hasTime = false
    var isWorded = false
    for part in text.lowercased().split(whereSeparator: { $0 == " " || $0 == "," }) {
      if words.contains(part) {
        isWorded = true
      } else if part.utf8.allSatisfy({ $0 &- 0x30 <= 9 || $0 >= 0x2D && $0 <= 0x3A }) {
        hasTime = hasTime || part.contains(":")
        isWorded = isWorded || part.contains("/") || part.contains("-")
      } else {
        return false
      }
    }
    return hasTime && isWorded
  }
}
