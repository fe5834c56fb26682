import Model

/// The report for a GitHub issue: long evidence folded away, nothing in it active, short enough to be pasted.
public struct MarkdownRenderer: ReportRenderer {
  public static let formatName = "markdown"
  public static let about = "to paste into a GitHub issue"

  private let words: Lexicon

  /// Uses the language.
  public init(options: RenderOptions) { words = Lexicon(language: options.language) }

  public func render(_ report: ReportDocument) -> [UInt8] {
    let report = report.said(in: words.language)
    var canvas = MarkdownCanvas()
    for (index, budget) in MarkdownBudget.all.enumerated() {
      canvas = draw(report, budget, isShortened: index > 0)
      if canvas.byteCount <= MarkdownBudget.limit { break }
    }
    return Array(fitted(canvas).utf8)
  }

  /// Joins the blocks as far as they fit; what is left out is said at the end.
  private func fitted(_ canvas: MarkdownCanvas) -> String {
    let note = "> " + words[.tooLong] + "\n"
    if canvas.byteCount <= MarkdownBudget.limit { return canvas.blocks.joined(separator: "\n") }
    var kept: [String] = []
    var size = note.utf8.count + 1
    for block in canvas.blocks {
      size += block.utf8.count + 1
      if size > MarkdownBudget.limit { break }
      kept.append(block)
    }
    return (kept + [note]).joined(separator: "\n")
  }

  private func draw(_ report: ReportDocument, _ budget: MarkdownBudget, isShortened: Bool) -> MarkdownCanvas {
    var canvas = MarkdownCanvas()
    let names = SourceNames(report)
    let standing = Standing(of: report)
    canvas.add(
      "## " + standing.sign + " "
        + MarkdownCanvas.prose(report.headline.isEmpty ? words.standing(of: report) : report.headline, limit: 300))
    if report.isPartial { canvas.add("> **" + words[.partial] + "**") }
    if isShortened { canvas.add("> " + words[.tooLong]) }
    canvas.add(report.summary.map { "- " + MarkdownCanvas.prose($0, limit: budget.prose) }.joined(separator: "\n"))
    controllers(report, budget, on: &canvas)
    overview(report, on: &canvas)
    coverage(report, budget, names, on: &canvas)
    let section = MarkdownFinding(words: words, budget: budget, names: names)
    for finding in report.findings { section.draw(finding, on: &canvas) }
    timelines(report.timelines, budget, names, on: &canvas)
    let paths = LocalPaths(report)
    unknowns(report.unknowns, paths, on: &canvas)
    appendix(report, budget, paths, on: &canvas)
    return canvas
  }

  private func overview(_ report: ReportDocument, on canvas: inout MarkdownCanvas) {
    canvas.table(
      [words[.finding], words[.verdict], words[.severity], words[.what], words[.objects]],
      alignments: [.left, .left, .left, .left, .right],
      report.findings.prefix(60).map { finding in
        [
          MarkdownCanvas.code(finding.id, limit: 80, inTable: true), "**" + words(finding.verdict) + "**",
          words(finding.severity), MarkdownCanvas.prose(words.title(of: finding), limit: 160, inTable: true),
          "\(finding.objects.count)",
        ]
      })
    guard report.findings.isEmpty else { return }
    canvas.add(words[.noFindings])
    guard !report.checked.isEmpty else { return }
    let rules = report.checked.prefix(80).map {
      "- " + MarkdownCanvas.code($0.id, limit: 40) + " " + MarkdownCanvas.prose($0.title, limit: 200)
    }
    canvas.add(
      MarkdownCanvas.details(words(.checkedFor, "\(report.checked.count)"), rules.joined(separator: "\n") + "\n"))
  }

  /// Which release ran, and who led: what a maintainer asks first.
  private func controllers(_ report: ReportDocument, _ budget: MarkdownBudget, on canvas: inout MarkdownCanvas) {
    let shown = min(budget.inputs, 12)
    canvas.table(
      [words[.process], words[.version], words[.period], words[.leader], words[.reason]],
      report.controllers.prefix(shown).map { controller in
        [
          MarkdownCanvas.code(controller.process, limit: 120, inTable: true),
          MarkdownCanvas.prose(controller.versions.joined(separator: " – "), limit: 120, inTable: true),
          Quantity.span(controller.from, controller.to),
          controller.leader.prefix(6).map { Quantity.span($0.from, $0.to) }.joined(separator: "<br>"),
          MarkdownCanvas.prose(controller.versionEvidence, limit: 200, inTable: true),
        ]
      })
    let more = report.controllers.count - shown
    if more > 0 { canvas.add(words(.andMoreRows, "\(more)")) }
  }

