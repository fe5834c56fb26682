import ByteLexing

/// Follows the brackets of a JSON document from line to line.
struct PasteJSON {
  private var depth = 0
  private var isInString = false

  /// Something is open.
  var isOpen: Bool { depth > 0 }

  /// Takes the bytes of a line. A string cannot go on over its end.
  mutating func take(_ text: RawSpan, _ start: Int, _ end: Int) {
    var at = start
    while at < end {
      let byte = text.byte(at)
      if isInString {
        if byte == UInt8(ascii: "\\") { at += 1 }
        if byte == UInt8(ascii: "\"") { isInString = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
      }
      at += 1
    }
    isInString = false
  }
}
