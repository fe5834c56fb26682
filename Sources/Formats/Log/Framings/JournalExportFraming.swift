import ByteLexing

/// `journalctl -o export`: `FIELD=value` lines, or `FIELD`, a 64-bit little-endian length and that many bytes; entries
/// are separated by blank lines.
struct JournalExportFraming: RecordFraming {
  static let id = "journald-export"

  static func recognises(_ head: RawSpan) -> Bool {
    head.hasBytes("__CURSOR=") || head.hasBytes("__REALTIME_TIMESTAMP=")
  }

  init() {}

  /// Names of the writer; added in one order, because the journal prints fields in any.
  private var host: Range<Int>?
  private var container: Range<Int>?
  private var identifier: Range<Int>?

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    if unread.byte(0) == 0x0a { return .recognized(1) }
    (host, container, identifier) = (nil, nil, nil)
    var hasMessage = false
    var at = 0
    while at < unread.byteCount, unread.byte(at) != 0x0a {
      guard let field = field(unread, at) else { return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete }
      guard field.next <= unread.byteCount || isAtEnd else { return .incomplete }
      hasMessage = take(unread, field, &record) || hasMessage
      at = field.next  // beyond the text if the last line lacks its end
    }
    guard at < unread.byteCount || isAtEnd else { return .incomplete }
    if let host { record.line.origin.add(.node, unread, host) }
    if let name = container ?? identifier { record.line.origin.addContainer(unread, name) }
    let consumed = min(at + 1, unread.byteCount)
    return hasMessage ? .record(consumed) : .recognized(consumed)
  }

  private struct Field {
    var name: Range<Int>
    var value: Range<Int>
    /// Where the next field begins; beyond the text if this one is not complete.
    var next: Int
  }

  /// The field at `start`; nil if it is not complete or its length is absurd.
  private func field(_ text: RawSpan, _ start: Int) -> Field? {
    let end = text.firstIndex(of: 0x0a, from: start)
    let lineEnd = end < 0 ? text.byteCount : end
    let equals = text.firstIndex(of: UInt8(ascii: "="), from: start)
    if equals >= 0, equals < lineEnd {
      return Field(name: start..<equals, value: equals + 1..<lineEnd, next: lineEnd + 1)
    }
    guard end >= 0, text.byteCount - end > 8 else { return nil }
    let length = UInt64(littleEndian: text.unsafeLoadUnaligned(fromByteOffset: end + 1, as: UInt64.self))
    guard length < UInt64(text.byteCount - end - 9) else { return nil }
    let value = end + 9..<end + 9 + Int(length)
    return Field(name: start..<end, value: value, next: value.upperBound + 1)
  }

  /// Takes over a field; true for the message.
  private mutating func take(_ text: RawSpan, _ field: Field, _ record: inout FramedRecord) -> Bool {
    func isNamed(_ name: StaticString) -> Bool {
      field.name.count == name.utf8CodeUnitCount && text.hasBytes(name, at: field.name.lowerBound)
    }
    if isNamed("MESSAGE") {
      record.text.removeAll(keepingCapacity: true)
      record.text.append(text, field.value)
      return true
    }
    if isNamed("__REALTIME_TIMESTAMP"), let time = EpochNumber.nanoseconds(text, field.value) {
      record.line.setTime(time, isTransport: true)
    } else if isNamed("_SOURCE_REALTIME_TIMESTAMP"), let time = EpochNumber.nanoseconds(text, field.value) {
      record.line.setTime(time)
    } else if isNamed("_HOSTNAME") {
      host = field.value
    } else if isNamed("CONTAINER_NAME") {
      container = field.value
    } else if isNamed("SYSLOG_IDENTIFIER") {
      identifier = field.value
    }
    return false
  }
}
