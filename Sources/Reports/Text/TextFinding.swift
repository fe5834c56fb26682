import Model

/// One finding on one screen, unless all is asked for: what, since when, which objects, proof, why, what to do now, how to check.
struct TextFinding {
  let report: ReportDocument
  let words: Lexicon
  let names: SourceNames
  let isVerbose: Bool

  /// Appends the finding with as much detail as fits the screen; what does not goes to the runbook in `shown`.
  func draw(_ finding: FindingEntry, _ shown: inout TextShown, on canvas: inout TextCanvas) {
    canvas.blank()
    let levels = isVerbose ? [.everything] : TextDetail.levels
    for (index, detail) in levels.enumerated() {
      var trial = canvas.fresh()
      var shownThen = TextShown(commands: shown.commands, runbook: canvas.fresh())
      draw(finding, detail, &shownThen, on: &trial)
      if trial.rows > TextDetail.screen && index < levels.count - 1 { continue }
      canvas.append(trial)
      shown.commands = shownThen.commands
      shown.runbook.blank()
      shown.runbook.append(shownThen.runbook)
      return
    }
  }

  private func draw(
    _ finding: FindingEntry, _ detail: TextDetail, _ shown: inout TextShown, on canvas: inout TextCanvas
  ) {
    head(finding, on: &canvas)
    canvas.labelled(words[.what], [finding.summary], maxLines: most(3))
    canvas.labelled(words[.since], line: TextLayout.cut(since(finding), to: canvas.bodyWidth))
    objects(finding, limit: detail.objects, on: &canvas)
    proof(finding, detail, on: &canvas)
    canvas.labelled(words[.why], [finding.mechanism], maxLines: detail.mechanismLines)
    let versions = ([versions(finding)] + finding.versionAdvice).filter { !$0.isEmpty }
    canvas.labelled(words[.versions], [versions.joined(separator: " · ")], maxLines: detail.versionLines)
    if isVerbose { canvas.labelled(words[.references], [finding.references.joined(separator: " ")]) }
    TextRemediation(words: words, isVerbose: isVerbose).draw(finding, detail, &shown, on: &canvas)
  }

  private func most(_ lines: Int) -> Int { isVerbose ? TextDetail.everyLine : lines }

  /// Name, title, what and the first thing to do.
  func drawBriefly(_ finding: FindingEntry, on canvas: inout TextCanvas) {
    let id = TextLayout.cut(TerminalEscaping.line(finding.id), to: canvas.width / 2)
    let lead = words(finding.verdict) + " " + id + "  "
    let title = TextLayout.wrap(
      TerminalEscaping.line(words.title(of: finding)), width: max(10, canvas.width - DisplayWidth.of(lead)),
      maxLines: 2, mark: canvas.mark)
    canvas.raw(
      canvas.style.of(finding.verdict, words(finding.verdict)) + " " + canvas.style.bold(id) + "  "
        + (title.first ?? ""))
    for line in title.dropFirst() { canvas.raw("  " + line) }
    canvas.paragraph(finding.summary, indent: 2, maxLines: 1)
    if let step = finding.remediation.first(where: { $0.primitive != "R0" }) ?? finding.remediation.first {
      canvas.paragraph("→ " + (step.primitive.isEmpty ? "" : step.primitive + " ") + step.title, indent: 2, maxLines: 1)
    }
  }

  private func head(_ finding: FindingEntry, on canvas: inout TextCanvas) {
    canvas.rule()
    let lead = words(finding.verdict) + " · " + words(finding.severity)
    canvas.raw(
      canvas.style.of(finding.verdict, lead) + "  "
        + canvas.style.bold(
          TextLayout.cut(TerminalEscaping.line(finding.id), to: max(8, canvas.width - DisplayWidth.of(lead) - 2))))
    for line in TextLayout.wrap(TerminalEscaping.line(words.title(of: finding)), width: canvas.width, maxLines: most(2))
    {
      canvas.raw(canvas.style.bold(line))
    }
    if let cause = finding.causedBy {
      let title = report.findings.first { $0.id == cause }.map(words.title)
      canvas.paragraph(
        "↳ " + words[.causedBy] + " " + cause + (title.map { words.colon + $0 } ?? ""), hanging: 2, maxLines: most(2))
    }
    if !finding.verdictReason.isEmpty { canvas.paragraph(finding.verdictReason, maxLines: most(2)) }
    canvas.blank()
  }

