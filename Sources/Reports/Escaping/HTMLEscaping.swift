/// Text for HTML and inline SVG.
public enum HTMLEscaping {
  /// For text between tags and for attribute values in double quotes: one rule for both, so that no text can be
  /// escaped for the wrong place. Active characters are spelled out. O(n); the input is not trusted.
  public static func text(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    append(text, to: &out)
    return out
  }

  static func append(_ text: String, to out: inout String) {
    if text.utf8.allSatisfy(isPlain) {
      out += text
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: VisibleText.append(scalar, to: &out)
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7f && byte != 0x26 && byte != 0x3c && byte != 0x3e && byte != 0x22 && byte != 0x27
  }

  /// An `id` made of letters, digits, `.`, `_` and `-` only; different texts give different ids.
  public static func anchor(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e: out.unicodeScalars.append(Unicode.Scalar(byte))
      default: out += "_" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return out
  }

  /// The text if it may stand in a `href`: an anchor of this page, a page below this one, or an https address without
  /// odd characters.
  ///
  /// Everything else, `javascript:` first of all, gives `nil`.
  public static func safeLink(_ text: String) -> String? {
    let isAnchor = text.hasPrefix("#")
    let isWeb = text.hasPrefix("https://")
    guard isAnchor || isWeb || isBelow(text), text.utf8.count <= 2000 else { return nil }
    let punctuation = Array("#%&()*+,-./:;=?@_~".utf8)
    let isClean = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
      default: punctuation.contains(byte)
      }
    }
    return isClean ? text : nil
  }

  /// A page beside or below this one: plain names only, no scheme, no way up.
  private static func isBelow(_ text: String) -> Bool {
    guard text.hasSuffix(".html"), !text.hasPrefix("/") else { return false }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && !part.hasPrefix(".")
        && part.utf8.allSatisfy {
          ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2d || $0 == 0x2e
            || $0 == 0x5f
        }
    }
  }
}
