import ByteLexing
import Model

extension LogWriter: BinaryRecord {
  private static let years = -10_000...20_000

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    namespace = try reader.text()
    pod = try reader.text()
    container = try reader.text()
    node = try reader.text()
    records = try reader.number(in: 0...RecordPosition.limit, "a number of records")
    first = try LogTime.read(&reader, or: .max)
    last = try LogTime.read(&reader, or: .min)
    guard (first == .max) == (last == .min), first == .max || first <= last else {
      throw .damaged("a log ends before it begins")
    }
    isWall = try reader.bool()
    outerOffsets = try reader.list(of: "offsets of a zone")
    outerYear = try reader.optional { r throws(BinaryError) in try r.int(in: Self.years, "a year") }
    outerSkew = try reader.number(in: 0...LogTime.longest, "a delay")
    headerYear = try reader.optional { r throws(BinaryError) in try r.int(in: Self.years, "a year") }
    buildYear = try reader.optional { r throws(BinaryError) in try r.int(in: Self.years, "a year") }
    steps = try reader.list(Self.stepLimit, of: "steps of a clock")
    course = try TimeCourse(from: &reader)
    printed = try KindMask(from: &reader)
    selection = try LineSelection(from: &reader)
    integrity = try LineIntegrity(from: &reader)
    isThinned = try reader.bool()
    lives = try reader.list(of: "lives")
    gaps = try reader.list(of: "gaps")
    isSelection = try reader.bool()
    isUndated = try reader.bool()
  }

  public func write(to writer: inout BinaryWriter) {
    for text in [namespace, pod, container, node] { writer.text(text) }
    writer.number(records)
    writer.number(first)
    writer.number(last)
    writer.bool(isWall)
    writer.list(outerOffsets)
    writer.optional(outerYear) { $0.int($1) }
    writer.number(outerSkew)
    writer.optional(headerYear) { $0.int($1) }
    writer.optional(buildYear) { $0.int($1) }
    writer.list(steps)
    course.write(to: &writer)
    printed.write(to: &writer)
    selection.write(to: &writer)
    integrity.write(to: &writer)
    writer.bool(isThinned)
    writer.list(lives)
    writer.list(gaps)
    writer.bool(isSelection)
    writer.bool(isUndated)
  }
}

extension ProcessLife: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    pid = try reader.number()
    offset = try reader.number(in: 0...RecordPosition.limit, "a place")
    (from, to) = try LogTime.span(&reader)
    hasStart = try reader.bool()
    hasBegun = try reader.bool()
    crashed = try reader.bool()
    firstWork = try LogTime.read(&reader, or: .max)
    acquired = try LogTime.read(&reader, or: .max)
    ended = try LogTime.read(&reader, or: .min)
    waited = try reader.bool()
    version = try reader.text()
    commit = try reader.text()
    callSites = try reader.list(of: "call sites")
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(pid)
    writer.number(offset)
    writer.number(from)
    writer.number(to)
    writer.bool(hasStart)
    writer.bool(hasBegun)
    writer.bool(crashed)
    writer.number(firstWork)
    writer.number(acquired)
    writer.number(ended)
    writer.bool(waited)
    writer.text(version)
    writer.text(commit)
    writer.list(callSites)
  }
}

extension CallSiteUse: BinaryRecord {
  private static let openingLimit = 4096

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(
      file: try reader.text(), line: try reader.int(in: 0...Int(UInt32.max), "a line"), severity: try reader.number(),
      count: try reader.int(in: 0...1 << 40, "a count"), opening: try reader.bytes(limit: Self.openingLimit))
  }

  public func write(to writer: inout BinaryWriter) {
    writer.text(file)
    writer.int(line)
    writer.number(severity)
    writer.int(count)
    writer.bytes(opening)
  }
}

extension LogGap: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    let (from, to) = try LogTime.span(&reader)
    self.init(from: from, to: to, reason: try reader.text())
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(from)
    writer.number(to)
    writer.text(reason)
  }
}
