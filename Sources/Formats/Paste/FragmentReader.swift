import ByteLexing
import Model

/// Reads what lost the line that says what it is: rows of a table, Events of a description, ports of a switch.
struct FragmentReader {
  let form: PastePiece.Form
  let command: PasteCommand?

  /// Reads the piece, one line at a time.
  func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    var show = NorthboundShow(isFragment: form == .ports)
    let entries = NorthboundRows(sink)
    var events: [Placed] = []
    defer {
      show.flush(sink, entries)
      deliver(events, into: sink)
    }
    var rows: String?
    var isWrapped = false
    try StreamAccount.run(&feed, into: sink) { feed, account in
      try TextLines.read(&feed, &account, limit: min(context.itemLimit, 1 << 20)) { line, position in
        let text = line.text
        if text.allSatisfy({ $0 == " " }) { return .recognized }
        switch form {
        case .rows:
          defer { isWrapped = Self.isBeginOfWrapped(text) }
          return isWrapped ? .notUnderstood : row(text, at: position, &rows, sink)
        case .events: return event(text, at: position, &events)
        case .refusal: return refusal(text, at: position, sink)
        case .portNames: return portName(text, at: position, sink)
        default: return show.take(Self.indented(text), at: position, sink, entries) ?? .notUnderstood
        }
      }
    }
  }

  /// A line that the terminal broke in a name: what stands on the next line begins in the middle of it.
  private static func isBeginOfWrapped(_ text: String) -> Bool {
    text.utf8.count >= narrowest && !text.contains(" ") && !text.contains("\t")
  }

  /// Nobody reads tables in a window of fewer columns.
  private static let narrowest = 60

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

  // MARK: Events

  private func event(_ text: String, at position: RecordPosition, _ events: inout [Placed]) -> ByteUse {
    guard let event = EventRow.read(text) ?? EventRow.listed(text) ?? EventRow.told(text) else {
      return text.contains("Events:") || EventRow.isHeader(text) || text.hasPrefix(",") ? .recognized : .notUnderstood
    }
    events.append(Placed(event: event, position: position))
    return event.isComplaint || !event.involvedName.isEmpty || EventSubject.pod(in: event.message) != nil
      ? .understood : .recognized
  }

  /// All Events of a description are about one object. Which one the command says, or the Events themselves: the scheduler
  /// and kubelet write whole names. Others say themselves what they are about.
  private func deliver(_ all: [Placed], into sink: any RecordSink) {
    for placed in all where !placed.event.involvedName.isEmpty { sink.clusterEvent(placed.event, at: placed.position) }
    let events = all.filter { $0.event.involvedName.isEmpty }
    guard let object = subject(of: events) else { return }
    for placed in events {
      var event = placed.event
      event.involvedKind = object.kind
      event.involvedName = object.name
      event.involvedNamespace = object.namespace
      event.namespace = object.namespace.isEmpty ? "default" : object.namespace
      sink.clusterEvent(event, at: placed.position)
    }
  }

  private func subject(of events: [Placed]) -> ObjectRecord? {
    var object = ObjectRecord()
    if let command, command.verb == "describe", !command.name.isEmpty {
      object.kind = TableKind.named(command.resource)?.kind ?? TableKind.kind(forWord: command.resource)
      object.name = command.name
      if TableKind.isClusterScoped(object.kind) { return object }
      object.namespace = command.namespace
      if !object.namespace.isEmpty { return object }
    }
    let names = Set(events.compactMap { EventSubject.pod(in: $0.event.message) })
    guard names.count == 1, let name = names.first else { return nil }
    object.kind = "Pod"
    (object.namespace, object.name) = (name.namespace, name.name)
    return object
  }

  private struct Placed {
    var event: ClusterEventRecord
    var position: RecordPosition
  }

  // MARK: Refusals

  /// Notes the webhook's answer beside the object that was to be deleted: it has no time, but the object existed.
  private func refusal(_ text: String, at position: RecordPosition, _ sink: any RecordSink) -> ByteUse {
    guard let refusal = Refusal(text, command) else { return .recognized }
    var object = ObjectRecord()
    (object.kind, object.name) = (refusal.kind, refusal.name)
    object.fields["answers.delete"] = refusal.answer
    sink.list(ListHeader(itemKind: object.kind, shape: .table))
    sink.object(object, change: nil, at: position)
    return .understood
  }

  // MARK: Ports

  private func portName(_ text: String, at position: RecordPosition, _ sink: any RecordSink) -> ByteUse {
    guard let name = PortNameRow.name(in: text), let logicalSwitch = PortNameRow.switchOf(command) else {
      return .notUnderstood
    }
    var port = NorthboundPort()
    (port.name, port.logicalSwitch) = (name, logicalSwitch)
    sink.port(port, at: position)
    return .understood
  }

  /// The line as `ovn-nbctl show` indents it; copying may have lost the blanks.
  private static func indented(_ line: String) -> String {
    let content = line.drop { $0 == " " || $0 == "\t" }
    if content.hasPrefix("port ") { return "    " + content }
    return NorthboundShow.heading(String(content)) == nil ? "        " + content : String(content)
  }
}
