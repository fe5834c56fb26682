import Testing

@testable import Reports

@Suite struct EscapingTests {
  @Test func spellsOutWhatActs() {
    #expect(VisibleText.escape("a\u{1b}[31m\n\t\u{202e}b\u{7}") == #"a\x1b[31m\n\t\u{202e}b\x07"#)
    #expect(VisibleText.escape("plain ünïcödé 中文 שלום") == "plain ünïcödé 中文 שלום")
  }

  @Test func terminalTextHasNoControlCharacters() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let escaped = TerminalEscaping.line(random.text(upTo: 60))
      #expect(!escaped.unicodeScalars.contains(where: VisibleText.isActive))
    }
    #expect(TerminalEscaping.lines("a\nb\u{1b}") == ["a", #"b\x1b"#])
  }

  @Test func htmlHasNoMarkupLeft() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      let escaped = HTMLEscaping.text(random.text(upTo: 60))
      #expect(!escaped.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) || VisibleText.isActive($0) })
    }
    #expect(HTMLEscaping.text("<b a='\"'>&amp;") == "&lt;b a=&#39;&quot;&#39;&gt;&amp;amp;")
  }

  @Test func onlyHarmlessLinksPass() {
    for bad in [
      "javascript:alert(1)", "http://x", "data:text/html,x", "https://x/\"onclick=", "https://x/<b>", "//x",
      "https://ü", "JaVaScRiPt:x", " https://x",
    ] {
      #expect(HTMLEscaping.safeLink(bad) == nil, "\(bad)")
    }
    #expect(HTMLEscaping.safeLink("https://github.com/kubeovn/kube-ovn/issues/4898#x") != nil)
    #expect(HTMLEscaping.safeLink("#KOV-001") != nil)
  }

  @Test func anchorsAreDistinctAndPlain() {
    #expect(HTMLEscaping.anchor("KOV-001-1") == "KOV-001-1")
    #expect(HTMLEscaping.anchor("a b") != HTMLEscaping.anchor("a_b"))
    #expect(
      HTMLEscaping.anchor("a\"><x").utf8.allSatisfy {
        $0 == 0x5f || $0 == 0x2d || $0 == 0x2e || ($0 >= 0x30 && $0 <= 0x7a)
      })
  }

  @Test(arguments: [
    ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", #"'\tx"#), (" =1", "' =1"), ("＝1", "'＝1"),
    ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", #"a\nb"#), ("", ""), ("1-2", "1-2"), ("a=b", "a=b"),
    ("\u{200b}=1", #"'\u{200b}=1"#),
  ])
  func csvCells(_ input: String, _ expected: String) {
    #expect(CSVEscaping.cell(input) == expected)
  }

  @Test(arguments: [
    ("plain words, (in brackets).", "plain words, (in brackets)."), ("see #123", "see `#123`"),
    ("@user said", "`@user` said"),
    ("a*b", "`a*b`"), ("- item", "`-` item"), ("1. item", "`1`. item"), ("# x", "`#` x"),
    ("a ``` b", "a ```` ``` ```` b"),
    ("deadbee 1234567 12:30:00", "`deadbee` `1234567` 12:30:00"), (":tada:", "`:tada:`"), ("www.x.y", "`www.x.y`"),
    ("GH-12", "`GH-12`"),
    ("https://x.y/z", "`https://x.y/z`"), ("<img>", "`<img>`"), ("a\nb", #"`a\nb`"#), ("$x$", "`$x$`"),
    ("=== x", "`===` x"), ("a_b", "`a_b`"),
  ])
  func markdownProse(_ input: String, _ expected: String) {
    #expect(MarkdownEscaping.prose(input) == expected)
  }

  @Test func codeSpansAndBlocksCannotBeLeft() {
    #expect(MarkdownEscaping.code("a`b``c") == "```a`b``c```")
    #expect(MarkdownEscaping.code("`") == "`` ` ``")
    #expect(MarkdownEscaping.code("a|b", inTable: true) == #"`a\|b`"#)
    #expect(MarkdownEscaping.code(" ") == "`␠`")
    let block = MarkdownEscaping.block(["x", "`````", "\n```"])
    #expect(block == "``````text\nx\n`````\n\\n```\n``````\n")
  }

  @Test func summariesAreTextOnly() {
    #expect(MarkdownEscaping.summary("Pod </summary> @x") == "Pod <code>&lt;/summary&gt;</code> <code>&#64;x</code>")
  }
}
