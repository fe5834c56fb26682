import Testing

@testable import ByteLexing

@Suite struct TimestampsTests {
  private func parse(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return parseRFC3339(bytes.span.bytes)
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("1970-01-01T00:00:01.5Z", 1_500_000_000),
    ("1969-12-31T23:59:59.999999999Z", -1),
    ("2026-11-23T20:31:00.747779Z", 1_795_465_860_747_779_000),
    ("2026-11-23 20:31:00.747779123z", 1_795_465_860_747_779_123),
    ("2026-11-24t04:31:00,747779+08:00", 1_795_465_860_747_779_000),
    ("2026-11-24T02:01:00+05:30", 1_795_465_860_000_000_000),
    ("2026-11-23T15:31:00-05:00", 1_795_465_860_000_000_000),
    ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000),
    ("2262-04-11T23:47:16.854775807Z", Int64.max),
  ])
  func reads(_ text: String, _ expected: Int64) {
    #expect(parse(text) == expected)
  }

  @Test(arguments: [
    "", "2026-11-23", "2026-11-23T20:31:00", "2026-11-23T20:31:00.Z", "2026-11-23T20:31:00.1234567890Z",
    "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:61Z", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00Z ",
    " 2026-01-01T00:00:00Z", "2026-01-01T00:00:00+01:0", "2O26-01-01T00:00:00Z", "2026/01/01T00:00:00Z",
    "2262-04-11T23:47:16.854775808Z", "9999-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2026-01-01T00:00:00+-1:00",
  ])
  func refuses(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func agreesWithCountingDays() {
    // Walks the calendar day by day, so that no formula is checked against itself.
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    func pad(_ value: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
    }
    var days = 0
    for year in 1970...2105 {
      for month in 1...12 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)
        for day in 1...length {
          let date = "\(year)-\(pad(month, 2))-\(pad(day, 2))"
          let inDay = (days &* 7919) % 86_400
          let time = "\(pad(inDay / 3600, 2)):\(pad(inDay / 60 % 60, 2)):\(pad(inDay % 60, 2))"
          let expected = Int64(days * 86_400 + inDay) * 1_000_000_000
          if parse("\(date)T\(time)Z") != expected { Issue.record("\(date) \(time)") }
          days += 1
        }
        #expect(parse("\(year)-\(pad(month, 2))-\(pad(length + 1, 2))T00:00:00Z") == nil)
      }
    }
  }

  @Test func neverReadsOutsideItsRange() {
    let bytes = Array("xx2026-11-23T20:31:00.747779+08:00yy".utf8)
    for lower in 0...bytes.count {
      for upper in lower...bytes.count {
        let value = parseRFC3339(bytes.span.bytes, lower..<upper)
        #expect((value != nil) == (lower == 2 && upper == 34))
      }
    }
    #expect(parseRFC3339(bytes.span.bytes, 20..<90) == nil)
  }
}
