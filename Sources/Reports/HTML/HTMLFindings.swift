import Model

/// The findings: what, objects, drawing, proof, reasons; filters where scripts run.
struct HTMLFindings {
  let report: ReportDocument
  let blocks: HTMLBlocks
  private var words: Lexicon { blocks.words }

  init(report: ReportDocument, blocks: HTMLBlocks) {
    self.report = report
    self.blocks = blocks
  }

  func section(_ w: inout HTMLWriter) {
    blocks.section("findings", words[.findings], &w) { w in
      if report.findings.isEmpty {
        w.element("p", text: words[.noFindings])
        return
      }
      if report.findings.count > 1 { HTMLFilters.findings(report.findings, words, &w) }
      for (number, finding) in report.findings.prefix(HTMLBudget.findings).enumerated() {
        w.newline()
        card(finding, isDrawn: number < HTMLBudget.fullFindings, &w)
      }
      let more = report.findings.count - HTMLBudget.findings
      if more > 0 { w.element("p", ["class": "muted"], text: words(.findingsElsewhere, Quantity.count(more))) }
      w.element("p", ["class": "no-match", "hidden": ""], text: words[.nothingMatches])
    }
  }

  private func card(_ finding: FindingEntry, isDrawn: Bool, _ w: inout HTMLWriter) {
    let kinds = Set(finding.objects.map(\.ref.kind.apiKind)).sorted().joined(separator: " ")
    w.element(
      "article",
      [
        "class": "finding f-" + finding.verdict.slug, "id": finding.anchor, "data-verdict": finding.verdict.slug,
        "data-severity": finding.severity.rawValue, "data-kinds": kinds,
        "aria-labelledby": "h-" + finding.anchor,
      ]
    ) { w in
      head(finding, &w)
      facts(finding, &w)
      objects(finding, &w)
      if isDrawn { LaneDrawing(finding: finding, blocks: blocks).figure(&w) }
      proof(finding, &w)
      reasons(finding, &w)
    }
  }

  private func head(_ finding: FindingEntry, _ w: inout HTMLWriter) {
    w.element("p", ["class": "tags"]) { w in
      blocks.badge(finding.verdict, &w)
      blocks.severity(finding.severity, &w)
      w.element("a", ["class": "id", "href": "#" + finding.anchor], text: finding.id)
      if !finding.leakClass.isEmpty { w.element("span", ["class": "muted"], text: finding.leakClass) }
    }
    w.element("h3", ["id": "h-" + finding.anchor], prose: words.title(of: finding))
    if !finding.summary.isEmpty { w.element("p", ["class": "lead"], prose: finding.summary) }
    if !finding.remediation.isEmpty {
      w.element("p") { w in
        w.element("a", ["class": "action", "href": "#fix-" + finding.anchor], text: words[.showFix] + " ↓")
      }
    }
  }

  private func facts(_ finding: FindingEntry, _ w: inout HTMLWriter) {
    w.element("dl", ["class": "facts"]) { w in
      if finding.firstSeen == nil, let earliest = finding.notBefore {
        blocks.fact(.since, words(.earliest, earliest.shortText), &w)
      }
      if let first = finding.firstSeen {
        blocks.fact(.since, &w) { w in
          blocks.time(first, &w)
          w.text(" UTC")
          if let last = finding.lastSeen, last > first {
            w.element(
              "span", ["class": "muted"],
              text: " · " + words(.lastSeen, words(.elapsed, Quantity.duration(last - first))))
          }
        }
      }
      if let cause = finding.causedBy { blocks.fact(.causedBy, &w) { link(to: cause, &$0) } }
      let follows = report.findings.filter { $0.causedBy == finding.id && $0.id != finding.id }.prefix(20)
      if !follows.isEmpty {
        blocks.fact(.causes, &w) { w in
          for (index, next) in follows.enumerated() {
            if index > 0 { w.text(", ") }
            link(to: next.id, &w)
          }
        }
      }
      blocks.fact(.verdictReason, finding.verdictReason, &w)
    }
  }

  private func link(to id: String, _ w: inout HTMLWriter) {
    guard let target = report.findings.prefix(HTMLBudget.findings).first(where: { $0.id == id }) else {
      w.element("span", ["class": "whole"], text: id)
      return
    }
    blocks.link(to: target, &w)
    w.prose(" " + TextLayout.limit(words.title(of: target), scalars: 120).text)
  }

  private func objects(_ finding: FindingEntry, _ w: inout HTMLWriter) {
    guard !finding.objects.isEmpty else { return }
    let title = words[.objects] + " (\(finding.objects.count))"
    w.element("h4", text: title)
    // A long list folds after its first rows, unless that would hide only a few.
    let shown = min(finding.objects.count, limit)
    let isLong = finding.objects.count > Self.openObjects + 2
    let open = isLong ? finding.objects.prefix(Self.openObjects) : finding.objects[...]
    table(open, title, finding, &w)
    guard isLong else { return }
    w.element("details", ["class": "more"]) { w in
      w.element("summary", text: words(.moreInputs, "\(finding.objects.count - open.count)"))
      if shown > open.count { table(finding.objects[open.count..<shown], title + " 2", finding, &w) }
      if finding.objects.count > shown {
        w.element(
          "p", ["class": "muted"], text: words(.objectsElsewhere, Quantity.count(finding.objects.count - shown)))
      }
    }
  }

