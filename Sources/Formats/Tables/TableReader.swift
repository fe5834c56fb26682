import ByteLexing
import Model

/// Turns the rows of one table after another into objects or Events. Ages are no times: all instants stay empty.
final class TableReader {
  private let sink: any RecordSink
  private let hints: PathHints
  private var layout: TableLayout?
  private var table: TableKind?
  private var isEvents = false
  private var seen: Set<Int> = []
  private var isWatch = false
  private var lastEvent: (record: ClusterEventRecord, position: RecordPosition)?

  init(_ sink: any RecordSink, _ hints: PathHints) {
    self.sink = sink
    self.hints = hints
  }

  /// Takes the next line of the stream and says how its bytes were used.
  func take(_ line: RawSpan, at position: RecordPosition) -> ByteUse {
    let text = line.text
    if text.allSatisfy({ $0 == " " }) { return .recognized }
    if let header = TableLayout(header: text) {
      flush()
      begin(header)
      return .recognized
    }
    guard let layout else { return .notUnderstood }
    if isEvents { return takeEvent(text, layout, at: position) }
    guard let cells = layout.cells(of: text) else { return takeMoved(text, at: position) }
    return takeObject(cells, layout, at: position)
  }

  /// A row whose columns do not stand below the header's, as where somebody masked a name: it counts if its cells show by
  /// themselves what they are.
  private func takeMoved(_ text: String, at position: RecordPosition) -> ByteUse {
    guard let table, HeaderlessRow.showsKind(table.kind, text),
      let object = HeaderlessRow.object(text, kind: table.kind, namespace: hints.namespace ?? "")
    else { return .notUnderstood }
    deliver(object, at: position)
    return .understood
  }

  /// Delivers what waits for a possible continuation; to be called at the end of the stream.
  func flush() {
    if let lastEvent { sink.clusterEvent(lastEvent.record, at: lastEvent.position) }
    lastEvent = nil
  }

  private func begin(_ header: TableLayout) {
    layout = header
    isEvents = EventTable.isHeader(header)
    table = isEvents ? nil : TableKind.of(header.names) ?? TableKind.named(hints.fileName)
    seen.removeAll(keepingCapacity: true)
    isWatch = false
    if !isEvents { sink.list(ListHeader(itemKind: table?.kind ?? "", shape: .table)) }
  }

  // MARK: Objects

  private func takeObject(_ cells: [String], _ layout: TableLayout, at position: RecordPosition) -> ByteUse {
    var object = ObjectRecord()
    object.kind = table?.kind ?? ""
    var table = self.table
    for (name, cell) in zip(layout.names, cells) where name == "NAME" {
      object.name = cell
      // With several kinds in one command, names are `ip.kubeovn.io/web-1.default`.
      if let slash = cell.firstIndex(of: "/") {
        object.name = String(cell[cell.index(after: slash)...])
        let named = TableKind.named(String(cell[..<slash]))
        object.kind = named?.kind ?? ""
        table = TableKind.of(layout.names).flatMap { $0.kind == object.kind ? $0 : nil } ?? named
      }
    }
    guard !object.kind.isEmpty else { return .recognized }
    guard !object.name.isEmpty, !object.name.contains(" ") else { return .notUnderstood }
    // Which object it is a name that was cut does not tell.
    if Self.isCut(object.name) { return .recognized }
    let isScoped = !TableKind.isClusterScoped(object.kind)
    for (name, cell) in zip(layout.names, cells) where !cell.isEmpty && cell != "<none>" && !Self.isCut(cell) {
      if name == "NAMESPACE", isScoped {
        object.namespace = cell
      } else if name == "NAMESPACE", object.kind == "IP" {
        object.fields["spec.namespace"] = cell
      } else if let path = table?.fields[name] {
        set(path, cell, of: &object)
      } else if name.hasPrefix("DEL") {
        let bytes = Array(cell.utf8)
        object.deletionRequested = parseRFC3339(bytes.span.bytes).map { Instant(nanoseconds: $0) }
      } else if name == "READY", object.kind == "StatefulSet", let slash = cell.firstIndex(of: "/") {
        object.fields["status.readyReplicas"] = String(cell[..<slash])
        object.fields["spec.replicas"] = String(cell[cell.index(after: slash)...])
      } else if name == "STATUS", object.kind == "Node" {
        object.fields["status.conditions.Ready"] = cell.hasPrefix("Ready") ? "True" : "False"
      }
    }
    deliver(object, at: position)
    return .understood
  }

  /// A program that fits tables into a window cut the cell.
  static func isCut(_ cell: String) -> Bool { cell.hasSuffix("…") || cell.hasSuffix("...") }

  private func set(_ path: String, _ cell: String, of object: inout ObjectRecord) {
    if cell.hasPrefix("[") {
      // Lists are printed as JSON: ["10.16.0.1"].
      let parts = cell.dropFirst().prefix { $0 != "]" }.split(separator: ",")
      for (index, part) in parts.enumerated().prefix(FieldSelection.fieldLimit) {
        object.fields[path + "." + String(index)] = String(part.filter { $0 != "\"" && $0 != " " })
      }
    } else {
      object.fields[path] = object.kind == "Pod" && cell == "Completed" ? "Succeeded" : cell
    }
  }

  private func deliver(_ object: ObjectRecord, at position: RecordPosition) {
    // A row that comes again shows that the table is a watch: it lists changes, not what there is.
    let isRepeated = !seen.insert((object.namespace + "/" + object.kind + "/" + object.name).hashValue).inserted
    if seen.count > 1_000_000 { seen.removeAll() }
    if isRepeated, !isWatch {
      isWatch = true
      sink.list(ListHeader(itemKind: object.kind, shape: .watch))
    }
    sink.object(object, change: isWatch ? .modified : nil, at: position)
  }

  // MARK: Events

  private func takeEvent(_ text: String, _ layout: TableLayout, at position: RecordPosition) -> ByteUse {
    if let record = EventTable.read(text, layout) {
      flush()
      lastEvent = (record, position)
      return .understood
    }
    // A message of several lines goes on without columns.
    guard lastEvent != nil, (lastEvent?.record.message.utf8.count ?? 0) < 1 << 16 else { return .notUnderstood }
    lastEvent?.record.message += "\n" + text
    return .understood
  }
}
