import ByteLexing
import Model

extension LogHarvest: BinaryRecord {
  private static let countLimit = 1 << 40
  /// Writers of one stream, at most; a format tells no more than 65,536 apart.
  private static let writerLimit = 1 << 20

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    resources = try ResourceTable(from: &reader)
    texts = try TextTable(from: &reader)
    writers = try reader.list(Self.writerLimit, of: "writers")
    let (resources, texts, writers) = (resources.count, texts.count, writers.count)
    events = try reader.list(of: "events") { r throws(BinaryError) in
      try Event(from: &r, resources: resources, texts: texts, writers: writers)
    }
    links = try ResourceLinks(from: &reader, resources: resources)
    dropped = try reader.int(in: 0...Self.countLimit, "a number of events")
    isThinned = try reader.bool()
  }

  public func write(to writer: inout BinaryWriter) {
    resources.write(to: &writer)
    texts.write(to: &writer)
    writer.list(writers)
    writer.list(events) { $1.write(to: &$0) }
    links.write(to: &writer)
    writer.int(dropped)
    writer.bool(isThinned)
  }
}

extension Event {
  /// Reads an event of a log that has so many resources, texts and writers.
  init(from reader: inout BinaryReader, resources: Int, texts: Int, writers: Int) throws(BinaryError) {
    let code: UInt8 = try reader.number()
    guard let kind = ObservationKind(known: code) else { throw .damaged("there is no event \(code)") }
    let flags = Flags(rawValue: try reader.number())
    // Only documents have others, and their events are not in harvests.
    guard flags.isSubset(of: [.isWall, .isDeletion]) else {
      throw .damaged("an event of a log has flags \(flags.rawValue)")
    }
    self.init(
      kind, instant: try LogTime.read(&reader), subject: try reader.index(resources, of: "resource"),
      related: try reader.index(resources, of: "resource"), detail: try reader.index(texts, of: "text"),
      source: try reader.index(writers, of: "writer"),
      offset: try reader.number(in: 0...RecordPosition.limit, "a place"), line: try reader.number(), flags: flags)
    count = try reader.number(in: 1...UInt32.max, "a count")
    span = try reader.number()
  }

  func write(to writer: inout BinaryWriter) {
    writer.number(code)
    writer.number(flags.rawValue)
    writer.number(instant)
    writer.number(subject)
    writer.number(related)
    writer.number(detail)
    writer.number(source)
    writer.number(offset)
    writer.number(line)
    writer.number(count)
    writer.number(span)
  }
}

extension ResourceLinks {
  init(from reader: inout BinaryReader, resources: Int) throws(BinaryError) {
    self.init()
    var last: UInt64 = 0
    for _ in 0..<(try reader.count(of: "pairs")) {
      let a: ResourceID = try reader.index(resources, of: "resource")
      let b: ResourceID = try reader.index(resources, of: "resource")
      let key = UInt64(a) << 32 | UInt64(b)
      guard a != 0, b != 0, key > last else { throw .damaged("pairs of resources are not in order") }
      add(key, try reader.number())
      last = key
    }
  }

  func write(to writer: inout BinaryWriter) {
    writer.list(all) {
      $0.number($1.a)
      $0.number($1.b)
      $0.number(UInt32($1.count))
    }
  }
}
