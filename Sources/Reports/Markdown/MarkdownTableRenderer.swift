/// Tables for a GitHub issue.
public struct MarkdownTableRenderer: TableRenderer {
  public static let formatName = "markdown"
  private let words: Lexicon

  /// Uses the language.
  public init(options: RenderOptions) { words = Lexicon(language: options.language) }

  public func render(_ tables: [TableDocument]) -> [UInt8] {
    let tables = tables.map { $0.said(in: words.language) }
    var canvas = MarkdownCanvas()
    for table in tables {
      canvas.heading(2, table.title)
      for text in table.introduction { canvas.paragraph(text) }
      let rows = table.allRows.map { row in table.cells(of: row).map { markdown($0.cell, $0.column, table) } }
      canvas.table(
        table.columns.map { MarkdownCanvas.prose($0.title, limit: 80, inTable: true) },
        alignments: table.columns.map(\.alignment), rows)
      if rows.isEmpty { canvas.add("(" + words[.none] + ")") }
      for note in table.footnotes { canvas.paragraph(note) }
      for command in table.commands {
        canvas.paragraph(command.purpose)
        canvas.add(MarkdownEscaping.block(TerminalEscaping.lines(command.command), language: "sh"))
      }
    }
    return Array(canvas.blocks.joined(separator: "\n").utf8)
  }

  private func markdown(_ cell: TableDocument.Cell, _ column: TableDocument.Column, _ table: TableDocument) -> String {
    let text = table.shownText(of: cell, in: column, words)
    if cell.verdict != nil { return "**" + text + "**" }
    switch column.kind {
    case .code, .path: return MarkdownCanvas.code(text, limit: 300, inTable: true)
    default: return MarkdownCanvas.prose(text, limit: 600, inTable: true)
    }
  }
}
