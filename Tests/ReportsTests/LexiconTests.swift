import Testing

@testable import Reports

@Suite struct LexiconTests {
  @Test(arguments: Label.allCases)
  func isCompleteInBothLanguages(_ label: Label) {
    let entry = Lexicon.entry(label)
    #expect(!entry.en.isEmpty && !entry.zh.isEmpty, "\(label) has no text")
    for place in ["{0}", "{1}", "{2}"] {
      #expect(entry.en.contains(place) == entry.zh.contains(place), "\(label) \(place)")
    }
  }

  @Test func fillsInValuesOnce() {
    let words = Lexicon(language: .english)
    #expect(words(.shown, "{1}", "x") == "{1} of x shown")
  }
}
