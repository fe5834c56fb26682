extension TableDocument {
  /// The table in the language of its readers; names, codes and paths stay as they are.
  func said(in language: Language) -> TableDocument {
    guard language == .chinese else { return self }
    let book = Phrasebook()
    var out = self
    out.title = book.say(title)
    out.introduction = introduction.map(book.say)
    out.footnotes = footnotes.map(book.say)
    for i in out.columns.indices { out.columns[i].title = book.say(out.columns[i].title) }
    for i in out.commands.indices { out.commands[i].purpose = book.say(out.commands[i].purpose) }
    let isOurs = columns.map { $0.kind == .text || $0.kind == .verdict }
    // Unsafe: a table is laid out by one thread, which is the only one that makes its late rows.
    nonisolated(unsafe) let shared = book
    let said: @Sendable ([Cell]) -> [Cell] = { row in
      zip(row, isOurs).map { cell, isOurs in
        guard isOurs, case .text(let text) = cell.value else { return cell }
        var cell = cell
        cell.value = .text(shared.say(text))
        return cell
      }
    }
    out.rows = rows.map(said)
    if let late { out.late = LateRows(count: late.count) { said(late.make($0)) } }
    if case .blocks(let lines) = layout {
      out.layout = .blocks(
        lines.map { line in
          line.map { Part($0.id, book.say($0.pattern), isDetail: $0.isDetail) }
        })
    }
    return out
  }
}
