import ByteLexing

/// JSON records that are not one a line: elements of an array, pretty-printed objects, the hits of a search result, the events
/// of a CloudWatch answer.
///
/// Cuts out balanced objects; what lies between them is framing. Objects are decoded by the JSON wrappers like lines.
struct JSONItemsFraming: RecordFraming {
  static let id = "json-items"

  static func recognises(_ head: RawSpan) -> Bool {
    var at = 0
    while at < head.byteCount, head.byte(at) <= 0x20 { at += 1 }
    guard at < head.byteCount else { return false }
    let first = head.byte(at)
    at += 1
    var isNewLine = false
    while at < head.byteCount, head.byte(at) <= 0x20 {
      if head.byte(at) == 0x0a { isNewLine = true }
      at += 1
    }
    guard at < head.byteCount else { return false }
    if first == UInt8(ascii: "[") { return head.byte(at) == UInt8(ascii: "{") }
    guard first == UInt8(ascii: "{"), head.byte(at) == UInt8(ascii: "\"") else { return false }
    return isNewLine || Envelope(head) != nil
  }

  /// Bytes before the objects of an answer were skipped.
  private var isInside = false

  init() {}

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    if !isInside {
      let envelope = Envelope(unread)
      if let envelope, envelope.start == nil, !isAtEnd, unread.byteCount < 4096 { return .incomplete }
      isInside = true
      if let start = envelope?.start { return .recognized(start) }
    }
    var at = 0
    while at < unread.byteCount, unread.byte(at) != UInt8(ascii: "{") {
      let byte = unread.byte(at)
      guard
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
          || byte == UInt8(ascii: "}") || byte == 0x1e
      else { break }
      at += 1
    }
    if at > 0 { return .recognized(at) }
    guard unread.byte(0) == UInt8(ascii: "{") else {
      let end = unread.firstIndex(of: 0x0a)
      return end < 0 ? (isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete) : .notUnderstood(end + 1)
    }
    guard let end = JSONItem.end(unread, 0) else { return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete }
    record.text.append(unread, 0..<end)
    return .record(end)
  }
}

/// What stands around the records of an answer: `{"took":…,"hits":{…,"hits":[` of Elasticsearch and OpenSearch,
/// `{"events":[` of CloudWatch.
private struct Envelope {
  /// Where the first record begins; `nil` if that is not in the text.
  let start: Int?

  /// Nil if the text begins otherwise.
  init?(_ text: RawSpan) {
    func skip(_ from: Int) -> Int {
      var at = from
      while at < text.byteCount, text.byte(at) <= 0x20 { at += 1 }
      return at
    }
    let open = skip(0)
    guard open < text.byteCount, text.byte(open) == UInt8(ascii: "{") else { return nil }
    var at = skip(open + 1)
    let isSearch = text.hasBytes("\"took\"", at: at) || text.hasBytes("\"_scroll_id\"", at: at)
    guard isSearch || text.hasBytes("\"events\"", at: at) else { return nil }
    for _ in 0..<(isSearch ? 2 : 0) {
      let hits = text.firstIndex(of: "\"hits\"" as StaticString, from: at)
      guard hits >= 0 else {
        start = nil
        return
      }
      at = hits + 6
    }
    let list = text.firstIndex(of: UInt8(ascii: "["), from: at)
    start = list >= 0 ? list + 1 : nil
  }
}
