import ByteLexing

/// A log line that is a JSON object: klog with `--logging-format=json`, or zap as controller libraries use it.
///
/// The message is rendered as klog's text format would show it, so that the vocabulary meets one shape: the bare message,
/// or `"message" key="value"` if there are further keys.
struct StructuredJSON {
  var time = LogLine.noTime
  var severity = UInt8(ascii: "I")
  var callLine: UInt32 = 0
  /// Name of the source file in the text, empty if there is none.
  var file = 0..<0

  /// Reads the object at `start..<end` and appends its message to `out`; nil if it is no such line. O(n).
  init?(_ text: RawSpan, _ start: Int, _ end: Int, appendingTo out: inout [UInt8]) {
    guard start < end, text.byte(start) == UInt8(ascii: "{"), let fields = JSONFields(text, start, end),
      let message = fields.find("msg", text), let stamp = fields.find("ts", text),
      let time = JSONLayout.time(fields.fields[stamp], text)
    else { return nil }
    let messageField = fields.fields[message]
    guard messageField.kind == .string || messageField.kind == .escapedString,
      KlogText.header(text, messageField.value.lowerBound, messageField.value.upperBound) == nil
    else { return nil }
    let level = fields.find("level", text)
    let verbosity = fields.find("v", text)
    guard level != nil || verbosity != nil || fields.find("err", text) != nil || fields.find("caller", text) != nil
    else { return nil }
    self.time = time
    if let level {
      severity = Self.severity(text, fields.fields[level].value)
    } else if verbosity == nil {
      severity = UInt8(ascii: "E")  // klog leaves the verbosity out of errors
    }
    if let caller = fields.find("caller", text) { readCaller(text, fields.fields[caller].value) }
    append(messageField, fields, text, &out)
  }

  private static func severity(_ text: RawSpan, _ level: Range<Int>) -> UInt8 {
    guard !level.isEmpty else { return UInt8(ascii: "I") }
    switch text.byte(level.lowerBound) | 0x20 {
    case UInt8(ascii: "e"): return UInt8(ascii: "E")
    case UInt8(ascii: "w"): return UInt8(ascii: "W")
    case UInt8(ascii: "f"), UInt8(ascii: "p"): return UInt8(ascii: "F")
    case UInt8(ascii: "d"):
      return level.count > 5 ? UInt8(ascii: "F") : UInt8(ascii: "I")  // dpanic, debug
    default: return UInt8(ascii: "I")
    }
  }

  /// `folder/file.go:123`.
  private mutating func readCaller(_ text: RawSpan, _ value: Range<Int>) {
    let colon = Self.last(UInt8(ascii: ":"), value, text)
    guard colon >= 0, value.upperBound - colon <= 8 else { return }
    var number: UInt32 = 0
    for i in colon + 1..<value.upperBound {
      let digit = text.byte(i) &- 0x30
      guard digit <= 9 else { return }
      number = number * 10 + UInt32(digit)
    }
    let slash = Self.last(UInt8(ascii: "/"), value.lowerBound..<colon, text)
    let name = (slash < 0 ? value.lowerBound : slash + 1)..<colon
    guard !name.isEmpty, name.count <= KlogText.longestFile else { return }
    file = name
    callLine = number
  }

  private static func last(_ byte: UInt8, _ range: Range<Int>, _ text: RawSpan) -> Int {
    var at = range.upperBound - 1
    while at >= range.lowerBound, text.byte(at) != byte { at -= 1 }
    return at >= range.lowerBound ? at : -1
  }

  private func append(_ message: JSONFields.Field, _ fields: JSONFields, _ text: RawSpan, _ out: inout [UInt8]) {
    let known: [StaticString] = ["ts", "level", "msg", "v", "caller"]
    var extra: [JSONFields.Field] = []
    for field in fields.fields where field.parent == -1 {
      var isKnown = false
      for name in known where name.utf8CodeUnitCount == field.key.count {
        if text.hasBytes(name, at: field.key.lowerBound) { isKnown = true }
      }
      if !isKnown { extra.append(field) }
    }
    guard !extra.isEmpty else {
      JSONUnescape.append(text, message.value, to: &out)
      return
    }
    quote(text, message.value, &out)
    for field in extra {
      out.append(0x20)
      out.append(text, field.key)
      out.append(UInt8(ascii: "="))
      if field.kind == .string || field.kind == .escapedString {
        quote(text, field.value, &out)
      } else {
        out.append(text, field.value)
      }
    }
  }

  /// The string with its quotes; JSON's escapes are those of Go's `%q` but for `\/`.
  private func quote(_ text: RawSpan, _ range: Range<Int>, _ out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    out.append(text, range)
    out.append(UInt8(ascii: "\""))
  }
}
