import Model
import Testing

@testable import Reports

@Suite struct TextLayoutTests {
  @Test func cutsAtScalarsByWidth() {
    #expect(TextLayout.cut("hello", to: 5) == "hello")
    #expect(TextLayout.cut("hello!", to: 5) == "hell…")
    #expect(TextLayout.cut("中文字", to: 6) == "中文字")
    #expect(TextLayout.cut("中文字", to: 5) == "中文…")
    #expect(TextLayout.cut("中文字", to: 4) == "中…")
    #expect(TextLayout.cutFront("a/b/c.log:12", to: 8) == "….log:12")
    #expect(TextLayout.cut("e\u{301}e\u{301}e\u{301}", to: 3) == "e\u{301}e\u{301}e\u{301}")
    #expect(TextLayout.cut("abc", to: 0) == "")
  }

  /// What is left out is left out behind a whole word; nothing ends in a full stop of which the rest is missing.
  @Test func sentencesAreCutAtWords() {
    #expect(TextLayout.wrap("It stopped. Then it went on.", width: 12, maxLines: 1) == ["It stopped…"])
    #expect(TextLayout.wrap("In Subnets net1, net2, net3.", width: 16, maxLines: 1) == ["In Subnets net1…"])
    #expect(TextLayout.wrap("one two three four", width: 9, maxLines: 1, mark: "… (-v)") == ["one… (-v)"])
    #expect(TextLayout.wrap("名称未显示。其 Pod 已不存在。", width: 14, maxLines: 1) == ["名称未显示…"])
    #expect(TextLayout.wrap("one two", width: 7, maxLines: 1) == ["one two"])
    #expect(TextLayout.wrap("abcdefghij klm", width: 4, maxLines: 1) == ["abc…"])
    #expect(TextLayout.cutAtWord("Subnet shop; pod is gone", to: 20) == "Subnet shop; pod is…")
    #expect(TextLayout.cutAtWord("Subnet  shop", to: 20) == "Subnet  shop")
    for width in 1...20 {
      let lines = TextLayout.wrap("a sentence, that is: cut. Here", width: width, maxLines: 2, mark: "… (-v)")
      #expect(lines.count <= 2 && lines.allSatisfy { DisplayWidth.of($0) <= width })
    }
  }

  @Test func nothingIsEverWider() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let text = VisibleText.escape(random.text(upTo: 50))
      let width = Int.random(in: 1...40, using: &random)
      #expect(DisplayWidth.of(TextLayout.cut(text, to: width)) <= width)
      #expect(DisplayWidth.of(TextLayout.cutFront(text, to: width)) <= width)
      let lines = TextLayout.wrap(text, width: max(2, width))
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= max(2, width) })
      // Wrapping moves blanks only.
      let kept = lines.joined().unicodeScalars.filter { $0 != " " }
      #expect(kept.elementsEqual(text.unicodeScalars.filter { $0 != " " }))
      #expect(TextLayout.wrap(text, width: max(2, width), maxLines: 2).count <= 2)
    }
  }

  /// Where Chinese stands around an identifier there are no blanks to break at.
  @Test(arguments: [24, 31, 40, 57, 100]) func linesBreakBesideIdentifiersAndBehindMarks(_ width: Int) {
    let text =
      "根因 KOV-004-6555：net-attach-def 先于 Pod 被删除，IP 对象残留（8 个 IP 对象泄漏）。由此导致 KOV-003-22b3（2 个子网卡住），见 app-0.shop.net1（仍存在）。"
    for start in text.indices {
      let lines = TextLayout.wrap(String(text[start...]), width: width)
      for (line, next) in zip(lines, lines.dropFirst()) {
        #expect(!"，。：）".contains(next.first ?? " "), "\(line)|\(next)")
        #expect(line.last != "（", "\(line)|\(next)")
        // A blank was there, or one of the two is Chinese.
        let isInside = text.contains(line.suffix(3) + next.prefix(3))
        let narrow = { (c: Character?) in c.map { DisplayWidth.of(String($0)) == 1 } ?? false }
        #expect(!(isInside && narrow(line.last) && narrow(next.first)), "\(line)|\(next)")
      }
    }
  }

  @Test func marksWithoutWidthCannotPileUp() {
    let stack = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(TextLayout.cut(stack, to: 20).unicodeScalars.count <= 81)
  }

  @Test func limitsSayWhatTheyLeftOut() {
    #expect(TextLayout.limit("中文字", scalars: 2) == ("中文", 3))
    #expect(TextLayout.limit("abc", scalars: 3) == ("abc", 0))
  }

  @Test func padsToColumns() {
    #expect(TextLayout.pad("中", to: 4) == "中  ")
    #expect(TextLayout.pad("7", to: 3, .right) == "  7")
  }

  @Test(arguments: [
    (Int64(0), "0 ns"), (1_500_000, "1 ms"), (4_200_000_000, "4.2 s"), (800_000_000_000, "13 min 20 s"),
    (-7_500_000_000_000, "2 h 5 min"),
    (273_600_000_000_000, "3 d 4 h"), (3_600_000_000_000, "1 h"), (Int64.min, "106751 d 23 h"),
  ])
  func durations(_ nanoseconds: Int64, _ expected: String) { #expect(Quantity.duration(nanoseconds) == expected) }

  @Test func sizes() {
    #expect(Quantity.bytes(1023) == "1023 B")
    #expect(Quantity.bytes(1536) == "1.5 KiB")
    #expect(Quantity.bytes(.max) == "15.9 EiB")
    #expect(Quantity.count(1_234_567) == "1,234,567")
    #expect(Quantity.count(-12) == "-12")
  }

  @Test func axesAreExact() {
    #expect(TimeAxis.scaled(1, of: 2) == 500)
    #expect(TimeAxis.scaled(.max - 1, of: .max) == 1000)
    #expect(TimeAxis.scaled(0, of: 0) == 0)
    #expect(TimeAxis(over: [Instant(nanoseconds: 5), nil]) == nil)
    let axis = TimeAxis(over: [.distantPast, .distantFuture])
    #expect(axis?.position(.distantFuture) == 1000)
  }
}
