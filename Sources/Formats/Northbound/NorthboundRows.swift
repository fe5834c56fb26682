import Model

/// Rows of northbound tables that kind files declare, as objects: a table is a kind, a row an object named by its column
/// `name`, or by its UUID where the table has none. They are delivered as a journal.
///
/// Keeps one small record for each live row, nothing of what is gone. Input is untrusted.
final class NorthboundRows {
  /// The group of the kinds that are tables.
  static let group = "ovn-northbound"
  /// Bound on live rows, against databases made to exhaust memory.
  private static let rowLimit = 200_000
  /// Bound on one text of a row.
  private static let textLimit = 1024

  private struct Row {
    var name = ""
    var fields: [String: String] = [:]
    var written: Instant?
  }

  /// Kept columns by table; `external_ids.sg` is a key of a column that is a map.
  private static let tables: [String: [String]] = Dictionary(
    ResourceKind.declared.filter { $0.facts.group == group }.map { ($0.apiKind, $0.facts.keeps) },
    uniquingKeysWith: { first, _ in first })

  /// Tables whose rows can be told by their columns.
  private static let told: [KindFacts] = ResourceKind.declared.map(\.facts)
    .filter { $0.group == group && !$0.toldBy.isEmpty }

  private let sink: any RecordSink
  private var rows: [String: Row] = [:]
  private var isOpen = false

  init(_ sink: any RecordSink) { self.sink = sink }

  // MARK: Database files

  /// Applies what a transaction says about the tables. True if it wrote or deleted rows.
  func apply(
    _ tree: DocumentTree, _ transaction: Int, _ written: Instant?, isDiff: Bool, at position: RecordPosition
  ) -> Bool {
    var changed = false
    tree.forEachChild(transaction) { table in
      guard tree.kind(table) == .map, let keeps = Self.tables[tree.key(table)] else { return }
      let kind = tree.key(table)
      tree.forEachChild(table) { row in
        let uuid = tree.key(row)
        if tree.kind(row) == .null {
          guard let gone = rows.removeValue(forKey: kind + uuid) else { return }
          changed = true
          deliver(gone, kind, uuid, .deleted, written, position)
        } else if tree.kind(row) == .map {
          changed = write(tree, row, kind, uuid, keeps, written, isDiff: isDiff, position) || changed
        }
      }
    }
    return changed
  }

  private func write(
    _ tree: DocumentTree, _ row: Int, _ kind: String, _ uuid: String, _ keeps: [String], _ written: Instant?,
    isDiff: Bool, _ position: RecordPosition
  ) -> Bool {
    let known = rows[kind + uuid]
    guard known != nil || rows.count < Self.rowLimit else { return false }
    var new = known ?? Row(written: written)
    tree.forEachChild(row) { column in
      Self.set(tree.key(column), tree, column, of: &new, keeps, isDiff: isDiff && known != nil)
    }
    rows[kind + uuid] = new
    if let known, known.name == new.name, known.fields == new.fields { return false }
    deliver(new, kind, uuid, known == nil ? .added : .modified, new.written, position)
    return true
  }

  // MARK: Tables

  /// Delivers the rows of a printed table; `nil` if no kind file declares it.
  func table(
    _ caption: String, _ columns: [String], _ tree: DocumentTree, _ data: Int, at position: RecordPosition
  ) -> ByteUse? {
    guard caption.hasSuffix(" table"), let keeps = Self.tables[String(caption.dropLast(6))] else { return nil }
    let kind = String(caption.dropLast(6))
    tree.forEachChild(data) { cells in
      var (row, uuid, place) = (Row(), "", 0)
      tree.forEachChild(cells) { cell in
        if place < columns.count {
          if columns[place] == "_uuid" { uuid = NorthboundPortReader.uuids(tree, cell).first ?? "" }
          Self.set(columns[place], tree, cell, of: &row, keeps, isDiff: false)
        }
        place += 1
      }
      deliver(row, kind, uuid, .added, nil, position)
    }
    return .understood
  }

  /// Delivers a row of a listing that does not name its table, if its columns are those of one that a kind file declares.
  func row(_ columns: [String: String], at position: RecordPosition) {
    func cell(_ path: String) -> String? {
      let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
      guard let value = columns[parts[0]] else { return nil }
      return parts.count == 1 ? NorthboundList.unquoted(value) : NorthboundList.map(value)[parts[1]]
    }
    guard let table = Self.told.first(where: { $0.toldBy.allSatisfy { cell($0) != nil } }) else { return }
    var row = Row()
    row.name = NorthboundList.unquoted(columns["name"] ?? "")
    for path in table.keeps { row.fields[path] = cell(path).map { String($0.prefix(Self.textLimit)) } }
    deliver(row, table.kind, columns["_uuid"] ?? "", .added, nil, position)
  }

  // MARK: Rows

  private static func set(
    _ column: String, _ tree: DocumentTree, _ value: Int, of row: inout Row, _ keeps: [String], isDiff: Bool
  ) {
    if column == "name" { row.name = text(tree, value) }
    for path in keeps {
      if path == column {
        row.fields[path] = text(tree, value)
      } else if path.hasPrefix(column + ".") {
        let found = NorthboundPortReader.map(tree, value)[String(path.dropFirst(column.count + 1))]
        // A difference leaves out what stays, and names again what goes.
        if isDiff, found == nil { continue }
        let isTakenAway = isDiff && row.fields[path] == found
        row.fields[path] = isTakenAway ? nil : found.map { String($0.prefix(textLimit)) }
      }
    }
  }

  private static func text(_ tree: DocumentTree, _ value: Int) -> String {
    tree.kind(value) == .string || tree.kind(value) == .bare ? String(tree.string(value).prefix(textLimit)) : ""
  }

  private func deliver(
    _ row: Row, _ kind: String, _ uuid: String, _ change: WatchChange, _ time: Instant?, _ position: RecordPosition
  ) {
    var record = ObjectRecord()
    record.kind = kind
    record.apiVersion = Self.group + "/v1"
    record.name = row.name.isEmpty ? uuid : row.name
    record.uid = uuid
    record.created = change == .deleted ? row.written : time
    record.fields = row.fields
    if change == .deleted { record.deletionRequested = time }
    guard !record.name.isEmpty else { return }
    if !isOpen { sink.list(ListHeader(shape: .journal)) }
    isOpen = true
    var packed = PackedObject(record)
    sink.packed(&packed, change: change, at: position)
  }
}
