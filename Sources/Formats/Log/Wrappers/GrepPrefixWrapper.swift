import ByteLexing

/// What `grep -H`, `grep -n` and `zgrep` put before a line: `kube-ovn-controller.log.3.gz:I1123 …`, `118-I1123 …`.
///
/// The separator may occur in file names, so the layer is seen only where a klog header follows it.
enum GrepPrefixWrapper: LineWrapper {
  static let id = "grep"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    let last = min(line.end - KlogText.shortestLine, line.start + 300)
    var at = line.start + 1
    while at < last {
      let byte = text.byte(at)
      if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-"), KlogText.header(text, at + 1, line.end) != nil {
        line.number = number(text, line.start, before: at)
        line.start = at + 1
        return .content
      }
      at += 1
    }
    return .fails
  }

  /// The number of the line that ends the prefix, 0 without one. More digits are a date in the name of the file.
  private static func number(_ text: RawSpan, _ start: Int, before end: Int) -> Int {
    var first = end
    while first > start, end - first < 8, text.byte(first - 1) &- 0x30 <= 9 { first -= 1 }
    let isApart = first == start || text.byte(first - 1) == text.byte(end)
    return first < end && end - first < 8 && isApart ? text.lineNumber(first..<end) : 0
  }
}

/// Quote marks, blanks and box lines that mail, Markdown and k9s put before a copied line.
enum QuotePrefixWrapper: LineWrapper {
  static let id = "quote"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    var at = line.start
    while at < line.end {
      let byte = text.byte(at)
      if byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "|") {
        at += 1
      } else if line.end - at >= 3, text.hasBytes("│", at: at) || text.hasBytes("\u{FEFF}", at: at) {
        at += 3
      } else {
        break
      }
    }
    guard at > line.start else { return .fails }
    line.start = at
    return .content
  }
}
