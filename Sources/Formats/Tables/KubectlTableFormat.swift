import ByteLexing
import Model

/// Tables as `kubectl get` and `kubectl events` print them, with header; several tables may follow one another.
public enum KubectlTableFormat: StreamFormat {
  public static let id = "kubectl-table"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    var at = 0
    var lines = 0
    while at < head.byteCount, lines < 5 {
      let hit = head.firstIndex(of: UInt8(ascii: "\n"), from: at)
      let end = hit < 0 ? head.byteCount : hit
      // Headers are short; a long line is not worth looking at.
      if end - at < 2000, let header = TableLayout(header: head.text(at..<end).trimmingLineEnd) {
        if EventTable.isHeader(header) { return Confidence(90, "header of an Event table") }
        if let table = TableKind.of(header.names) { return Confidence(90, "header of a table of \(table.kind)") }
        if let table = TableKind.named(hints.fileName) {
          return Confidence(70, "table header and a name that says \(table.kind)")
        }
        return Confidence(50, "table header")
      }
      lines += 1
      at = end + 1
    }
    return .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    let reader = TableReader(sink, context.provenance.hints)
    defer { reader.flush() }
    try StreamAccount.run(&feed, into: sink, firstLine: context.firstLine) { feed, account in
      try TextLines.read(&feed, &account, limit: min(context.itemLimit, 1 << 20)) { reader.take($0, at: $1) }
      if account.isMidLine { sink.listIsCut() }
    }
  }
}

extension String {
  fileprivate var trimmingLineEnd: String {
    var text = self
    while let last = text.unicodeScalars.last, last == "\r" || last == "\n" { text.unicodeScalars.removeLast() }
    return text
  }
}
