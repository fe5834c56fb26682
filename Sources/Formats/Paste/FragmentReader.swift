import ByteLexing
import Model

/// Reads what lost the line that says what it is: rows of a table, Events of a description, ports of a switch.
struct FragmentReader {
  let form: PastePiece.Form
  let command: PasteCommand?

  /// Reads the piece, one line at a time.
  func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    var show = NorthboundShow(isFragment: form == .ports)
    defer { show.flush(sink) }
    var rows: String?
    try StreamAccount.run(&feed, into: sink) { feed, account in
      try TextLines.read(&feed, &account, limit: min(context.itemLimit, 1 << 20)) { line, position in
        let text = line.text
        if text.allSatisfy({ $0 == " " }) { return .recognized }
        switch form {
        case .rows: return row(text, at: position, &rows, sink)
        case .events: return event(text, at: position, sink)
        default: return show.take(Self.indented(text), at: position, sink) ?? .notUnderstood
        }
      }
    }
  }

  private func row(_ text: String, at position: RecordPosition, _ rows: inout String?, _ sink: any RecordSink)
    -> ByteUse
  {
    guard let kind = HeaderlessRow.kind(text, command) else { return .notUnderstood }
    guard let object = HeaderlessRow.object(text, kind: kind, namespace: command?.namespace ?? "") else {
      return .recognized
    }
    if rows != kind { sink.list(ListHeader(itemKind: kind, shape: .table)) }
    rows = kind
    sink.object(object, change: nil, at: position)
    return .understood
  }

  /// Whose Events they are only the command says.
  private func event(_ text: String, at position: RecordPosition, _ sink: any RecordSink) -> ByteUse {
    guard var event = EventRow.read(text) else {
      return text.contains("Events:") || EventRow.isHeader(text) ? .recognized : .notUnderstood
    }
    guard let command, command.verb == "describe", !command.name.isEmpty else { return .recognized }
    event.involvedKind = TableKind.named(command.resource)?.kind ?? TableKind.kind(forWord: command.resource)
    event.involvedName = command.name
    if TableKind.isClusterScoped(event.involvedKind) {
      event.namespace = "default"
    } else {
      guard !command.namespace.isEmpty else { return .recognized }
      event.namespace = command.namespace
      event.involvedNamespace = command.namespace
    }
    sink.clusterEvent(event, at: position)
    return .understood
  }

  /// The line as `ovn-nbctl show` indents it; copying may have lost the blanks.
  private static func indented(_ line: String) -> String {
    let content = line.drop { $0 == " " || $0 == "\t" }
    if content.hasPrefix("port ") { return "    " + content }
    return NorthboundShow.heading(String(content)) == nil ? "        " + content : String(content)
  }
}
