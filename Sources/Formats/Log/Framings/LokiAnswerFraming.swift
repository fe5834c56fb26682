import ByteLexing

/// The raw answer of Loki's query API: `{"status":"success","data":{"resultType":"streams","result":[{"stream":{…},
/// "values":[["<nanoseconds>","<line>"],…]},…]}}`.
///
/// Reads forwards token by token: the labels of a stream are kept for the entries behind them.
struct LokiAnswerFraming: RecordFraming {
  static let id = "loki-answer"

  static func recognises(_ head: RawSpan) -> Bool {
    var at = 0
    while at < head.byteCount, head.byte(at) <= 0x20 { at += 1 }
    guard at < head.byteCount, head.byte(at) == UInt8(ascii: "{") else { return false }
    let begin = head.extracting(first: 4096)
    let type = begin.firstIndex(of: "\"resultType\"" as StaticString)
    guard type >= 0 else { return false }
    let value = begin.firstIndex(of: "\"streams\"" as StaticString, from: type)
    return value >= 0 && value - type < 40
  }

  private var origin = OriginKey()
  /// The value that follows holds the labels of a stream.
  private var expectsLabels = false

  init() {}

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    let first = unread.byte(0)
    if first == UInt8(ascii: "\"") {
      guard let end = JSONItem.stringEnd(unread, 0, unread.byteCount) else {
        return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete
      }
      expectsLabels = unread.hasBytes("\"stream\"")
      return .recognized(end)
    }
    if first == UInt8(ascii: "{"), expectsLabels {
      guard let end = JSONItem.end(unread, 0) else {
        return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete
      }
      expectsLabels = false
      readLabels(unread, end)
      return .recognized(end)
    }
    if first == UInt8(ascii: "[") {
      // An entry is an array that begins with a string of digits; other arrays hold more.
      var at = 1
      while at < unread.byteCount, unread.byte(at) <= 0x20 { at += 1 }
      guard at + 1 < unread.byteCount || isAtEnd else { return .incomplete }
      if at + 1 < unread.byteCount, unread.byte(at) == UInt8(ascii: "\""), unread.byte(at + 1) &- 0x30 <= 9 {
        guard let end = JSONItem.end(unread, 0) else {
          return isAtEnd ? .notUnderstood(unread.byteCount) : .incomplete
        }
        return entry(unread, end, into: &record)
      }
    }
    var at = 1
    while at < unread.byteCount, unread.byte(at) <= 0x20 || unread.byte(at) == UInt8(ascii: ",") { at += 1 }
    return .recognized(at)
  }

  private mutating func readLabels(_ text: RawSpan, _ end: Int) {
    origin = OriginKey()
    guard let fields = JSONFields(text, 0, end) else { return }
    for (field, paths) in Self.names {
      for path in paths {
        guard let index = fields.find(path, text) else { continue }
        let value = fields.fields[index].value
        if field == .container { origin.addContainer(text, value) } else { origin.add(field, text, value) }
        break
      }
    }
  }

  private static let names: [(OriginKey.Field, [StaticString])] = [
    (.namespace, ["namespace", "k8s_namespace_name"]), (.pod, ["pod", "pod_name", "k8s_pod_name"]),
    (.container, ["container", "container_name", "k8s_container_name"]),
    (.node, ["node_name", "node", "nodename", "hostname", "host"]),
  ]

  private func entry(_ text: RawSpan, _ end: Int, into record: inout FramedRecord) -> FramingStep {
    let parts = JSONItem.elements(text, 0..<end, most: 2)
    guard parts.count == 2, let time = EpochNumber.nanoseconds(text, parts[0]) else { return .notUnderstood(end) }
    JSONUnescape.append(text, parts[1], to: &record.text)
    record.line.origin = origin
    record.line.setTime(time)
    return .record(end)
  }
}
