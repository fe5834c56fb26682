/// Where in its stream a record begins.
public struct RecordPosition: Hashable, Sendable, BitwiseCopyable {
  /// Bytes before the record in the (decompressed) stream.
  public var offset: UInt64
  /// 1 for the first line; 0 when lines were not counted.
  public var line: UInt64
  /// Length in bytes without the line end; 0 when unknown.
  public var length: UInt32

  /// Names a place in a stream.
  @inlinable public init(offset: UInt64, line: UInt64, length: UInt32 = 0) {
    self.offset = offset
    self.line = line
    self.length = length
  }
}

/// How the bytes of an input were used. The parts always add up to the whole; a test checks it on every fixture.
public struct ByteLedger: Hashable, Sendable {
  /// Decoded into something the later stages use.
  public var understood: UInt64 = 0
  /// The format was recognised, but the record says nothing the later stages need.
  public var recognized: UInt64 = 0
  /// No format understood it.
  public var notUnderstood: UInt64 = 0
  /// Not read, with a reason in the coverage gaps (limit, corruption, kind of file).
  public var skipped: UInt64 = 0

  /// An empty ledger.
  public init() {}

  /// All bytes that came in.
  public var total: UInt64 { understood &+ recognized &+ notUnderstood &+ skipped }

  /// Sums that no integer holds, which only a forged harvest can ask for, wrap around.
  public static func += (a: inout ByteLedger, b: ByteLedger) {
    a.understood &+= b.understood
    a.recognized &+= b.recognized
    a.notUnderstood &+= b.notUnderstood
    a.skipped &+= b.skipped
  }
}
