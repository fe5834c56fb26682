import Foundation
import Model
import Testing

@testable import Reports

/// One hostile text everywhere in a report, through every renderer.
@Suite struct HostileReportTests {
  static let hostile = [
    "<script>alert(1)</script>", "a|b`c``d@user #1 https://x", "\u{1b}[31mred\u{1b}]0;t\u{7}", "=cmd|' /C calc'!A0",
    "line\nbreak\r\n",
    "\u{202e}evil\u{2066}", "\"quotes\" & 'more'", String(repeating: "x", count: 10_000), "\u{0}\u{9b}31m",
    "~~~\n```\nfence",
  ]

  private static func report(_ text: String) -> ReportDocument {
    var report = ReportDocument()
    report.headline = text
    report.summary = [text]
    var finding = FindingEntry()
    (finding.id, finding.rule, finding.leakClass, finding.title, finding.summary, finding.mechanism) = (
      "KOV-001-1", "KOV-001", text, text, text, text
    )
    finding.verdict = .confirmed
    finding.objects = [FindingObject(ref: ResourceRef(.ip, name: text), outcome: .leaked, verdict: .confirmed)]
    var step = WitnessEntry()
    (step.step, step.label, step.actor, step.instant) = ("s", text, text, Instant(seconds: 1))
    (step.citation.source, step.citation.line, step.citation.text) = (text, 7, text)
    finding.witness = [step, step]
    var absence = AbsenceEntry()
    absence.what = text
    finding.absences = [absence]
    var remedy = RemediationEntry()
    (remedy.title, remedy.command, remedy.expect) = (text, "kubectl get ip 'x'", text)
    finding.remediation = [remedy]
    report.findings = [finding]
    report.unknowns = [UnknownEntry(subject: text, reason: text)]
    var timeline = TimelineEntry(resource: ResourceRef(.pod, namespace: text, name: text))
    timeline.rows = [TimelineEntry.Row()]
    report.timelines = [timeline]
    return report
  }

  @Test(arguments: hostile)
  func textLetsNoControlThrough(_ text: String) {
    let out = String(decoding: TextRenderer(options: RenderOptions()).render(Self.report(text)), as: UTF8.self)
    #expect(
      !out.unicodeScalars.contains {
        ($0.value < 0x20 && $0 != "\n") || (0x7f...0x9f).contains($0.value) || (0x202a...0x202e).contains($0.value)
      })
  }

  @Test(arguments: hostile)
  func pageHoldsNoForeignMarkup(_ text: String) {
    let out = String(decoding: HTMLRenderer(options: RenderOptions()).render(Self.report(text)), as: UTF8.self)
    #expect(out.components(separatedBy: "<script").count == 2)
    #expect(!out.contains("alert(1)</script>"))
    #expect(!out.contains("src=") && !out.contains("href=\"http"))
    #expect(!out.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x202a...0x202e).contains($0.value) })
  }

  @Test(arguments: hostile)
  func markdownStaysWhatItIs(_ text: String) {
    let out = String(decoding: MarkdownRenderer(options: RenderOptions()).render(Self.report(text)), as: UTF8.self)
    let prose = Self.withoutCode(out)
    #expect(!prose.contains("<script"))
    #expect(!prose.contains("@user"))
    #expect(!prose.contains("https://"))
    #expect(out.utf8.count < 65_536)
    var fence: String?
    for line in out.split(separator: "\n") {
      let start = line.drop { $0 == " " }
      let ticks = start.prefix { $0 == "`" }
      guard ticks.count >= 3 else { continue }
      if let open = fence { if start == open { fence = nil } } else { fence = String(ticks) }
    }
    #expect(fence == nil, "a fence stays open")
  }

  /// What GitHub interprets: everything outside fenced blocks and code spans.
  private static func withoutCode(_ text: String) -> String {
    var prose = ""
    var fence: Substring?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let start = line.drop { $0 == " " }
      let ticks = start.prefix { $0 == "`" }
      if let open = fence {
        if start == open { fence = nil }
      } else if ticks.count >= 3 {
        fence = ticks
      } else {
        prose += line.replacing("\\`", with: "").replacing(#/(`+)[^`].*?\1/#, with: "") + "\n"
      }
    }
    return prose
  }

  @Test(arguments: hostile)
  func jsonReadsBack(_ text: String) throws {
    let bytes = JSONRenderer(options: RenderOptions()).render(Self.report(text))
    let tree = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(tree["headline"] as? String == text)
  }

  @Test func sameReportSameBytes() {
    for renderer in RendererRegistry.all {
      let a = renderer.init(options: RenderOptions()).render(Self.report("x"))
      #expect(a == renderer.init(options: RenderOptions()).render(Self.report("x")))
    }
  }

  @Test func cutsBetweenScalars() {
    #expect(TextLayout.cut("abcdef", to: 4) == "abc…")
    #expect(TextLayout.cut("地址泄漏了", to: 6) == "地址…")
    #expect(TextLayout.wrap("one two three", width: 7) == ["one two", "three"])
  }
}

@Suite struct HashTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (String(repeating: "a", count: 200), "c2a908d98f5df987ade41b5fce213067efbcc21ef2240212a41e54b5e7c28ae5"),
  ])
  func matchesTheStandard(_ text: String, _ digest: String) {
    for step in [1, 7, 64, 1000] {
      var hash = SHA256()
      let bytes = Array(text.utf8)
      for i in stride(from: 0, to: bytes.count, by: step) {
        bytes[i..<min(bytes.count, i + step)].withUnsafeBytes { hash.update($0) }
      }
      #expect(hash.hexDigest() == digest)
    }
  }
}
