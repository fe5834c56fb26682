import ByteLexing

/// JSON records that are not one a line: elements of an array, pretty-printed objects, the hits of a search result.
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
    return isNewLine || head.hasBytes("{\"took\":")
  }

  /// Bytes before the objects of a search result were skipped.
  private var isInside = false

  init() {}

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    if !isInside {
      let skipped = hitsStart(unread)
      if skipped == nil, !isAtEnd, unread.hasBytes("{\"took\":"), unread.byteCount < 4096 { return .incomplete }
      isInside = true
      if let skipped { return .recognized(skipped) }
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

  /// Bytes up to the first hit of `{"took":…,"hits":{…,"hits":[`, if the stream is one.
  private func hitsStart(_ text: RawSpan) -> Int? {
    guard text.hasBytes("{\"took\":") else { return nil }
    let outer = text.firstIndex(of: "\"hits\"" as StaticString)
    guard outer >= 0 else { return nil }
    let inner = text.firstIndex(of: "\"hits\"" as StaticString, from: outer + 6)
    guard inner >= 0 else { return nil }
    let open = text.firstIndex(of: UInt8(ascii: "["), from: inner)
    return open >= 0 ? open + 1 : nil
  }
}
