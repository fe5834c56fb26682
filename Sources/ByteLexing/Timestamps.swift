/// Days from 1970-01-01 to a date of the Gregorian calendar.
@inline(__always)
func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let y = month <= 2 ? year - 1 : year
  let era = (y >= 0 ? y : y - 399) / 400
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// Nanoseconds since the epoch of an RFC 3339 time that fills `range`, or `nil` if it is none.
///
/// Accepts `T`, `t` or a space between date and time, a fraction of 1 to 9 digits, `Z` or an offset `+hh:mm` or `+hhmm`.
/// The years 1678 to 2261; a leap second counts as the second before. O(length); input is untrusted.
public func parseRFC3339(_ bytes: RawSpan, _ range: Range<Int>) -> Int64? {
  bytes.withUnsafeBytes { raw in
    guard range.lowerBound >= 0, range.upperBound <= raw.count else { return nil }
    return parseRFC3339(UnsafeRawBufferPointer(rebasing: raw[range]))
  }
}

/// The same for bytes behind a pointer.
public func parseRFC3339(_ raw: UnsafeRawBufferPointer) -> Int64? {
  let n = raw.count
  guard n >= 20 else { return nil }
  func two(_ i: Int) -> Int {
    let (a, b) = (Int(raw[i]) - 48, Int(raw[i + 1]) - 48)
    return a < 0 || a > 9 || b < 0 || b > 9 ? -1 : a * 10 + b
  }
  let (century, yearInCentury, month, day) = (two(0), two(2), two(5), two(8))
  let (hour, minute, second) = (two(11), two(14), two(17))
  guard century >= 0, yearInCentury >= 0, raw[4] == 0x2D, raw[7] == 0x2D, raw[10] == 0x54 || raw[10] == 0x74 || raw[10] == 0x20,
    raw[13] == 0x3A, raw[16] == 0x3A, (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
    (0...59).contains(minute), (0...60).contains(second)
  else { return nil }
  let year = century * 100 + yearInCentury
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let lengths = (31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
  let length = withUnsafeBytes(of: lengths) { $0.loadUnaligned(fromByteOffset: (month - 1) * MemoryLayout<Int>.size, as: Int.self) }
  guard year >= 1678, year <= 2261, day <= length else { return nil }
  var i = 19
  var fraction: Int64 = 0
  if raw[i] == 0x2E || raw[i] == 0x2C {
    i += 1
    var digits = 0
    while i < n, digits < 9, raw[i] >= 48, raw[i] <= 57 {
      fraction = fraction * 10 + Int64(raw[i] - 48)
      digits += 1
      i += 1
    }
    guard digits > 0 else { return nil }
    while digits < 9 {
      fraction *= 10
      digits += 1
    }
  }
  guard i < n else { return nil }
  var offset = 0
  switch raw[i] {
  case 0x5A, 0x7A:
    guard i + 1 == n else { return nil }
  case 0x2B, 0x2D:
    let hasColon = i + 6 == n && raw[i + 3] == 0x3A
    guard hasColon || i + 5 == n else { return nil }
    let (hours, minutes) = (two(i + 1), two(hasColon ? i + 4 : i + 3))
    guard (0...23).contains(hours), (0...59).contains(minutes) else { return nil }
    offset = (hours * 60 + minutes) * 60 * (raw[i] == 0x2D ? -1 : 1)
  default: return nil
  }
  let days = daysSinceEpoch(year, month, day)
  let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + min(second, 59) - offset)
  return seconds * 1_000_000_000 + fraction
}
