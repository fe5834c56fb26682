import ByteLexing

/// `kubectl logs --timestamps`: an RFC 3339 time and a space before the line.
enum TimestampWrapper: LineWrapper {
  static let id = "timestamps"

  static func strip(_ text: UnsafeRawBufferPointer, _ line: inout WrappedLine) -> Bool {
    guard let time = leadingTime(text, line) else { return false }
    line.outer = time.value
    line.start = min(line.end, time.end + 1)
    return true
  }

  /// The time that the payload begins with, and where it ends.
  static func leadingTime(_ text: UnsafeRawBufferPointer, _ line: WrappedLine) -> (value: Int64, end: Int)? {
    guard line.end - line.start >= 20, text[line.start] >= 0x30, text[line.start] <= 0x39, text[line.start + 10] == 0x54 else {
      return nil
    }
    var i = line.start + 19
    let limit = min(line.end, line.start + 40)
    while i < limit, text[i] != 0x20 { i += 1 }
    guard let value = parseRFC3339(UnsafeRawBufferPointer(rebasing: text[line.start..<i])) else { return nil }
    return (value, i)
  }
}
