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
}
