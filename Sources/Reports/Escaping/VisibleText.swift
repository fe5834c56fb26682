/// Makes characters visible that would act on a terminal, a page or a reader instead of showing.
///
/// Every escaping but JSON's builds on it: after it a text has one line and no hidden parts.
public enum VisibleText {
  /// Control characters, line and paragraph separators, bidirectional controls and characters without a shape.
  ///
  /// Ranges from the Unicode character database: Cc, Zl, Zp, the Bidi_Control property, and the Cf characters that
  /// hide text (zero width, tags, interlinear annotation).
  public static func isActive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0xad, 0x61c, 0x115f, 0x1160, 0x180e: true
    case 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0x3164, 0xfeff, 0xffa0, 0xfff9...0xfffb: true
    case 0xe0000...0xe0fff: true
    default: false
    }
  }

  /// The text with every active character spelled out: `\n`, `\x1b`, `\u{202e}`. O(n); the input is not trusted.
  public static func escape(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
    var out = ""
    out.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars { append(scalar, to: &out) }
    return out
  }

  /// Appends one character, spelled out if it is active.
  static func append(_ scalar: Unicode.Scalar, to out: inout String) {
    guard isActive(scalar) else {
      out.unicodeScalars.append(scalar)
      return
    }
    switch scalar {
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    default:
      let digits = String(scalar.value, radix: 16)
      if scalar.value < 0x100 {
        out += digits.utf8.count < 2 ? "\\x0" + digits : "\\x" + digits
      } else {
        out += "\\u{" + digits + "}"
      }
    }
  }
}
