import Model

/// The report for a GitHub issue: short at first sight, the evidence folded, below GitHub's limit of 65 536 characters.
public struct MarkdownRenderer: ReportRenderer {
  public static let formatName = "markdown"
  public static let about = "for an issue or a ticket"

  /// What a comment on GitHub may hold, with room for the reporter's own words.
  static let sizeLimit = 60_000
  private static let objectLimit = 40
  private static let commandLimit = 10

  public init(options: RenderOptions) {}

  public func render(_ report: ReportDocument) -> [UInt8] {
    var parts = [head(report)]
    var size = parts[0].utf8.count
    let tail = evidence(report)
    var left = 0
    for f in report.findings where f.verdict != .refuted {
      let text = finding(f)
      if size + text.utf8.count + tail.utf8.count > Self.sizeLimit {
        left += 1
        continue
      }
      parts.append(text)
      size += text.utf8.count
    }
    if left > 0 { parts.append("_\(left) more finding\(left == 1 ? "" : "s") did not fit into an issue; the HTML and JSON reports have them._\n") }
    parts.append(tail)
    return Array(parts.joined(separator: "\n").utf8)
  }

  private func head(_ report: ReportDocument) -> String {
    var lines = ["# Kube-OVN incident report", "", "**\(MarkdownEscaping.text(report.headline))**", ""]
    if report.isPartial { lines += ["_Interrupted: this covers what had been read by then._", ""] }
    let rows = report.findings.filter { $0.verdict != .refuted }
    if !rows.isEmpty {
      lines += ["| finding | verdict | class | objects | since (UTC) | follows from |", "|---|---|---|---|---|---|"]
      for f in rows.prefix(30) {
        lines.append(
          "| \(f.id) | \(f.verdict.rawValue) | \(MarkdownEscaping.text(f.leakClass)) | \(f.objects.count) | \(f.firstSeen?.shortText ?? "–") | \(f.causedBy ?? "–") |")
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private func finding(_ f: FindingEntry) -> String {
    var lines = ["## \(f.id) · \(f.verdict.rawValue) · \(MarkdownEscaping.text(f.title))", "", MarkdownEscaping.text(f.summary), ""]
    lines += ["*Verdict:* \(MarkdownEscaping.text(f.verdictReason))", ""]
    if f.verdict < .resolved { lines += ["*Why:* \(MarkdownEscaping.text(f.mechanism))", ""] }
    if !f.versionAdvice.isEmpty { lines += ["*Version:* \(MarkdownEscaping.text(f.versionAdvice.joined(separator: "; ")))", ""] }
    lines += objects(f) + proof(f)
    if !f.remediation.isEmpty { lines += ["### What to do", ""] + f.remediation.enumerated().flatMap { remedy($1, $0 + 1) } }
    return lines.joined(separator: "\n")
  }

  private func objects(_ f: FindingEntry) -> [String] {
    var lines = ["<details><summary>\(f.objects.count) object\(f.objects.count == 1 ? "" : "s")</summary>", "", "| object | outcome | verdict | detail |", "|---|---|---|---|"]
    for o in f.objects.prefix(Self.objectLimit) {
      lines.append("| \(MarkdownEscaping.code(o.ref.display)) | \(o.outcome.rawValue) | \(o.verdict.rawValue) | \(MarkdownEscaping.text(o.detail)) |")
    }
    if f.objects.count > Self.objectLimit { lines.append("| … and \(f.objects.count - Self.objectLimit) more | | | |") }
    return lines + ["", "</details>", ""]
  }

  private func proof(_ f: FindingEntry) -> [String] {
    guard !f.witness.isEmpty else { return [] }
    var lines = ["<details open><summary>Proof</summary>", ""]
    for step in f.witness {
      let time = step.instant.map { "\($0.rfc3339) " } ?? ""
      let place = step.citation.line > 0 ? "\(step.citation.source):\(step.citation.line)" : step.citation.source
      lines.append("- \(time)\(MarkdownEscaping.text(step.label))\(step.count > 1 ? " (\(step.count) times)" : "")\(place.isEmpty ? "" : ", " + MarkdownEscaping.code(place))")
      if !step.citation.text.isEmpty {
        lines += ["", MarkdownEscaping.fence([TextLayout.cut(step.citation.text, 400)], language: "text").split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"), ""]
      }
    }
    for a in f.absences {
      let span = [a.from, a.to].compactMap { $0?.rfc3339 }.joined(separator: " to ")
      lines.append("- not seen: \(MarkdownEscaping.text(a.what)), \(span)\(a.isCovered ? "" : " (not covered: \(MarkdownEscaping.text(a.note)))")")
    }
    return lines + ["", "</details>", ""]
  }

  private func remedy(_ r: RemediationEntry, _ number: Int) -> [String] {
    var lines = ["\(number). **\(MarkdownEscaping.text(r.title))**\(r.primitive.isEmpty ? "" : " (\(r.primitive))")", ""]
    for p in r.preconditions {
      lines.append("   - [\(p.isProven ? "x" : " ")] \(MarkdownEscaping.text(p.text))\(p.isProven ? " (proven by the evidence)" : "")")
      if !p.isProven, !p.check.isEmpty { lines += ["", block(p.check), ""] }
    }
    lines += ["", block(r.command), "", "   Expect: \(MarkdownEscaping.text(r.expect))", ""]
    if !r.verify.isEmpty { lines += ["   Then check:", "", block(r.verify), ""] }
    if !r.undo.isEmpty { lines += ["   Way back: \(MarkdownEscaping.text(r.undo))", ""] }
    return lines
  }

  private func block(_ commands: String) -> String {
    var rows = commands.split(separator: "\n").map(String.init)
    if rows.count > Self.commandLimit { rows = rows.prefix(Self.commandLimit) + ["# … and \(rows.count - Self.commandLimit) more, one for each object"] }
    return MarkdownEscaping.fence(rows, language: "sh").split(separator: "\n").map { "   " + $0 }.joined(separator: "\n")
  }

  private func evidence(_ report: ReportDocument) -> String {
    var lines = ["<details><summary>Evidence, clocks and what is not known</summary>", ""]
    for c in report.controllers.prefix(20) {
      lines.append("- controller \(MarkdownEscaping.code(c.process)): \(c.from?.rfc3339 ?? "?") to \(c.to?.rfc3339 ?? "?"), \(MarkdownEscaping.text(c.versions.joined(separator: " to "))) (\(MarkdownEscaping.text(c.versionEvidence)))")
    }
    for i in report.inputs.prefix(40) {
      lines.append("- \(MarkdownEscaping.code(i.name)): \(MarkdownEscaping.text(i.format)), \(i.bytes.total) bytes\(i.clock.isEmpty ? "" : ", " + MarkdownEscaping.text(i.clock))")
    }
    if report.inputs.count > 40 { lines.append("- … and \(report.inputs.count - 40) more inputs") }
    for u in report.unknowns.prefix(20) { lines.append("- not known: \(MarkdownEscaping.text(u.subject)): \(MarkdownEscaping.text(u.reason))") }
    let b = report.bytes
    lines += ["", "\(b.total) bytes: \(b.understood) understood, \(b.recognized) recognised but not needed, \(b.notUnderstood) not understood, \(b.skipped) skipped.", "", "</details>", "", "_\(report.tool.name) \(report.tool.version), rule pack \(report.tool.rulePack)_", ""]
    return lines.joined(separator: "\n")
  }
}