  /// Rows for each finding, so that all of them together stay within the page.
  private var limit: Int {
    let wanted = report.findings.reduce(0) { $0 + min($1.objects.count, HTMLBudget.objects) }
    if wanted <= HTMLBudget.allObjects { return HTMLBudget.objects }
    return max(Self.openObjects + 2, HTMLBudget.allObjects / max(1, report.findings.count))
  }

  private static let openObjects = 8

  private func table(
    _ objects: ArraySlice<FindingObject>, _ title: String, _ finding: FindingEntry, _ w: inout HTMLWriter
  ) {
    let hasAddresses = finding.hasAddresses
    let labels = [.object, .outcome] + (hasAddresses ? [.address] : []) + [Label.detail]
    let headings = labels.map { (words[$0], false) }
    blocks.table(title + " " + finding.id, headings, isStacked: true, &w) { w in
      for object in objects {
        let id = "o-" + finding.anchor + "-" + HTMLEscaping.anchor(object.ref.display)
        w.element("tr", ["id": id]) { w in
          w.element("th", ["scope": "row"]) { w in
            w.element("span", ["class": "kind"], text: object.ref.kind.apiKind)
            w.text(" ")
            let name = object.ref.namespace.isEmpty ? object.ref.name : object.ref.namespace + "/" + object.ref.name
            w.element("code", ["title": object.uid.isEmpty ? nil : "UID " + object.uid], prose: name)
          }
          w.element("td") { w in
            w.element(
              "span", ["class": "outcome o-" + (object.verdict == .refuted ? "refuted" : object.outcome.rawValue)],
              text: words.outcome(of: object, in: finding))
            if object.verdict != finding.verdict {
              w.text(" ")
              blocks.badge(object.verdict, &w)
            }
          }
          if hasAddresses { w.element("td") { addresses(object, &$0) } }
          w.element("td", prose: object.detail)
        }
        w.newline()
      }
    }
  }

  /// One of each family; a line breaks between them only.
  private func addresses(_ object: FindingObject, _ w: inout HTMLWriter) {
    for (index, address) in object.address.split(separator: ",").prefix(4).enumerated() {
      if index > 0 { w.text(", ") }
      let text = TextLayout.shortened(String(address), scalars: 50)
      w.element("code", ["class": "whole"], text: text)
    }
  }

  private func proof(_ finding: FindingEntry, _ w: inout HTMLWriter) {
    guard !finding.witness.isEmpty || !finding.absences.isEmpty else { return }
    w.element("h4", text: words[.proof])
    if finding.objects.count > 1, !finding.witness.isEmpty, finding.objects.indices.contains(finding.exemplar) {
      let name = finding.objects[finding.exemplar].ref.name
      w.element("p", ["class": "muted"], prose: words(.oneOf, name, Quantity.count(finding.objects.count)))
    }
    w.element("ol", ["class": "steps"]) { w in
      for step in finding.witness {
        w.element("li") { w in
          w.element("p") { w in
            blocks.time(step.instant, uncertainty: step.uncertainty, short: true, &w)
            w.element("span", ["class": "actor"], text: words.actor(step.actor))
            w.element("strong", prose: step.label)
            if step.count > 1 { w.element("span", ["class": "muted"], text: words(.laterLines, "\(step.count)")) }
          }
          blocks.citation(step.citation, &w)
        }
        w.newline()
      }
    }
    guard !finding.absences.isEmpty else { return }
    w.element("ul", ["class": "absences"]) { w in
      for absence in finding.absences {
        w.element("li", ["class": absence.isCovered ? "covered" : nil]) { self.absence(absence, &$0) }
      }
    }
  }

  private func absence(_ absence: AbsenceEntry, _ w: inout HTMLWriter) {
    w.element("strong", text: words[absence.isCovered ? .didNotHappen : .notSeen])
    w.prose(" " + absence.what)
    w.element("p", ["class": "muted"]) { w in
      w.text(Quantity.span(absence.from, absence.to) + " · " + words[absence.isCovered ? .covered : .notCovered])
      if !absence.note.isEmpty { w.prose(" · " + absence.note) }
    }
  }

  private func reasons(_ finding: FindingEntry, _ w: inout HTMLWriter) {
    guard !finding.mechanism.isEmpty || !finding.references.isEmpty else { return }
    w.element("h4", text: words[.why])
    if !finding.mechanism.isEmpty { w.element("p", prose: finding.mechanism) }
    guard !finding.references.isEmpty else { return }
    w.element("p", ["class": "references muted"]) { w in
      w.text(words[.references] + ": ")
      for (index, text) in finding.references.enumerated() {
        if index > 0 { w.text(", ") }
        blocks.reference(text, &w)
      }
    }
  }
}
