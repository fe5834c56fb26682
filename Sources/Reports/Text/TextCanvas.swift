/// Lines of a text report: labelled blocks, lists, quoted evidence, commands. Everything given to it may be hostile and
/// is escaped and laid out here.
struct TextCanvas {
  /// Columns of the label at the left.
  static let labelWidth = 10

  let width: Int
  let style: TextStyle
  private(set) var text = ""

  init(options: RenderOptions) {
    width = max(40, min(options.width, 160))
    style = TextStyle(useColor: options.useColor)
  }

  /// Bytes of the report.
  var bytes: [UInt8] { Array(text.utf8) }

  /// Hands over all but the end, which tells whether an empty line stands there, and forgets it.
  mutating func take() -> [UInt8] {
    let end = text.utf8.suffix(2)
    let bytes = Array(text.utf8.dropLast(end.count))
    text = String(decoding: Array(end), as: UTF8.self)
    return bytes
  }

  /// An empty line, never two in a row.
  mutating func blank() {
    if !text.isEmpty && !text.hasSuffix("\n\n") { text += "\n" }
  }

  /// A line as it is: already escaped, laid out and styled.
  mutating func raw(_ line: String) { text += line + "\n" }

  /// A thin rule.
  mutating func rule() { raw(style.dim(String(repeating: "─", count: width))) }

  /// A heading of a part.
  mutating func heading(_ title: String) {
    blank()
    raw(style.bold(TextLayout.cut(TerminalEscaping.line(title), to: width)))
  }

  /// Wrapped text without a label.
  mutating func paragraph(_ text: String, indent: Int = 0, hanging: Int = 0, maxLines: Int = 12) {
    let space = String(repeating: " ", count: indent)
    let further = String(repeating: " ", count: indent + hanging)
    let lines = TextLayout.wrap(TerminalEscaping.line(text), width: width - indent - hanging, maxLines: maxLines)
    for (index, line) in lines.enumerated() { raw((index == 0 ? space : further) + line) }
  }

  /// A label at the left and wrapped text beside it. Nothing for empty texts.
  mutating func labelled(_ label: String, _ texts: [String], maxLines: Int = 8) {
    var isFirst = true
    for text in texts where !text.isEmpty {
      let lines = TextLayout.wrap(
        TerminalEscaping.line(text), width: width - Self.labelWidth, maxLines: maxLines)
      for line in lines {
        raw(left(isFirst ? label : "") + line)
        isFirst = false
      }
    }
  }

  /// A label and one line beside it that is already laid out.
  mutating func labelled(_ label: String, line: String) { raw(left(label) + line) }

  /// Columns beside a label.
  var bodyWidth: Int { width - Self.labelWidth }

  private func left(_ label: String) -> String {
    // A label that fills its column would touch the text.
    let padded = TextLayout.pad(TextLayout.cut(label, to: Self.labelWidth - 1), to: Self.labelWidth)
    return label.isEmpty ? padded : style.bold(padded)
  }

  /// Evidence: its place, short, and what it says, wrapped and never cut so that it says nothing.
  mutating func evidence(_ citation: Citation, place: String, indent: Int, maxLines: Int) {
    let place = TerminalEscaping.line(place)
    let words = TerminalEscaping.line(CitedMessage.of(citation)).unicodeScalars.split(separator: " ")
    let text = words.map { String($0) }.joined(separator: " ")
    let space = String(repeating: " ", count: indent)
    let room = width - indent
    let taken = DisplayWidth.of(place)
    if taken * 5 > room * 3 || text.isEmpty {
      for line in TextLayout.wrap(place, width: room) { raw(space + style.dim(line)) }
      for line in TextLayout.wrap(text, width: room - 2, maxLines: maxLines) { raw(space + "  " + line) }
      return
    }
    // The first line is shorter by the place, the others by their indent.
    let first = TextLayout.wrap(text, width: room - taken - 2)[0]
    let rest = String(text.unicodeScalars.dropFirst(first.unicodeScalars.count))
    raw(space + style.dim(place) + "  " + first)
    for line in TextLayout.wrap(rest, width: room - 2, maxLines: max(1, maxLines - 1)) { raw(space + "  " + line) }
  }

  /// `source:line`, escaped.
  static func place(_ citation: Citation) -> String {
    let source = TerminalEscaping.line(citation.source)
    if citation.line > 0 { return source + ":\(citation.line)" }
    return citation.offset > 0 ? source + "+\(citation.offset)" : source
  }

  /// A command on lines of its own, whole, so that it can be copied.
  mutating func command(_ command: String, indent: Int) {
    guard !command.isEmpty else { return }
    let space = String(repeating: " ", count: indent)
    for line in TerminalEscaping.lines(command) { raw(space + style.command(line)) }
  }
}
