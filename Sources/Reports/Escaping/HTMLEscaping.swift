/// Makes untrusted text safe in HTML, as content and inside double-quoted attributes.
enum HTMLEscaping {
  /// Control characters and bidirectional overrides become visible; markup becomes text.
  static func text(_ text: String) -> String {
    var out = ""
    for scalar in TerminalEscaping.line(text).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// Several lines, each escaped.
  static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { self.text(String($0)) }.joined(separator: "\n")
  }

  /// A name usable as an anchor.
  static func anchor(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") ? $0 : "_" })
  }
}
