/// The one place that cuts and wraps text: between scalars, by columns.
public enum TextLayout {
  /// Columns that a scalar takes: 2 for East Asian wide ones, 0 for combining marks.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x0300...0x036F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// Columns of a text.
  public static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + columns($1) } }

  /// `text` cut to `limit` columns, with an ellipsis if anything was cut.
  public static func cut(_ text: String, _ limit: Int) -> String {
    guard width(text) > limit else { return text }
    var out = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      let next = columns(scalar)
      if used + next > limit - 1 { break }
      out.append(scalar)
      used += next
    }
    return String(out) + "…"
  }

  /// Words in lines of at most `limit` columns; a longer word stands alone, uncut.
  public static func wrap(_ text: String, _ limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let length = width(String(word))
      if used > 0, used + 1 + length > limit {
        lines.append(line)
        line = ""
        used = 0
      }
      line += (used > 0 ? " " : "") + word
      used += length + (used > 0 ? 1 : 0)
    }
    if used > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }
}
