import ByteLexing

/// Text whose lines end with a carriage return alone, as terminals record it and very old editors write it.
struct CarriageReturnFraming: RecordFraming {
  static let id = "cr"

  static func recognises(_ head: RawSpan) -> Bool {
    let text = head.extracting(first: LogStreamReader.headSize)
    let end = text.firstIndex(of: 0x0d)
    // Progress bars return too; behind one there is no log.
    guard end > 0, end + 1 < text.byteCount, text.byte(end + 1) != 0x0a, text.firstIndex(of: 0x0a) < 0 else {
      return false
    }
    return ChainSearch.chain(of: text, 0, end) != nil
  }

  init() {}

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    let end = unread.firstIndex(of: 0x0d)
    guard end >= 0 || isAtEnd else { return .incomplete }
    let length = end < 0 ? unread.byteCount : end
    if length == 0 { return .recognized(1) }
    record.text.append(unread, 0..<length)
    return .record(min(length + 1, unread.byteCount))
  }
}
