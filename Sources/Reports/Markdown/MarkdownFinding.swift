import Model

/// One finding in Markdown: the way out open, the evidence folded.
struct MarkdownFinding {
  let words: Lexicon
  let budget: MarkdownBudget
  let names: SourceNames

  func draw(_ finding: FindingEntry, on canvas: inout MarkdownCanvas) {
    canvas.add(
      "### " + MarkdownCanvas.code(finding.id, limit: 80) + " " + words(finding.verdict) + " · "
        + words(finding.severity) + " · " + MarkdownCanvas.prose(words.title(of: finding), limit: 300))
    if let cause = finding.causedBy {
      canvas.add("↳ " + words[.causedBy] + " " + MarkdownCanvas.code(cause, limit: 80))
    }
    canvas.paragraph(finding.summary, limit: budget.prose)
    facts(finding, on: &canvas)
    objects(finding, on: &canvas)
    proof(finding, on: &canvas)
    fixes(finding, on: &canvas)
  }

  private func facts(_ finding: FindingEntry, on canvas: inout MarkdownCanvas) {
    var lines: [String] = []
    func fact(_ label: Label, _ text: String) {
      if !text.isEmpty { lines.append("- **" + words[label] + "** " + text) }
    }
    let prose = { MarkdownCanvas.prose($0, limit: budget.prose) }
    let period = Quantity.span(finding.firstSeen, finding.lastSeen)
    let earliest = finding.notBefore.map { words(.earliest, $0.shortText) }
    fact(.since, period == "?" ? earliest ?? words[.unknownTime] : period + " UTC")
    fact(.verdictReason, prose(finding.verdictReason))
    fact(.why, prose(finding.mechanism))
    fact(.affects, prose(finding.affectedVersions))
    fact(.fixedIn, prose(finding.fixedIn.joined(separator: ", ")))
    for advice in finding.versionAdvice.prefix(8) { fact(.advice, prose(advice)) }
    fact(.references, finding.references.prefix(20).map(MarkdownCanvas.reference).joined(separator: ", "))
    canvas.add(lines.joined(separator: "\n"))
  }

  private func objects(_ finding: FindingEntry, on canvas: inout MarkdownCanvas) {
    guard !finding.objects.isEmpty else { return }
    let hasAddresses = finding.hasAddresses
    let rows = finding.objects.prefix(budget.objects).map { object in
      [
        MarkdownCanvas.code(object.ref.display, limit: 160, inTable: true), words.outcome(of: object, in: finding),
        words(object.verdict),
      ] + (hasAddresses ? [MarkdownCanvas.prose(object.address, limit: 100, inTable: true)] : [])
        + [MarkdownCanvas.prose(object.detail, limit: 200, inTable: true)]
    }
    let more = finding.objects.count - rows.count
    let table =
      MarkdownCanvas.tableText(
        [words[.object], words[.outcome], words[.verdict]] + (hasAddresses ? [words[.address]] : [])
          + [words[.detail]], rows)
      + (more > 0 ? "\n" + words(.andMoreObjects, "\(more)") + "\n" : "")
    canvas.add(rows.count <= 5 ? table : MarkdownCanvas.details(words[.objects] + " (\(finding.objects.count))", table))
  }

