import Testing

@testable import Pipeline

/// Offsets of zones, at moments that any calendar tells.
@Suite struct ZoneRulesTests {
  @Test(
    arguments: [
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_767_225_600, 39_600), ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_782_864_000, 36_000),
      ("CST-8", 0, 28_800), ("<+0330>-3:30", -1, 12_600), ("XXX4YYY,J60/0,J300/0", 1_767_225_600, -14_400),
    ] as [(String, Int64, Int)])
  func whatAZoneDoesEveryYear(_ rule: String, _ instant: Int64, _ offset: Int) throws {
    #expect(try #require(ZoneRule(rule)).offset(at: instant) == offset)
  }

  @Test(arguments: ["", "C", "-1", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.5.0,M10.5.0/3x", "<a"])
  func whatIsNoRule(_ text: String) { #expect(ZoneRule(text) == nil) }

  @Test func namedZones() throws {
    #expect(try #require(ZoneRules(named: "Asia/Shanghai")).offset(at: 1_795_000_000) == 28_800)
    // Summer time, for the last years that China had it.
    #expect(try #require(ZoneRules(named: "Asia/Shanghai")).offset(at: 617_000_000) == 32_400)
    #expect(try #require(ZoneRules(named: "UTC")).offset(at: 0) == 0)
    for name in ["Mars", "", "../../etc/passwd", "/etc/localtime", "Asia"] { #expect(ZoneRules(named: name) == nil) }
  }

  @Test func brokenFilesAreNoZones() throws {
    let whole = try #require(FileBytes.read("/usr/share/zoneinfo/Europe/Berlin", limit: 1 << 20))
    #expect(ZoneRules(file: whole) != nil)
    for count in stride(from: 0, to: whole.count, by: 7) { _ = ZoneRules(file: Array(whole[..<count])) }
    for i in whole.indices {
      var broken = whole
      broken[i] ^= 0xFF
      _ = ZoneRules(file: broken)?.offset(at: 1_795_000_000)
    }
  }
}
