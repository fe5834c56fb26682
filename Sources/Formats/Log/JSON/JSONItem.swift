import ByteLexing

/// Ends of JSON values in text that may be cut off. Brackets inside strings do not count.
enum JSONItem {
  /// End of the object or array that begins at `start`; nil if it is not whole. O(length).
  static func end(_ text: RawSpan, _ start: Int, limit: Int? = nil) -> Int? {
    let limit = limit ?? text.byteCount
    var depth = 0
    var at = start
    while at < limit {
      switch text.byte(at) {
      case UInt8(ascii: "\""):
        guard let end = stringEnd(text, at, limit) else { return nil }
        at = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return at + 1 }
      default: break
      }
      at += 1
    }
    return nil
  }

  /// First byte after the string whose quote is at `start`; nil if it is not whole.
  static func stringEnd(_ text: RawSpan, _ start: Int, _ limit: Int) -> Int? {
    var at = start + 1
    while at < limit {
      let byte = text.byte(at)
      if byte == UInt8(ascii: "\"") { return at + 1 }
      at += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// The elements of the array at `array`, which begins and ends with its brackets; strings without their quotes.
  static func elements(_ text: RawSpan, _ array: Range<Int>, most: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = array.lowerBound + 1
    while at < array.upperBound - 1, found.count < most {
      switch text.byte(at) {
      case UInt8(ascii: "\""):
        guard let end = stringEnd(text, at, array.upperBound) else { return found }
        found.append(at + 1..<end - 1)
        at = end
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard let end = end(text, at, limit: array.upperBound) else { return found }
        found.append(at..<end)
        at = end
      default: at += 1
      }
    }
    return found
  }

  /// The values of the array at `array`, which begins and ends with its brackets; strings with their quotes.
  static func values(_ text: RawSpan, _ array: Range<Int>, most: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    let limit = array.upperBound - 1
    var at = array.lowerBound + 1
    while at < limit, found.count < most {
      let start = at
      switch text.byte(at) {
      case UInt8(ascii: "\""): at = stringEnd(text, at, limit) ?? limit
      case UInt8(ascii: "{"), UInt8(ascii: "["): at = end(text, at, limit: limit) ?? limit
      case let byte where byte <= 0x20 || byte == UInt8(ascii: ","):
        at += 1
        continue
      default: while at < limit, text.byte(at) > 0x20, text.byte(at) != UInt8(ascii: ",") { at += 1 }
      }
      found.append(start..<at)
    }
    return found
  }

  /// What is inside the quotes of a string; nil for other values.
  static func inside(_ text: RawSpan, _ value: Range<Int>) -> Range<Int>? {
    guard value.count >= 2, text.byte(value.lowerBound) == UInt8(ascii: "\""),
      text.byte(value.upperBound - 1) == UInt8(ascii: "\"")
    else { return nil }
    return value.lowerBound + 1..<value.upperBound - 1
  }

  /// The string has an escaped line end in it.
  static func hasLineEnd(_ text: RawSpan, _ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while at + 1 < range.upperBound {
      if text.byte(at) == UInt8(ascii: "\\") {
        if text.byte(at + 1) == UInt8(ascii: "n") { return true }
        at += 1
      }
      at += 1
    }
    return false
  }

  /// Begin of the first value, if it is one that can hold others or text; nil if the text is no JSON.
  static func first(_ text: RawSpan) -> Int? {
    var at = 0
    while at < text.byteCount, text.byte(at) <= 0x20 { at += 1 }
    guard at < text.byteCount else { return nil }
    switch text.byte(at) {
    case UInt8(ascii: "{"), UInt8(ascii: "\""): return at
    case UInt8(ascii: "["):
      var inner = at + 1
      while inner < text.byteCount, text.byte(inner) <= 0x20 { inner += 1 }
      guard inner < text.byteCount else { return nil }
      // Other brackets begin lines of text.
      let byte = text.byte(inner)
      return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\"") ? at : nil
    default: return nil
    }
  }

  /// Nothing but blanks and a comma stand before the next line end, or the end of the text.
  static func isLineEnd(_ text: RawSpan, _ start: Int) -> Bool {
    var at = start
    while at < text.byteCount, text.byte(at) != 0x0a {
      if text.byte(at) > 0x20 && text.byte(at) != UInt8(ascii: ",") { return false }
      at += 1
    }
    return true
  }
}
