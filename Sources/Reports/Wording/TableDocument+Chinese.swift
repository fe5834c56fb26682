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
    for row in out.rows.indices {
      for at in out.rows[row].indices where columns.indices.contains(at) && columns[at].kind == .text {
        if case .text(let text) = out.rows[row][at].value { out.rows[row][at].value = .text(book.say(text)) }
      }
    }
    if case .blocks(let lines) = layout {
      out.layout = .blocks(
        lines.map { line in
          line.map { Part($0.id, book.say($0.pattern), isDetail: $0.isDetail) }
        })
    }
    return out
  }
}
