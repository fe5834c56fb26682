import Model

/// Reads the times that fields hold: `2026-11-23T20:31:00Z`, with or without a fraction.
enum InstantText {
  static func parse(_ text: String) -> Instant? {
    let b = Array(text.utf8)
    guard b.count >= 20, b[4] == 0x2D, b[7] == 0x2D, b[10] == 0x54, b[13] == 0x3A, b[16] == 0x3A, b.last == 0x5A else { return nil }
    func number(_ i: Int, _ n: Int) -> Int? { Int(String(decoding: b[i..<i + n], as: UTF8.self)) }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
      let minute = number(14, 2), let second = number(17, 2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    var nanoseconds = Int64(0)
    if b[19] == 0x2E {
      let digits = b[20..<b.count - 1].prefix(9)
      nanoseconds = digits.reduce(Int64(0)) { $0 * 10 + Int64(clamping: Int($1) - 48) }
      for _ in digits.count..<9 { nanoseconds *= 10 }
    }
    return Instant(seconds: Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)) + nanoseconds
  }
}
