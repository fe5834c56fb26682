import Foundation
import Reports
import Testing

@testable import Pipeline

/// A Chinese report is Chinese throughout, evidence, names and commands aside.
@Suite struct ChineseReportTests {
  @Test(arguments: Recordings.names)
  func nothingStaysEnglish(_ name: String) throws {
    let english = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    let report = english.said(in: .chinese)
    var texts = [report.headline] + report.summary + report.bundles.map(\.title)
    texts += report.inputs.flatMap { [$0.reason, $0.clock] + $0.problems } + report.controllers.map(\.versionEvidence)
    texts += report.coverage.flatMap { $0.gaps.map(\.reason) } + report.unknowns.flatMap { [$0.subject, $0.reason] }
    for finding in report.findings {
      texts += [finding.title, finding.summary, finding.mechanism, finding.verdictReason, finding.affectedVersions]
      texts += finding.versionAdvice + finding.objects.map(\.detail) + finding.witness.map(\.label)
      texts += finding.absences.flatMap { [$0.what, $0.note] }
      for step in finding.remediation { texts += [step.title, step.undo] + step.preconditions.map(\.text) }
    }
    texts += report.timelines.flatMap { $0.rows.map(\.what) }
    // Three words of plain English in a row are a phrase that the book lacks.
    let phrase = /\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b/
    for text in Set(texts).sorted() {
      // A timeline row carries messages of the evidence behind its own words.
      let own = text.components(separatedBy: " · ")[0]
      #expect(own.firstMatch(of: phrase) == nil, "\(text)")
    }
  }

  /// Of tables, what the program says itself: titles, headings, sentences and states.
  @Test func tablesAreChineseToo() throws {
    let evidence = "fixtures/recordings/1.12.28-races-and-repairs/evidence"
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = [evidence]
    var triage = Triage.Options()
    triage.operands = [evidence, "fixtures/recordings/1.13.14-shanghai/evidence"]
    var selection = TimelineTable.Selection()
    selection.queries = [try #require(ResourceQuery("ip/app-0.fleet3"))]
    var tables = try LedgerTables.run(options, LedgerTables.Selection()).tables
    tables += try TimelineTable.run(options, selection).tables
    tables.append(try Triage.run(triage).document.table(shortens: true))
    var chinese = RenderOptions()
    chinese.language = .chinese
    let text = String(decoding: TextTableRenderer(options: chinese).render(tables), as: UTF8.self)
    let allowed: Set = ["MAC", "UID", "Vip", "Vips", "usingIPs", "#", "±"]
    for table in tables {
      for title in table.columns.map(\.title) + [table.title] where !allowed.contains(title) {
        #expect(
          !text.split(separator: "\n").contains { $0.hasPrefix(title) || $0.contains("  \(title)  ") }, "\(title)")
      }
    }
    for word in ["in-use", "leaked", "going on", "critical", "Clock of the log"] {
      #expect(!text.contains(" \(word) "), "\(word) stays English")
    }
  }

  @Test func machineFormatsStayEnglish() throws {
    let report = try Recordings.analyze(["fixtures/recordings/1.13.14-shanghai/evidence"]).report
    var options = RenderOptions()
    options.language = .chinese
    let isSame = JSONRenderer(options: options).render(report) == JSONRenderer(options: RenderOptions()).render(report)
    #expect(isSame)
  }
}