  private func since(_ finding: FindingEntry) -> String {
    guard let first = finding.firstSeen else {
      return finding.notBefore.map { words(.earliest, $0.shortText) } ?? words[.unknownTime]
    }
    var out = first.shortText + " UTC"
    if let last = finding.lastSeen, last != first {
      let shown =
        last.shortText.prefix(10) == first.shortText.prefix(10) ? String(last.shortText.dropFirst(11)) : last.shortText
      out += " · " + words(.lastSeen, shown) + " (" + words(.elapsed, Quantity.duration(last - first)) + ")"
    }
    return out
  }

  private func objects(_ finding: FindingEntry, limit: Int, on canvas: inout TextCanvas) {
    // One list may not push the rest off the screen, and "1 more" would save nothing.
    let shown = finding.objects.count - 1 <= limit ? finding.objects.count : limit
    let list = finding.objects.prefix(shown)
    let hasOneKind = Set(finding.objects.map(\.ref.kind)).count == 1
    let name = { (object: FindingObject) in
      TerminalEscaping.line(hasOneKind && object.ref.namespace.isEmpty ? object.ref.name : object.ref.display)
    }
    let nameWidth = min(canvas.bodyWidth / 2, list.map { DisplayWidth.of(name($0)) }.max() ?? 0)
    let outcomeWidth = list.map { DisplayWidth.of(words.outcome(of: $0, in: finding)) }.max() ?? 8
    for (index, object) in list.enumerated() {
      let lead =
        TextLayout.pad(TextLayout.cut(name(object), to: nameWidth), to: nameWidth) + "  "
        + TextLayout.pad(words.outcome(of: object, in: finding), to: outcomeWidth) + "  "
      let verdict = object.verdict == finding.verdict ? "" : words(object.verdict) + " "
      let room = canvas.bodyWidth - DisplayWidth.of(lead + verdict)
      let label = index == 0 ? words[.objects] : ""
      let all = detail(object, in: finding, room: isVerbose ? .max : room)
      if isVerbose, DisplayWidth.of(all) > room || DisplayWidth.of(name(object)) > nameWidth {
        let head =
          name(object) + "  " + words.outcome(of: object, in: finding)
          + (verdict.isEmpty ? "" : "  " + words(object.verdict))
        if DisplayWidth.of(head) <= canvas.bodyWidth {
          canvas.labelled(label, line: head)
        } else {
          canvas.labelled(label, [head])
        }
        canvas.paragraph(all, indent: TextCanvas.labelWidth + 2, maxLines: TextDetail.everyLine)
        continue
      }
      let said = TextLayout.cutAtWord(all, to: max(1, room), mark: canvas.mark)
      let line = TextLayout.cut(lead + verdict + said, to: canvas.bodyWidth)
      canvas.labelled(label, line: line)
    }
    let more = finding.objects.count - shown
    if more > 0 { canvas.labelled("", line: canvas.style.dim(words(.andMoreObjects, "\(more)"))) }
  }

  /// What is said of an object, with its address: first where the finding is about addresses, else where it has room whole.
  private func detail(_ object: FindingObject, in finding: FindingEntry, room: Int) -> String {
    let said = TerminalEscaping.line(object.detail)
    let address = object.address == object.ref.name ? "" : TerminalEscaping.line(object.address)
    if said.isEmpty || address.isEmpty { return said + address }
    if finding.harm == .sharedAddress || object.ref.kind != .ip { return address + " · " + said }
    let both = said + " · " + address
    return DisplayWidth.of(both) <= room ? both : said
  }

