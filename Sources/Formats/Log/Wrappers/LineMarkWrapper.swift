import ByteLexing

/// One mark before a line: `+` and `<` of differences between files, `-` and `*` of lists in YAML and Markdown.
enum LineMarkWrapper: LineWrapper {
  static let id = "line-mark"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard line.start < line.end else { return .fails }
    let hasBlank = line.end - line.start >= 2 && text.byte(line.start + 1) == 0x20
    switch text.byte(line.start) {
    // Only a difference has its mark right before the line.
    case UInt8(ascii: "+"): break
    case UInt8(ascii: "<"), UInt8(ascii: "-"), UInt8(ascii: "*"): if !hasBlank { return .fails }
    default: return .fails
    }
    line.start += hasBlank ? 2 : 1
    return .content
  }
}
