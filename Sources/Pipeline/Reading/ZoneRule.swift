import Model

/// What a zone does every year, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable {
  private var standard = 0
  private var summer: (offset: Int, from: Change, to: Change)?

  /// A day of the year and the seconds of the wall clock on it.
  private struct Change {
    var day: Day
    var seconds: Int
  }

  private enum Day {
    /// From 1, without the leap day.
    case julian(Int)
    /// From 0, with it.
    case ordinal(Int)
    /// The last weekday of that number is the fifth.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  /// `nil` if the text is none.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard Self.takeName(&rest), let offset = Self.takeTime(&rest) else { return nil }
    standard = -offset
    if rest.isEmpty { return }
    guard Self.takeName(&rest) else { return nil }
    var summerOffset = standard + 3600
    if let next = rest.first, next != UInt8(ascii: ",") {
      guard let offset = Self.takeTime(&rest) else { return nil }
      summerOffset = -offset
    }
    guard let from = Self.takeChange(&rest), let to = Self.takeChange(&rest), rest.isEmpty else { return nil }
    summer = (summerOffset, from, to)
  }

  /// Seconds east of UTC at an instant, in seconds since the epoch.
  func offset(at instant: Int64) -> Int {
    guard let summer else { return standard }
    let day = Int((instant + Int64(standard)) / 86_400) - (instant + Int64(standard) < 0 ? 1 : 0)
    let year = CivilDate(daysSinceEpoch: day).year
    let begin = Self.instant(summer.from, year) - Int64(standard)
    let end = Self.instant(summer.to, year) - Int64(summer.offset)
    let isSummer = begin < end ? instant >= begin && instant < end : instant >= begin || instant < end
    return isSummer ? summer.offset : standard
  }

  /// The wall time of a change as if it were UTC.
  private static func instant(_ change: Change, _ year: Int) -> Int64 {
    let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
    let day: Int
    switch change.day {
    case .julian(let number):
      let isLeap = CivilDate(year: year, month: 3, day: 1).daysSinceEpoch - newYear == 60
      day = newYear + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .ordinal(let number): day = newYear + number
    case .weekday(let month, let week, let weekday):
      let first = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
      let next =
        month == 12
        ? CivilDate(year: year + 1, month: 1, day: 1).daysSinceEpoch
        : CivilDate(year: year, month: month + 1, day: 1).daysSinceEpoch
      // The first of January 1970 was a Thursday.
      let firstWeekday = ((first + 4) % 7 + 7) % 7
      var found = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      while found >= next { found -= 7 }
      day = found
    }
    return Int64(day) * 86_400 + Int64(change.seconds)
  }

  private static func takeName(_ rest: inout ArraySlice<UInt8>) -> Bool {
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let end = rest.firstIndex { ($0 | 0x20) &- 0x61 >= 26 } ?? rest.endIndex
    defer { rest = rest[end...] }
    return end > rest.startIndex
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func takeTime(_ rest: inout ArraySlice<UInt8>) -> Int? {
    var sign = 1
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      sign = first == UInt8(ascii: "-") ? -1 : 1
      rest = rest.dropFirst()
    }
    guard var seconds = takeNumber(&rest).map({ $0 * 3600 }) else { return nil }
    for unit in [60, 1] where rest.first == UInt8(ascii: ":") {
      rest = rest.dropFirst()
      guard let number = takeNumber(&rest) else { return nil }
      seconds += number * unit
    }
    return sign * seconds
  }

  private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let end = rest.firstIndex { $0 &- 0x30 >= 10 } ?? rest.endIndex
    let digits = rest[..<end]
    rest = rest[end...]
    return digits.isEmpty || digits.count > 3 ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// `,M3.2.0/2`, `,J60` or `,59`; at two o'clock if no time is written.
  private static func takeChange(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard rest.first == UInt8(ascii: ",") else { return nil }
    rest = rest.dropFirst()
    let day: Day
    switch rest.first {
    case UInt8(ascii: "M"):
      var numbers: [Int] = []
      for _ in 0..<3 {
        rest = rest.dropFirst()
        guard let number = takeNumber(&rest) else { return nil }
        numbers.append(number)
      }
      guard (1...12).contains(numbers[0]), (1...5).contains(numbers[1]), numbers[2] < 7 else { return nil }
      day = .weekday(month: numbers[0], week: numbers[1], weekday: numbers[2])
    case UInt8(ascii: "J"):
      rest = rest.dropFirst()
      guard let number = takeNumber(&rest), (1...365).contains(number) else { return nil }
      day = .julian(number)
    default:
      guard let number = takeNumber(&rest), number <= 365 else { return nil }
      day = .ordinal(number)
    }
    guard rest.first == UInt8(ascii: "/") else { return Change(day: day, seconds: 7200) }
    rest = rest.dropFirst()
    guard let seconds = takeTime(&rest) else { return nil }
    return Change(day: day, seconds: seconds)
  }
}
