import ByteLexing

/// `aws logs tail`: `2026-11-23T20:31:00.796000+00:00 <stream> message`.
///
/// Shippers name the stream after the file on the node.
enum CloudWatchTailWrapper: LineWrapper {
  static let id = "cloudwatch-tail"
  static let isDistinctive = false

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let time = WrittenTime(text, line.start, line.end), time.hasZone, text.byte(line.start + 10) != 0x20,
      time.end < line.end, text.byte(time.end) == 0x20
    else { return .fails }
    let stream = time.end + 1
    let end = text.firstIndex(of: 0x20, from: stream)
    guard end > stream, end < line.end else { return .fails }
    line.setTime(time.nanoseconds)
    ContainerFileName.add(to: &line.origin, text, stream..<end)
    line.start = end + 1
    return .content
  }
}
