/// A place in a log where the writer's clock went back by more than a second without being New Year.
public struct ClockStep: Sendable, Hashable {
  /// Where the first record after the step begins in the stream.
  public var offset: UInt64
  /// Wall time of the record before, nanoseconds of the unnamed year.
  public var before: Int64
  /// Wall time of the record after.
  public var after: Int64

  /// A few lines later time jumped forward again to where it had been: a line that came late, no clock that was set.
  public var isReturned = false

  /// Describes a step.
  public init(offset: UInt64, before: Int64, after: Int64) {
    self.offset = offset
    self.before = before
    self.after = after
  }

  /// How far it went back, nanoseconds.
  public var size: Int64 { before - after }

  /// Steps up to this are corrections of a clock: the records after it are taken to follow those before it.
  public static let correctionLimit: Int64 = 60_000_000_000

  /// Seconds by which the end of daylight saving time sets a clock back, if the step is of such a size: between the last
  /// record before and the first after it some time passes.
  public var daylightSaving: Int? {
    for seconds in [1800, 3600, 7200]
    where size > Int64(seconds - 600) * 1_000_000_000 && size <= Int64(seconds) * 1_000_000_000 {
      return seconds
    }
    return nil
  }
}
