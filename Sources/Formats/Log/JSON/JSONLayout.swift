import ByteLexing

/// Where a kind of JSON record keeps its message, its time and the names of its writer.
struct JSONLayout: Sendable {
  /// A path of a time.
  struct Time: Sendable {
    var path: StaticString
    /// It is when the record was shipped.
    var isTransport = false
  }

  /// A path of a name.
  struct Name: Sendable {
    var field: OriginKey.Field
    var path: StaticString
  }

  /// Paths that must all be there.
  var required: [StaticString]
  /// Where the text is: the first path that is there counts, one that holds an object only where no other is there.
  var message: [StaticString]
  /// Where the time is: the first that can be read counts.
  var times: [Time] = []
  /// Names of the writer; for each field the first that is there counts.
  var names: [Name] = []
  /// Objects that may hold all of the above.
  var roots: [StaticString] = []

  /// Takes the record at the line apart; the message goes to `scratch`.
  func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping {
    guard let fields = JSONFields(text, line.start, line.end) else { return .fails }
    return unwrap(&line, fields, in: text, into: &scratch)
  }

  /// As above, with the fields at hand.
  func unwrap(
    _ line: inout WrappedLine, _ fields: JSONFields, in text: RawSpan, into scratch: inout [UInt8]
  ) -> Unwrapping {
    var root = -1
    for path in roots {
      if let index = fields.find(path, text), fields.fields[index].kind == .object {
        root = index
        break
      }
    }
    for path in required where fields.find(path, in: root, text) == nil { return .fails }
    var found: Int?
    for path in message {
      guard let index = fields.find(path, in: root, text) else { continue }
      found = found ?? index
      if fields.fields[index].kind != .object {
        found = index
        break
      }
    }
    guard let found, appendMessage(fields.fields[found], text, &scratch) else { return .fails }
    line.isDecoded = true
    line.start = 0
    line.end = scratch.count
    readStream(&line, fields, root, text)
    for time in times {
      guard let index = fields.find(time.path, in: root, text),
        let value = Self.time(fields.fields[index], text)
      else { continue }
      line.setTime(value, isTransport: time.isTransport)
      break
    }
    readNames(&line, fields, root, text)
    return .content
  }

  private func appendMessage(_ field: JSONFields.Field, _ text: RawSpan, _ scratch: inout [UInt8]) -> Bool {
    switch field.kind {
    case .string, .escapedString: JSONUnescape.append(text, field.value, to: &scratch)
    case .object: scratch.append(text, field.value)
    case .array:
      if let only = Self.only(field, text) {
        JSONUnescape.append(text, only, to: &scratch)
        return true
      }
      return JSONUnescape.appendByteArray(text, field.value, to: &scratch)
    case .number, .literal: return false
    }
    return true
  }

  /// The string that is alone in an array, as search engines return fields; nil for other values.
  private static func only(_ field: JSONFields.Field, _ text: RawSpan) -> Range<Int>? {
    guard field.kind == .array else { return nil }
    let values = JSONItem.values(text, field.value, most: 2)
    return values.count == 1 ? JSONItem.inside(text, values[0]) : nil
  }

  private func readStream(_ line: inout WrappedLine, _ fields: JSONFields, _ root: Int, _ text: RawSpan) {
    if let stream = fields.find("stream", in: root, text) {
      let value = fields.fields[stream].value
      if value.count == 6 { line.stream = text.hasBytes("stderr", at: value.lowerBound) ? 2 : 1 }
    }
    for path in ["logtag", "_p"] as [StaticString] {
      guard let mark = fields.find(path, in: root, text) else { continue }
      let value = fields.fields[mark].value
      line.isPartial = value.count == 1 && text.byte(value.lowerBound) == UInt8(ascii: "P")
    }
  }

  private func readNames(_ line: inout WrappedLine, _ fields: JSONFields, _ root: Int, _ text: RawSpan) {
    var last: OriginKey.Field?
    for name in names where name.field != last {
      guard let index = fields.find(name.path, in: root, text) else { continue }
      let field = fields.fields[index]
      guard let value = field.kind == .string ? field.value : Self.only(field, text) else { continue }
      if name.field == .container {
        line.origin.addContainer(text, value)
      } else {
        line.origin.add(name.field, text, value)
      }
      last = name.field
    }
  }

  /// The time a value states: RFC 3339 with a zone, or a number since the epoch, quoted or not.
  static func time(_ field: JSONFields.Field, _ text: RawSpan) -> Int64? {
    let isScalar = field.kind == .string || field.kind == .number
    guard let value = isScalar ? field.value : only(field, text) else { return nil }
    if let written = WrittenTime(text, value.lowerBound, value.upperBound) {
      return written.hasZone && written.end == value.upperBound ? written.nanoseconds : nil
    }
    return EpochNumber.nanoseconds(text, value)
  }
}
