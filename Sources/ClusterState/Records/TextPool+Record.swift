import ByteLexing
import Model

extension TextPool: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    for number in 1..<(1 + (try reader.count(of: "texts"))) {
      let text = try reader.bytes()
      let id = text.withUnsafeBytes { intern($0) }
      guard Int(id) == number else { throw .damaged("a text is empty or stands twice") }
    }
  }

  func write(to writer: inout BinaryWriter) {
    writer.count(count - 1)
    for id in 1..<ID(count) { withBytes(id) { writer.bytes($0) } }
  }
}

extension ObjectKey {
  /// Reads the key of an object whose names are among so many texts.
  init(from reader: inout BinaryReader, texts: Int) throws(BinaryError) {
    self.init(
      kind: try ResourceKind(from: &reader), namespace: try reader.index(texts, of: "text"),
      name: try reader.index(texts, of: "text"))
  }

  func write(to writer: inout BinaryWriter) {
    kind.write(to: &writer)
    writer.number(namespace)
    writer.number(name)
  }
}

extension ObjectUID {
  /// Reads a UID that, if it is no UUID, is one of so many texts.
  init(from reader: inout BinaryReader, texts: Int) throws(BinaryError) {
    self.init()
    high = try reader.number()
    low = try reader.number()
    guard high != 0 || low < UInt64(texts) else { throw .damaged("there is no text \(low)") }
  }

  func write(to writer: inout BinaryWriter) {
    writer.number(high)
    writer.number(low)
  }
}
