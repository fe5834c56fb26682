/// Cells of RFC 4180 tables that no spreadsheet takes for a formula.
public enum CSVEscaping {
  /// One cell, quoted if needed. A cell that a spreadsheet could run begins with an apostrophe; active characters are
  /// spelled out, so a row is always one line. O(n); the input is not trusted.
  public static func cell(_ text: String) -> String {
    if isPlain(text) { return text }
    var visible = VisibleText.escape(text)
    if isFormula(text) { visible = "'" + visible }
    let needsQuotes =
      visible.utf8.contains { $0 == 0x22 || $0 == 0x2c } || visible.hasPrefix(" ") || visible.hasSuffix(" ")
    guard needsQuotes else { return visible }
    var out = "\""
    for scalar in visible.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }

  /// Letters, digits and harmless signs only, as most names and addresses are.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    if !isWord(first) { return false }
    return text.utf8.allSatisfy { isWord($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x3A || $0 == 0x2F }
  }

  @inline(__always)
  private static func isWord(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }

  /// Begins, after blanks that spreadsheets drop, with what starts a formula, in ASCII or full width.
  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    if first == "\t" || first == "\r" || first == "\n" { return true }
    guard let mark = text.unicodeScalars.first(where: { $0 != " " && $0 != "\u{a0}" && !VisibleText.isActive($0) })
    else { return false }
    return "=+-@＝＋－＠".unicodeScalars.contains(mark)
  }

  /// One row with its line end, CR LF as RFC 4180 has it.
  public static func row(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\r\n"
  }
}
