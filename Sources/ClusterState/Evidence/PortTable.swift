import Model

/// One row of the northbound database's table of ports, and where it stands.
public struct SeenPort: Sendable, Hashable {
  public var port: NorthboundPort
  /// `StreamInfo.id` of the evidence.
  public var stream: Int
  public var position: RecordPosition
}

/// Logical switch ports by name, newest row of each.
struct PortTable: Sendable {
  struct Row: Sendable {
    var port: NorthboundPort
    var stream: Int32
    var position: RecordPosition
  }

  var byName: [String: [Row]] = [:]

  /// Newest transaction of the database files; `nil` without one.
  var newestWrite: Instant?

  mutating func add(_ port: NorthboundPort, stream: Int32, at position: RecordPosition) {
    if let written = port.written { newestWrite = max(newestWrite ?? written, written) }
    guard !port.name.isEmpty else { return }
    // A database file repeats a row for every transaction that wrote it; the last one of a UUID counts.
    byName[port.name, default: []].removeAll { $0.port.uuid == port.uuid && $0.stream == stream }
    byName[port.name, default: []].append(Row(port: port, stream: stream, position: position))
  }

  mutating func absorb(_ other: PortTable, streamBase: Int32) {
    if let written = other.newestWrite { newestWrite = max(newestWrite ?? written, written) }
    for (name, rows) in other.byName {
      byName[name, default: []] += rows.map {
        Row(port: $0.port, stream: $0.stream + streamBase, position: $0.position)
      }
    }
  }
}
