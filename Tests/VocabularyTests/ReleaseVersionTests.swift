import Model
import Testing

@Suite struct ReleaseVersionTests {
  @Test(arguments: [
    ("v1.12.28", ReleaseVersion(1, 12, 28)), ("1.8.0", ReleaseVersion(1, 8, 0)),
    ("v1.12.28-mc", ReleaseVersion(1, 12, 28)),
  ]) func releases(text: String, version: ReleaseVersion) { #expect(ReleaseVersion(text) == version) }

  @Test(arguments: ["", "v", "1.12", "1.12.x", "1.12.28.1", "1..2", "v1.12.99999", "master", "1.12.-1", " 1.2.3"])
  func noReleases(text: String) { #expect(ReleaseVersion(text) == nil) }

  @Test func order() {
    #expect(ReleaseVersion(1, 9, 41) < ReleaseVersion(1, 12, 2))
    #expect(ReleaseVersion(1, 12, 9) < ReleaseVersion(1, 12, 10))
    #expect("\(ReleaseVersion(1, 12, 28))" == "v1.12.28")
  }

  @Test(arguments: [
    (">=1.12.5 <1.13.0", "1.12.5", true), (">=1.12.5 <1.13.0", "1.12.4", false), (">=1.12.5 <1.13.0", "1.13.0", false),
    (">=1.12.5, <1.13.0", "1.12.35", true),
    ("1.12.5..1.12.35", "1.12.35", true), ("1.12.5..1.12.35", "1.12.36", false), ("..1.12.8", "1.8.0", true),
    ("1.13.0..", "1.16.2", true), ("*", "1.8.0", true), ("1.12.28", "1.12.28", true), ("=1.12.28", "1.12.27", false),
    (">1.12.28", "1.12.28", false), ("<=1.12.28", "1.12.28", true), ("1.15.3..1.15.4||1.14.31..", "1.15.4", true),
    ("1.15.3..1.15.4 || 1.16.0..1.16.2", "1.15.5", false), (">=1.12.0 >1.12.0 <=1.12.9", "1.12.0", false),
  ]) func ranges(range: String, version: String, isIn: Bool) throws {
    let release = try #require(ReleaseVersion(version))
    #expect(try #require(ReleaseRange(range)).contains(release) == isIn)
  }

  @Test(arguments: ["", " ", "..", "1.12", ">=", "~1.12.0", "1.12.0...1.12.3", "1.12.1 ||", "=>1.2.3", "a..b"])
  func noRanges(text: String) { #expect(ReleaseRange(text) == nil) }

  @Test func aVersionKnownAsARangeOverlaps() throws {
    let range = try #require(ReleaseRange(">=1.12.5 <1.12.28"))
    #expect(range.overlaps(ReleaseVersion(1, 12, 27)...ReleaseVersion(1, 12, 28)))
    #expect(!range.overlaps(ReleaseVersion(1, 12, 28)...ReleaseVersion(1, 12, 35)))
    #expect(!range.overlaps(ReleaseVersion(1, 11, 0)...ReleaseVersion(1, 12, 4)))
    #expect(ReleaseRange.all.overlaps(ReleaseVersion(1, 8, 0)...ReleaseVersion(1, 8, 0)))
  }
}
