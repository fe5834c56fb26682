import ByteLexing

/// What Fluentd writes to files: `2026-11-23T20:31:00+00:00<TAB>tag<TAB>{"log":"message",…}`. The record is a layer of its own.
enum FluentdFileWrapper: LineWrapper {
  static let id = "fluentd-file"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let time = WrittenTime(text, line.start, line.end), time.end < line.end, text.byte(time.end) == 0x09 else {
      return .fails
    }
    let tag = time.end + 1
    var end = tag
    while end < line.end, text.byte(end) > 0x20 { end += 1 }
    guard end > tag, line.end - end >= 2, text.hasBytes("\t{", at: end) else { return .fails }
    // It may be when Fluentd met the line, and seconds are all it gives.
    if time.hasZone { line.setTime(time.nanoseconds, isTransport: true) }
    ContainerFileName.add(to: &line.origin, text, tag..<end)
    line.start = end + 1
    return .content
  }
}
