/// Cells of RFC 4180 tables that no spreadsheet takes for a formula.
public enum CSVEscaping {
  /// One cell, quoted if needed. A cell that a spreadsheet could run begins with an apostrophe; active characters are
  /// spelled out, so a row is always one line. O(n); the input is not trusted.
  public static func cell(_ text: String) -> String {
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
