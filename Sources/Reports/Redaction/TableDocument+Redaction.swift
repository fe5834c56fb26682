extension TableDocument {
  /// The table without the names of the cluster; see `ReportDocument.redacted`. Late rows are redacted as they are made.
  public func redacted(_ redaction: Redaction) -> TableDocument {
    var out = self
    out.title = redaction.said(title)
    out.introduction = introduction.map(redaction.said)
    out.footnotes = footnotes.map(redaction.said)
    out.commands = commands.map { Command(redaction.said($0.purpose), redaction.command($0.command)) }
    let columns = columns
    let redacted: @Sendable ([Cell]) -> [Cell] = { row in
      row.enumerated().map { number, cell in
        guard cell.verdict == nil, case .text(let text) = cell.value, columns.indices.contains(number) else {
          return cell
        }
        var cell = cell
        cell.value = .text(columns[number].redacted(text, redaction))
        return cell
      }
    }
    out.rows = rows.map(redacted)
    if let late { out.late = LateRows(count: late.count) { redacted(late.make($0)) } }
    return out
  }
}

extension TableDocument.Column {
  /// A cell by what its column holds; of a column that is not named here, every word that is not the product's goes.
  fileprivate func redacted(_ text: String, _ redaction: Redaction) -> String {
    switch id {
    case "kind", "format", "rules", "versions": return text
    // Checksums tell whether a guess of the input was right.
    case "sha256": return ""
    case "text": return redaction.line(text)
    case "object", "owner": return redaction.display(text)
    case "process": return redaction.path(text)
    case "command": return redaction.command(text)
    default: break
    }
    return switch kind {
    case .path: redaction.path(text)
    case .code: redaction.name(text)
    default: redaction.said(text)
    }
  }
}