  private func coverage(
    _ report: ReportDocument, _ budget: MarkdownBudget, _ names: SourceNames, on canvas: inout MarkdownCanvas
  ) {
    guard !report.coverage.isEmpty else { return }
    let rows = report.coverage.prefix(budget.inputs).map { entry -> [String] in
      let gaps = entry.gaps.prefix(6).map { gap in
        MarkdownCanvas.prose(Quantity.span(gap.from, gap.to) + " " + gap.reason, limit: 200, inTable: true)
      }
      let more = entry.gaps.count > 6 ? ["…"] : []
      return [
        MarkdownCanvas.code(names.short(source: entry.source), limit: 120, inTable: true),
        Quantity.span(entry.from, entry.to),
        gaps.isEmpty ? words[.noGaps] : (gaps + more).joined(separator: "<br>"),
      ]
    }
    let more = report.coverage.count - rows.count
    canvas.add(
      MarkdownCanvas.details(
        words[.coverage] + " (\(report.coverage.count))",
        MarkdownCanvas.tableText([words[.source], words[.period], words[.gaps]], rows)
          + (more > 0 ? "\n" + words(.andMoreRows, "\(more)") + "\n" : "")))
  }

  private func timelines(
    _ timelines: [TimelineEntry], _ budget: MarkdownBudget, _ names: SourceNames, on canvas: inout MarkdownCanvas
  ) {
    guard budget.timelineRows > 0, !timelines.isEmpty else { return }
    canvas.heading(3, words[.timelines])
    let left = timelines.count - budget.timelines
    for timeline in timelines.prefix(budget.timelines) {
      let rows = timeline.rows.prefix(budget.timelineRows).map { row in
        [
          row.instant.map { String($0.rfc3339.dropLast(4)) } ?? "?",
          MarkdownCanvas.prose(words.actor(row.actor), limit: 60, inTable: true),
          MarkdownCanvas.prose(row.summary, limit: 200, inTable: true) + (row.count > 1 ? " ×\(row.count)" : ""),
          MarkdownCanvas.code(CitedMessage.place(row.citation, names), limit: 100, inTable: true),
        ]
      }
      let omitted = timeline.omitted + timeline.rows.count - rows.count
      canvas.add(
        MarkdownCanvas.details(
          timeline.resource.display,
          MarkdownCanvas.tableText([words[.time], words[.actor], words[.what], words[.source]], rows)
            + (omitted > 0 ? "\n" + words(.omitted, "\(omitted)") + "\n" : "")))
    }
    if left > 0 { canvas.add(words(.andMoreObjects, "\(left)")) }
  }

  private func unknowns(_ unknowns: [UnknownEntry], _ paths: LocalPaths, on canvas: inout MarkdownCanvas) {
    guard !unknowns.isEmpty else { return }
    canvas.heading(3, words[.unknowns])
    for unknown in unknowns.prefix(40) {
      var item = "- " + MarkdownCanvas.code(paths(unknown.subject), limit: 200)
      if !unknown.reason.isEmpty { item += " " + MarkdownCanvas.prose(paths(unknown.reason), limit: 600) }
      if !unknown.command.isEmpty {
        item += "\n\n" + Self.indented(MarkdownEscaping.block(TerminalEscaping.lines(unknown.command), language: "sh"))
      }
      canvas.add(item)
    }
  }

  private static func indented(_ block: String) -> String {
    block.split(separator: "\n").map { "  " + $0 + "\n" }.joined()
  }

  private func appendix(
    _ report: ReportDocument, _ budget: MarkdownBudget, _ paths: LocalPaths, on canvas: inout MarkdownCanvas
  ) {
    let folder = SourceNames.commonFolder(of: report.inputs.map(\.name))
    let rows = report.inputs.prefix(budget.inputs).map { input in
      [
        MarkdownCanvas.code(paths(String(input.name.dropFirst(folder.count))), limit: 160, inTable: true),
        MarkdownCanvas.code(input.format, limit: 60, inTable: true),
        Quantity.bytes(input.bytes.total), Quantity.count(input.lines),
        MarkdownCanvas.prose(input.clock, limit: 120, inTable: true) + " "
          + Quantity.uncertainty(input.clockUncertainty),
        MarkdownCanvas.code(String(input.sha256.prefix(16)), limit: 16, inTable: true),
      ]
    }
    let headings = [words[.source], words[.format], words[.size], words[.lines], words[.clock], words[.checksum]]
    let more = report.inputs.count - rows.count
    var body = folder.isEmpty ? "" : MarkdownCanvas.code(paths(folder), limit: 300) + "\n\n"
    body += MarkdownCanvas.tableText(headings, alignments: [.left, .left, .right, .right], rows)
    if more > 0 { body += "\n" + words(.andMoreRows, "\(more)") + "\n" }
    for bundle in report.bundles.prefix(budget.inputs) {
      body +=
        "\n" + MarkdownCanvas.code(paths(bundle.root), limit: 160) + ": "
        + MarkdownCanvas.prose(bundle.title, limit: 80)
        + "\n"
    }
    if !report.inputs.isEmpty { canvas.add(MarkdownCanvas.details(words[.inputs] + " (\(report.inputs.count))", body)) }
    let tool = report.tool
    canvas.add(
      "<sub>" + MarkdownCanvas.prose(words(.wroteBy, tool.name + " " + tool.version), limit: 200) + " · "
        + MarkdownCanvas.prose(words[.rulePack] + " " + tool.rulePack, limit: 200) + "</sub>")
  }
}
