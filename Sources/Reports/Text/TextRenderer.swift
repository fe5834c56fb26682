import Model

/// The report for the person paged at night: the verdict first, one screen per finding, commands that can be copied.
public struct TextRenderer: ReportRenderer {
  public static let formatName = "text"
  public static let about = "for a terminal (default)"

  private let options: RenderOptions
  private let words: Lexicon

  /// Uses colour, width, language and verbosity.
  public init(options: RenderOptions) {
    self.options = options
    words = Lexicon(language: options.language)
  }

  public func render(_ report: ReportDocument) -> [UInt8] {
    let report = report.said(in: words.language)
    var canvas = TextCanvas(options: options, mark: options.isVerbose ? "…" : Self.mark)
    head(report, on: &canvas)
    let names = SourceNames(report)
    let section = TextFinding(report: report, words: words, names: names, isVerbose: options.isVerbose)
    let inFull = report.findings.filter(isShownInFull)
    // Where nothing was found, what would settle it comes before what was looked for.
    if report.findings.isEmpty { unknowns(report, on: &canvas) }
    checked(report, on: &canvas)
    var end = canvas.fresh()
    others(report.findings.filter { !isShownInFull($0) }, on: &end)
    if options.isVerbose { timelines(report.timelines, names, on: &end) }
    files(inFull, on: &end)
    coverage(report, names, on: &end)
    if !report.findings.isEmpty { unknowns(report, on: &end) }
    let folded = findings(inFull, section, taken: canvas.rows + end.rows + Self.footRows, on: &canvas)
    canvas.blank()
    canvas.append(end)
    foot(report, folded, on: &canvas)
    return canvas.bytes
  }

  private static let footRows = 18

  /// Stands for what is left out of a sentence, and says which option shows it.
  static let mark = "… (-v)"

  private func most(_ lines: Int) -> Int { options.isVerbose ? TextDetail.everyLine : lines }

  /// Draws the findings within the lines that are left; returns how many were told in short or not at all.
  private func findings(
    _ findings: [FindingEntry], _ section: TextFinding, taken: Int, on canvas: inout TextCanvas
  ) -> Int {
    var shown = TextShown(runbook: canvas.fresh())
    var runbook = canvas.fresh()
    var budget = TextBudget(taken: taken, findings: findings.count)
    var (brief, elsewhere) = (0, [String]())
    var isBelowBrief = false
    for finding in findings {
      let toldBefore = brief
      var trial = TextShown(commands: shown.commands, runbook: canvas.fresh())
      var drawn = canvas.fresh()
      section.draw(finding, &trial, on: &drawn)
      let script = trial.runbook.rows > 0 ? trial.runbook.rows + 1 : 0
      if options.isVerbose || budget.take(drawn.rows + script) {
        runbook.blank()
        runbook.append(trial.runbook)
        shown = trial
        canvas.blank()
        canvas.append(drawn)
      } else if script > 0, budget.take(drawn.rows) {
        elsewhere.append(finding.id)
        canvas.blank()
        canvas.append(drawn)
      } else {
        brief += 1
        if brief <= TextBudget.briefLimit {
          if !isBelowBrief { canvas.blank(); canvas.rule() }
          section.drawBriefly(finding, on: &canvas)
          budget.takeBrief()
        }
      }
      isBelowBrief = brief > toldBefore
      budget.next()
    }
    if brief > TextBudget.briefLimit { canvas.raw("  " + words(.moreFindings, "\(brief - TextBudget.briefLimit)")) }
    if runbook.rows > 0 || !elsewhere.isEmpty {
      canvas.blank()
      canvas.rule()
      canvas.raw(canvas.style.bold(words[.runbook]))
      canvas.append(runbook)
      if !elsewhere.isEmpty {
        canvas.paragraph(words(.runbookElsewhere, elsewhere.joined(separator: ", ")), maxLines: 2)
      }
    }
    return brief
  }

  /// What needs an answer gets a screen; the rest one line, unless asked for.
  private func isShownInFull(_ finding: FindingEntry) -> Bool {
    switch finding.verdict {
    case .confirmed, .probable, .suspected: true
    case .resolved, .refuted, .notEvaluated: options.isVerbose
    }
  }

