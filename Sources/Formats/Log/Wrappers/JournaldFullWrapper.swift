import ByteLexing

/// `journalctl -o short-full`: `Mon 2026-11-23 21:22:32 UTC host tag[812]: message`.
///
/// The zone is an abbreviation; only UTC and numeric ones say when it was.
enum JournaldFullWrapper: LineWrapper {
  static let id = "journald-full"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let dayEnd = SyslogFields.word(text, line.start, line.end), dayEnd - line.start <= 12,
      let time = WrittenTime(text, dayEnd + 1, line.end), !time.hasZone, time.end < line.end,
      text.byte(time.end) == 0x20, let zoneEnd = SyslogFields.word(text, time.end + 1, line.end),
      zoneEnd - time.end <= 7
    else { return .fails }
    let zone = time.end + 1..<zoneEnd
    guard SyslogFields.hostAndTag(&line, text, from: zoneEnd) else { return .fails }
    if let offset = offset(text, zone) {
      line.setTime(time.nanoseconds - offset * 1_000_000_000, isTransport: true)
    }
    return .content
  }

  /// Seconds east of UTC.
  private static func offset(_ text: RawSpan, _ zone: Range<Int>) -> Int64? {
    let at = zone.lowerBound
    if zone.count == 3, text.hasBytes("UTC", at: at) || text.hasBytes("GMT", at: at) { return 0 }
    let sign = text.byte(at)
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), zone.count == 3 || zone.count == 5,
      let hours = WrittenTime.pair(text, at + 1)
    else { return nil }
    var seconds = Int64(hours) * 3600
    if zone.count == 5 {
      guard let minutes = WrittenTime.pair(text, at + 3) else { return nil }
      seconds += Int64(minutes) * 60
    }
    return sign == UInt8(ascii: "+") ? seconds : -seconds
  }
}

/// `journalctl -o short-unix`: `1795468952.952738 host tag[812]: message`.
enum JournaldUnixWrapper: LineWrapper {
  static let id = "journald-unix"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard line.end - line.start > 20, text.byte(line.start) &- 0x30 <= 9,
      let end = SyslogFields.word(text, line.start, line.end), end - line.start <= 24,
      let time = EpochNumber.nanoseconds(text, line.start..<end), SyslogFields.hostAndTag(&line, text, from: end)
    else { return .fails }
    line.setTime(time, isTransport: true)
    return .content
  }
}
