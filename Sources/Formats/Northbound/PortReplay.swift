import Model

/// Replays transactions of a northbound database: which ports were written and deleted when, and on which switch.
///
/// Keeps one small record for each live port and switch, nothing of what is gone.
final class PortReplay {
  /// Bound on live rows, against databases made to exhaust memory.
  private static let rowLimit = 500_000
  /// Bound on the text of one row; real ports have a few hundred bytes.
  private static let rowSizeLimit = 64 << 10
  private let sink: any RecordSink
  private let others: NorthboundRows
  private var ports: [String: NorthboundPort] = [:]
  private var switchNames: [String: String] = [:]
  /// Switch of each port, by UUIDs.
  private var membership: [String: String] = [:]

  init(_ sink: any RecordSink) {
    self.sink = sink
    others = NorthboundRows(sink)
  }

  /// Applies the transaction at `root`. True if it wrote or deleted ports, or rows of a table that a kind file declares.
  func apply(_ tree: DocumentTree, _ root: Int, at position: RecordPosition) -> Bool {
    guard tree.kind(root) == .map else { return false }
    let isDiff = tree.isText(tree.child(root, "_is_diff"), "true")
    let written = Self.date(tree.number(tree.child(root, "_date")))
    if let switches = tree.child(root, "Logical_Switch") { applySwitches(tree, switches, isDiff: isDiff) }
    var changed = others.apply(tree, root, written, isDiff: isDiff, at: position)
    guard let rows = tree.child(root, "Logical_Switch_Port"), tree.kind(rows) == .map else { return changed }
    tree.forEachChild(rows) { row in
      let uuid = tree.key(row)
      if tree.kind(row) == .null {
        changed = true
        delete(uuid, written, position)
      } else if tree.kind(row) == .map {
        changed = true
        write(uuid, tree, row, written, isDiff: isDiff, position)
      }
    }
    return changed
  }

  /// `_date` is in milliseconds; very old files have seconds.
  private static func date(_ value: UInt64?) -> Instant? {
    guard let value, value <= UInt64(Int64.max / 1_000_000_000) * 1000 else { return nil }
    return value < 1 << 32
      ? Instant(seconds: Int64(value)) : Instant(seconds: Int64(value / 1000)) + Int64(value % 1000) * 1_000_000
  }

  private func applySwitches(_ tree: DocumentTree, _ switches: Int, isDiff: Bool) {
    tree.forEachChild(switches) { row in
      let uuid = tree.key(row)
      guard tree.kind(row) == .map else {
        switchNames[uuid] = nil
        return
      }
      let isKnown = switchNames[uuid] != nil
      if let name = tree.child(row, "name") {
        if switchNames.count < Self.rowLimit { switchNames[uuid] = tree.string(name) }
      } else if !isKnown {
        switchNames[uuid] = ""
      }
      guard let ports = tree.child(row, "ports") else { return }
      for port in NorthboundPortReader.uuids(tree, ports) where membership.count < Self.rowLimit {
        // In a difference a port that is there already is taken away. Its own row says so too, so it need not be
        // forgotten here: the switch's name is still wanted when that row is deleted.
        if membership[port] != uuid || !isDiff { membership[port] = uuid }
      }
    }
  }

  private func write(
    _ uuid: String, _ tree: DocumentTree, _ row: Int, _ written: Instant?, isDiff: Bool, _ position: RecordPosition
  ) {
    let known = ports[uuid]
    var port = known ?? NorthboundPort()
    port.uuid = uuid
    tree.forEachChild(row) { column in
      if known != nil, isDiff, tree.hasKey(column, "external_ids") {
        applyDifference(NorthboundPortReader.map(tree, column), to: &port.externalIDs)
      } else if known != nil, isDiff, tree.hasKey(column, "addresses") {
        for address in NorthboundPortReader.strings(tree, column) {
          if let index = port.addresses.firstIndex(of: address) {
            port.addresses.remove(at: index)
          } else {
            port.addresses.append(address)
          }
        }
      } else {
        NorthboundPortReader.set(tree.keyBytes(column), tree, column, of: &port)
      }
    }
    port.written = written
    port.logicalSwitch = switchName(of: port)
    guard ports.count < Self.rowLimit || known != nil, Self.size(of: port) < Self.rowSizeLimit else { return }
    let isSame = known.map { Self.shows($0, sameAs: port) } ?? false
    ports[uuid] = port
    // Columns that say nothing here (up, tag, options) change often.
    if !isSame, !port.name.isEmpty { sink.port(port, at: position) }
  }

  private static func size(of port: NorthboundPort) -> Int {
    port.name.utf8.count + port.addresses.reduce(0) { $0 + $1.utf8.count + 16 }
      + port.externalIDs.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 32 }
  }

  private static func shows(_ a: NorthboundPort, sameAs b: NorthboundPort) -> Bool {
    a.name == b.name && a.type == b.type && a.addresses == b.addresses && a.externalIDs == b.externalIDs
  }

  /// Keys that are new or have another value are set; a key with the value it has already is taken away.
  private func applyDifference(_ difference: [String: String], to map: inout [String: String]) {
    for (key, value) in difference { map[key] = map[key] == value ? nil : value }
  }

  private func delete(_ uuid: String, _ written: Instant?, _ position: RecordPosition) {
    guard var port = ports.removeValue(forKey: uuid) else {
      membership[uuid] = nil
      return
    }
    port.logicalSwitch = switchName(of: port)
    membership[uuid] = nil
    port.written = written
    port.isDeleted = true
    if !port.name.isEmpty { sink.port(port, at: position) }
  }

  private func switchName(of port: NorthboundPort) -> String {
    if let uuid = membership[port.uuid], let name = switchNames[uuid], !name.isEmpty { return name }
    return port.externalIDs["ls"] ?? port.logicalSwitch
  }
}