  private func head(_ report: ReportDocument, on canvas: inout TextCanvas) {
    let standing = Standing(of: report)
    let headline = report.headline.isEmpty ? words.standing(of: report) : report.headline
    let lines = TextLayout.wrap(TerminalEscaping.line(headline), width: canvas.width - 2, maxLines: 4)
    for (index, line) in lines.enumerated() {
      canvas.raw(canvas.style.of(standing, (index == 0 ? standing.sign + " " : "  ") + line))
    }
    if report.isPartial { canvas.paragraph("! " + words[.partial], indent: 2) }
    for text in report.summary.prefix(options.isVerbose ? .max : 12) {
      canvas.paragraph(text, indent: 2, hanging: 2, maxLines: most(3))
    }
    canvas.blank()
    let ends = report.inputs
    let period = Quantity.span(ends.compactMap(\.first).min(), ends.compactMap(\.last).max())
    let inputs = words.inputsLine(report)
    let line = inputs + (period == "?" ? "" : " · " + period + " UTC")
    canvas.raw("  " + canvas.style.dim(TextLayout.cut(line, to: canvas.width - 2)))
    for bundle in report.bundles.prefix(4) {
      canvas.raw(
        "  " + canvas.style.dim(TextLayout.cut(TerminalEscaping.line(words.bundleLine(bundle)), to: canvas.width - 2)))
    }
  }

  /// What a report without findings rests on.
  private func checked(_ report: ReportDocument, on canvas: inout TextCanvas) {
    guard report.findings.isEmpty, !report.checked.isEmpty else { return }
    canvas.heading(words(.checkedFor, "\(report.checked.count)"))
    let limit = options.isVerbose ? Int.max : 12
    for rule in report.checked.prefix(limit) {
      canvas.raw("  " + TextLayout.cut(TerminalEscaping.line(rule.id + "  " + rule.title), to: canvas.width - 2))
    }
    if report.checked.count > limit {
      canvas.raw("  " + words(.moreInputs, "\(report.checked.count - limit)") + " (-v)")
    }
  }

  private func others(_ findings: [FindingEntry], on canvas: inout TextCanvas) {
    if findings.isEmpty { return }
    canvas.blank()
    let limit = options.isVerbose ? Int.max : 8
    defer { if findings.count > limit { canvas.raw("  " + words(.moreFindings, "\(findings.count - limit)")) } }
    for finding in findings.prefix(limit) {
      let verdict = words(finding.verdict)
      let id = TextLayout.cut(TerminalEscaping.line(finding.id), to: 24)
      let lead = "  " + id + "  " + verdict + "  "
      let room = max(20, canvas.width - DisplayWidth.of(lead))
      let title = TextLayout.wrap(
        TerminalEscaping.line(words.title(of: finding)), width: room, maxLines: 2, mark: canvas.mark)
      canvas.raw(
        "  " + canvas.style.bold(id) + "  " + canvas.style.of(finding.verdict, verdict) + "  " + (title.first ?? ""))
      for line in title.dropFirst() { canvas.raw("    " + line) }
      canvas.paragraph(finding.verdictReason, indent: 4, maxLines: 2)
    }
  }

  /// The files that the proofs cite; the short names used there are the ends of these paths.
  private func files(_ findings: [FindingEntry], on canvas: inout TextCanvas) {
    var cited: Set<String> = []
    for finding in findings { cited.formUnion(finding.witness.map(\.citation.file)) }
    // What no file shows is said by the state as a whole.
    let files = cited.subtracting(["", "state"]).sorted()
    guard !files.isEmpty else { return }
    let folder = SourceNames.commonFolder(of: files)
    canvas.heading(folder.isEmpty ? words[.citedFiles] : words(.citedFilesBelow, folder))
    let limit = options.isVerbose ? Int.max : 12
    for file in files.prefix(limit) {
      canvas.paragraph(String(file.dropFirst(folder.count)), indent: 2, hanging: 4)
    }
    if files.count > limit { canvas.raw("  " + words(.andMoreObjects, "\(files.count - limit)")) }
  }

  private func coverage(_ report: ReportDocument, _ names: SourceNames, on canvas: inout TextCanvas) {
    guard !report.coverage.isEmpty else { return }
    canvas.heading(words[.coverage])
    let limit = options.isVerbose ? Int.max : 12
    let widest = report.coverage.prefix(limit).map {
      DisplayWidth.of(TerminalEscaping.line(shortSource($0.source, names)))
    }
    let nameWidth = min(widest.max() ?? 0, canvas.width / 2)
    for entry in report.coverage.prefix(limit) {
      let gaps =
        entry.gaps.isEmpty
        ? words[.noGaps]
        : words(.gapsMany, "\(entry.gaps.count)") + (options.isVerbose ? "" : words.colon + describe(entry.gaps[0]))
      let period = Quantity.span(entry.from, entry.to)
      let name = TextLayout.pad(
        TextLayout.cutFront(TerminalEscaping.line(shortSource(entry.source, names)), to: nameWidth), to: nameWidth)
      let rest = TextLayout.cutAtWord(period + "  " + gaps, to: canvas.width - nameWidth - 4, mark: canvas.mark)
      canvas.raw("  " + name + "  " + (entry.gaps.isEmpty ? rest : canvas.style.doubtful(rest)))
      guard options.isVerbose else { continue }
      for gap in entry.gaps { canvas.paragraph(describe(gap), indent: 4, hanging: 2) }
    }
    if report.coverage.count > limit {
      canvas.raw("  " + words(.andMoreObjects, "\(report.coverage.count - limit)"))
    }
    let b = report.bytes
    canvas.paragraph(
      [
        (b.understood, Label.bytesUnderstood), (b.recognized, .bytesRecognized),
        (b.notUnderstood, .bytesNotUnderstood), (b.skipped, .bytesSkipped),
      ].map { Quantity.bytes($0) + " " + words[$1] }.joined(separator: " · "), indent: 2)
    for input in report.inputs where !input.problems.isEmpty {
      for problem in input.problems.prefix(3) {
        canvas.paragraph("! " + input.name + words.colon + problem, indent: 2, maxLines: most(2))
      }
    }
  }

