import ByteLexing
import Model

extension InputLeaf: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    provenance = try Provenance(from: &reader)
    path = try reader.text()
    size = try reader.number(in: 0...RecordPosition.limit, "the size of an input")
  }

  public func write(to writer: inout BinaryWriter) {
    provenance.write(to: &writer)
    writer.text(path)
    writer.number(size)
  }
}

extension IntakeError: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let word = try reader.text()
    guard let code = Code(rawValue: word) else { throw .damaged("there is no kind of error '\(word)'") }
    self.init(code, try reader.text())
  }

  public func write(to writer: inout BinaryWriter) {
    writer.text(code.rawValue)
    writer.text(reason)
  }
}
