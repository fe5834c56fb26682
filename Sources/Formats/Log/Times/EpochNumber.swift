import ByteLexing

/// A time written as a decimal number since the epoch, in whatever unit its size suggests.
enum EpochNumber {
  /// Nanoseconds since the epoch of the number at `range`; nil if it is none or lies outside 1990…2200. O(length).
  ///
  /// Shippers write seconds, milliseconds, microseconds or nanoseconds without saying which; the four do not overlap
  /// for the years that matter. Exponents (`1.7e9`, as Go prints large floats) are understood.
  static func nanoseconds(_ text: RawSpan, _ range: Range<Int>) -> Int64? {
    var mantissa: Int64 = 0
    var scale = 0  // power of ten the mantissa is still to be multiplied with
    var digits = 0
    var seenPoint = false
    var at = range.lowerBound
    loop: while at < range.upperBound {
      let byte = text.byte(at)
      switch byte {
      case 0x30...0x39:
        digits += 1
        if mantissa < Int64.max / 100 {
          mantissa = mantissa * 10 + Int64(byte - 0x30)
          if seenPoint { scale -= 1 }
        } else if !seenPoint {
          scale += 1
        }
      case UInt8(ascii: ".") where !seenPoint: seenPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard let exponent = exponent(text, at + 1..<range.upperBound) else { return nil }
        scale += exponent
        break loop
      default: return nil
      }
      at += 1
    }
    guard digits > 0, mantissa > 0 else { return nil }
    return scaled(mantissa, scale)
  }

  private static func exponent(_ text: RawSpan, _ range: Range<Int>) -> Int? {
    var at = range.lowerBound
    if at < range.upperBound, text.byte(at) == UInt8(ascii: "+") { at += 1 }
    guard at < range.upperBound, range.upperBound - at <= 2 else { return nil }
    var value = 0
    while at < range.upperBound {
      let digit = text.byte(at) &- 0x30
      if digit > 9 { return nil }
      value = value * 10 + Int(digit)
      at += 1
    }
    return value
  }

  private static func scaled(_ mantissa: Int64, _ scale: Int) -> Int64? {
    // Number of integer digits decides the unit: 9–10 seconds, 12–13 milliseconds, 15–16 micro-, 18–19 nanoseconds.
    var integerDigits = scale
    var rest = mantissa
    while rest > 0 {
      integerDigits += 1
      rest /= 10
    }
    let shift: Int
    switch integerDigits {
    case 9, 10: shift = 9
    case 12, 13: shift = 6
    case 15, 16: shift = 3
    case 18, 19: shift = 0
    default: return nil
    }
    var power = scale + shift
    var value = mantissa
    while power < 0 {
      value /= 10
      power += 1
    }
    while power > 0 {
      let (next, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = next
      power -= 1
    }
    return value >= 631_152_000_000_000_000 && value < 7_258_118_400_000_000_000 ? value : nil
  }
}
