import ByteLexing

/// `kubectl logs --timestamps`, and what stern and `crictl logs -t` print: `2026-11-23T20:31:00.796898000Z message`.
enum KubectlTimestampsWrapper: LineWrapper {
  static let id = "timestamps"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let time = WrittenTime(text, line.start, line.end), time.hasZone, text.byte(line.start + 10) != 0x20 else {
      return .fails
    }
    var at = time.end
    if at < line.end {
      guard text.byte(at) == 0x20 else { return .fails }
      at += 1
    }
    line.setTime(time.nanoseconds)
    line.start = at
    return .content
  }
}
