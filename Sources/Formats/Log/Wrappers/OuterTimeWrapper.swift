import ByteLexing

/// A time that a tool put before every line in a layout of its own, as `ts`, consoles of clouds and viewers do:
/// `2026-11-23 20:31:00,796 `, `[2026-11-23T20:31:00] `, `[23/Nov/2026:20:31:00 +0000] `, `20:31:00: `.
///
/// Without a zone it says nothing that the line inside does not say itself; with one it is the time of a tool, which may have
/// seen the line late.
enum OuterTimeWrapper: LineWrapper {
  static let id = "outer-time"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard line.start < line.end else { return .fails }
    let opening = text.byte(line.start)
    let isBracketed = opening == UInt8(ascii: "[") || opening == UInt8(ascii: "(")
    let start = isBracketed ? line.start + 1 : line.start
    guard let end = LooseTime.end(text, start, line.end) else { return .fails }
    var at = end
    if isBracketed {
      let closing: UInt8 = opening == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")
      guard at < line.end, text.byte(at) == closing else { return .fails }
      at += 1
    }
    at = afterSeparator(text, at, line.end)
    if at < line.end {
      guard text.byte(at) == 0x20 || text.byte(at) == 0x09 else { return .fails }
      at += 1
    }
    if let time = WrittenTime(text, start, line.end), time.hasZone, time.end == end {
      line.setTime(time.nanoseconds, isTransport: true)
    }
    line.start = at
    return .content
  }

  /// `20:31:00: `, `20:31:00 - `, `20:31:00 | `: one sign may part the time from the line.
  private static func afterSeparator(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    func isSign(_ at: Int) -> Bool {
      guard at < end else { return false }
      switch text.byte(at) {
      case UInt8(ascii: ":"), UInt8(ascii: "|"), UInt8(ascii: "-"), UInt8(ascii: ","): return true
      default: return false
      }
    }
    if isSign(start) { return start + 1 }
    guard start < end, text.byte(start) == 0x20, isSign(start + 1) else { return start }
    return start + 2 == end || text.byte(start + 2) == 0x20 ? start + 2 : start
  }
}
