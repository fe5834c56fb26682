import ByteLexing
import Model

/// The objects of one stream. What only finds things again (tables of hashes, the newest object under each key) is made anew.
extension ObjectStore: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    texts = try TextPool(from: &reader)
    let count = texts.count
    for number in 0..<(try reader.count(of: "objects")) {
      let id = keys.intern(try ObjectKey(from: &reader, texts: count))
      guard Int(id) == number else { throw .damaged("an object is named twice") }
    }
    shapes = try ShapeTable(from: &reader, texts: count)
    values = try reader.list(of: "values") { r throws(BinaryError) in try r.index(count, of: "text") }
    rares = try reader.list(of: "objects")
    for _ in 0..<(try reader.count(of: "objects")) {
      let object = try self.object(&reader)
      objects.append(object)
      note(Int32(clamping: objects.count - 1), under: object.id)
    }
  }

  func write(to writer: inout BinaryWriter) {
    texts.write(to: &writer)
    writer.list(keys.keys) { $1.write(to: &$0) }
    shapes.write(to: &writer)
    writer.list(values) { $0.number($1) }
    writer.list(rares)
    writer.list(objects) { $1.write(to: &$0) }
  }

  private func object(_ reader: inout BinaryReader) throws(BinaryError) -> StoredObject {
    let id: ObjectID = try reader.index(keys.count, of: "object")
    var object = StoredObject(id: id, kind: keys[id].kind)
    object.shape = try reader.index(shapes.shapes.count, of: "shape")
    object.start = try reader.number()
    guard Int(object.start) + Int(shapes.shapes[Int(object.shape)].values) <= values.count else {
      throw .damaged("an object has no values")
    }
    object.uid = try ObjectUID(from: &reader, texts: texts.count)
    object.resourceVersion = try reader.number()
    object.created = try DocumentTime.read(&reader)
    object.offset = try reader.number(in: 0...RecordPosition.limit, "a place")
    object.line = try reader.number()
    object.length = try reader.number()
    if try reader.bool() { object.rare = try reader.index(rares.count, of: "object") }
    object.hasFinalizers = try reader.bool()
    object.isFull = try reader.bool()
    return object
  }
}

extension StoredObject {
  /// All but the stream, of which a collector that is written has one, and the kind, which the key has.
  fileprivate func write(to writer: inout BinaryWriter) {
    writer.number(id)
    writer.number(shape)
    writer.number(start)
    uid.write(to: &writer)
    writer.number(resourceVersion)
    writer.number(created)
    writer.number(offset)
    writer.number(line)
    writer.number(length)
    writer.bool(rare >= 0)
    if rare >= 0 { writer.number(rare) }
    writer.bool(hasFinalizers)
    writer.bool(isFull)
  }
}

extension RareProperties: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(
      deletion: try DocumentTime.read(&reader), newest: try DocumentTime.read(&reader), grace: try reader.number(),
      change: try reader.optional())
  }

  func write(to writer: inout BinaryWriter) {
    writer.number(deletion)
    writer.number(newest)
    writer.number(grace)
    writer.optional(change)
  }
}

extension ShapeTable {
  /// Attributes of one object, at most.
  private static let attributeLimit = 1 << 24

  init(from reader: inout BinaryReader, texts: Int) throws(BinaryError) {
    self.init()
    for number in 0..<(try reader.count(of: "shapes")) {
      let apiKind: TextPool.ID = try reader.index(texts, of: "text")
      let values = try reader.count(of: "values")
      let attributes = try reader.list(Self.attributeLimit, of: "attributes") { r throws(BinaryError) in
        let entry = Entry(key: try r.number(), place: try r.number())
        guard Section(rawValue: entry.key >> Self.sectionShift) != nil, Int(entry.name) < texts,
          entry.place >= -1, Int(entry.place) < values
        else { throw .damaged("an attribute has no name or no value") }
        return entry
      }
      let id = attributes.withUnsafeBufferPointer { intern(apiKind, $0, values: values) }
      guard Int(id) == number else { throw .damaged("a shape stands twice") }
    }
  }

  func write(to writer: inout BinaryWriter) {
    writer.list(shapes) { writer, shape in
      writer.number(shape.apiKind)
      writer.count(Int(shape.values))
      writer.list(entries[Int(shape.first)..<Int(shape.first) + Int(shape.count)]) {
        $0.number($1.key)
        $0.number($1.place)
      }
    }
  }
}
