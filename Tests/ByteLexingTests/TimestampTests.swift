import Testing

@testable import ByteLexing

@Suite struct TimestampTests {
  private func parse(_ text: String) -> Int64? { Array(text.utf8).withUnsafeBytes { parseRFC3339($0) } }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("2026-11-23T20:31:00.747779Z", 1_795_465_860_747_779_000),
    ("2026-11-24T04:31:00.747779+08:00", 1_795_465_860_747_779_000),
    ("2026-11-23 20:31:00Z", 1_795_465_860_000_000_000),
    ("2024-02-29T23:59:59.123456789-0530", 1_709_270_999_123_456_789),
  ] as [(String, Int64)])
  func reads(_ text: String, _ expected: Int64) { #expect(parse(text) == expected) }

  @Test(arguments: [
    "", "2026-11-23", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T20:31:00",
    "2026-11-23T20:31:00.Z", "2026-11-23T20:31:00+8", "x026-11-23T20:31:00Z", "2026-11-23T20:31:00Zz",
  ])
  func refuses(_ text: String) { #expect(parse(text) == nil) }

  @Test func readsWhatItWasWrittenFrom() {
    var days = -100_000
    while days < 100_000 {
      let year = 1970 + days / 366
      if (1700...2240).contains(year) {
        let text = "\(year)-03-0\(abs(days) % 9 + 1)T0\(abs(days) % 10):30:00Z"
        let value = parse(text)
        #expect(value.map { $0 % 1_000_000_000 } == 0)
      }
      days += 997
    }
  }
}

@Suite struct ByteFeedTests {
  /// The same bytes come out whatever the size of a read, and none twice.
  @Test(arguments: [1, 2, 3, 7, 64, 4096])
  func deliversAllBytes(step: Int) throws {
    let source = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    var position = 0
    var feed = ByteFeed(chunk: 16, limit: 64) { buffer in
      let count = min(step, buffer.count, source.count - position)
      for i in 0..<count { buffer[i] = source[position + i] }
      position += count
      return count
    }
    var seen: [UInt8] = []
    repeat {
      feed.withUnread { seen.append(contentsOf: $0) }
      feed.consume(feed.unreadCount)
    } while try feed.fill()
    #expect(seen == source)
    let (offset, isAtEnd) = (feed.offset, feed.isAtEnd)
    #expect(offset == 1000)
    #expect(isAtEnd)
  }

  @Test func stopsAtItsLimit() throws {
    var feed = ByteFeed(chunk: 16, limit: 32) { buffer in buffer.count }
    let (isThere, isAtEnd, count) = (try feed.require(33), feed.isAtEnd, feed.unreadCount)
    #expect(!isThere)
    #expect(!isAtEnd)
    #expect(count == 32)
  }
}
