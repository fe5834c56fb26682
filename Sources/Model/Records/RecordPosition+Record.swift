import ByteLexing

/// Bounded, so that differences of two times and sums with durations fit into 64 bits.
extension Instant: BinaryRecord {
  /// More than a century before and after 1970, nanoseconds.
  public static let fileLimit: Int64 = 1 << 62 - 1

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(nanoseconds: try reader.number(in: -Self.fileLimit...Self.fileLimit, "a time"))
  }

  /// When a file was changed, which archives say as they like: late times are clamped where they are read.
  public static func ofFile(_ reader: inout BinaryReader) throws(BinaryError) -> Instant {
    Instant(nanoseconds: try reader.number(in: -fileLimit...Int64.max, "the time of a file"))
  }
  public func write(to writer: inout BinaryWriter) { writer.number(nanoseconds) }
}

extension RecordPosition: BinaryRecord {
  /// A stream is no longer than this, in bytes and in lines: sums of several fit into 64 bits.
  public static let limit: UInt64 = 1 << 50

  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(
      offset: try reader.number(in: 0...Self.limit, "a place"), line: try reader.number(in: 0...Self.limit, "a line"),
      length: try reader.number())
  }

  public func write(to writer: inout BinaryWriter) {
    writer.number(offset)
    writer.number(line)
    writer.number(length)
  }
}

extension ByteLedger: BinaryRecord {
  public init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init()
    understood = try reader.number(in: 0...RecordPosition.limit, "a number of bytes")
    recognized = try reader.number(in: 0...RecordPosition.limit, "a number of bytes")
    notUnderstood = try reader.number(in: 0...RecordPosition.limit, "a number of bytes")
    skipped = try reader.number(in: 0...RecordPosition.limit, "a number of bytes")
  }

  public func write(to writer: inout BinaryWriter) {
    for part in [understood, recognized, notUnderstood, skipped] { writer.number(part) }
  }
}
