import Model

/// The report for a terminal: what, since when, proof, why, what to do, how to check. One screen for each incident.
public struct TextRenderer: ReportRenderer {
  public static let formatName = "text"
  public static let about = "for the terminal"

  /// Objects of one finding that are listed.
  private static let objectLimit = 6
  /// Lines of commands of one step that are listed; of checks, one stands for all.
  private static let commandLimit = 3
  private static let checkLimit = 1
  private let options: RenderOptions
  private let width: Int

  public init(options: RenderOptions) {
    self.options = options
    width = max(60, options.width)
  }

  public func render(_ report: ReportDocument) -> [UInt8] {
    var out = Lines(width: width, useColor: options.useColor)
    out.add(report.headline, style: report.findings.isEmpty ? .good : style(report.findings[0].verdict))
    if report.isPartial { out.add("Interrupted: this covers what had been read by then.", style: .warn) }
    out.gap()
    let open = report.findings.filter { $0.verdict < .resolved }
    for f in open { finding(f, report, &out) }
    let over = report.findings.filter { $0.verdict == .resolved }
    if !over.isEmpty {
      out.add("Over", style: .strong)
      for f in over { out.wrapped("\(f.id) \(f.summary) \(f.verdictReason)", indent: 2) }
      out.gap()
    }
    let refuted = report.findings.filter { $0.verdict == .refuted }
    if options.isVerbose, !refuted.isEmpty {
      out.add("Ruled out", style: .strong)
      for f in refuted { out.wrapped("\(f.id) \(f.summary) \(f.verdictReason)", indent: 2) }
      out.gap()
    }
    evidence(report, &out)
    return Array(out.text.utf8)
  }

  private func style(_ verdict: Verdict) -> Lines.Style {
    switch verdict {
    case .confirmed: .bad
    case .probable: .warn
    case .resolved: .good
    default: .plain
    }
  }

  // MARK: Findings

  private func finding(_ f: FindingEntry, _ report: ReportDocument, _ out: inout Lines) {
    out.add("\(f.id)  \(f.verdict.rawValue) · \(f.severity.rawValue) · \(f.leakClass)", style: style(f.verdict))
    out.wrapped(f.title, indent: 0, style: .strong)
    out.labelled("what", f.summary)
    for object in f.objects.prefix(Self.objectLimit) {
      out.cut("\(object.ref.display)  \(object.outcome.rawValue)\(object.verdict == f.verdict ? "" : ", \(object.verdict.rawValue)")\(object.detail.isEmpty ? "" : ": \(object.detail)")", indent: 9)
    }
    if f.objects.count > Self.objectLimit { out.cut("… and \(f.objects.count - Self.objectLimit) more; -o json lists all", indent: 9) }
    if let first = f.firstSeen { out.labelled("since", "\(first.shortText) UTC" + (f.lastSeen.map { $0 == first ? "" : ", last sign \($0.shortText) UTC" } ?? "")) }
    if let cause = f.causedBy { out.labelled("cause", "follows from \(cause)") }
    proof(f, &out)
    out.labelled("verdict", f.verdictReason)
    if f.causedBy == nil || f.rule != report.findings.first(where: { $0.id == f.causedBy })?.rule { out.labelled("why", f.mechanism) }
    if !f.versionAdvice.isEmpty { out.labelled("version", f.versionAdvice.joined(separator: "; ")) }
    if !f.remediation.isEmpty {
      out.add("do now", style: .strong)
      for (i, step) in f.remediation.enumerated() { remedy(step, i + 1, &out) }
    }
    out.gap()
  }

  private func proof(_ f: FindingEntry, _ out: inout Lines) {
    guard !f.witness.isEmpty else { return }
    out.labelled("proof", "of \(f.objects.first?.ref.display ?? "it")")
    var place = ""
    for step in f.witness {
      let time = step.instant.map { "\($0.timeOfDay) " } ?? ""
      let count = step.count > 1 ? " (\(step.count) times)" : ""
      if !step.citation.source.isEmpty, step.citation.source != place {
        place = step.citation.source
        out.path("in \(place)", indent: 2)
      }
      out.cut("\(time)\(step.label)\(count)", indent: 2)
      guard !step.citation.source.isEmpty else { continue }
      out.cut("\(CitedPlace.short(step.citation)) | \(CitedPlace.message(step.citation.text))", indent: 6, style: .dim)
    }
    for absence in f.absences {
      let span = [absence.from, absence.to].compactMap { $0?.timeOfDay }.joined(separator: " to ")
      out.cut("✗ not seen: \(absence.what), \(span)\(absence.isCovered ? "" : " (not covered: \(absence.note))")", indent: 2)
    }
  }

  private func remedy(_ step: RemediationEntry, _ number: Int, _ out: inout Lines) {
    out.wrapped("\(number). \(step.title)\(step.primitive.isEmpty ? "" : " [\(step.primitive)]")", indent: 2)
    for condition in step.preconditions {
      if condition.isProven {
        out.wrapped("✓ \(condition.text)", indent: 5)
      } else {
        out.wrapped("? \(condition.text)\(condition.check.isEmpty ? "" : "; check:")", indent: 5)
        commands(condition.check, &out, indent: 7, limit: Self.checkLimit)
      }
    }
    commands(step.command, &out, indent: 5, limit: Self.commandLimit)
    out.wrapped("expect: \(step.expect)", indent: 5)
    if !step.verify.isEmpty {
      commands(step.verify, &out, indent: 5, limit: Self.checkLimit, label: "then check: ")
    }
  }

  /// Commands are never wrapped or cut: they are there to be copied.
  private func commands(_ text: String, _ out: inout Lines, indent: Int, limit: Int, label: String = "") {
    let lines = text.split(separator: "\n").map(String.init)
    for (i, line) in lines.prefix(limit).enumerated() { out.whole((i == 0 ? label : "") + "$ " + line, indent: indent) }
    if lines.count > limit { out.cut("… and \(lines.count - limit) more like it, one for each object; -o json lists all", indent: indent) }
  }

  // MARK: Evidence

  private func evidence(_ report: ReportDocument, _ out: inout Lines) {
    out.add("Evidence", style: .strong)
    let b = report.bytes
    out.wrapped(
      "\(report.inputs.count) stream\(report.inputs.count == 1 ? "" : "s"), \(b.total) bytes: \(b.understood) understood, \(b.recognized) recognised but not needed, \(b.notUnderstood) not understood, \(b.skipped) skipped.",
      indent: 2)
    for c in report.controllers.prefix(8) {
      let span = [c.from, c.to].compactMap { $0?.shortText }.joined(separator: " to ")
      out.cut("controller \(c.process)  \(span)  \(c.versions.joined(separator: " to ")) (\(c.versionEvidence))", indent: 2)
    }
    if report.controllers.count > 8 { out.cut("… and \(report.controllers.count - 8) more lifetimes", indent: 2) }
    for clock in Set(report.inputs.map(\.clock)).filter({ !$0.isEmpty }).sorted() { out.cut("clock: \(clock)", indent: 2) }
    for c in report.coverage { for gap in c.gaps.prefix(3) { out.cut("gap in \(c.source): \(gap.reason)", indent: 2) } }
    for u in report.unknowns.prefix(8) {
      out.wrapped("not known: \(u.subject): \(u.reason)", indent: 2)
      if !u.command.isEmpty { out.whole("$ " + u.command, indent: 4) }
    }
  }
}
