import ByteLexing

/// Syslog RFC 3164 and `journalctl -o short[-precise]`: `Nov 23 21:22:32[.952738] host tag[812]: message`.
///
/// The time has neither year nor zone, so it says nothing that the line inside does not say better.
enum SyslogTraditionalWrapper: LineWrapper {
  static let id = "syslog"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    let start = SyslogFields.afterPriority(text, line.start, line.end)
    guard line.end - start > 18, isMonth(text, start), text.byte(start + 3) == 0x20, text.byte(start + 6) == 0x20,
      text.byte(start + 9) == UInt8(ascii: ":"), text.byte(start + 12) == UInt8(ascii: ":"),
      text.byte(start + 5) &- 0x30 <= 9, WrittenTime.pair(text, start + 7) != nil,
      WrittenTime.pair(text, start + 10) != nil, WrittenTime.pair(text, start + 13) != nil
    else { return .fails }
    var at = start + 15
    if text.byte(at) == UInt8(ascii: ".") {
      at += 1
      while at < line.end, text.byte(at) &- 0x30 <= 9 { at += 1 }
    }
    return SyslogFields.hostAndTag(&line, text, from: at) ? .content : .fails
  }

  private static func isMonth(_ text: RawSpan, _ at: Int) -> Bool {
    for name in ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as [StaticString]
    where text.hasBytes(name, at: at) {
      return true
    }
    return false
  }
}

/// The parts that the forms of syslog share.
enum SyslogFields {
  /// Skips `<133>`.
  static func afterPriority(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    guard start < end, text.byte(start) == UInt8(ascii: "<") else { return start }
    var at = start + 1
    while at < end, at <= start + 3, text.byte(at) &- 0x30 <= 9 { at += 1 }
    return at < end && at > start + 1 && text.byte(at) == UInt8(ascii: ">") ? at + 1 : start
  }

  /// Reads ` host tag[pid]: ` and leaves the line at the message.
  ///
  /// RFC 3164 lets the message begin right behind the colon; a blank there is the relay's, the others the message's.
  static func hostAndTag(_ line: inout WrappedLine, _ text: RawSpan, from start: Int) -> Bool {
    guard start < line.end, text.byte(start) == 0x20, let hostEnd = word(text, start + 1, line.end) else {
      return false
    }
    let tag = hostEnd + 1
    var at = tag
    while at < line.end {
      let byte = text.byte(at)
      if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "[") || byte <= 0x20 { break }
      at += 1
    }
    let tagEnd = at
    guard tagEnd > tag, at < line.end else { return false }
    if text.byte(at) == UInt8(ascii: "[") {
      while at < line.end, text.byte(at) != UInt8(ascii: "]"), text.byte(at) != 0x20 { at += 1 }
      guard at < line.end, text.byte(at) == UInt8(ascii: "]") else { return false }
      at += 1
    }
    guard at < line.end, text.byte(at) == UInt8(ascii: ":") else { return false }
    at += 1
    if at < line.end, text.byte(at) == 0x20 { at += 1 }
    line.origin.add(.node, text, start + 1..<hostEnd)
    line.origin.add(.container, text, tag..<tagEnd)
    line.start = at
    return true
  }

  /// End of the word at `start` that a blank follows.
  static func word(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var at = start
    while at < end, text.byte(at) > 0x20 { at += 1 }
    return at > start && at < end && text.byte(at) == 0x20 ? at : nil
  }
}
