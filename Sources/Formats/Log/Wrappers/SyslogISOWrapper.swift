import ByteLexing

/// rsyslog's file format and `journalctl -o short-iso[-precise]`: `2026-11-23T21:26:45.113147+00:00 host tag: message`.
enum SyslogISOWrapper: LineWrapper {
  static let id = "syslog-iso"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    let start = SyslogFields.afterPriority(text, line.start, line.end)
    guard let time = WrittenTime(text, start, line.end), time.hasZone,
      SyslogFields.hostAndTag(&line, text, from: time.end)
    else { return .fails }
    // Either a relay or the journal printed it, and both may have received the line late.
    line.setTime(time.nanoseconds, isTransport: true)
    return .content
  }
}
