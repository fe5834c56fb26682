import ByteLexing

/// Turns the inside of a JSON string into the bytes it stands for.
enum JSONUnescape {
  /// Appends the string at `range` to `out`. Wrong escapes are taken over as they are; lone surrogates become U+FFFD. O(n).
  static func append(_ text: RawSpan, _ range: Range<Int>, to out: inout [UInt8]) {
    var plain = range.lowerBound
    var at = plain
    while at < range.upperBound {
      at = text.firstIndex(of: UInt8(ascii: "\\"), from: plain)
      guard at >= 0, at + 1 < range.upperBound else { break }
      out.append(text, plain..<at)
      let escape = text.byte(at + 1)
      if escape == UInt8(ascii: "u"), let (scalar, end) = scalar(text, at, range.upperBound) {
        append(scalar, to: &out)
        plain = end
      } else if let byte = simple(escape) {
        out.append(byte)
        plain = at + 2
      } else {
        out.append(text, at..<at + 2)
        plain = at + 2
      }
    }
    out.append(text, plain..<range.upperBound)
  }

  /// Appends the bytes of an array of numbers 0…255, which is how journald writes what is not UTF-8. False if it is none.
  static func appendByteArray(_ text: RawSpan, _ range: Range<Int>, to out: inout [UInt8]) -> Bool {
    var value = 0
    var hasDigit = false
    for i in range.dropFirst() {
      let byte = text.byte(i)
      switch byte {
      case 0x30...0x39:
        value = value * 10 + Int(byte - 0x30)
        hasDigit = true
        if value > 255 { return false }
      case UInt8(ascii: ","), UInt8(ascii: "]"):
        if hasDigit { out.append(UInt8(value)) }
        value = 0
        hasDigit = false
      default:
        if byte > 0x20 { return false }
      }
    }
    return true
  }

  private static func simple(_ escape: UInt8) -> UInt8? {
    switch escape {
    case UInt8(ascii: "n"): 0x0a
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0d
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0c
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
    default: nil
    }
  }

  /// Reads `\uXXXX`, or two of them that make a surrogate pair, at `at`.
  private static func scalar(_ text: RawSpan, _ at: Int, _ limit: Int) -> (Unicode.Scalar, Int)? {
    guard let high = hex(text, at + 2, limit) else { return nil }
    if let scalar = Unicode.Scalar(high) { return (scalar, at + 6) }
    if high < 0xdc00, limit - at >= 12, text.hasBytes("\\u", at: at + 6), let low = hex(text, at + 8, limit),
      low >= 0xdc00, low < 0xe000, let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
    {
      return (scalar, at + 12)
    }
    return ("\u{fffd}", at + 6)
  }

  private static func hex(_ text: RawSpan, _ at: Int, _ limit: Int) -> UInt32? {
    guard limit - at >= 4 else { return nil }
    var value: UInt32 = 0
    for i in at..<at + 4 {
      let byte = text.byte(i)
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}
