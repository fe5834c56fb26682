import ByteLexing
import Model

extension TextTable: BinaryRecord {
  /// Texts without tags, in the order of their numbers.
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    try self.init(from: &reader) { _ throws(BinaryError) in 0 }
  }

  public func write(to writer: inout BinaryWriter) { write(to: &writer) { _, _ in } }

  /// Texts with the tags that `tag` reads. O(bytes).
  init(from reader: inout BinaryReader, tag: (inout BinaryReader) throws(BinaryError) -> UInt16) throws(BinaryError) {
    self.init()
    for number in 1..<(1 + (try reader.count(of: "texts"))) {
      let tag = try tag(&reader)
      let text = try reader.bytes()
      let id = text.withUnsafeBytes { intern($0, tag: tag) }
      guard Int(id) == number else { throw .damaged("a text is empty or stands twice") }
    }
  }

  func write(to writer: inout BinaryWriter, tag: (inout BinaryWriter, UInt16) -> Void) {
    writer.count(count - 1)
    for id in 1..<UInt32(count) {
      tag(&writer, self.tag(id))
      withBytes(id) { writer.bytes($0) }
    }
  }
}

extension ResourceTable: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    texts = try TextTable(from: &reader) { r throws(BinaryError) in try ResourceKind(from: &r).rawValue }
  }

  public func write(to writer: inout BinaryWriter) {
    texts.write(to: &writer) { ResourceKind(rawValue: $1).write(to: &$0) }
  }
}
