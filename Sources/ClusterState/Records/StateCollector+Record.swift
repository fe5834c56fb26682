import ByteLexing
import Model

/// What was collected from one stream.
extension StateCollector: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    guard try reader.bool() else { return }
    streams = [try StreamInfo(from: &reader)]
    store = try ObjectStore(from: &reader)
    var end = 0
    let count = store.objects.count
    lists = try reader.list(of: "lists") { r throws(BinaryError) in
      let list = try DumpedList(from: &r)
      // One list after the other: what two have in common would be looked at twice.
      guard list.objects.lowerBound >= end, list.objects.upperBound <= count else {
        throw .damaged("a list has no objects of its own")
      }
      end = list.objects.upperBound
      return list
    }
    audit = try AuditLog(from: &reader, store)
    events = try ClusterEventLog(from: &reader)
    ports = try PortTable(from: &reader)
  }

  /// A collector that read several streams cannot be written.
  public func write(to writer: inout BinaryWriter) {
    precondition(streams.count <= 1)
    writer.bool(!streams.isEmpty)
    guard let stream = streams.first else { return }
    stream.write(to: &writer)
    store.write(to: &writer)
    writer.list(lists)
    audit.write(to: &writer, store)
    events.write(to: &writer)
    ports.write(to: &writer)
  }

  /// Places of everything that a report may quote, in any order. O(objects).
  public var quotable: [UInt64] {
    var places = store.objects.map(\.offset)
    places += audit.entries.map(\.position.offset)
    audit.refusals.forEach { _, _, _, request in places.append(request.position.offset) }
    places += events.entries.map(\.position.offset)
    for rows in ports.byName.values { places += rows.map(\.position.offset) }
    return places
  }
}

extension StreamInfo {
  /// The number is given anew.
  fileprivate init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(
      id: 0, display: try reader.text(),
      chain: try Provenance.chain(from: &reader),
      modified: try reader.optional { r throws(BinaryError) in try Instant.ofFile(&r) })
  }

  fileprivate func write(to writer: inout BinaryWriter) {
    writer.text(display)
    writer.list(chain) { $0.text($1) }
    writer.optional(modified)
  }
}

extension DumpedList: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    let header = try ListHeader(from: &reader)
    let isImplicit = try reader.bool()
    let (from, to) = (try reader.count(of: "objects"), try reader.count(of: "objects"))
    guard from <= to else { throw .damaged("a list ends before it begins") }
    self.init(stream: 0, header: header, isImplicit: isImplicit, at: from)
    objects = from..<to
    itemCount = try reader.int(in: 0...Self.remainingLimit, "a number of items")
    newest = try reader.optional()
    resourceVersion = try reader.number()
    isWatch = try reader.bool()
    isCut = try reader.bool()
    isPage = try reader.bool()
    remaining = try reader.optional { r throws(BinaryError) in
      try r.int(in: 0...Self.remainingLimit, "a number of items")
    }
  }

  func write(to writer: inout BinaryWriter) {
    header.write(to: &writer)
    writer.bool(isImplicit)
    writer.count(objects.lowerBound)
    writer.count(objects.upperBound)
    writer.int(itemCount)
    writer.optional(newest)
    writer.number(resourceVersion)
    writer.bool(isWatch)
    writer.bool(isCut)
    writer.bool(isPage)
    writer.optional(remaining) { $0.int($1) }
  }
}
