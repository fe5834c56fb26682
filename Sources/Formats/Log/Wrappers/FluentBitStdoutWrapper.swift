import ByteLexing

/// What Fluent Bit's output `stdout` prints: `[0] tag: [[1795468952.952738000, {}], {"log"=>"message", "stream"=>"stderr"}]`;
/// older releases print the time alone.
///
/// It prints strings as they are, quotes included, so the message ends where the next key or the record does.
enum FluentBitStdoutWrapper: LineWrapper {
  static let id = "fluent-bit-stdout"
  static let isDistinctive = true

  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let time = head(&line, text), let message = message(text, time.upperBound, line.end) else { return .fails }
    if let nanoseconds = EpochNumber.nanoseconds(text, time) { line.setTime(nanoseconds, isTransport: true) }
    readNames(&line, text, time.upperBound, message)
    if isEscaped(text, message) {
      JSONUnescape.append(text, message, to: &scratch)
    } else {
      scratch.append(text, message)
    }
    line.isDecoded = true
    line.start = 0
    line.end = scratch.count
    return .content
  }

  /// Reads `[0] tag: [[` and returns where the time is.
  private static func head(_ line: inout WrappedLine, _ text: RawSpan) -> Range<Int>? {
    var at = line.start
    guard line.end - at > 20, text.byte(at) == UInt8(ascii: "[") else { return nil }
    at += 1
    let number = at
    while at < line.end, text.byte(at) &- 0x30 <= 9 { at += 1 }
    guard at > number, text.hasBytes("] ", at: at), let tagEnd = SyslogFields.word(text, at + 2, line.end),
      text.byte(tagEnd - 1) == UInt8(ascii: ":"), text.hasBytes(" [", at: tagEnd)
    else { return nil }
    ContainerFileName.add(to: &line.origin, text, at + 2..<tagEnd - 1)
    at = tagEnd + 2
    if at < line.end, text.byte(at) == UInt8(ascii: "[") { at += 1 }
    let time = at
    while at < line.end, text.byte(at) &- 0x30 <= 9 || text.byte(at) == UInt8(ascii: ".") { at += 1 }
    return at > time && at < line.end && text.byte(at) == UInt8(ascii: ",") ? time..<at : nil
  }

  /// The value of the key that holds the line.
  private static func message(_ text: RawSpan, _ start: Int, _ end: Int) -> Range<Int>? {
    for key in ["\"log\"=>\"", "\"message\"=>\"", "\"MESSAGE\"=>\""] as [StaticString] {
      guard let begin = behind(key, text, start, end) else { continue }
      for at in begin..<end where text.byte(at) == UInt8(ascii: "\"") && isEnd(text, at + 1, end) { return begin..<at }
    }
    return nil
  }

  /// Behind a quote that ends a string stand `, "key"=>`, or the brackets that end the record.
  private static func isEnd(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    if end - start >= 3, text.hasBytes(", \"", at: start) {
      var at = start + 3
      while at < end, text.byte(at) != UInt8(ascii: "\""), text.byte(at) > 0x20 { at += 1 }
      return end - at >= 3 && text.hasBytes("\"=>", at: at)
    }
    return start < end && (start..<end).allSatisfy { text.byte($0) == 0x7d || text.byte($0) == 0x5d }
  }

  /// Every quote inside has a backslash before it, which raw strings of Go do not have.
  private static func isEscaped(_ text: RawSpan, _ value: Range<Int>) -> Bool {
    var hasQuote = false
    for i in value where text.byte(i) == UInt8(ascii: "\"") {
      guard i > value.lowerBound, text.byte(i - 1) == UInt8(ascii: "\\") else { return false }
      hasQuote = true
    }
    return hasQuote
  }

  private static func readNames(_ line: inout WrappedLine, _ text: RawSpan, _ start: Int, _ message: Range<Int>) {
    let names: [(StaticString, OriginKey.Field)] = [
      ("\"namespace_name\"=>\"", .namespace), ("\"pod_name\"=>\"", .pod), ("\"container_name\"=>\"", .container),
      ("\"host\"=>\"", .node),
    ]
    for (key, field) in names {
      guard let begin = behind(key, text, start, line.end), !message.contains(begin) else { continue }
      if let end = (begin..<line.end).first(where: { text.byte($0) == UInt8(ascii: "\"") }) {
        line.origin.add(field, text, begin..<end)
      }
    }
  }

  /// Where the value of a key begins; only the line is searched, not all that lies in memory behind it.
  private static func behind(_ key: StaticString, _ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    let hit = text.extracting(start..<end).firstIndex(of: key)
    return hit < 0 ? nil : start + hit + key.utf8CodeUnitCount
  }
}
