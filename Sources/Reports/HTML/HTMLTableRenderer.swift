/// Tables as a page of the same look as the report.
public struct HTMLTableRenderer: TableRenderer {
  public static let formatName = "html"
  private let words: Lexicon

  /// Uses the language.
  public init(options: RenderOptions) { words = Lexicon(language: options.language) }

  public func render(_ tables: [TableDocument]) -> [UInt8] {
    let tables = tables.map { $0.said(in: words.language) }
    let title = tables.first?.title ?? ""
    return HTMLPage(words: words, title: title).render(
      bannerClass: "b-plain",
      banner: { $0.element("h1", text: TextLayout.limit(title, scalars: 400).text) },
      navigation: { w in
        w.element("ul") { w in
          for (index, table) in tables.enumerated() {
            w.element("li") { $0.element("a", ["href": "#table-\(index + 1)"], text: table.title) }
          }
        }
      },
      mainClass: tables.count == 1 ? "tables lone" : "tables",
      main: { w in
        for (index, table) in tables.enumerated() { section(table, index + 1, &w) }
      },
      footer: { _ in })
  }

  private func section(_ table: TableDocument, _ number: Int, _ w: inout HTMLWriter) {
    let blocks = HTMLBlocks(words: words)
    w.newline()
    w.element("section", ["id": "table-\(number)"]) { w in
      w.element("h2", text: table.title)
      for text in table.introduction { w.element("p", ["class": "lead"], prose: text) }
      let shown = filledColumns(table)
      let headings = zip(table.columns, shown).filter(\.1).map { ($0.0.title, $0.0.alignment == .right) }
      if table.rowCount > Self.filterable {
        w.element("p", ["class": "table-filter"]) { w in
          w.element("label") { w in
            w.text(words[.search] + " ")
            w.void("input", ["type": "search"])
          }
        }
      }
      blocks.table(table.title, headings, &w) { w in
        table.forEachRow { row in
          w.element("tr") { w in
            for ((column, cell), isShown) in zip(table.cells(of: row), shown) where isShown {
              w.element("td", ["class": column.alignment == .right ? "number" : nil]) { w in
                self.cell(cell, column, table, blocks, &w)
              }
            }
          }
          w.newline()
        }
      }
      if table.rowCount == 0 { w.element("p", ["class": "muted"], text: words[.none]) }
      for note in table.footnotes { w.element("p", ["class": "muted"], prose: note) }
      for command in table.commands {
        w.element("p", text: command.purpose)
        blocks.command(command.command, &w)
      }
    }
  }

  /// Longer tables can be searched.
  private static let filterable = 8

  /// Columns that say something in some row; those that a terminal always shows stay.
  private func filledColumns(_ table: TableDocument) -> [Bool] {
    var isFilled = table.columns.map { $0.rank == 0 }
    table.forEachRow { row in
      for (index, pair) in table.cells(of: row).enumerated() where !isFilled[index] {
        isFilled[index] = !table.shownText(of: pair.cell, in: pair.column, words).isEmpty
      }
    }
    return isFilled
  }

  private func cell(
    _ cell: TableDocument.Cell, _ column: TableDocument.Column, _ table: TableDocument, _ blocks: HTMLBlocks,
    _ w: inout HTMLWriter
  ) {
    let text = table.shownText(of: cell, in: column, words)
    if let verdict = cell.verdict {
      blocks.badge(verdict, &w)
    } else if let link = cell.link.flatMap(HTMLEscaping.safeLink) {
      w.element("a", ["href": link, "rel": link.hasPrefix("#") ? nil : "noopener noreferrer"], prose: text)
    } else if case .instant(let instant) = cell.value {
      blocks.time(instant, &w)
    } else if column.kind == .code || column.kind == .path {
      w.element("code", prose: text)
    } else {
      w.prose(text)
    }
  }
}
