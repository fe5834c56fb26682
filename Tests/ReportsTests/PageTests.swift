import Foundation
import Testing

@testable import Reports

/// The page is parsed strictly, as a stream of tags and texts: whatever is not expected is an error.
@Suite struct PageTests {
  static let pages: [(name: String, html: String)] =
    Samples.all.filter { $0.name != "large" }.flatMap { name, report in
      Language.allCases.map { language in
        var options = RenderOptions()
        options.language = language
        return (
          "\(name)-\(language.rawValue)", String(decoding: HTMLRenderer(options: options).render(report), as: UTF8.self)
        )
      }
    } + [
      (
        "tables",
        String(
          decoding: HTMLTableRenderer(options: RenderOptions()).render([Samples.triage, Samples.hostileTable]),
          as: UTF8.self)
      )
    ]

  @Test(arguments: pages.map(\.name))
  func isWellFormedAndLocal(_ name: String) throws {
    let html = try #require(Self.pages.first { $0.name == name }?.html)
    let page = try MarkupReader.read(html)
    #expect(
      page.tags.allSatisfy { MarkupReader.known.contains($0.name) },
      "\(Set(page.tags.map(\.name)).subtracting(MarkupReader.known))")
    for tag in page.tags {
      for (key, value) in tag.attributes {
        #expect(MarkupReader.knownAttributes.contains(key), "\(tag.name) \(key)")
        if key == "href" {
          #expect(value.hasPrefix("#") || (tag.name == "a" && HTMLEscaping.safeLink(value) != nil), "\(value)")
        }
        if key == "fill" { #expect(value.hasPrefix("url(#hatch-")) }
      }
    }
    let ids = page.tags.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, "an id stands twice")
    for tag in page.tags {
      if let href = tag.attributes["href"], href.hasPrefix("#") {
        #expect(ids.contains(String(href.dropFirst())) || name == "tables", "\(href)")
      }
      for id in (tag.attributes["aria-labelledby"] ?? "").split(separator: " ") {
        #expect(ids.contains(String(id)), "\(id)")
      }
    }
    var level = 0
    for tag in page.tags where tag.name.count == 2 && tag.name.hasPrefix("h") {
      guard let next = Int(tag.name.dropFirst()) else { continue }
      #expect(next <= level + 1, "heading \(next) after \(level)")
      level = next
    }
    #expect(page.tags.count { $0.name == "h1" } == 1)
  }

  /// Names of findings, times and addresses stand in one piece, on narrow pages too.
  @Test func nothingBreaksANameApart() throws {
    var report = Samples.races
    report.headline = "CONFIRMED: since 2026-11-26 10:05:00 UTC"
    report.summary = ["Do first: step 2 of \(report.findings[0].id)."]
    report.findings[0].objects[0].address = "10.16.0.3,fd00::3"
    let html = String(decoding: HTMLRenderer(options: RenderOptions()).render(report), as: UTF8.self)
    #expect(EmbeddedAsset.style.text.contains(".id, .whole { white-space: nowrap; }"))
    #expect(html.contains("since <span class=\"whole\">2026-11-26 10:05:00</span> UTC</h1>"))
    #expect(html.contains("of <a class=\"whole\" href=\"#KOV-001-1\">KOV-001-1</a>."))
    #expect(html.contains("<code class=\"whole\">10.16.0.3</code>, <code class=\"whole\">fd00::3</code>"))
    for tag in try MarkupReader.read(html).tags where tag.attributes["href"]?.hasPrefix("#KOV-") == true {
      // The menu at the side is as wide as they are; a title leads to its finding, too.
      if let kind = tag.attributes["class"] { #expect(["id", "whole"].contains(kind)) }
    }
  }

  /// Names break nowhere, or behind their dots and slashes where they are long.
  @Test(arguments: [
    (
      "api-68b667df99-2w68z.claims-net1.ovn",
      "<bdi>api-68b667df99-2w68z.</bdi><wbr><bdi>claims-net1.</bdi><wbr>ovn"
    ),
    ("ns-1/app-0 of x-2, y", "<bdi>ns-1/app-0</bdi> of <bdi>x-2,</bdi> y"),
    ("所属 Pod：shop/app-0。", "所属 Pod：<bdi>shop/app-0</bdi>。"),
    ("plain text - with a dash: 1.5 s…", "plain text - with a dash: 1.5 s…"),
    ("a-<b>", "<bdi>a-&lt;b&gt;</bdi>"), ("", ""),
  ])
  func hyphensBreakNoName(_ text: String, _ expected: String) {
    var w = HTMLWriter()
    w.prose(text)
    #expect(w.html == expected)
    #expect(EmbeddedAsset.style.text.contains("bdi { white-space: nowrap; }"))
  }

  /// A part that no telephone could show in one line breaks where it must.
  @Test func endlessPartsBreak() {
    var w = HTMLWriter()
    w.prose(String(repeating: "ab-", count: 20) + ".net")
    #expect(w.html == String(repeating: "ab-", count: 20) + ".<wbr>net")
  }

  /// Wherever a page names an object, outside of quoted lines, commands and drawings.
  @Test func objectsStandInWholeParts() throws {
    let html = String(decoding: HTMLRenderer(options: RenderOptions()).render(Samples.races), as: UTF8.self)
    let names = Samples.races.findings.flatMap(\.objects).map(\.ref.name).filter { $0.contains("-") }
    #expect(!names.isEmpty)
    for name in names {
      var w = HTMLWriter()
      w.prose(name)
      #expect(html.contains(w.html + "</code></th>"), "\(name)")
    }
  }

  @Test func hostileTextIsTextOnly() throws {
    let html = try #require(Self.pages.first { $0.name == "hostile-en" }?.html)
    let page = try MarkupReader.read(html)
    #expect(page.tags.count { $0.name == "script" } == 1)
    #expect(!page.tags.contains { $0.name == "img" || $0.name == "b" && $0.attributes.isEmpty == false })
    #expect(page.texts.contains { $0.contains("&lt;script&gt;alert(1)&lt;/script&gt;") })
    #expect(!page.texts.contains { $0.contains("<") })
  }

  @Test func thePolicyNamesExactlyTheInlineParts() throws {
    for (_, html) in Self.pages {
      let page = try MarkupReader.read(html)
      let policy = try #require(
        page.tags.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes["content"]
      )
      .replacing("&#39;", with: "'")
      #expect(policy.hasPrefix("default-src 'none'; "))
      #expect(!policy.contains("unsafe") && !policy.contains("http"))
      let style = try #require(Self.between("<style>", "</style>", html))
      let script = try #require(Self.between("<script>", "</script>", html))
      #expect(policy.contains("style-src " + ContentHash.policySource(style) + ";"))
      #expect(policy.contains("script-src " + ContentHash.policySource(script) + ";"))
      #expect(!style.contains("url(") && !style.contains("@import") && !script.contains("://"))
    }
  }

  /// FIPS 180-4 examples and the lengths around the padding.
  @Test(arguments: [
    ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="),
  ])
  func hashes(_ text: String, _ expected: String) {
    #expect(ContentHash.policySource(text) == "'sha256-" + expected + "'")
  }

  @Test func everyStepAndAbsenceIsDrawn() throws {
    let html = try #require(Self.pages.first { $0.name == "races-en" }?.html)
    let page = try MarkupReader.read(html)
    #expect(
      page.tags.count { $0.attributes["class"] == "dot" && $0.name == "circle" } == 2
        * (Samples.raceA.witness.count + Samples.raceB.witness.count))
    #expect(page.tags.count { ($0.attributes["class"] ?? "").hasPrefix("absence") && $0.name == "rect" } == 6)
    #expect(page.tags.count { $0.name == "svg" && $0.attributes["class"] == "lanes" } == 4)
    #expect(page.texts.contains { $0.hasPrefix("1. 20:32:58.400 Pod worker: addresses were allocated") })
  }

  static func between(_ start: String, _ end: String, _ text: String) -> String? {
    guard let a = text.range(of: start), let b = text.range(of: end, range: a.upperBound..<text.endIndex) else {
      return nil
    }
    return String(text[a.upperBound..<b.lowerBound])
  }
}
