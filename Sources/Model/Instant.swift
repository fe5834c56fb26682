/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, always UTC.
///
/// Wall times whose year or zone was inferred become an `Instant` only together with a `ClockAssumption` of their source.
public struct Instant: Comparable, Hashable, Sendable, BitwiseCopyable {
  /// Nanoseconds since the Unix epoch; covers the years 1678 to 2262.
  public var nanoseconds: Int64

  /// Makes an instant from nanoseconds since the Unix epoch.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Makes an instant from whole seconds since the Unix epoch, clamped to what 64 bits of nanoseconds hold.
  @inlinable public init(seconds: Int64) {
    let limit = Int64.max / 1_000_000_000
    self.nanoseconds = max(-limit, min(limit, seconds)) * 1_000_000_000
  }

  @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Nanoseconds from `b` to `a`, clamped instead of overflowing.
  @inlinable public static func - (a: Instant, b: Instant) -> Int64 {
    let (value, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return overflow ? (a > b ? .max : .min) : value
  }

  /// The instant `nanoseconds` later, clamped instead of overflowing.
  @inlinable public static func + (a: Instant, nanoseconds: Int64) -> Instant {
    let (value, overflow) = a.nanoseconds.addingReportingOverflow(nanoseconds)
    return Instant(nanoseconds: overflow ? (nanoseconds > 0 ? .max : .min) : value)
  }

  /// Before everything.
  public static let distantPast = Instant(nanoseconds: .min)
  /// After everything.
  public static let distantFuture = Instant(nanoseconds: .max)
}

/// A date of the proleptic Gregorian calendar.
public struct CivilDate: Hashable, Sendable, BitwiseCopyable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int

  /// Makes a date; the parts are not validated.
  @inlinable public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days since 1970-01-01. Exact for every Gregorian date.
  @inlinable public var daysSinceEpoch: Int {
    // Years are counted from March so that the leap day is the last one and month lengths follow one formula.
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date `days` after 1970-01-01.
  public init(daysSinceEpoch days: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}

extension Instant {
  /// RFC 3339 in UTC with microseconds, for example `2026-11-23T20:31:00.747779Z`. The one text form of reports.
  public var rfc3339: String { text(fractionDigits: 6) + "Z" }

  /// `2026-11-23 20:31:00` in UTC, for people.
  public var shortText: String {
    let full = text(fractionDigits: 0)
    return full.replacingT
  }

  /// `20:31:00.747` in UTC, for rows of a timeline of one day.
  public var timeOfDay: String { String(text(fractionDigits: 3).dropFirst(11)) }

  private func text(fractionDigits: Int) -> String {
    var seconds = nanoseconds / 1_000_000_000
    var fraction = nanoseconds % 1_000_000_000
    if fraction < 0 {
      fraction += 1_000_000_000
      seconds -= 1
    }
    var days = seconds / 86_400
    var inDay = seconds % 86_400
    if inDay < 0 {
      inDay += 86_400
      days -= 1
    }
    let date = CivilDate(daysSinceEpoch: Int(days))
    func pad(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    var out =
      pad(Int64(date.year), 4) + "-" + pad(Int64(date.month), 2) + "-" + pad(Int64(date.day), 2) + "T"
      + pad(inDay / 3600, 2) + ":" + pad(inDay / 60 % 60, 2) + ":" + pad(inDay % 60, 2)
    if fractionDigits > 0 {
      var divisor: Int64 = 1_000_000_000
      for _ in 0..<fractionDigits { divisor /= 10 }
      out += "." + pad(fraction / divisor, fractionDigits)
    }
    return out
  }
}

extension String {
  fileprivate var replacingT: String { String(map { $0 == "T" ? " " : $0 }) }
}
