import ByteLexing

/// Exports of log stores as CSV with a header row: RFC 4180 quoting, so a quoted message may hold line ends.
struct CSVFraming: RecordFraming {
  static let id = "csv"

  private var columns: [LogColumn?]?
  private var separator = UInt8(ascii: ",")
  private var fields: [Range<Int>] = []

  static func recognises(_ head: RawSpan) -> Bool {
    let end = head.firstIndex(of: 0x0a)
    guard end > 0, end <= 4096 else { return false }
    var framing = CSVFraming()
    return framing.readHeader(head, end)
  }

  init() {}

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    guard let rowEnd = row(unread, isAtEnd: isAtEnd) else {
      return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete
    }
    let consumed = min(unread.byteCount, rowEnd + 1)
    guard let columns else {
      return readHeader(unread, rowEnd) ? .recognized(consumed) : .notUnderstood(consumed)
    }
    if fields.count == 1, fields[0].isEmpty { return .recognized(consumed) }
    var hasMessage = false
    for (index, field) in fields.enumerated() where index < columns.count && !field.isEmpty {
      guard let column = columns[index] else { continue }
      if column != .message {
        column.describe(&record.line, unread, inner(unread, field))
      } else if !hasMessage {
        append(unread, field, &record.text)
        hasMessage = true
      }
    }
    return hasMessage ? .record(consumed) : .notUnderstood(consumed)
  }

  /// Reads the header row that ends at `end`; false unless a column is a message and there is another.
  private mutating func readHeader(_ text: RawSpan, _ end: Int) -> Bool {
    for candidate in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] {
      separator = candidate
      guard row(text, isAtEnd: true) == end, fields.count >= 2, fields.count <= 256 else { continue }
      let named = fields.map { LogColumn(text, inner(text, $0)) }
      guard named.contains(.message) else { continue }
      columns = named
      return true
    }
    return false
  }

  /// Finds the fields of the row at the front; returns where its line end is, or nil if the row is not complete.
  private mutating func row(_ text: RawSpan, isAtEnd: Bool) -> Int? {
    fields.removeAll(keepingCapacity: true)
    var at = 0
    var start = 0
    var inQuotes = false
    while at < text.byteCount {
      let byte = text.byte(at)
      if byte == UInt8(ascii: "\"") {
        // A doubled quote leaves and enters again, which comes to the same; in a field that begins without one, as tabs part
        // them, quotes are bytes like others.
        if at == start {
          inQuotes = true
        } else if text.byte(start) == UInt8(ascii: "\""), inQuotes || text.byte(at - 1) == UInt8(ascii: "\"") {
          inQuotes.toggle()
        }
      } else if !inQuotes && (byte == separator || byte == 0x0a) {
        var end = at
        if byte == 0x0a, end > start, text.byte(end - 1) == 0x0d { end -= 1 }
        fields.append(start..<end)
        start = at + 1
        if byte == 0x0a { return at }
      }
      at += 1
    }
    guard isAtEnd else { return nil }
    fields.append(start..<at)
    return at
  }

  /// The field without its quotes.
  private func inner(_ text: RawSpan, _ field: Range<Int>) -> Range<Int> {
    guard field.count >= 2, text.byte(field.lowerBound) == UInt8(ascii: "\""),
      text.byte(field.upperBound - 1) == UInt8(ascii: "\"")
    else { return field }
    return field.lowerBound + 1..<field.upperBound - 1
  }

  /// Appends the field with its quotes taken off and doubled ones made single.
  private func append(_ text: RawSpan, _ field: Range<Int>, _ out: inout [UInt8]) {
    let inside = inner(text, field)
    let isQuoted = inside != field
    var at = inside.lowerBound
    while at < inside.upperBound {
      let byte = text.byte(at)
      out.append(byte)
      at += 1
      if isQuoted, byte == UInt8(ascii: "\""), at < inside.upperBound, text.byte(at) == byte { at += 1 }
    }
  }
}
