/// Lines for a terminal. Everything that goes in is untrusted and is escaped here.
struct Lines {
  enum Style { case plain, strong, dim, good, warn, bad }

  private(set) var text = ""
  private let width: Int
  private let useColor: Bool

  init(width: Int, useColor: Bool) {
    self.width = width
    self.useColor = useColor
  }

  mutating func gap() { text += "\n" }

  /// One line, wrapped if too long.
  mutating func add(_ line: String, style: Style = .plain) { wrapped(line, indent: 0, style: style) }

  mutating func wrapped(_ line: String, indent: Int, style: Style = .plain) {
    for row in TextLayout.wrap(TerminalEscaping.line(line), width - indent) { put(row, indent, style) }
  }

  /// A label and wrapped text beside it.
  mutating func labelled(_ label: String, _ body: String) {
    let rows = TextLayout.wrap(TerminalEscaping.line(body), width - 9)
    for (i, row) in rows.enumerated() {
      let left = i == 0 ? label : ""
      text += painted(left + String(repeating: " ", count: 9 - left.count), i == 0 ? .strong : .plain) + row + "\n"
    }
  }

  /// One line, cut at the width.
  mutating func cut(_ line: String, indent: Int, style: Style = .plain) {
    put(TextLayout.cut(TerminalEscaping.line(line), width - indent), indent, style)
  }

  /// A place in a source: the end matters, so a long one loses its beginning.
  mutating func path(_ line: String, indent: Int) {
    let clean = TerminalEscaping.line(line)
    let limit = width - indent
    put(TextLayout.width(clean) <= limit ? clean : "…" + String(String.UnicodeScalarView(clean.unicodeScalars.suffix(limit - 1))), indent, .dim)
  }

  /// One line, however long.
  mutating func whole(_ line: String, indent: Int) { put(TerminalEscaping.line(line), indent, .plain) }

  private mutating func put(_ line: String, _ indent: Int, _ style: Style) {
    text += String(repeating: " ", count: indent) + painted(line, style) + "\n"
  }

  private func painted(_ line: String, _ style: Style) -> String {
    guard useColor, style != .plain, !line.isEmpty else { return line }
    let code =
      switch style {
      case .plain: "0"
      case .strong: "1"
      case .dim: "2"
      case .good: "32"
      case .warn: "1;33"
      case .bad: "1;31"
      }
    return "\u{1b}[\(code)m\(line)\u{1b}[0m"
  }
}
