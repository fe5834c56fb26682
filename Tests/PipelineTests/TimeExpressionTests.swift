import Model
import Testing

@testable import Pipeline

@Suite struct TimeExpressionTests {
  /// 2026-11-24T10:00:00Z
  private let end = Instant(nanoseconds: 1_795_514_400_000_000_000)

  private func meant(_ text: String, offset: Int = 0) -> String? {
    TimeExpression(text)?.instant(end: end, offset: offset).rfc3339
  }

  @Test func exactTimes() {
    for text in ["2026-11-23T20:31:00Z", "2026-11-23 20:31:00Z", "2026-11-23T21:31:00+01:00", "2026-11-23 20:31"] {
      #expect(meant(text)?.hasPrefix("2026-11-23T20:31:00") == true, "\(text)")
    }
    #expect(meant("2026-11-23")?.hasPrefix("2026-11-23T00:00:00") == true)
  }

  @Test func countedFromTheEndOfTheEvidence() {
    #expect(meant("2h")?.hasPrefix("2026-11-24T08:00:00") == true)
    #expect(meant("1h30m")?.hasPrefix("2026-11-24T08:30:00") == true)
    #expect(meant("1.5h")?.hasPrefix("2026-11-24T08:30:00") == true)
    #expect(meant("1d")?.hasPrefix("2026-11-23T10:00:00") == true)
    #expect(meant("yesterday")?.hasPrefix("2026-11-23T00:00:00") == true)
    #expect(meant("yesterday 20:31")?.hasPrefix("2026-11-23T20:31:00") == true)
    #expect(meant("today")?.hasPrefix("2026-11-24T00:00:00") == true)
    #expect(meant("now")?.hasPrefix("2026-11-24T10:00:00") == true)
    // The last time that it was so late.
    #expect(meant("20:34")?.hasPrefix("2026-11-23T20:34:00") == true)
    #expect(meant("09:34:05")?.hasPrefix("2026-11-24T09:34:05") == true)
  }

  @Test func asKlogWritesIt() {
    #expect(meant("1123 20:31:07.5")?.hasPrefix("2026-11-23T20:31:07.5") == true)
    #expect(meant("E1123 20:31:07.5", offset: 3600)?.hasPrefix("2026-11-23T19:31:07.5") == true)
    // December lies ahead: it was last year's.
    #expect(meant("1223 20:31:07")?.hasPrefix("2025-12-23T20:31:07") == true)
    #expect(meant("0229 00:00")?.hasPrefix("2026-0") == true)
  }

  @Test func nonsense() {
    for text in [
      "", "-", "h", "2x", "25:00", "20:61", "tomorrow", "1323 20:31", "1123", "2026-13-40", "yesterday noon", "9e9h",
    ] {
      #expect(TimeExpression(text) == nil, "\(text)")
    }
  }
}
