/// Tables for a terminal: columns as wide as their cells, the widest ones cut when the terminal is narrow.
public struct TextTableRenderer: TableRenderer {
  public static let formatName = "text"
  private let options: RenderOptions
  private let words: Lexicon

  /// Uses colour, width and language.
  public init(options: RenderOptions) {
    self.options = options
    words = Lexicon(language: options.language)
  }

  public func render(_ tables: [TableDocument]) -> [UInt8] {
    var canvas = TextCanvas(options: options)
    for table in tables { draw(table, on: &canvas) }
    return canvas.bytes
  }

  private func draw(_ table: TableDocument, on canvas: inout TextCanvas) {
    canvas.heading(table.title)
    for text in table.introduction { canvas.paragraph(text) }
    let texts = table.rows.map { row in
      table.cells(of: row).map { TerminalEscaping.line(table.shownText(of: $0.cell, in: $0.column, words)) }
    }
    let titles = table.columns.map { TerminalEscaping.line($0.title) }
    let widths = Self.widths(table.columns, titles: titles, texts: texts, room: canvas.width)
    canvas.raw(canvas.style.bold(line(titles, table.columns, widths)))
    canvas.raw(canvas.style.dim(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")))
    for (index, row) in texts.enumerated() {
      let verdict = table.rows[index].compactMap(\.verdict).first
      let text = line(row, table.columns, widths)
      canvas.raw(verdict.map { canvas.style.of($0, text) } ?? text)
    }
    if texts.isEmpty { canvas.raw("(" + words[.none] + ")") }
    for note in table.footnotes { canvas.paragraph(note) }
  }

  private func line(_ cells: [String], _ columns: [TableDocument.Column], _ widths: [Int]) -> String {
    var out = ""
    for (index, cell) in cells.enumerated() {
      let cut =
        columns[index].kind == .path
        ? TextLayout.cutFront(cell, to: widths[index]) : TextLayout.cut(cell, to: widths[index])
      out += (index > 0 ? "  " : "") + TextLayout.pad(cut, to: widths[index], columns[index].alignment)
    }
    while out.utf8.last == 0x20 { out.removeLast() }
    return out
  }

  /// Widths that fit: the widest column gives way first, none below eight columns.
  private static func widths(
    _ columns: [TableDocument.Column], titles: [String], texts: [[String]], room: Int
  ) -> [Int] {
    var widths = columns.indices.map { column in
      let widest = texts.map { DisplayWidth.of($0[column]) }.max() ?? 0
      let limit = columns[column].maxWidth
      return max(DisplayWidth.of(titles[column]), limit > 0 ? min(limit, widest) : widest)
    }
    let separators = 2 * max(0, columns.count - 1)
    var excess = widths.reduce(0, +) + separators - room
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 {
      let next = widths.filter { $0 < widths[widest] }.max() ?? 8
      let step = max(1, min(excess, widths[widest] - max(8, next)))
      widths[widest] -= step
      excess -= step
    }
    return widths
  }
}
