import ByteLexing

/// Container log of a node: `2026-11-23T20:31:00.796898000Z stderr F message`.
///
/// `P` marks a part of a line; the runtime splits at 16 KiB. Tags after the mark (`F:tag`) are allowed by the format.
enum CRIWrapper: LineWrapper {
  static let id = "cri"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let time = WrittenTime(text, line.start, line.end), time.hasZone else { return .fails }
    var at = time.end
    guard line.end - at >= 9, text.hasBytes(" std", at: at) else { return .fails }
    if text.hasBytes("err ", at: at + 4) {
      line.stream = 2
    } else if text.hasBytes("out ", at: at + 4) {
      line.stream = 1
    } else {
      return .fails
    }
    let mark = text.byte(at + 8)
    guard mark == UInt8(ascii: "F") || mark == UInt8(ascii: "P") else { return .fails }
    at += 9
    if at < line.end, text.byte(at) == UInt8(ascii: ":") {
      while at < line.end, text.byte(at) != 0x20 { at += 1 }
    }
    if at < line.end {
      guard text.byte(at) == 0x20 else { return .fails }
      at += 1
    }
    line.isPartial = mark == UInt8(ascii: "P")
    line.setTime(time.nanoseconds)
    line.start = at
    return .content
  }
}
