import ByteLexing

/// The fields of one JSON object on one line, as ranges of its text; objects inside are opened to a fixed depth.
///
/// Made for log records of a handful of fields, where building a document would cost more than finding four of them.
/// Input is untrusted: depth and number of fields are limited, and what exceeds them makes the whole object refused.
struct JSONFields {
  /// What a value is.
  enum Kind {
    case string
    /// A string with escapes in it.
    case escapedString
    case number
    case literal
    case object
    case array
  }

  /// One key and its value; a string's range lies inside its quotes.
  struct Field {
    var parent: Int
    var key: Range<Int>
    var value: Range<Int>
    var kind: Kind
  }

  static let deepest = 4
  static let most = 512

  private(set) var fields: [Field] = []
  private var at: Int
  private let end: Int

  /// Reads the object at `start..<end`, which must fill the range but for blanks and one trailing comma; else nil. O(n).
  init?(_ text: RawSpan, _ start: Int, _ end: Int) {
    at = start
    self.end = end
    skipBlanks(text)
    guard at < end, text.byte(at) == UInt8(ascii: "{") else { return nil }
    fields.reserveCapacity(16)
    guard readObject(text, parent: -1, depth: 1) else { return nil }
    skipBlanks(text)
    if at < end, text.byte(at) == UInt8(ascii: ",") { at += 1 }
    skipBlanks(text)
    guard at == end else { return nil }
  }

  /// The field that `path` names, its parts joined by dots; a key that contains the dots itself is found too.
  func find(_ path: StaticString, in parent: Int = -1, _ text: RawSpan) -> Int? {
    find(path, from: 0, in: parent, text)
  }

  private func find(_ path: StaticString, from offset: Int, in parent: Int, _ text: RawSpan) -> Int? {
    let rest = path.utf8CodeUnitCount - offset
    for (index, field) in fields.enumerated() where field.parent == parent && field.key.count <= rest {
      guard matches(path, offset, field.key, text) else { continue }
      if field.key.count == rest { return index }
      guard field.kind == .object, path.utf8Start[offset + field.key.count] == UInt8(ascii: ".") else { continue }
      if let inner = find(path, from: offset + field.key.count + 1, in: index, text) { return inner }
    }
    return nil
  }

  private func matches(_ path: StaticString, _ offset: Int, _ key: Range<Int>, _ text: RawSpan) -> Bool {
    for i in 0..<key.count where text.byte(key.lowerBound + i) != path.utf8Start[offset + i] { return false }
    return true
  }

  private mutating func skipBlanks(_ text: RawSpan) {
    while at < end, text.byte(at) <= 0x20 { at += 1 }
  }

  private mutating func readObject(_ text: RawSpan, parent: Int, depth: Int) -> Bool {
    at += 1
    skipBlanks(text)
    if at < end, text.byte(at) == UInt8(ascii: "}") {
      at += 1
      return true
    }
    while true {
      skipBlanks(text)
      guard fields.count < Self.most, at < end, text.byte(at) == UInt8(ascii: "\""), let key = readString(text) else {
        return false
      }
      skipBlanks(text)
      guard at < end, text.byte(at) == UInt8(ascii: ":") else { return false }
      at += 1
      skipBlanks(text)
      guard readValue(text, key: key.range, parent: parent, depth: depth) else { return false }
      skipBlanks(text)
      guard at < end else { return false }
      let separator = text.byte(at)
      at += 1
      if separator == UInt8(ascii: "}") { return true }
      if separator != UInt8(ascii: ",") { return false }
    }
  }

  private mutating func readValue(_ text: RawSpan, key: Range<Int>, parent: Int, depth: Int) -> Bool {
    guard at < end else { return false }
    let start = at
    let index = fields.count
    switch text.byte(at) {
    case UInt8(ascii: "\""):
      guard let string = readString(text) else { return false }
      fields.append(
        Field(parent: parent, key: key, value: string.range, kind: string.isEscaped ? .escapedString : .string))
    case UInt8(ascii: "{"):
      fields.append(Field(parent: parent, key: key, value: start..<start, kind: .object))
      let isRead = depth < Self.deepest ? readObject(text, parent: index, depth: depth + 1) : skipNested(text)
      guard isRead else { return false }
      fields[index].value = start..<at
    case UInt8(ascii: "["):
      guard skipNested(text) else { return false }
      fields.append(Field(parent: parent, key: key, value: start..<at, kind: .array))
    default:
      while at < end, !Self.endsScalar(text.byte(at)) { at += 1 }
      guard at > start else { return false }
      let first = text.byte(start)
      let isNumber = first &- 0x30 <= 9 || first == UInt8(ascii: "-")
      fields.append(Field(parent: parent, key: key, value: start..<at, kind: isNumber ? .number : .literal))
    }
    return true
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte <= 0x20
      || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ":")
  }

  /// Skips an array or object by counting brackets outside strings; no recursion, so any depth will do.
  private mutating func skipNested(_ text: RawSpan) -> Bool {
    var depth = 0
    while at < end {
      switch text.byte(at) {
      case UInt8(ascii: "\""):
        if readString(text) == nil { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      at += 1
      if depth == 0 { return true }
    }
    return false
  }

  /// Reads the string whose opening quote is at `at`.
  private mutating func readString(_ text: RawSpan) -> (range: Range<Int>, isEscaped: Bool)? {
    let start = at + 1
    var scan = start
    var isEscaped = false
    while scan < end {
      let byte = text.byte(scan)
      if byte == UInt8(ascii: "\"") {
        at = scan + 1
        return (start..<scan, isEscaped)
      }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        scan += 1
      }
      scan += 1
    }
    return nil
  }
}
