import ByteLexing
import Model

/// A date and time as wrappers write it, read from the middle of a line.
struct WrittenTime {
  /// Nanoseconds since the epoch; meaningful only if `hasZone`, else as if the time were UTC.
  var nanoseconds: Int64
  /// First byte after the time and its zone.
  var end: Int
  var fractionDigits: Int
  var hasZone: Bool
  /// The zone was written with a colon, as RFC 3339 wants it; false for `Z`.
  var zoneHasColon: Bool

  /// Reads `2026-11-23T20:31:00[.fraction][Z|±hh:mm|±hhmm]` at `start`; a blank may stand for the `T`. O(length).
  ///
  /// Years outside 1700…2200 are refused, so that nanoseconds cannot overflow.
  init?(_ text: RawSpan, _ start: Int, _ limit: Int) {
    guard limit - start >= 19, text.byte(start + 4) == UInt8(ascii: "-"), text.byte(start + 7) == UInt8(ascii: "-"),
      text.byte(start + 13) == UInt8(ascii: ":"), text.byte(start + 16) == UInt8(ascii: ":"),
      text.byte(start + 10) == UInt8(ascii: "T") || text.byte(start + 10) == 0x20,
      let century = Self.pair(text, start), let inCentury = Self.pair(text, start + 2),
      let month = Self.pair(text, start + 5), let day = Self.pair(text, start + 8),
      let hour = Self.pair(text, start + 11), let minute = Self.pair(text, start + 14),
      let second = Self.pair(text, start + 17)
    else { return nil }
    let year = century * 100 + inCentury
    guard year >= 1700, year <= 2200, month >= 1, month <= 12, day >= 1, day <= 31, hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = Int64(CivilDate(year: year, month: month, day: day).daysSinceEpoch)
    let seconds = ((days * 24 + Int64(hour)) * 60 + Int64(minute)) * 60 + Int64(second)
    nanoseconds = seconds * 1_000_000_000
    end = start + 19
    fractionDigits = 0
    hasZone = false
    zoneHasColon = false
    readFraction(text, limit)
    readZone(text, limit)
  }

  private mutating func readFraction(_ text: RawSpan, _ limit: Int) {
    guard end + 1 < limit, text.byte(end) == UInt8(ascii: ".") || text.byte(end) == UInt8(ascii: ","),
      text.byte(end + 1) &- 0x30 <= 9
    else { return }
    end += 1
    var scale: Int64 = 100_000_000
    while end < limit {
      let digit = text.byte(end) &- 0x30
      if digit > 9 { break }
      nanoseconds += Int64(digit) * scale
      scale /= 10
      fractionDigits += 1
      end += 1
    }
  }

  private mutating func readZone(_ text: RawSpan, _ limit: Int) {
    guard end < limit else { return }
    let sign = text.byte(end)
    if sign == UInt8(ascii: "Z") {
      end += 1
      hasZone = true
      return
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), limit - end >= 5, let hours = Self.pair(text, end + 1)
    else { return }
    let colon = text.byte(end + 3) == UInt8(ascii: ":")
    guard !colon || limit - end >= 6, let minutes = Self.pair(text, end + (colon ? 4 : 3)), hours <= 18, minutes < 60
    else { return }
    let offset = Int64(hours * 3600 + minutes * 60) * 1_000_000_000
    nanoseconds += sign == UInt8(ascii: "+") ? -offset : offset
    end += colon ? 6 : 5
    hasZone = true
    zoneHasColon = colon
  }

  /// Value of two decimal digits.
  static func pair(_ text: RawSpan, _ at: Int) -> Int? {
    let tens = text.byte(at) &- 0x30
    let ones = text.byte(at + 1) &- 0x30
    return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
  }
}