  private func proof(_ finding: FindingEntry, _ detail: TextDetail, on canvas: inout TextCanvas) {
    var label = words[.proof]
    if finding.objects.count > 1, !finding.witness.isEmpty, finding.objects.indices.contains(finding.exemplar) {
      let name = finding.objects[finding.exemplar].ref.name
      let note = words(.oneOf, name, Quantity.count(finding.objects.count))
      canvas.labelled(
        label, line: canvas.style.dim(TextLayout.cutMiddle(TerminalEscaping.line(note), to: canvas.bodyWidth)))
      label = ""
    }
    var previous: WitnessEntry?
    let total = finding.witness.count
    // The beginning of a proof says how it came about, its end what is there now: the middle goes first.
    let head = total - 1 <= detail.steps ? total : detail.steps - 3
    for (index, step) in finding.witness.enumerated() {
      if index >= head && index < total - 3 && head < total {
        if index == head {
          canvas.labelled("", line: canvas.style.dim("⋮ " + words(.andMoreSteps, "\(total - 3 - head)")))
        }
        continue
      }
      draw(step, after: previous, label: label, detail, on: &canvas)
      previous = step
      label = ""
    }
    for absence in finding.absences.prefix(isVerbose ? .max : 3) {
      let sign = absence.isCovered ? "✗ " + words[.didNotHappen] : "? " + words[.notSeen]
      var line =
        sign + " " + span(absence) + " (" + words[absence.isCovered ? .covered : .notCovered] + ")" + words.colon
        + absence.what
      if !absence.note.isEmpty { line += " – " + absence.note }
      canvas.labelled(label, [line], maxLines: detail.sentenceLines)
      label = ""
    }
  }

  /// Times of day only where the day is plain from the steps.
  private func span(_ absence: AbsenceEntry) -> String {
    guard let from = absence.from, let to = absence.to, from.shortText.prefix(10) == to.shortText.prefix(10) else {
      return Quantity.span(absence.from, absence.to)
    }
    return from.shortText.dropFirst(11) + " – " + to.shortText.dropFirst(11)
  }

  /// Who acts and in which file it stands is said where it changes.
  private func draw(
    _ step: WitnessEntry, after previous: WitnessEntry?, label: String, _ detail: TextDetail,
    on canvas: inout TextCanvas
  ) {
    let time = step.instant?.timeOfDay ?? "??:??:??"
    // klog writes microseconds: less than one is no doubt that a reader needs.
    let doubt = step.uncertainty > 1_000 ? " " + Quantity.uncertainty(step.uncertainty) : ""
    let actor = step.actor == previous?.actor ? "" : words.actor(step.actor) + words.colon
    let repeated = step.count > 1 ? " ×\(step.count)" : ""
    let hasSameFile = step.citation.file == previous?.citation.file && step.citation.writer == previous?.citation.writer
    let claim = time + doubt + " · " + actor + step.label + repeated
    // Several conditions on one object are read off the same fields.
    if hasSameFile, let before = previous?.citation, before.line == step.citation.line,
      before.message == step.citation.message
    {
      canvas.labelled(label, [claim], maxLines: detail.sentenceLines)
      return
    }
    canvas.cited(
      claim, step.citation,
      place: hasSameFile ? CitedMessage.line(step.citation) : CitedMessage.place(step.citation, names), label: label,
      claimLines: detail.sentenceLines, quoteLines: detail.quoteLines)
  }

  private func versions(_ finding: FindingEntry) -> String {
    var parts: [String] = []
    if !finding.affectedVersions.isEmpty { parts.append(words[.affects] + words.colon + finding.affectedVersions) }
    if !finding.fixedIn.isEmpty {
      parts.append(words[.fixedIn] + words.colon + finding.fixedIn.joined(separator: ", "))
    }
    return parts.joined(separator: " · ")
  }
}
