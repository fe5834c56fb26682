import Model

/// One thing that happened, as one source shows it: fixed width, numbers instead of text, so that millions fit.
public struct Event: Sendable, BitwiseCopyable {
  /// Nanoseconds since the epoch once the source's clock is known; before that, wall time of an unnamed year.
  public var instant: Int64
  /// Where the record begins in its source.
  public var offset: UInt64
  /// What it happened to.
  public var subject: ResourceID
  /// The other resource it names, usually the Subnet; 0 if none.
  public var related: ResourceID
  /// Address, error text, user or reason; 0 if none.
  public var detail: TextID
  /// Line in its source; 0 where the source has none.
  public var line: UInt32
  /// How often the same was seen in a row, counting this one.
  public var count: UInt32
  /// Milliseconds from this one to the last of the row.
  public var span: UInt32
  public var source: UInt32
  /// Code of its `ObservationKind`.
  public var code: UInt8
  public var flags: Flags

  /// What else is known of the event.
  public struct Flags: OptionSet, Sendable, BitwiseCopyable {
    public let rawValue: UInt8
    /// Makes flags from their bits.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `instant` is still wall time without year and zone.
    @inlinable public static var isWall: Flags { Flags(rawValue: 1) }
    /// Comes from the API server's audit log.
    public static let isAudit = Flags(rawValue: 2)
    /// Comes from an object: its metadata, or an Event about it.
    public static let isState = Flags(rawValue: 4)
    /// Printed between the start of a leader and that of its workers.
    public static let isStarting = Flags(rawValue: 8)
    /// The queue that tells of it serves deletions.
    public static let isDeletion = Flags(rawValue: 16)
  }

  /// Makes an event.
  public init(
    _ kind: ObservationKind, instant: Int64, subject: ResourceID, related: ResourceID = 0, detail: TextID = 0,
    source: UInt32 = 0, offset: UInt64 = 0, line: UInt32 = 0, flags: Flags = []
  ) {
    self.code = kind.code
    self.instant = instant
    self.subject = subject
    self.related = related
    self.detail = detail
    self.source = source
    self.offset = offset
    self.line = line
    self.count = 1
    self.span = 0
    self.flags = flags
  }

  /// What happened.
  public var kind: ObservationKind { ObservationKind(code: code) }

  /// The one order of all events: time, then source, then place in the source, then what it says.
  public static func precedes(_ a: Event, _ b: Event) -> Bool {
    if a.instant != b.instant { return a.instant < b.instant }
    if a.source != b.source { return a.source < b.source }
    if a.offset != b.offset { return a.offset < b.offset }
    if a.code != b.code { return a.code < b.code }
    return a.subject < b.subject
  }
}
