import Testing

@testable import Vocabulary

/// Lines of real controllers, with what a person says they mean, in fixtures/vocabulary/lines.txt.
@Suite struct RecordedLinesTests {
  @Test func everyLineIsReadAsTheFixtureSays() throws {
    var count = 0
    for row in try Fixture.text("fixtures/vocabulary/lines.txt").split(separator: "\n") where !row.hasPrefix("#") {
      let columns = row.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      try #require(columns.count == 3, "\(row)")
      let reading = Reading.of(Fixture.unescape(columns[2]))
      #expect(reading?.kind ?? "-" == columns[0], "\(columns[2])")
      #expect(reading?.subject ?? "-" == columns[1], "\(columns[2])")
      count += 1
    }
    #expect(count > 300)
  }
}
