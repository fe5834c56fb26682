import ByteLexing
import Model

extension TimeCourse: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    rising = try Runs(from: &reader)
    falling = try Runs(from: &reader)
    ups = try reader.number(in: 0...RecordPosition.limit, "a number of records")
    downs = try reader.number(in: 0...RecordPosition.limit, "a number of records")
    previous = try LogTime.read(&reader, or: .min)
    isSteady = try reader.bool()
    silence = try reader.number(in: 0...LogTime.longest, "a silence")
    isAtBeginOfRun = try reader.bool()
  }

  public func write(to writer: inout BinaryWriter) {
    rising.write(to: &writer)
    falling.write(to: &writer)
    writer.number(ups)
    writer.number(downs)
    writer.number(previous)
    writer.bool(isSteady)
    writer.number(silence)
    writer.bool(isAtBeginOfRun)
  }
}

extension TimeCourse.Runs {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    past = try reader.list(TimeCourse.limit, of: "runs")
    isBegun = try reader.bool()
    isOver = try reader.bool()
    if isBegun { last = try TimeCourse.Run(from: &reader) }
    guard isBegun || past.isEmpty else { throw .damaged("runs have no last one") }
  }

  func write(to writer: inout BinaryWriter) {
    writer.list(past)
    writer.bool(isBegun)
    writer.bool(isOver)
    if isBegun { last.write(to: &writer) }
  }
}

extension TimeCourse.Run: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    offset = try reader.number(in: 0...RecordPosition.limit, "a place")
    (from, to) = try LogTime.span(&reader)
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(offset)
    writer.number(from)
    writer.number(to)
  }
}

extension ClockStep: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let offset: UInt64 = try reader.number(in: 0...RecordPosition.limit, "a place")
    let (after, before) = try LogTime.span(&reader)
    self.init(offset: offset, before: before, after: after)
    isReturned = try reader.bool()
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(offset)
    writer.number(after)
    writer.number(before)
    writer.bool(isReturned)
  }
}

extension WallClock.Offset: BinaryRecord {
  /// Zones in use lie within a day.
  private static let limit = 86_400

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(
      fromWall: try LogTime.read(&reader), seconds: try reader.int(in: -Self.limit...Self.limit, "the offset of a zone")
    )
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(fromWall)
    writer.int(seconds)
  }
}

extension KindMask: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    for i in bits.indices { bits[i] = try reader.number() }
  }

  public func write(to writer: inout BinaryWriter) { for i in bits.indices { writer.number(bits[i]) } }
}

extension LineSelection: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    records = try reader.number(in: 0...RecordPosition.limit, "a number of records")
    words = try reader.list(Self.wordLimit, of: "words") { r throws(BinaryError) in try r.bytes(limit: Self.longest) }
    guard words.allSatisfy({ !$0.isEmpty }) else { throw .damaged("a word is empty") }
    let isNoted = try reader.bool()
    let noted = try reader.list(CommonPairs.limit, of: "pairs") { r throws(BinaryError) in try r.number() as UInt16 }
    guard let pairs = CommonPairs(isNoted ? noted : nil) else { throw .damaged("pairs are out of order") }
    self.pairs = pairs
    hasWords = try reader.bool()
    isSevere = try reader.bool()
    file = try reader.number()
    isOneFile = try reader.bool()
    shrinks = try reader.int(in: 0...Int(UInt32.max), "a count")
    next = try reader.number()
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(records)
    writer.list(words) { $0.bytes($1) }
    writer.bool(pairs.pairs != nil)
    writer.list(pairs.pairs ?? []) { $0.number($1) }
    writer.bool(hasWords)
    writer.bool(isSevere)
    writer.number(file)
    writer.bool(isOneFile)
    writer.int(shrinks)
    writer.number(next)
  }
}

extension LineIntegrity: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    records = try reader.number(in: 0...RecordPosition.limit, "a number of records")
    understood = try reader.number(in: 0...records, "a number of records")
    strays = try reader.number(in: 0...records - understood, "a number of records")
    elided = try reader.number(in: 0...records, "a number of records")
    longest = try reader.number()
    longestPlaces = try reader.list(Self.placeLimit, of: "places") { r throws(BinaryError) in try r.number() }
    guard longest > 0 || longestPlaces.isEmpty else { throw .damaged("lines have no length") }
    ending = try reader.optional { r throws(BinaryError) in try r.number() }
    endingPlaces = try reader.list(Self.placeLimit, of: "places") { r throws(BinaryError) in try r.number() }
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(records)
    writer.number(understood)
    writer.number(strays)
    writer.number(elided)
    writer.number(longest)
    writer.list(longestPlaces) { $0.number($1) }
    writer.optional(ending) { $0.number($1) }
    writer.list(endingPlaces) { $0.number($1) }
  }
}
