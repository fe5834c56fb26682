import ByteLexing
import Model

extension ClusterEventLog: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    for number in 1..<(1 + (try reader.count(Self.limit, of: "Events"))) {
      let record = try ClusterEventRecord(from: &reader)
      add(record, stream: 0, at: try RecordPosition(from: &reader))
      guard entries.count == number else { throw .damaged("an Event is of no use or stands twice") }
    }
  }

  func write(to writer: inout BinaryWriter) {
    writer.list(entries) {
      $1.record.write(to: &$0)
      $1.position.write(to: &$0)
    }
  }
}

extension PortTable: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    newestWrite = try reader.optional()
    for _ in 0..<(try reader.count(of: "ports")) {
      let rows = try reader.list(of: "rows of a port") { r throws(BinaryError) in
        let port = try NorthboundPort(from: &r)
        return Row(port: port, stream: 0, position: try RecordPosition(from: &r))
      }
      guard let name = rows.first?.port.name, !name.isEmpty, rows.allSatisfy({ $0.port.name == name }) else {
        throw .damaged("a port has no name")
      }
      guard byName.updateValue(rows, forKey: name) == nil else { throw .damaged("a port is named twice") }
    }
  }

  func write(to writer: inout BinaryWriter) {
    writer.optional(newestWrite)
    writer.list(byName.sorted { $0.key < $1.key }) { writer, entry in
      writer.list(entry.value) {
        $1.port.write(to: &$0)
        $1.position.write(to: &$0)
      }
    }
  }
}
