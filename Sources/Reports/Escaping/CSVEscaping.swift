/// Cells of RFC 4180 tables that no spreadsheet takes for a formula.
public enum CSVEscaping {
  /// One cell, quoted if needed. A cell that a spreadsheet could run begins with an apostrophe; active characters are
  /// spelled out, so a row is always one line. O(n); the input is not trusted.
  public static func cell(_ text: String) -> String {
    var out: [UInt8] = []
    append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  private static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    let isDone = text.withUTF8 { bytes in
      guard isPlain(bytes) else { return false }
      out.append(contentsOf: bytes)
      return true
    }
    if isDone { return }
    var visible = VisibleText.escape(text)
    if isFormula(text) { visible = "'" + visible }
    let needsQuotes =
      visible.utf8.contains { $0 == 0x22 || $0 == 0x2c } || visible.hasPrefix(" ") || visible.hasSuffix(" ")
    guard needsQuotes else {
      out += visible.utf8
      return
    }
    out.append(0x22)
    for byte in visible.utf8 {
      if byte == 0x22 { out.append(0x22) }
      out.append(byte)
    }
    out.append(0x22)
  }

  /// ASCII that begins with a letter or digit and needs neither quotes nor escapes, as nearly all cells are.
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    guard first &- 0x30 < 10 || (first | 0x20) &- 0x61 < 26, last != 0x20 else { return false }
    for byte in bytes where byte &- 0x20 >= 0x5f || byte == 0x22 || byte == 0x2c { return false }
    return true
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
  public static func appendRow(_ cells: some Sequence<String>, to out: inout [UInt8]) {
    var isFirst = true
    for cell in cells {
      if !isFirst { out.append(0x2c) }
      isFirst = false
      append(cell, to: &out)
    }
    out += [0x0d, 0x0a]
  }
}
