import Chronicle
import Model

/// A time as people type it: exact, or counted back from where the evidence ends, so that the same input always gives the
/// same report.
public enum TimeExpression: Sendable, Equatable {
  case instant(Instant)
  /// So many nanoseconds before the end of the evidence.
  case ago(Int64)
  /// Nanoseconds since midnight, UTC: the last time that it was so late.
  case clock(Int64)
  /// Begin of the day so many days before the end of the evidence, and the time of that day in nanoseconds.
  case day(Int, Int64)
  /// As klog writes it, in the zone of the logs: nanoseconds since January 1st of an unnamed leap year.
  case stamp(Int64)

  /// Reads `2026-11-23T20:31:00Z`, `2026-11-23 20:31`, `2026-11-23`, `1123 20:31:07.5`, `20:31`, `2h30m`, `yesterday`,
  /// `yesterday 20:31`, `today`, `now`; `nil` for anything else.
  public init?(_ text: String) {
    if let instant = Self.date(text) {
      self = .instant(instant)
    } else if let span = Self.duration(text) {
      self = .ago(span)
    } else if let stamp = Self.stamp(text) {
      self = .stamp(stamp)
    } else if let time = Self.timeOfDay(text) {
      self = .clock(time)
    } else {
      let words = text.split(separator: " ", maxSplits: 1).map(String.init)
      let days = ["now": -1, "today": 0, "yesterday": 1]
      guard let first = words.first, let day = days[first] else { return nil }
      guard words.count > 1 else {
        self = day < 0 ? .ago(0) : .day(day, 0)
        return
      }
      guard day >= 0, let time = Self.timeOfDay(words[1]) else { return nil }
      self = .day(day, time)
    }
  }

  // MARK: Reading

  /// RFC 3339; seconds and the time of day may be left out, and a time without zone is UTC.
  private static func date(_ text: String) -> Instant? {
    guard text.utf8.count >= 10, text.utf8.dropFirst(4).first == UInt8(ascii: "-") else { return nil }
    var full = text
    if full.utf8.count == 10 { full += "T00:00:00" }
    if full.utf8.count == 16 { full += ":00" }
    let time = full.dropFirst(10)
    if let last = full.last, last.isNumber, !time.contains("+"), !time.contains("-") { full += "Z" }
    return TimeText.instant(full)
  }

  /// `2h`, `90s`, `1d12h`, `1.5h`.
  private static func duration(_ text: String) -> Int64? {
    let units: [(String, Int64)] = [
      ("ms", 1_000_000), ("s", second), ("m", 60 * second), ("h", 3600 * second), ("d", WallClock.dayLength),
      ("w", 7 * WallClock.dayLength),
    ]
    var rest = Substring(text)
    if rest.first == "-" { rest = rest.dropFirst() }
    var sum = 0.0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.0) }) else { return nil }
      rest = rest.dropFirst(unit.0.count)
      sum += number * Double(unit.1)
    }
    return sum < 1e18 ? Int64(sum) : nil
  }

  private static let second: Int64 = 1_000_000_000

  /// `20:31`, `20:31:07`, `20:31:07.25`.
  private static func timeOfDay(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts[0].count <= 2, parts[1].count == 2, let hour = Int64(parts[0]),
      let minute = Int64(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    var nanoseconds = (hour * 60 + minute) * 60 * second
    if parts.count == 3 {
      guard parts[2].allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let seconds = Double(parts[2]),
        seconds < 61
      else { return nil }
      nanoseconds += Int64((seconds * 1e9).rounded())
    }
    return nanoseconds
  }

  /// `1123 20:31:07.123456`, with or without the letter in front.
  private static func stamp(_ text: String) -> Int64? {
    var rest = Substring(text)
    if let first = rest.first, "IWEF".contains(first) { rest = rest.dropFirst() }
    let words = rest.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].count == 4, let number = Int(words[0]), let time = timeOfDay(String(words[1]))
    else { return nil }
    let (month, day) = (number / 100, number % 100)
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    return (dayOfYear(month, day, year: 2000) * WallClock.dayLength) + time
  }

  private static func dayOfYear(_ month: Int, _ day: Int, year: Int) -> Int64 {
    let first = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
    return Int64(CivilDate(year: year, month: month, day: day).daysSinceEpoch - first)
  }

  // MARK: Meaning

  /// The instant that is meant in evidence that ends at `end` and whose logs have clocks `offset` seconds east of UTC.
  func instant(end: Instant, offset: Int) -> Instant {
    let today = end.nanoseconds - mod(end.nanoseconds, WallClock.dayLength)
    switch self {
    case .instant(let instant): return instant
    case .ago(let span): return Instant(nanoseconds: end.nanoseconds.subtractingReportingOverflow(span).partialValue)
    case .day(let days, let time): return Instant(nanoseconds: today - Int64(days) * WallClock.dayLength + time)
    case .clock(let time):
      return Instant(nanoseconds: today + time > end.nanoseconds ? today + time - WallClock.dayLength : today + time)
    case .stamp(let wall):
      // The newest year in which it does not lie in the future of the evidence; a day of grace for what comes after it.
      let newest = CivilDate(daysSinceEpoch: Int(today / WallClock.dayLength)).year + 1
      for year in [newest, newest - 1] {
        let instant = WallClock.asUTC(wall, year: year) - Int64(offset) * Self.second
        if instant <= end.nanoseconds + WallClock.dayLength { return Instant(nanoseconds: instant) }
      }
      return Instant(nanoseconds: WallClock.asUTC(wall, year: newest - 2) - Int64(offset) * Self.second)
    }
  }

  private func mod(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}

/// From when to when something is wanted, as it was typed.
public struct TimeWindow: Sendable, Equatable {
  public var since: TimeExpression?
  public var until: TimeExpression?
  /// Five minutes to both sides of it are wanted.
  public var around: TimeExpression?

  /// Always.
  public init() {}

  private static let around: Int64 = 300_000_000_000

  /// The instants meant; without evidence that has times nothing is bounded.
  func resolved(in evidence: Evidence) -> (since: Instant?, until: Instant?) {
    guard since != nil || until != nil || around != nil else { return (nil, nil) }
    let end = evidence.end
    let offset = evidence.clockOffset
    func instant(_ expression: TimeExpression?) -> Instant? {
      if case .instant(let exact)? = expression { return exact }
      guard let end else { return nil }
      return expression?.instant(end: end, offset: offset)
    }
    if let middle = instant(around) { return (middle + -Self.around, middle + Self.around) }
    return (instant(since), instant(until))
  }
}

extension Evidence {
  /// The last moment that any of it tells of.
  var end: Instant? {
    let state = ledger.state
    let logs = chronicle.sources.compactMap { $0.covers?.to }
    return (logs + state.snapshots.compactMap(\.notBefore) + [state.auditEnd].compactMap { $0 }).max()
  }

  /// Seconds that the clocks of the logs are east of UTC, as the first log tells them.
  var clockOffset: Int {
    for source in chronicle.sources where source.writer.records > 0 {
      if let last = source.wallClock?.offsets.last ?? source.writer.outerOffsets.last { return last.seconds }
    }
    return 0
  }
}
