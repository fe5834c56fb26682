import CSQLite
import Foundation
import Model
import Testing

@testable import Reports

/// What must hold for every format and every report.
@Suite struct RendererTests {
  static let names = RendererRegistry.all.map { $0.formatName }

  @Test(arguments: names, Samples.all.map(\.name))
  func sameReportSameBytes(_ format: String, _ name: String) throws {
    let type = try #require(RendererRegistry.renderer(named: format))
    let first = type.init(options: RenderOptions()).render(Samples.named(name))
    #expect(!first.isEmpty)
    #expect(first == type.init(options: RenderOptions()).render(Samples.named(name)))
  }

  @Test(arguments: names.filter { $0 != "sqlite" }, Samples.all.map(\.name))
  func nothingActiveGetsThrough(_ format: String, _ name: String) throws {
    let type = try #require(RendererRegistry.renderer(named: format))
    for language in Language.allCases {
      var options = RenderOptions()
      options.language = language
      options.isVerbose = true
      let text = String(decoding: type.init(options: options).render(Samples.named(name)), as: UTF8.self)
      let allowed: Set<Unicode.Scalar> = format == "csv" ? ["\r", "\n"] : ["\n"]
      let found = text.unicodeScalars.first { VisibleText.isActive($0) && !allowed.contains($0) }
      #expect(found == nil)
    }
  }

