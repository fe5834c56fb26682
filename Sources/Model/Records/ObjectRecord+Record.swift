import ByteLexing

extension ListHeader: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let kind = try reader.text()
    let version = try reader.optional { r throws(BinaryError) in try r.number(UInt64.self) }
    let word = try reader.text()
    guard let shape = Shape(rawValue: word) else { throw .damaged("there is no shape of lists '\(word)'") }
    self.init(itemKind: kind, resourceVersion: version, shape: shape)
  }

  public func write(to writer: inout BinaryWriter) {
    writer.text(itemKind)
    writer.optional(resourceVersion) { $0.number($1) }
    writer.text(shape.rawValue)
  }
}

extension WatchChange: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let word = try reader.text()
    guard let change = WatchChange(rawValue: word) else { throw .damaged("there is no change '\(word)'") }
    self = change
  }

  public func write(to writer: inout BinaryWriter) { writer.text(rawValue) }
}

extension ClusterEventRecord: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    namespace = try reader.text()
    type = try reader.text()
    reason = try reader.text()
    message = try reader.text()
    involvedKind = try reader.text()
    involvedNamespace = try reader.text()
    involvedName = try reader.text()
    involvedUID = try reader.text()
    component = try reader.text()
    first = try reader.optional()
    last = try reader.optional()
    count = Int(try reader.number(Int64.self))
  }

  public func write(to writer: inout BinaryWriter) {
    let texts = [
      namespace, type, reason, message, involvedKind, involvedNamespace, involvedName, involvedUID, component,
    ]
    for text in texts { writer.text(text) }
    writer.optional(first)
    writer.optional(last)
    writer.int(count)
  }
}

extension NorthboundPort: BinaryRecord {
  /// Addresses, or external IDs, of one port, at most.
  private static let listLimit = 1 << 16

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    name = try reader.text()
    uuid = try reader.text()
    logicalSwitch = try reader.text()
    type = try reader.text()
    addresses = try reader.list(Self.listLimit, of: "addresses") { r throws(BinaryError) in try r.text() }
    for _ in 0..<(try reader.count(Self.listLimit, of: "external IDs")) {
      let key = try reader.text()
      externalIDs[key] = try reader.text()
    }
    written = try reader.optional()
    isDeleted = try reader.bool()
    isExcerpt = try reader.bool()
    block = try reader.number()
  }

  public func write(to writer: inout BinaryWriter) {
    for text in [name, uuid, logicalSwitch, type] { writer.text(text) }
    writer.list(addresses) { $0.text($1) }
    // A dictionary has no order; sorted, equal ports have equal bytes.
    writer.list(externalIDs.sorted { $0.key < $1.key }) {
      $0.text($1.key)
      $0.text($1.value)
    }
    writer.optional(written)
    writer.bool(isDeleted)
    writer.bool(isExcerpt)
    writer.number(block)
  }
}
