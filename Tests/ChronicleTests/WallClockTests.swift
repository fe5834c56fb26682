import Model
import Testing

@testable import Chronicle

@Suite struct WallClockTests {
  private func wall(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Int64 {
    let days =
      CivilDate(year: 2000, month: month, day: day).daysSinceEpoch
      - CivilDate(year: 2000, month: 1, day: 1).daysSinceEpoch
    return Int64(days) * WallClock.dayLength + Int64(hour * 60 + minute) * 60_000_000_000
  }
  private func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Int64 {
    Int64(CivilDate(year: year, month: month, day: day).daysSinceEpoch) * WallClock.dayLength + Int64(
      hour * 60 + minute) * 60_000_000_000
  }

  @Test func findsZonesFromAnOuterTime() throws {
    for (offset, hour, minute) in [(0, 12, 0), (28_800, 20, 0), (19_800, 17, 30), (-18_000, 7, 0), (20_700, 17, 45)] {
      let found = try #require(
        WallClock.match(wall: wall(6, 15, hour, minute), outer: utc(2026, 6, 15, 12, 0) + 3_000_000))
      #expect(found.offsetSeconds == offset)
      #expect(found.year == 2026)
    }
  }

  /// A shipper that is minutes late is no zone of its own.
  @Test(arguments: [(10, 0), (22, 0), (-10, 0), (340, -21_600), (-340, 20_700)])
  func knowsNoZoneThatIsNotInUse(_ late: Int, _ offset: Int) throws {
    let found = try #require(
      WallClock.match(wall: wall(6, 15, 12, 0), outer: utc(2026, 6, 15, 12, 0) + Int64(late) * 60_000_000_000))
    #expect(found.offsetSeconds == offset)
  }

  @Test func findsTheYearOverNewYear() throws {
    // In Shanghai it is already January when UTC still has December.
    let found = try #require(WallClock.match(wall: wall(1, 1, 2, 0), outer: utc(2025, 12, 31, 18, 0)))
    #expect(found.year == 2026)
    #expect(found.offsetSeconds == 28_800)
  }

  @Test func refusesWhatNoZoneExplains() {
    #expect(WallClock.match(wall: wall(6, 15, 12, 0), outer: utc(2026, 6, 17, 12, 0)) == nil)
  }

  @Test func staysInOrderOverNewYear() {
    let clock = WallClock(year: 2025, offsetSeconds: 0)
    let before = clock.instant(wall(12, 31, 23, 59))
    let after = clock.instant(wall(1, 1, 0, 0) + WallClock.yearLength)
    #expect(after - before == 60_000_000_000)
  }

  @Test func changesItsOffsetOnTheWay() {
    let clock = WallClock(
      year: 2026, offsets: [.init(fromWall: .min, seconds: 7200), .init(fromWall: wall(10, 25, 3, 0), seconds: 3600)])
    #expect(clock.offset(atWall: wall(10, 25, 1, 0)) == 7200)
    #expect(clock.offset(atWall: wall(10, 25, 4, 0)) == 3600)
  }
}

@Suite struct TextTableTests {
  @Test func givesEqualTextsOneNumber() {
    var table = TextTable()
    var numbers: [UInt32] = []
    for i in 0..<10_000 { numbers.append(table.intern("name-\(i % 5000)", tag: UInt16(i % 2))) }
    #expect(Set(numbers).count == 5000)
    #expect(table.text(numbers[17]) == "name-17")
    #expect(table.intern("name-17", tag: 0) != table.intern("name-17", tag: 1))
    #expect(table.intern("") == 0)
    #expect(table.find("never seen") == 0)
  }

  @Test func absorbsAnother() {
    var a = TextTable()
    var b = TextTable()
    let x = a.intern("x")
    _ = b.intern("y")
    let bx = b.intern("x")
    let map = a.absorb(b)
    #expect(map[Int(bx)] == x)
    #expect(a.text(map[1]) == "y")
  }
}

@Suite struct ObservationKindTests {
  /// Compact records rely on the one-byte number of a kind being its place among all kinds.
  @Test func codesAreTheOrderOfTheCases() {
    for (i, kind) in ObservationKind.allCases.enumerated() {
      #expect(Int(kind.code) == i)
      #expect(ObservationKind(code: kind.code) == kind)
    }
  }
}

@Suite struct CoverageTests {
  private func writer(_ lives: [(Int64, Int64, Bool)], gaps: [LogGap] = []) -> WriterHistory {
    var writer = WriterHistory()
    writer.component = .controller
    writer.gaps = gaps
    writer.lives = lives.map { life in
      var l = ProcessLife()
      (l.from, l.to, l.hasStart) = life
      l.firstWork = l.from
      return l
    }
    return writer
  }

  @Test func joinsLivesThatBeginWithTheirStart() {
    let coverage = Coverage([writer([(0, 100, true), (150, 300, true)])])
    #expect(coverage.hole(from: 50, to: 250) == nil)
    #expect(coverage.hole(from: 50, to: 301) != nil)
  }

  @Test func leavesAHoleBeforeALifeWithoutItsStart() {
    let coverage = Coverage([writer([(0, 100, true), (150, 300, false)])])
    #expect(coverage.hole(from: 50, to: 250) != nil)
    #expect(coverage.gaps.count == 1)
  }

  @Test func replicasCoverForEachOther() {
    let coverage = Coverage([writer([(0, 100, true)]), writer([(90, 300, false)])])
    #expect(coverage.hole(from: 10, to: 290) == nil)
  }

  /// The leader's log stops, the follower's goes on: what came then is not known.
  @Test func aFollowerCoversNothing() {
    var follower = writer([(0, 900_000_000_000, true)])
    follower.lives[0].firstWork = .max
    follower.lives[0].waited = true
    let coverage = Coverage([writer([(0, 100_000_000_000, true)]), follower])
    #expect(coverage.end == 100_000_000_000)
    #expect(coverage.hole(from: 50_000_000_000, to: 200_000_000_000) != nil)
    #expect(Coverage([follower]).isEmpty)
    #expect(Coverage([follower]).reasonForNothing.contains("follower"))
  }

  @Test func twoLeadersAtOneTimeAreTwoClusters() {
    let both = [writer([(0, 100_000_000_000, true)]), writer([(0, 100_000_000_000, true)])]
    #expect(Coverage(both).hole(from: 10, to: 90_000_000_000)?.contains("two clusters") == true)
  }

  @Test func aNamedGapIsAHole() {
    let coverage = Coverage([writer([(0, 300, true)], gaps: [LogGap(from: 100, to: 120, reason: "rotated")])])
    #expect(coverage.hole(from: 50, to: 250) == "rotated")
    #expect(coverage.hole(from: 130, to: 250) == nil)
  }
}
