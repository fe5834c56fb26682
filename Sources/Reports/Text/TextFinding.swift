import Model

/// One finding on one screen: what, since when, which objects, proof, why, what to do now, how to check.
struct TextFinding {
  let report: ReportDocument
  let words: Lexicon
  let names: SourceNames
  let isVerbose: Bool

  private var objectLimit: Int { isVerbose ? .max : 4 }
  private var stepLimit: Int { isVerbose ? .max : 6 }

  func draw(_ finding: FindingEntry, _ shown: inout TextShown, on canvas: inout TextCanvas) {
    canvas.blank()
    head(finding, on: &canvas)
    canvas.labelled(words[.what], [finding.summary])
    canvas.labelled(words[.since], line: TextLayout.cut(since(finding), to: canvas.bodyWidth))
    objects(finding, on: &canvas)
    proof(finding, on: &canvas)
    canvas.labelled(words[.why], [finding.mechanism], maxLines: isVerbose ? 30 : 6)
    canvas.labelled(words[.versions], [versions(finding)] + finding.versionAdvice, maxLines: isVerbose ? 30 : 3)
    if isVerbose { canvas.labelled(words[.references], [finding.references.joined(separator: " ")]) }
    TextRemediation(words: words, isVerbose: isVerbose).draw(finding, &shown, on: &canvas)
  }

  private func head(_ finding: FindingEntry, on canvas: inout TextCanvas) {
    canvas.rule()
    let lead = words(finding.verdict) + " · " + words(finding.severity)
    canvas.raw(
      canvas.style.of(finding.verdict, lead) + "  "
        + canvas.style.bold(
          TextLayout.cut(TerminalEscaping.line(finding.id), to: max(8, canvas.width - DisplayWidth.of(lead) - 2))))
    for line in TextLayout.wrap(TerminalEscaping.line(finding.title), width: canvas.width, maxLines: 2) {
      canvas.raw(canvas.style.bold(line))
    }
    if let cause = finding.causedBy {
      let title = report.findings.first { $0.id == cause }?.title
      canvas.paragraph("↳ " + words[.causedBy] + " " + cause + (title.map { ": " + $0 } ?? ""), hanging: 2, maxLines: 2)
    }
    if !finding.verdictReason.isEmpty { canvas.paragraph(finding.verdictReason, maxLines: isVerbose ? 20 : 2) }
    canvas.blank()
  }

  private func since(_ finding: FindingEntry) -> String {
    guard let first = finding.firstSeen else { return words[.unknownTime] }
    var out = first.shortText + " UTC"
    if let last = finding.lastSeen, last != first {
      let shown =
        last.shortText.prefix(10) == first.shortText.prefix(10) ? String(last.shortText.dropFirst(11)) : last.shortText
      out += " · " + words(.lastSeen, shown) + " (" + words(.elapsed, Quantity.duration(last - first)) + ")"
    }
    return out
  }

  private func objects(_ finding: FindingEntry, on canvas: inout TextCanvas) {
    // One list may not push the rest off the screen, and "1 more" would save nothing.
    let shown = finding.objects.count - 1 <= objectLimit ? finding.objects.count : objectLimit
    let list = finding.objects.prefix(shown)
    let hasOneKind = Set(finding.objects.map(\.ref.kind)).count == 1
    let name = { (object: FindingObject) in
      TerminalEscaping.line(hasOneKind && object.ref.namespace.isEmpty ? object.ref.name : object.ref.display)
    }
    let nameWidth = min(canvas.bodyWidth / 2, list.map { DisplayWidth.of(name($0)) }.max() ?? 0)
    let outcomeWidth = list.map { DisplayWidth.of(words($0.outcome)) }.max() ?? 8
    for (index, object) in list.enumerated() {
      let lead =
        TextLayout.pad(TextLayout.cut(name(object), to: nameWidth), to: nameWidth) + "  "
        + TextLayout.pad(words(object.outcome), to: outcomeWidth) + "  "
      let detail = object.verdict == finding.verdict ? object.detail : words(object.verdict) + " " + object.detail
      let line = TextLayout.cut(lead + TerminalEscaping.line(detail), to: canvas.bodyWidth)
      canvas.labelled(index == 0 ? words[.objects] : "", line: line)
    }
    let more = finding.objects.count - shown
    if more > 0 { canvas.labelled("", line: canvas.style.dim(words(.andMoreObjects, "\(more)"))) }
  }

  private func proof(_ finding: FindingEntry, on canvas: inout TextCanvas) {
    var label = words[.proof]
    let total = finding.witness.count
    // The beginning of a proof says how it came about, its end what is there now: the middle goes first.
    let head = total - 1 <= stepLimit ? total : stepLimit - 3
    for (index, step) in finding.witness.enumerated() {
      if index >= head && index < total - 3 && head < total {
        if index == head {
          canvas.labelled("", line: canvas.style.dim("⋮ " + words(.andMoreSteps, "\(total - 3 - head)")))
        }
        continue
      }
      draw(step, label: label, on: &canvas)
      label = ""
    }
    for absence in finding.absences.prefix(isVerbose ? .max : 3) {
      let sign = absence.isCovered ? "✗ " + words[.didNotHappen] : "? " + words[.notSeen]
      var line =
        sign + " " + span(absence) + " (" + words[absence.isCovered ? .covered : .notCovered] + "): " + absence.what
      if !absence.note.isEmpty { line += " – " + absence.note }
      canvas.labelled(label, [line], maxLines: isVerbose ? 10 : 2)
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

  private func draw(_ step: WitnessEntry, label: String, on canvas: inout TextCanvas) {
    let time = step.instant?.timeOfDay ?? "??:??:??"
    let doubt = step.uncertainty > 0 ? " " + Quantity.uncertainty(step.uncertainty) : ""
    let repeated = step.count > 1 ? " ×\(step.count)" : ""
    canvas.labelled(label, [time + doubt + " · " + words.actor(step.actor) + ": " + step.label + repeated], maxLines: 2)
    canvas.evidence(
      step.citation, place: CitedMessage.place(step.citation, names), indent: TextCanvas.labelWidth + 2,
      maxLines: isVerbose ? 12 : 3)
  }

  private func versions(_ finding: FindingEntry) -> String {
    var parts: [String] = []
    if !finding.affectedVersions.isEmpty { parts.append(words[.affects] + ": " + finding.affectedVersions) }
    if !finding.fixedIn.isEmpty { parts.append(words[.fixedIn] + ": " + finding.fixedIn.joined(separator: ", ")) }
    return parts.joined(separator: " · ")
  }
}
