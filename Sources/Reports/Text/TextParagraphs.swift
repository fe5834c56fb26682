/// Tables that are read and not searched: nothing is cut, cells go on over several lines.
struct TextParagraphs {
  let options: RenderOptions
  let words: Lexicon

  /// Columns when no terminal says how many there are.
  private var room: Int { options.width > 160 ? 100 : max(40, options.width) }

  /// Texts of the cells, paths as short as they can be told apart.
  private func texts(_ table: TableDocument) -> [[String]] {
    var shorten: [Int: SourceNames] = [:]
    for (at, column) in table.columns.enumerated() where column.kind == .path {
      shorten[at] = SourceNames(
        table.allRows.map { table.shownText(of: table.cells(of: $0)[at].cell, in: column, words) })
    }
    return table.allRows.map { row in
      table.cells(of: row).enumerated().map { at, pair in
        let text = table.shownText(of: pair.cell, in: pair.column, words)
        return TerminalEscaping.line(shorten[at]?(text) ?? text)
      }
    }
  }

  /// Columns side by side; those without content are left out.
  func drawWrapped(_ table: TableDocument, on canvas: inout TextCanvas) {
    let all = texts(table)
    let shown = table.columns.indices.filter { at in
      table.columns[at].rank < Self.hiddenRank && (table.columns[at].rank == 0 || all.contains { !$0[at].isEmpty })
    }
    let titles = shown.map { TerminalEscaping.line(table.columns[$0].title) }
    let natural = zip(shown, titles).map { at, title in
      all.reduce(DisplayWidth.of(title)) { max($0, DisplayWidth.of($1[at])) }
    }
    let widths = TextTableRenderer.narrowed(natural, room: room)
    let columns = shown.map { table.columns[$0] }
    for line in lines(titles, columns, widths) { canvas.raw(canvas.style.bold(line)) }
    canvas.raw(canvas.style.dim(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")))
    var above: [String] = []
    for row in all {
      var cells = shown.map { row[$0] }
      // A name that stands in the row above is not said again.
      let isSame = cells.first == above.first
      above = cells
      if isSame, table.columns[shown[0]].kind == .path { cells[0] = "" }
      for line in lines(cells, columns, widths) { canvas.raw(line) }
    }
    if all.isEmpty { canvas.raw("(" + words[.none] + ")") }
  }

  /// Columns of this rank are for machines.
  private static let hiddenRank = 3

  private func lines(_ cells: [String], _ columns: [TableDocument.Column], _ widths: [Int]) -> [String] {
    let wrapped = zip(cells, widths).map { TextLayout.wrap($0, width: $1) }
    return (0..<max(1, wrapped.map(\.count).max() ?? 1)).map { number in
      var out = ""
      for (at, cell) in wrapped.enumerated() {
        let text = cell.indices.contains(number) ? cell[number] : ""
        out += (at > 0 ? "  " : "") + TextLayout.pad(text, to: widths[at], columns[at].alignment)
      }
      while out.utf8.last == 0x20 { out.removeLast() }
      return out
    }
  }

  /// Rows of a list that is shown whole.
  private static let longList = 60

  /// One paragraph for each row; of a long list, rows that tell nothing are counted.
  func drawBlocks(_ table: TableDocument, _ parts: [[TableDocument.Part]], on canvas: inout TextCanvas) {
    let all = texts(table)
    let telling = parts.joined().filter(\.isTelling).compactMap { part in table.columns.firstIndex { $0.id == part.id }
    }
    let isShort = options.isVerbose || all.count <= Self.longList || telling.isEmpty
    let kind = parts.first?.first.flatMap { part in table.columns.firstIndex { $0.id == part.id } } ?? 0
    var kinds: [String] = []
    var counts: [String: Int] = [:]
    for row in all {
      if !isShort, telling.allSatisfy({ row[$0].isEmpty }) {
        if counts[row[kind]] == nil { kinds.append(row[kind]) }
        counts[row[kind], default: 0] += 1
        continue
      }
      let shown = parts.map { line in
        line.compactMap { part -> String? in
          guard let at = table.columns.firstIndex(where: { $0.id == part.id }), !row[at].isEmpty else { return nil }
          if part.isDetail && !options.isVerbose { return nil }
          return part.pattern.replacing("{}", with: row[at], maxReplacements: 1)
        }.joined(separator: " · ")
      }
      let name = row.first ?? ""
      let beside = shown.first ?? ""
      if DisplayWidth.of(name) + DisplayWidth.of(beside) + 2 <= room {
        canvas.raw(canvas.style.bold(name) + (beside.isEmpty ? "" : "  " + canvas.style.dim(beside)))
      } else {
        for line in TextLayout.wrap(name, width: room) { canvas.raw(canvas.style.bold(line)) }
        wrap(beside, on: &canvas)
      }
      for line in shown.dropFirst() { wrap(line, on: &canvas) }
    }
    let rest = kinds.map { "\(counts[$0] ?? 0) × \($0)" }
    if !rest.isEmpty { canvas.paragraph("\(words[.further]): \(rest.joined(separator: ", ")) (-v)", hanging: 2) }
    if all.isEmpty { canvas.raw("(" + words[.none] + ")") }
  }

  private func wrap(_ text: String, on canvas: inout TextCanvas) {
    for (number, line) in TextLayout.wrap(text, width: room - 6).enumerated() {
      canvas.raw((number == 0 ? "    " : "      ") + line)
    }
  }
}
