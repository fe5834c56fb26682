/// Reads an RFC 3339 timestamp and returns nanoseconds since the Unix epoch; `nil` if `range` holds anything else.
///
/// Strict about the form: `YYYY-MM-DD`, one of `T`, `t` or a blank, `hh:mm:ss`, an optional fraction of one to nine
/// digits after `.` or `,`, then `Z`, `z` or `±hh:mm`. The whole range must be the timestamp. Days are checked against
/// the calendar; second 60 is taken as the next second. Times outside 1678…2262, which 64 bits of nanoseconds cannot
/// hold, are refused. Input is untrusted. O(length), no allocation.
public func parseRFC3339(_ span: RawSpan, _ range: Range<Int>) -> Int64? {
  guard range.lowerBound >= 0, range.upperBound <= span.byteCount, range.count >= 20, range.count <= 35 else {
    return nil
  }
  return span.withUnsafeBytes { raw in parse(UnsafeRawBufferPointer(rebasing: raw[range])) }
}

/// Reads an RFC 3339 timestamp that fills the whole of `span`; see `parseRFC3339(_:_:)`.
public func parseRFC3339(_ span: RawSpan) -> Int64? { parseRFC3339(span, 0..<span.byteCount) }

/// Nanoseconds since the epoch of a date and a time of day; `nil` if the date does not exist or does not fit.
///
/// `offsetSeconds` is how far local time is ahead of UTC. Complexity O(1).
public func nanosecondsSinceEpoch(
  year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanosecond: Int = 0, offsetSeconds: Int = 0
) -> Int64? {
  guard year >= 1678, year <= 2262, month >= 1, month <= 12, day >= 1, hour >= 0, hour < 24, minute >= 0, minute < 60,
    second >= 0, second <= 60, nanosecond >= 0, nanosecond < 1_000_000_000, abs(offsetSeconds) < 86_400
  else { return nil }
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let isShort = month == 4 || month == 6 || month == 9 || month == 11
  guard day <= (month == 2 ? (isLeap ? 29 : 28) : (isShort ? 30 : 31)) else { return nil }
  // Years are counted from March so that the leap day is the last one and month lengths follow one formula.
  let shiftedYear = month <= 2 ? year - 1 : year
  let era = shiftedYear / 400
  let yearOfEra = shiftedYear - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offsetSeconds)
  let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
  if overflow { return nil }
  let (total, overflowed) = scaled.addingReportingOverflow(Int64(nanosecond))
  return overflowed ? nil : total
}

private func parse(_ text: UnsafeRawBufferPointer) -> Int64? {
  // The caller made sure of 20 bytes, so the fixed part and one more byte are in range.
  guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
    text[10] | 0x20 == UInt8(ascii: "t") || text[10] == UInt8(ascii: " "),
    text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":")
  else { return nil }
  let century = pair(text, 0)
  let month = pair(text, 5)
  let hour = pair(text, 11)
  let second = pair(text, 17)
  let (yearInCentury, day, minute) = (pair(text, 2), pair(text, 8), pair(text, 14))
  // `pair` gives -1 for what is no digit; month and day, where 0 is wrong too, are checked with the calendar.
  guard century >= 0, yearInCentury >= 0, hour >= 0, minute >= 0, second >= 0 else { return nil }
  var at = 19
  var fraction = 0
  if text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ",") {
    at += 1
    let begin = at
    while at < text.count, at - begin < 9, text[at] &- 48 < 10 {
      fraction = fraction * 10 + Int(text[at] &- 48)
      at += 1
    }
    if at == begin { return nil }
    for _ in (at - begin)..<9 { fraction *= 10 }
  }
  guard let offset = zoneOffset(text, at) else { return nil }
  return nanosecondsSinceEpoch(
    year: century * 100 + yearInCentury, month: month, day: day, hour: hour, minute: minute, second: second,
    nanosecond: fraction, offsetSeconds: offset)
}

/// Seconds east of UTC that the rest of `text` says; `nil` if it is no zone or something follows it.
private func zoneOffset(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int? {
  guard at < text.count else { return nil }
  let sign = text[at]
  if sign | 0x20 == UInt8(ascii: "z") { return text.count == at + 1 ? 0 : nil }
  guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), text.count == at + 6,
    text[at + 3] == UInt8(ascii: ":")
  else { return nil }
  let hours = pair(text, at + 1)
  let minutes = pair(text, at + 4)
  guard hours >= 0, hours < 24, minutes >= 0, minutes < 60 else { return nil }
  let seconds = hours * 3600 + minutes * 60
  return sign == UInt8(ascii: "-") ? -seconds : seconds
}

/// The two decimal digits at `at`, or -1.
@inline(__always)
private func pair(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
  let tens = text[at] &- 48
  let ones = text[at + 1] &- 48
  return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : -1
}
