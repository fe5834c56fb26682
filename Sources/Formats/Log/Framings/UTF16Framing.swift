import ByteLexing

/// UTF-16, as the shell of Windows writes redirected output: a byte order mark, or every second byte zero.
struct UTF16Framing: RecordFraming {
  static let id = "utf-16"

  private var isBigEndian: Bool?

  static func recognises(_ head: RawSpan) -> Bool {
    guard head.byteCount >= 8 else { return false }
    if order(head) != nil { return true }
    // Without a mark: ASCII in one half, zeros in the other, for as long as the first few letters.
    return isAlternating(head)
  }

  init() {}

  private static func order(_ head: RawSpan) -> Bool? {
    if head.byte(0) == 0xff && head.byte(1) == 0xfe { return false }
    if head.byte(0) == 0xfe && head.byte(1) == 0xff { return true }
    return nil
  }

  private static func isAlternating(_ head: RawSpan) -> Bool {
    let zeroFirst = head.byte(0) == 0
    for i in 0..<8 where (head.byte(i) == 0) != (i.isMultiple(of: 2) == zeroFirst) { return false }
    return true
  }

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    guard unread.byteCount >= 2 else { return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete }
    guard let isBigEndian else {
      let marked = Self.order(unread)
      self.isBigEndian = marked ?? (unread.byte(0) == 0)
      return marked == nil ? next(unread, isAtEnd: isAtEnd, into: &record) : .recognized(2)
    }
    var at = 0
    var decoder = UTF16()
    var units: [UInt16] = []
    var hasEnd = false
    while at + 1 < unread.byteCount {
      let low = UInt16(unread.byte(at + (isBigEndian ? 1 : 0)))
      let unit = UInt16(unread.byte(at + (isBigEndian ? 0 : 1))) << 8 | low
      at += 2
      if unit == 0x0a {
        hasEnd = true
        break
      }
      units.append(unit)
    }
    guard hasEnd || isAtEnd else { return .incomplete }
    var iterator = units.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        record.text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      case .error: record.text.append(contentsOf: UTF8.encodedReplacementCharacter)
      case .emptyInput: return record.text.isEmpty ? .recognized(at) : .record(at)
      }
    }
  }
}
