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

  public func render(_ tables: [TableDocument]) -> [UInt8] { gathered(tables) }

  public func render(_ tables: [TableDocument], into sink: ([UInt8]) -> Void) {
    let tables = tables.map { $0.said(in: words.language) }
    var options = options
    // Without a terminal nothing is cut, but what is read and not searched still has a width that can be read.
    if tables.contains(where: { $0.layout.isForReading }), options.width > 160 { options.width = 100 }
    var canvas = TextCanvas(options: options)
    for table in tables {
      canvas.heading(table.title)
      for text in table.introduction { canvas.paragraph(text) }
      switch table.layout {
      case .lines, .folded: draw(table, room: max(40, options.width), on: &canvas, sink)
      case .wrapped: TextParagraphs(options: options, words: words).drawWrapped(table, on: &canvas)
      case .blocks(let parts): TextParagraphs(options: options, words: words).drawBlocks(table, parts, on: &canvas)
      }
      for note in table.footnotes { canvas.paragraph(note, hanging: 2) }
      for command in table.commands {
        canvas.paragraph(command.purpose + ":", indent: 2)
        canvas.command(command.command, indent: 4)
      }
    }
    sink(canvas.bytes)
  }

  private func draw(_ table: TableDocument, room: Int, on canvas: inout TextCanvas, _ sink: ([UInt8]) -> Void) {
    let texts = { (row: [TableDocument.Cell]) in
      table.cells(of: row).map { TerminalEscaping.line(table.shownText(of: $0.cell, in: $0.column, words)) }
    }
    // Rows are made twice, once to be measured: all of them may be more than memory should hold.
    var widest = table.columns.map { _ in 0 }
    table.forEachRow { row in
      for (index, text) in texts(row).enumerated() { widest[index] = max(widest[index], DisplayWidth.of(text)) }
    }
    let natural = table.columns.indices.map { Self.naturalWidth(table.columns[$0], widest[$0]) }
    let shown = Self.fitting(table.columns, natural, room: room)
    let columns = shown.map { table.columns[$0] }
    let widths = Self.narrowed(shown.map { natural[$0] }, room: room)
    let folds = table.layout == .folded
    let hidden = table.columns.indices.filter { !shown.contains($0) && natural[$0] > 0 }
    canvas.raw(canvas.style.bold(line(columns.map { TerminalEscaping.line($0.title) }, columns, widths)))
    canvas.raw(canvas.style.dim(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")))
    table.forEachRow { row in
      let verdict = row.lazy.compactMap(\.verdict).first
      let cells = texts(row)
      let text = line(shown.map { cells[$0] }, columns, widths)
      canvas.raw(verdict.map { canvas.style.of($0, text) } ?? text)
      if folds { fold(cells, table, hidden, on: &canvas) }
      if canvas.text.utf8.count > Self.pieceSize { sink(canvas.take()) }
    }
    if table.rowCount == 0 { canvas.raw("(" + words[.none] + ")") }
    if !hidden.isEmpty, !folds, table.rowCount > 0 {
      let titles = hidden.map { TerminalEscaping.line(table.columns[$0].title) }
      canvas.paragraph("\(words[.leftOut]): \(titles.joined(separator: ", ")) (-o csv, -o json)")
    }
  }

  /// Prints the cells that found no room below their row, each behind the heading of its column.
  private func fold(_ row: [String], _ table: TableDocument, _ hidden: [Int], on canvas: inout TextCanvas) {
    let parts = hidden.filter { !row[$0].isEmpty && row[$0] != "0" }.map { index in
      TerminalEscaping.line(table.columns[index].title) + ": " + row[index]
    }
    guard !parts.isEmpty else { return }
    canvas.paragraph(parts.joined(separator: " · "), indent: 4, maxLines: 5)
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

  /// How wide a column wants to be; 0 if it has nothing to show.
  private static func naturalWidth(_ column: TableDocument.Column, _ widest: Int) -> Int {
    if widest == 0 && column.rank > 0 { return 0 }
    return max(DisplayWidth.of(column.title), column.maxWidth > 0 ? min(column.maxWidth, widest) : widest)
  }

  /// The columns that find room: those of rank 0, then by rank, as long as they fit at their natural width.
  private static func fitting(_ columns: [TableDocument.Column], _ natural: [Int], room: Int) -> [Int] {
    var shown = Set(columns.indices.filter { columns[$0].rank == 0 })
    var used = shown.reduce(0) { $0 + natural[$1] + 2 } - 2
    let optional = columns.indices.filter { columns[$0].rank > 0 && natural[$0] > 0 }
    for index in optional.sorted(by: { (columns[$0].rank, $0) < (columns[$1].rank, $1) }) {
      guard used + natural[index] + 2 <= room else { continue }
      used += natural[index] + 2
      shown.insert(index)
    }
    return shown.sorted()
  }

  /// Widths that fit: the widest column gives way first, none below eight columns.
  static func narrowed(_ natural: [Int], room: Int) -> [Int] {
    var widths = natural
    var excess = widths.reduce(0, +) + 2 * max(0, widths.count - 1) - room
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 {
      let next = widths.filter { $0 < widths[widest] }.max() ?? 8
      let step = max(1, min(excess, widths[widest] - max(8, next)))
      widths[widest] -= step
      excess -= step
    }
    return widths
  }
}
