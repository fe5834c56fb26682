import Model

/// Turns klog's wall times, which have neither year nor zone, into instants.
///
/// Wall time is counted in nanoseconds from January 1st of an unnamed leap year; each further year of the same source
/// adds 366 days, so a log that runs over New Year stays in order before its year is known.
public struct WallClock: Sendable, Hashable {
  /// Nanoseconds of the unnamed leap year.
  public static let yearLength: Int64 = 366 * dayLength
  /// Nanoseconds of a day.
  public static let dayLength: Int64 = 86_400_000_000_000
  private static let firstYear = 1700
  private static let lastYear = 2250
  private static let quarterHour: Int64 = 900_000_000_000

  /// Year of the first wall time.
  public var year: Int
  /// Zone offsets, ascending by where they begin on the wall; never empty.
  public private(set) var offsets: [Offset]

  /// Ends of daylight saving time, by the place in the stream where the clock went back.
  public var folds: [Fold] = []

  /// A stretch of wall time that the clock showed twice.
  public struct Fold: Sendable, Hashable {
    /// Records from here on are after the end of daylight saving time.
    public var streamOffset: UInt64
    /// Wall times around it, for which the place in the stream decides.
    public var around: ClosedRange<Int64>
    public var secondsBefore: Int
    public var secondsAfter: Int
  }

  /// An offset from UTC and the wall time from which it holds.
  public struct Offset: Sendable, Hashable {
    public var fromWall: Int64
    /// Seconds east of UTC.
    public var seconds: Int

    /// Makes an offset that holds from `fromWall` on.
    public init(fromWall: Int64, seconds: Int) {
      self.fromWall = fromWall
      self.seconds = seconds
    }
  }

  /// A clock with one offset for the whole source.
  public init(year: Int, offsetSeconds: Int = 0) {
    self.year = year
    self.offsets = [Offset(fromWall: .min, seconds: offsetSeconds)]
  }

  /// A clock whose offset changes on the way; `offsets` ascending by `fromWall`, the first holds before it as well.
  public init(year: Int, offsets: [Offset]) {
    self.year = year
    self.offsets = offsets.isEmpty ? [Offset(fromWall: .min, seconds: 0)] : offsets
  }

  /// The wall time read as if it were UTC, in nanoseconds since the epoch. O(1).
  public static func asUTC(_ wall: Int64, year: Int) -> Int64 {
    let inYear = wall % yearLength
    let date = CivilDate(daysSinceEpoch: leapYearStart + Int(inYear / dayLength))
    // An instant has 64 bits: what lies beyond is the last year that fits.
    let inRange = min(max(year + Int(wall / yearLength), Self.firstYear), Self.lastYear)
    let days = CivilDate(year: inRange, month: date.month, day: date.day).daysSinceEpoch
    return Int64(days) * dayLength + inYear % dayLength
  }

  /// The instant of a wall time.
  public func instant(_ wall: Int64) -> Int64 {
    Self.asUTC(wall, year: year) - Int64(offset(atWall: wall)) * 1_000_000_000
  }

  /// The instant of a wall time that stands at a place in its stream, which tells the two passes of a fold apart.
  public func instant(_ wall: Int64, at streamOffset: UInt64) -> Int64 {
    for fold in folds where fold.around.contains(wall) {
      let seconds = streamOffset < fold.streamOffset ? fold.secondsBefore : fold.secondsAfter
      return Self.asUTC(wall, year: year) - Int64(seconds) * 1_000_000_000
    }
    return instant(wall)
  }

  /// Seconds east of UTC at a wall time.
  public func offset(atWall wall: Int64) -> Int {
    var found = offsets[0].seconds
    for o in offsets where o.fromWall <= wall { found = o.seconds }
    return found
  }

  /// The year and offset that bring `wall` next to `outer`, a UTC time known for the same line, or `nil` when they differ by
  /// more than a zone can.
  ///
  /// The offset is that of the nearest zone in use; what remains is delay and skew.
  public static func match(wall: Int64, outer: Int64) -> (year: Int, offsetSeconds: Int, skew: Int64)? {
    guard abs(outer) < Int64(lastYear - 1971) * yearLength else { return nil }
    let outerYear = CivilDate(daysSinceEpoch: Int((outer - (outer < 0 ? dayLength - 1 : 0)) / dayLength)).year
    var best: (year: Int, offsetSeconds: Int, skew: Int64)?
    for year in (outerYear - 1)...(outerYear + 1) {
      let difference = asUTC(wall % yearLength, year: year) - outer
      // Zones in use lie between UTC-12 and UTC+14; a line is never written long after its wrapper stamped it.
      guard difference > -12 * 3_600_000_000_000 - quarterHour, difference < 14 * 3_600_000_000_000 + quarterHour else {
        continue
      }
      let quarters = Int((Double(difference) / Double(quarterHour)).rounded())
      let offset = Int64(zones[min(max(quarters + zoneOrigin, 0), zones.count - 1)]) * quarterHour
      best = (year - Int(wall / yearLength), Int(offset / 1_000_000_000), outer - (difference + outer - offset))
    }
    return best
  }

  /// Quarters of an hour from UTC to the nearest zone in use, for UTC-12 and each quarter of an hour east of it. Zones lie at
  /// whole hours, and at these minutes beside them (IANA time zone database, offsets since 2000).
  private static let zones: [Int8] = (-zoneOrigin...14 * 4).map { quarters in
    let inUse = [-38, -14, -10, 14, 18, 22, 23, 26, 34, 35, 38, 42, 46, 51, 55] + (-12...14).map { $0 * 4 }
    return Int8(inUse.min { (abs($0 - quarters), abs($0)) < (abs($1 - quarters), abs($1)) } ?? quarters)
  }
  private static let zoneOrigin = 12 * 4

  private static let leapYearStart = CivilDate(year: 2000, month: 1, day: 1).daysSinceEpoch
}

/// How the time of a source was determined; printed with every report.
public struct ClockAssumption: Sendable, Hashable {
  /// What the year and the zone rest on.
  public enum Basis: String, Sendable, Hashable {
    /// Every record carries a full UTC time.
    case exact
    /// A wrapper's time stands beside every line.
    case outer
    /// The user said so.
    case given
    /// The same lines stand in a source whose clock is known.
    case sameLines
    /// Creation times of objects match allocations in the log.
    case objects
    /// Nothing says so.
    case assumed
  }

  public var year: Basis
  public var zone: Basis
  /// Seconds east of UTC, at the begin.
  public var offsetSeconds: Int
  /// Plus or minus, nanoseconds: how far an instant of this source can be off against those of others.
  public var uncertainty: Int64
  /// For people.
  public var text: String

  /// Describes how a clock was determined.
  public init(year: Basis, zone: Basis, offsetSeconds: Int, uncertainty: Int64, text: String) {
    self.year = year
    self.zone = zone
    self.offsetSeconds = offsetSeconds
    self.uncertainty = uncertainty
    self.text = text
  }

  /// A source whose records carry UTC times of that precision.
  public static func exact(uncertainty: Int64) -> ClockAssumption {
    ClockAssumption(
      year: .exact, zone: .exact, offsetSeconds: 0, uncertainty: uncertainty, text: "UTC times in every record")
  }
}