  /// The title of a rule claims something; where that is over or was never so, no reader sees it without that being said.
  @Test(arguments: [Verdict.resolved, .refuted], Language.allCases)
  func titlesSayThatItIsNotSo(_ verdict: Verdict, _ language: Language) throws {
    var report = Samples.races
    let title = "IP objects left over"
    (report.findings[1].verdict, report.findings[1].title) = (verdict, title)
    report.findings[0].causedBy = report.findings[1].id
    let said =
      verdict == .refuted
      ? (language == .chinese ? "并非如此：" : "Not so: ") : (language == .chinese ? "不再如此：" : "No longer so: ")
    for format in ["text", "markdown", "html"] {
      for isVerbose in [false, true] {
        var options = RenderOptions()
        (options.language, options.isVerbose) = (language, isVerbose)
        let type = try #require(RendererRegistry.renderer(named: format))
        let parts = String(decoding: type.init(options: options).render(report), as: UTF8.self).components(
          separatedBy: title)
        #expect(parts.count > 2, "\(format)")
        for part in parts.dropLast() { #expect(part.hasSuffix(said), "\(format): \(part.suffix(60))") }
      }
    }
  }

  /// A sentence that found no room ends in a mark that the end of the report explains, and `-v` shows all of it.
  @Test(arguments: Language.allCases)
  func whatIsCutStandsSomewhere(_ language: Language) {
    var report = Samples.races
    report.findings = Array(report.findings.prefix(2))
    let long = (1...80).map { "word\($0)" }.joined(separator: " ") + "."
    for i in report.findings.indices {
      (report.findings[i].verdictReason, report.findings[i].summary) = (long, long)
      report.findings[i].objects[0].detail = long
    }
    report.findings[1].verdict = .resolved
    report.unknowns = [UnknownEntry(subject: "it", reason: long)]
    var options = RenderOptions()
    options.language = language
    let lines = String(decoding: TextRenderer(options: options).render(report), as: UTF8.self).split(separator: "\n")
    let cut = lines.filter { $0.contains("word") && $0.contains("…") }
    #expect(cut.count == 5)
    for line in cut { #expect(line.contains(/word[0-9]+… \(-v\)$/), "\(line)") }
    #expect(lines.contains { $0.contains(Lexicon(language: language)(.cutMark, TextRenderer.mark)) })
    options.isVerbose = true
    let all = String(decoding: TextRenderer(options: options).render(report), as: UTF8.self)
    #expect(all.components(separatedBy: "word80.").count == 8 && !all.contains(TextRenderer.mark))
  }

  @Test func formatNamesAreUnique() {
    #expect(Set(Self.names).count == Self.names.count)
    #expect(RendererRegistry.renderer(named: "pdf") == nil)
  }

  @Test(arguments: EmbeddedAsset.allCases)
  func assetsAreEmbedded(_ asset: EmbeddedAsset) throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/Reports/Assets/\(asset.rawValue)")
    #expect(try String(contentsOf: source, encoding: .utf8) == asset.text)
  }

  @Test func colourIsTheOnlyControlInText() throws {
    var options = RenderOptions()
    options.useColor = true
    options.isVerbose = true
    var text = String(decoding: TextRenderer(options: options).render(Samples.hostile), as: UTF8.self)
    #expect(text.contains("\u{1b}["))
    text = text.replacing(/\u{1b}\[[0-9;]*m/, with: "")
    #expect(!text.unicodeScalars.contains { $0 != "\n" && VisibleText.isActive($0) })
  }

  @Test(arguments: [60, 80, 100], ["races", "hostile", "quiet", "inconclusive"])
  func onlyCommandsAreWiderThanTheTerminal(_ width: Int, _ name: String) throws {
    var options = RenderOptions()
    options.width = width
    let report = Samples.named(name)
    let commands = Set(
      report.findings.flatMap {
        $0.remediation.flatMap { [$0.command, $0.verify, $0.undo] + $0.preconditions.map(\.check) }
      }
      .appending(report.unknowns.map(\.command)).flatMap(TerminalEscaping.lines))
    let text = String(decoding: TextRenderer(options: options).render(report), as: UTF8.self)
    for line in text.split(separator: "\n") where DisplayWidth.of(line) > width {
      #expect(commands.contains { line.hasSuffix($0) }, "too wide: \(line)")
    }
  }

  @Test func commandsStandAloneAndWhole() {
    let lines = String(decoding: TextRenderer(options: RenderOptions()).render(Samples.races), as: UTF8.self)
      .split(separator: "\n").map { $0.drop { $0 == " " } }
    for command in Samples.raceA.remediation[0].command.split(separator: "\n") { #expect(lines.contains(command)) }
    for command in Samples.raceA.remediation[1].command.split(separator: "\n") { #expect(lines.contains(command)) }
    #expect(lines.contains { $0 == Samples.raceA.remediation[1].preconditions[2].check })
  }

  /// Its proof goes on, but its commands move to the runbook, where they stand whole.
  @Test func anIncidentFitsAScreen() throws {
    let text = String(decoding: TextRenderer(options: RenderOptions()).render(Samples.races), as: UTF8.self)
    let parts = text.components(separatedBy: String(repeating: "─", count: 100) + "\n")
    #expect(parts.count == 4)
    for incident in parts[1...2] {
      #expect(incident.split(separator: "\n").count < TextDetail.screen)
      #expect(incident.contains("\nProof"))
    }
    #expect(parts[1].contains("→ Runbook KOV-001-1 step"))
    #expect(parts[3].hasPrefix("Runbook\n"))
    #expect(text.contains("more (use -o json)"))
  }

  @Test func whatIsTooLongLosesItsMiddle() {
    let text = "E pod.go:1493] " + String(repeating: "word ", count: 60) + "not found"
    let lines = TextLayout.wrapMiddle(text, width: 40, maxLines: 2)
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("E pod.go:1493]"))
    #expect(lines[1].hasSuffix("not found"))
    #expect(TextLayout.wrapMiddle("short", width: 40, maxLines: 1) == ["short"])
    #expect(TextLayout.wrapMiddle(String(repeating: "界", count: 90), width: 20, maxLines: 1).count == 1)
  }

  @Test func whatIsOverConcernsNothing() {
    var report = ReportDocument()
    report.findings = [Samples.healed]
    report.exitStatus = 0
    let text = String(decoding: TextRenderer(options: RenderOptions()).render(report), as: UTF8.self)
    #expect(text.hasSuffix("= Only what has healed by now: 1 RESOLVED\n"))
  }

  /// Half an address is another address.
  @Test func anAddressIsShownWholeOrNotAtAll() {
    var report = Samples.races
    for (number, room) in [("a", 20), ("b", 60)].enumerated() {
      report.findings[0].objects[number].detail = String(repeating: "x", count: room.1)
      report.findings[0].objects[number].address = "10.16.0.213"
    }
    let lines = String(decoding: TextRenderer(options: RenderOptions()).render(report), as: UTF8.self).split(
      separator: "\n")
    let shown = lines.filter { $0.contains("xxx") }
    #expect(shown.count == 2 && shown[0].hasSuffix("x · 10.16.0.213") && !shown[1].contains("·"))
  }

  @Test func theVerdictNeedsNoColour() {
    let first = { (report: ReportDocument) in
      String(decoding: TextRenderer(options: RenderOptions()).render(report).prefix { $0 != 0x20 }, as: UTF8.self)
    }
    #expect(first(Samples.races) == "✗")
    #expect(first(Samples.quiet) == "✓")
    #expect(first(Samples.inconclusive) == "?")
  }
}

extension Array {
  fileprivate func appending(_ other: [Element]) -> [Element] { self + other }
}
