import Diagnosis
import Model
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

  @Test func wordsGoWithTheirNumbers() {
    let words = Lexicon(language: .english)
    #expect(words(.andMoreRows, "1") == "1 more row" && words(.andMoreRows, "2") == "2 more rows")
    #expect(
      words(.folded, "1", "1,200").hasPrefix("Folded: 1 finding in short")
        && words(.folded, "1", "1,200").contains("All 1,200 objects:"))
    #expect(
      words(.truncated, "1").hasPrefix("1 more step is in") && words(.truncated, "0").hasPrefix("0 more steps are in"))
    let refs = [
      ResourceRef(.subnet, name: "a"), ResourceRef(.pod, namespace: "n", name: "b"), ResourceRef(.subnet, name: "c"),
    ]
    #expect(words.counted(refs) == "2 Subnets, 1 pod")
    #expect(Lexicon(language: .chinese).counted(refs) == "2 个子网，1 个 Pod")
    #expect(Quantity.counted(refs) == "3 objects" && Quantity.counted(refs.prefix(1)) == "1 Subnet")
    #expect(Quantity.counted([ResourceRef(.replica, name: "x"), ResourceRef(.replica, name: "y")]) == "2 controllers")
  }

  /// No text of the catalogue puts a number before a word that fits other numbers only.
  @Test(arguments: Label.allCases)
  func countsOfOneReadWell(_ label: Label) {
    let text = Lexicon(language: .english)(label, "1", "1", "1")
    #expect(text.firstMatch(of: /\b1 (more )?[a-z]+[^s\W]s\b/) == nil, "\(label): \(text)")
  }

  /// What the first line says is wrong is what the findings say.
  @Test(arguments: [
    ([Harm.sharedAddress], Verdict.confirmed, "An address is used twice", "地址重复使用"),
    (
      [.leakedAddress, .controllerDown, .leakedAddress], .probable, "The controller crashes, something is leaked",
      "控制器崩溃，存在泄漏"
    ),
    ([.wastedWork], .suspected, "Suspected: Something is at risk", "疑似：存在风险"),
    ([.stuckDeletion], .confirmed, "Deletions are stuck", "删除卡住"),
    ([.none], .confirmed, "Something is wrong", "存在问题"),
    ([.healed], .resolved, "Only what has healed by now", "问题均已恢复"),
  ])
  func theStandingNamesTheHarm(_ harms: [Harm], _ verdict: Verdict, _ english: String, _ chinese: String) {
    var report = ReportDocument()
    report.findings = harms.map { harm in
      var finding = FindingEntry()
      (finding.harm, finding.verdict) = (harm, verdict)
      return finding
    }
    #expect(Lexicon(language: .english).standing(of: report) == english)
    #expect(Lexicon(language: .chinese).standing(of: report) == chinese)
  }

  @Test func aPhraseIsTakenApart() {
    let book = Phrasebook(rules: ["Subnet held": "子网卡住", "{ip.bare} deleted": "已删除 {ip.bare}"])
    #expect(book.say("Subnet held") == "子网卡住")
    #expect(book.say("app-0.shop deleted") == "已删除 app-0.shop")
    #expect(
      book.say("Cause KOV-003-1: Subnet held (1 Subnet stuck). It leads to KOV-005-1 (2 objects affected).")
        == "根因 KOV-003-1：子网卡住（1 个子网卡住）。由此导致 KOV-005-1（2 个对象受影响）。")
    #expect(book.say("2 IP objects leaked. Of pods a/b, c/d. In Subnet x.") == "2 个 IP 对象泄漏。所属 Pod：a/b, c/d。所在子网：x。")
  }

  @Test(arguments: [
    "", ".", "{0}", "; ; ;", "Proven by the state: .", "so unlike anything in the book",
    String(repeating: "a. ", count: 3000),
  ])
  func whatTheBookDoesNotHaveStays(_ text: String) { #expect(Phrasebook().say(text) == text) }

  @Test func partsOfSentencesStandInBothLanguages() {
    for (english, chinese) in Phrasebook.sentences {
      let parts = { (text: String) in Set(text.matches(of: /\{[#w]?\d\}/).map { String($0.output) }) }
      #expect(parts(english) == parts(chinese), "\(english)")
    }
  }

  @Test func tablesAreSaidInChinese() {
    var table = TableDocument(title: "Streams", columns: [.init("name", "Name", kind: .path), .init("why", "Because")])
    table.rows = [[.text("understood"), .text("a complete list")]]
    table.layout = .blocks([[.init("why", "because of {}")]])
    let said = table.said(in: .chinese)
    #expect(said.title == "数据流" && said.columns.map(\.title) == ["名称", "依据"])
    // A path is a name, whatever it reads like.
    #expect(said.rows == [[.text("understood"), .text("完整列表")]])
    #expect(said.layout == .blocks([[.init("why", "依据 {}")]]))
    #expect(table.said(in: .english).title == "Streams")
  }
}