  /// The short name of a stream, with the end of its writer's name if it names one.
  private func shortSource(_ source: String, _ names: SourceNames) -> String {
    guard source.hasSuffix("]"), let open = source.lastIndex(of: "["), open > source.startIndex else {
      return names(source)
    }
    let writer = source[source.index(after: open)...].dropLast()
    return names(String(source[..<source.index(before: open)])) + " […" + (writer.split(separator: "-").last ?? writer)
      + "]"
  }

  private func describe(_ gap: CoverageEntry.Gap) -> String {
    Quantity.span(gap.from, gap.to) + " " + TerminalEscaping.line(gap.reason)
  }

  private func unknowns(_ report: ReportDocument, on canvas: inout TextCanvas) {
    let unknowns = report.unknowns
    guard !unknowns.isEmpty else { return }
    let paths = LocalPaths(report)
    canvas.heading(words[.unknowns])
    let limit = options.isVerbose ? Int.max : 6
    for unknown in unknowns.prefix(limit) {
      canvas.paragraph(
        "? " + paths(unknown.subject) + (unknown.reason.isEmpty ? "" : words.colon + unknown.reason), indent: 2,
        hanging: 2,
        maxLines: most(3))
      canvas.command(unknown.command, indent: 6)
    }
    if unknowns.count > limit { canvas.raw("  " + words(.andMoreObjects, "\(unknowns.count - limit)")) }
  }

  private func foot(_ report: ReportDocument, _ folded: Int, on canvas: inout TextCanvas) {
    canvas.blank()
    if let status = report.exitStatus, let label = Self.meaning(of: status) {
      canvas.raw("  " + canvas.style.dim("exit \(status): " + words[label]))
    }
    let objects = Set(report.findings.filter { $0.verdict < .resolved }.flatMap(\.objects).map(\.ref)).count
    if !options.isVerbose, folded > 0 || objects > 50 {
      canvas.paragraph(words(.folded, Quantity.count(folded), Quantity.count(objects)), indent: 2, maxLines: 2)
    }
    if !options.isVerbose, canvas.text.contains(Self.mark) {
      canvas.paragraph(words(.cutMark, Self.mark), indent: 2, maxLines: 2)
    }
    canvas.raw("  " + canvas.style.dim(words[.machineHint]))
    canvas.paragraph(closing(report, objects), indent: 2, maxLines: 2)
  }

  /// All of it in one line, for whoever sees only the end of the screen.
  private func closing(_ report: ReportDocument, _ objects: Int) -> String {
    let counts = [Verdict.confirmed, .probable, .suspected, .resolved, .refuted].compactMap { verdict -> String? in
      let count = report.findings.count { $0.verdict == verdict }
      return count > 0 ? "\(count) " + words(verdict) : nil
    }
    let standing = words.standing(of: report)
    // What people notice without a finding is said by the headline alone.
    if counts.isEmpty { return "= " + (report.symptoms.isEmpty ? standing : report.headline) }
    let verdicts = counts.joined(separator: words.comma)
    // Of what is over no object is concerned any more.
    return "= " + standing + words.colon + (objects > 0 ? words(.closing, verdicts, Quantity.count(objects)) : verdicts)
  }

  private static func meaning(of status: Int) -> Label? {
    switch status {
    case 0: .exitClear
    case 1: .exitFindings
    case 2: .exitConfirmed
    case 3: .exitInconclusive
    default: nil
    }
  }

  private func timelines(_ timelines: [TimelineEntry], _ names: SourceNames, on canvas: inout TextCanvas) {
    for timeline in timelines {
      canvas.heading(words[.timeline] + words.colon + timeline.resource.display)
      for row in timeline.rows {
        let time = row.instant?.rfc3339.dropLast(4).description ?? words[.unknownTime]
        let repeated = row.count > 1 ? " ×\(row.count)" : ""
        canvas.cited(
          time + "  " + TextLayout.pad(words.actor(row.actor), to: 14) + "  " + row.summary + repeated, row.citation,
          place: CitedMessage.place(row.citation, names), indent: 2, claimLines: 2, quoteLines: 3)
      }
      if timeline.omitted > 0 { canvas.raw("  " + words(.omitted, "\(timeline.omitted)")) }
    }
  }
}
