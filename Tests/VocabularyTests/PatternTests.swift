import Testing

@testable import Vocabulary

@Suite struct PatternTests {
  private func match(_ pattern: borrowing Pattern, _ text: String) throws -> [String?]? {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBytes { raw -> [String?]? in
      guard try pattern.match(raw) else { return nil }
      return (0...pattern.groupCount).map { i in pattern.group(i).map { String(decoding: raw[$0], as: UTF8.self) } }
    }
  }

  @Test func groupsAndMisses() throws {
    let pattern = try Pattern(#"pod (\S+)(?: in (\S+))?$"#)
    #expect(try match(pattern, "handle pod ns/p") == ["pod ns/p", "ns/p", nil])
    #expect(try match(pattern, "pod a in b") == ["pod a in b", "a", "b"])
    #expect(try match(pattern, "nothing") == nil)
    #expect(try match(pattern, "") == nil)
    #expect(pattern.groupCount == 2)
  }

  @Test func anyBytes() throws {
    let bytes = try Pattern(#"\xff.$"#)
    let raw: [UInt8] = [0x61, 0xFF, 0x00]
    #expect(try raw.withUnsafeBytes { try bytes.firstMatch(in: $0) } == 1..<3)
    let characters = try Pattern("^.$", matchesUTF8: true)
    #expect(try match(characters, "é") == ["é"])
    #expect(try raw.withUnsafeBytes { try characters.firstMatch(in: $0) } == nil)
    #expect(try match(Pattern("POD", ignoresCase: true), "a pod") == ["pod"])
  }

  @Test func mistakesHaveAPlace() {
    #expect(throws: Pattern.Failure.malformed(offset: 3, reason: "missing closing parenthesis")) {
      _ = try Pattern("a(b")
    }
  }

  @Test(arguments: ["(*UTF)a", #"a\Cb"#]) func whatWouldEscapeTheLimitsIsRefused(text: String) {
    #expect(throws: Pattern.Failure.self) { _ = try Pattern(text) }
  }

  @Test func limits() throws {
    #expect(throws: Pattern.Failure.tooLong(limit: 4096)) { _ = try Pattern(String(repeating: "a", count: 5000)) }
    let costly = try Pattern(#"^(a+)+$"#)
    let line = Array((String(repeating: "a", count: 40) + "b").utf8)
    #expect(throws: Pattern.Failure.limitReached) { try line.withUnsafeBytes { _ = try costly.match($0) } }
  }
}
