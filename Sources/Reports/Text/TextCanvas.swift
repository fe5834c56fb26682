/// Lines of a text report: labelled blocks, lists, quoted evidence, commands. Everything given to it may be hostile and
/// is escaped and laid out here.
struct TextCanvas {
  /// Columns of the label at the left.
  static let labelWidth = 10

  let width: Int
  let style: TextStyle
  /// Stands for the rest of a sentence that found no room.
  let mark: String
  private(set) var text = ""

  init(options: RenderOptions, mark: String = "…") {
    self.mark = mark
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

  /// Lines that were written.
  var rows: Int { text.utf8.count { $0 == 0x0a } }

  /// An empty one of the same width and style.
  func fresh() -> TextCanvas {
    var other = self
    other.text = ""
    return other
  }

  /// Takes over what was laid out elsewhere.
  mutating func append(_ other: TextCanvas) { text += other.text }

  /// An empty line, never two in a row.
  mutating func blank() {
    if !text.isEmpty && !text.hasSuffix("\n\n") { text += "\n" }
  }

  /// A line as it is: already escaped, laid out and styled.
  mutating func raw(_ line: String) { text += line + "\n" }

  /// A thin rule.
  mutating func rule() { raw(style.dim(String(repeating: "─", count: width))) }

  /// A heading of a part.
  mutating func heading(_ title: String, maxLines: Int = 1) {
    blank()
    for line in TextLayout.wrap(TerminalEscaping.line(title), width: width, maxLines: maxLines) {
      raw(style.bold(line))
    }
  }

  /// Wrapped text without a label.
  mutating func paragraph(_ text: String, indent: Int = 0, hanging: Int = 0, maxLines: Int = 12) {
    let space = String(repeating: " ", count: indent)
    let further = String(repeating: " ", count: indent + hanging)
    let lines = TextLayout.wrap(
      TerminalEscaping.line(text), width: width - indent - hanging, maxLines: maxLines, mark: mark)
    for (index, line) in lines.enumerated() { raw((index == 0 ? space : further) + line) }
  }

  /// A label at the left and wrapped text beside it. Nothing for empty texts.
  mutating func labelled(_ label: String, _ texts: [String], maxLines: Int = 8) {
    var isFirst = true
    for text in texts where !text.isEmpty {
      let lines = TextLayout.wrap(
        TerminalEscaping.line(text), width: width - Self.labelWidth, maxLines: maxLines, mark: mark)
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

  /// A claim with its source and line, and below it the evidence as it stands there. Where the claim leaves no room, the
  /// source stands before the evidence. Evidence that is too long loses its middle: a message names its place in the
  /// source first and its cause last.
  mutating func cited(
    _ claim: String, _ citation: Citation, place: String, label: String = "", indent: Int = Self.labelWidth,
    claimLines: Int, quoteLines: Int
  ) {
    let place = TerminalEscaping.line(place)
    let room = width - indent
    let space = String(repeating: " ", count: indent)
    let lines = TextLayout.wrap(TerminalEscaping.line(claim), width: room, maxLines: claimLines, mark: mark)
    let isBeside = DisplayWidth.of(lines.last ?? "") + 2 + DisplayWidth.of(place) <= room
    for (index, line) in lines.enumerated() {
      let end = isBeside && index == lines.count - 1 ? "  " + style.dim(place) : ""
      raw((index == 0 && !label.isEmpty ? left(label) : space) + line + end)
    }
    let evidence = (isBeside ? "" : place + " ") + TerminalEscaping.line(CitedMessage.of(citation))
    for (index, line) in TextLayout.wrapMiddle(evidence, width: room - 2, maxLines: quoteLines).enumerated() {
      guard index == 0, !isBeside, line.hasPrefix(place) else {
        raw(space + "  " + line)
        continue
      }
      raw(space + "  " + style.dim(place) + " " + line.dropFirst(place.count))
    }
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
