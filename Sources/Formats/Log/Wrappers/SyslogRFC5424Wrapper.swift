import ByteLexing

/// Syslog RFC 5424: `<133>1 2026-11-23T21:26:45.113147+00:00 host app procid msgid - message`.
enum SyslogRFC5424Wrapper: LineWrapper {
  static let id = "syslog-5424"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    var at = line.start
    while at < line.end, text.byte(at) &- 0x30 <= 9 { at += 1 }  // octet count of RFC 6587
    if at > line.start {
      guard at < line.end, text.byte(at) == 0x20 else { return .fails }
      at += 1
    }
    let version = SyslogFields.afterPriority(text, at, line.end)
    guard version > at, line.end - version > 10, text.hasBytes("1 ", at: version) else { return .fails }
    at = version + 2
    if text.byte(at) == UInt8(ascii: "-") {
      at += 1
    } else {
      guard let time = WrittenTime(text, at, line.end), time.hasZone else { return .fails }
      line.setTime(time.nanoseconds, isTransport: true)
      at = time.end
    }
    var words: [Range<Int>] = []
    for _ in 0..<4 {
      guard at < line.end, text.byte(at) == 0x20, let end = SyslogFields.word(text, at + 1, line.end) else {
        return .fails
      }
      words.append(at + 1..<end)
      at = end
    }
    guard let end = afterStructuredData(text, at + 1, line.end) else { return .fails }
    if !isNil(text, words[0]) { line.origin.add(.node, text, words[0]) }
    if !isNil(text, words[1]) { line.origin.add(.container, text, words[1]) }
    line.start = end < line.end ? end + 1 : end
    // A byte order mark before the message is allowed by the RFC.
    if text.hasBytes("\u{FEFF}", at: line.start), line.start + 3 <= line.end { line.start += 3 }
    return .content
  }

  private static func isNil(_ text: RawSpan, _ word: Range<Int>) -> Bool {
    word.count == 1 && text.byte(word.lowerBound) == UInt8(ascii: "-")
  }

  /// End of `-` or of `[id name="value"]…`, where quotes and brackets inside values are escaped.
  private static func afterStructuredData(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    guard start < end else { return nil }
    if text.byte(start) == UInt8(ascii: "-") { return start + 1 }
    var at = start
    var inQuotes = false
    while at < end {
      let byte = text.byte(at)
      if byte == UInt8(ascii: "\\") && inQuotes {
        at += 1
      } else if byte == UInt8(ascii: "\"") {
        inQuotes.toggle()
      } else if byte == 0x20 && !inQuotes && text.byte(at - 1) == UInt8(ascii: "]") {
        return at
      } else if at == start && byte != UInt8(ascii: "[") {
        return nil
      }
      at += 1
    }
    return !inQuotes && text.byte(end - 1) == UInt8(ascii: "]") ? end : nil
  }
}
