import Foundation
import Testing

@testable import Reports

@Suite struct MarkdownTests {
  @Test(arguments: Samples.all.map(\.name))
  func fitsIntoAnIssue(_ name: String) {
    for language in Language.allCases {
      var options = RenderOptions()
      options.language = language
      let text = String(decoding: MarkdownRenderer(options: options).render(Samples.named(name)), as: UTF8.self)
      #expect(text.utf8.count < 65_536)
      let rest = Self.withoutCode(text)
      #expect(rest != nil, "a fence is left open")
      #expect(Self.count("<details>", in: rest ?? "") == Self.count("</details>", in: rest ?? ""))
    }
  }

  @Test func noTextBecomesMarkup() {
    var random = SeededGenerator(seed: 5)
    let active = Set("`*_~[]<>@\\$#&^{}".unicodeScalars)
    for _ in 0..<3_000 {
      let text = random.text(upTo: 40)
      for inTable in [false, true] {
        let rest = Self.withoutCode(MarkdownEscaping.prose(text, inTable: inTable))
        #expect(rest?.unicodeScalars.contains { active.contains($0) || $0 == "|" } == false, "\(text.debugDescription)")
        let span = Self.withoutCode(MarkdownEscaping.code(text, inTable: inTable))
        #expect(span == "▯\n" || text.isEmpty, "\(text.debugDescription)")
      }
    }
  }

  @Test func saysThatItWasShortened() {
    let text = String(decoding: MarkdownRenderer(options: RenderOptions()).render(Samples.large), as: UTF8.self)
    #expect(text.contains("Shortened to fit into a GitHub issue"))
    #expect(text.contains("KOV-001-1"))
  }

  /// Outside code nothing is left that GitHub would turn into a tag, a mention, a reference or a link.
  @Test(arguments: ["hostile", "races"])
  func isInertOutsideCode(_ name: String) throws {
    let text = String(decoding: MarkdownRenderer(options: RenderOptions()).render(Samples.named(name)), as: UTF8.self)
    var rest = try #require(Self.withoutCode(text))
    // Summaries are HTML blocks: no Markdown is read in them, and references are not looked for in `code` elements.
    rest = rest.replacing(/<summary>.*<\/summary>/) { $0.output.replacing(/<code>[^<]*<\/code>/, with: "▯") }
    for tag in ["<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>", "<br>"] {
      rest = rest.replacing(tag, with: "")
    }
    // References of rules, and names of findings within the page, are links on purpose.
    rest = rest.replacing(/\[[^\]\n]*\]\((https:\/\/github\.com\/[A-Za-z0-9.\/_-]+|#[A-Za-z0-9-]+)\)/, with: "▯")
    rest = rest.replacing(/<https:\/\/[A-Za-z0-9.\/_-]+>/, with: "▯")
    #expect(!rest.contains("<"))
    #expect(!rest.contains("@"))
    #expect(!rest.contains("://"))
    #expect(!rest.contains("www."))
    #expect(!rest.contains("]("))
    #expect(rest.firstMatch(of: /(^|[^&#])#[0-9]/) == nil)
    #expect(rest.firstMatch(of: /:[a-z]+:/) == nil)
    #expect(rest.firstMatch(of: /\b[0-9a-f]{7,40}\b/) == nil)
  }

  /// Removes fenced blocks and code spans as CommonMark reads them; `nil` if a fence is not closed.
  static func withoutCode(_ text: String) -> String? {
    var out = ""
    var fence = ""
    // By scalars, as Markdown reads: a backtick with an accent is still a backtick.
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " }
      let ticks = String(trimmed.prefix { $0 == "`" })
      if !fence.isEmpty {
        if ticks.utf8.count >= fence.utf8.count && ticks.utf8.count == trimmed.count { fence = "" }
      } else if ticks.utf8.count >= 3 && !trimmed.dropFirst(ticks.utf8.count).contains("`") {
        fence = ticks
      } else {
        out += withoutSpans(Substring(line)) + "\n"
      }
    }
    return fence.isEmpty ? out : nil
  }

  private static func withoutSpans(_ line: Substring) -> String {
    var out = ""
    var rest = Array(line.unicodeScalars)[...]
    while let tick = rest.firstIndex(of: "`") {
      out.unicodeScalars.append(contentsOf: rest[..<tick])
      let run = rest[tick...].prefix { $0 == "`" }.count
      var index = tick + run
      var end: Int?
      while index < rest.endIndex {
        guard rest[index] == "`" else {
          index += 1
          continue
        }
        let other = rest[index...].prefix { $0 == "`" }.count
        if other == run {
          end = index + other
          break
        }
        index += other
      }
      rest = rest[(end ?? tick + run)...]
      out += end == nil ? "UNCLOSED@" : "▯"
    }
    out.unicodeScalars.append(contentsOf: rest)
    return out
  }

  private static func count(_ part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }
}
