import ByteLexing

/// Logs in OTLP/JSON, as OpenTelemetry's collector writes them to files: `{"resourceLogs":[{"resource":{"attributes":[…]},
/// "scopeLogs":[{"logRecords":[{"timeUnixNano":"…","body":{"stringValue":"…"}},…]}]}]}`, one document or one a line.
///
/// Reads forwards token by token: the attributes of a resource are kept for the records behind them.
struct OTLPFraming: RecordFraming {
  static let id = "otlp"

  static func recognises(_ head: RawSpan) -> Bool {
    var at = 0
    while at < head.byteCount, head.byte(at) <= 0x20 { at += 1 }
    guard at < head.byteCount, head.byte(at) == UInt8(ascii: "{") else { return false }
    at += 1
    while at < head.byteCount, head.byte(at) <= 0x20 { at += 1 }
    return head.hasBytes("\"resourceLogs\"", at: at)
  }

  private var origin = OriginKey()
  private var key = Key.other
  private var isInRecords = false

  private enum Key { case resource, records, other }

  init() {}

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    switch unread.byte(0) {
    case UInt8(ascii: "\""):
      guard let end = JSONItem.stringEnd(unread, 0, unread.byteCount) else { break }
      key = unread.hasBytes("\"resource\"") ? .resource : unread.hasBytes("\"logRecords\"") ? .records : .other
      return .recognized(end)
    case UInt8(ascii: "{"):
      guard isInRecords || key == .resource else { return .recognized(1) }
      guard let end = JSONItem.end(unread, 0) else { break }
      if isInRecords { return entry(unread, end, into: &record) }
      origin = OriginKey()
      if let fields = JSONFields(unread, 0, end), let index = fields.find("attributes", unread) {
        readNames(unread, fields.fields[index], into: &origin)
      }
      key = .other
      return .recognized(end)
    case UInt8(ascii: "["):
      if key == .records { isInRecords = true }
      key = .other
      return .recognized(1)
    case UInt8(ascii: "]"):
      isInRecords = false
      return .recognized(1)
    default:
      var at = 1
      while at < unread.byteCount, unread.byte(at) <= 0x20 || unread.byte(at) == UInt8(ascii: ",") { at += 1 }
      return .recognized(at)
    }
    return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete
  }

  private func entry(_ text: RawSpan, _ end: Int, into record: inout FramedRecord) -> FramingStep {
    guard let fields = JSONFields(text, 0, end), let body = fields.find("body.stringValue", text) else {
      return .notUnderstood(end)
    }
    JSONUnescape.append(text, fields.fields[body].value, to: &record.text)
    record.line.origin = origin
    if let own = fields.find("attributes", text) { readNames(text, fields.fields[own], into: &record.line.origin) }
    for (path, isTransport) in [("timeUnixNano", false), ("observedTimeUnixNano", true)] as [(StaticString, Bool)] {
      guard let index = fields.find(path, text),
        let time = EpochNumber.nanoseconds(text, fields.fields[index].value)
      else { continue }
      record.line.setTime(time, isTransport: isTransport)
      break
    }
    return .record(end)
  }

  /// Attributes are `{"key":"k8s.pod.name","value":{"stringValue":"…"}}`.
  private func readNames(_ text: RawSpan, _ attributes: JSONFields.Field, into origin: inout OriginKey) {
    guard attributes.kind == .array else { return }
    for item in JSONItem.elements(text, attributes.value, most: 100) {
      guard let fields = JSONFields(text, item.lowerBound, item.upperBound), let key = fields.find("key", text),
        let value = fields.find("value.stringValue", text)
      else { continue }
      let name = fields.fields[key].value
      for (field, words) in Self.names
      where words.contains(where: { $0.utf8CodeUnitCount == name.count && text.hasBytes($0, at: name.lowerBound) }) {
        origin.add(field, text, fields.fields[value].value)
      }
    }
  }

  private static let names: [(OriginKey.Field, [StaticString])] = [
    (.namespace, ["k8s.namespace.name"]), (.pod, ["k8s.pod.name"]), (.container, ["k8s.container.name"]),
    (.node, ["k8s.node.name", "host.name"]),
  ]
}