  private func proof(_ finding: FindingEntry, on canvas: inout MarkdownCanvas) {
    var body = ""
    if finding.objects.count > 1, !finding.witness.isEmpty, finding.objects.indices.contains(finding.exemplar) {
      body +=
        MarkdownCanvas.prose(
          words(.oneOf, finding.objects[finding.exemplar].ref.name, Quantity.count(finding.objects.count)), limit: 300)
        + "\n\n"
    }
    for (index, step) in finding.witness.prefix(budget.steps).enumerated() {
      let time = step.instant.map { String($0.rfc3339.dropLast(4)) } ?? words[.unknownTime]
      let doubt = Quantity.uncertainty(step.uncertainty)
      let head = [time + (doubt.isEmpty ? "" : " " + doubt), words.actor(step.actor)].joined(separator: " · ")
      body +=
        "\(index + 1). " + MarkdownEscaping.prose(head) + " · **" + MarkdownCanvas.prose(step.label, limit: 300) + "**"
      if step.count > 1 { body += " (" + words(.laterLines, "\(step.count)") + ")" }
      body += "\n\n"
      let (kept, omitted) = TextLayout.limit(CitedMessage.of(step.citation), scalars: budget.excerpt)
      let place = TextLayout.limit(CitedMessage.place(step.citation, names), scalars: 300).text
      let note = omitted > 0 ? " " + words(.cutBytes, "\(omitted)") : ""
      let lines = [place] + (kept.isEmpty ? [] : [kept + note])
      body += MarkdownEscaping.block(lines).split(separator: "\n").map { "   " + $0 + "\n" }.joined() + "\n"
    }
    let more = finding.witness.count - budget.steps
    if more > 0 { body += words(.andMoreSteps, "\(more)") + "\n\n" }
    for absence in finding.absences.prefix(budget.steps) {
      body += "- " + words[absence.isCovered ? .didNotHappen : .notSeen] + ": **"
      body += MarkdownCanvas.prose(absence.what, limit: 300) + "** · " + Quantity.span(absence.from, absence.to)
      body += " · " + words[absence.isCovered ? .covered : .notCovered]
      if !absence.note.isEmpty { body += " (" + MarkdownCanvas.prose(absence.note, limit: 300) + ")" }
      body += "\n"
    }
    if !body.isEmpty { canvas.add(MarkdownCanvas.details(words[.proof] + " (\(finding.witness.count))", body)) }
  }

  private func fixes(_ finding: FindingEntry, on canvas: inout MarkdownCanvas) {
    guard !finding.remediation.isEmpty else { return }
    canvas.heading(4, words[.remediation])
    for (index, step) in finding.remediation.prefix(budget.fixes).enumerated() {
      var item = "\(index + 1). "
      if !step.primitive.isEmpty { item += MarkdownCanvas.code(step.primitive, limit: 8) + " " }
      item += "**" + MarkdownCanvas.prose(step.title, limit: 300) + "**\n"
      for condition in step.preconditions.prefix(20) {
        item += "   - " + (condition.isProven ? "✓ " : "□ ") + MarkdownCanvas.prose(condition.text, limit: 300)
        let state: Label = condition.isProven ? .proven : condition.isGuarded ? .checksItself : .toCheck
        item += " (" + words[state] + ")\n"
        if state == .toCheck { item += shell(condition.check, indent: 5) }
      }
      item += shell(step.command, indent: 3)
      for (label, text) in [(Label.expect, step.expect)] where !text.isEmpty {
        item += "   " + words[label] + words.colon + MarkdownCanvas.prose(text, limit: 400) + "\n\n"
      }
      if !step.verify.isEmpty { item += "   " + words[.check] + ":\n" + shell(step.verify, indent: 3) }
      if !step.undo.isEmpty {
        item += "   " + words[.undo] + words.colon + MarkdownCanvas.prose(step.undo, limit: 400) + "\n\n"
      }
      canvas.add(item)
    }
    let more = finding.remediation.count - budget.fixes
    if more > 0 { canvas.add(words(.andMoreRows, "\(more)")) }
  }

  /// A command is never shortened, for a part of it is a different command; of a list of commands the first are given.
  private func shell(_ command: String, indent: Int) -> String {
    guard !command.isEmpty else { return "" }
    let space = String(repeating: " ", count: indent)
    var (lines, more) = CommandList.shown(command, most: budget.commands)
    if more > 0 { lines.append("# " + words(.andMoreCommands, "\(more)")) }
    let block = MarkdownEscaping.block(lines.flatMap { TerminalEscaping.lines($0) }, language: "sh")
    return "\n"
      + block.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { space + $0 + "\n" }.joined()
      + "\n"
  }
}
