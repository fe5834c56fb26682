import Model

/// The top of the page: verdict banner, contents, summary with one row per finding.
struct HTMLOverview {
  let report: ReportDocument
  let blocks: HTMLBlocks
  private var words: Lexicon { blocks.words }

  init(report: ReportDocument, blocks: HTMLBlocks) {
    self.report = report
    self.blocks = blocks
  }

  func banner(_ standing: Standing, _ headline: String, _ w: inout HTMLWriter) {
    w.element("p", ["class": "kicker"]) { w in
      w.element("span", ["class": "sign", "aria-hidden": "true"], text: standing.sign)
      w.text(words.standing(of: report))
    }
    w.element("h1") { blocks.sentence(TextLayout.shortened(headline, scalars: 400)[...], &$0) }
    if report.isPartial { w.element("p", ["class": "partial"], text: words[.partial]) }
    let period = Quantity.span(report.inputs.compactMap(\.first).min(), report.inputs.compactMap(\.last).max())
    w.element("p", ["class": "facts-line"]) { w in
      w.element("span", text: words.inputsLine(report))
      if period != "?" { w.element("span", text: period + " UTC") }
      for release in releases { w.element("span", text: release) }
    }
    // What is broken, why and what first stand on the first screen; the rest of the summary below.
    let first = report.summary.filter(isFirstScreen)
    if !first.isEmpty {
      w.element("ul", ["class": "first"]) { w in
        for text in first { w.element("li") { blocks.linked(text, report.findings, &$0) } }
      }
    }
  }

  /// Releases that ran.
  private var releases: [String] {
    var seen: [String] = []
    for controller in report.controllers where controller.versions.count == 1 && !seen.contains(controller.versions[0])
    {
      seen.append(controller.versions[0])
    }
    return Array(seen.prefix(3))
  }

  /// Sentences about the whole, not about one finding.
  private func isFirstScreen(_ text: String) -> Bool {
    if report.symptoms.contains(where: { $0.text == text }) { return true }
    return words.firstScreen.contains { text.hasPrefix($0) }
  }

  /// Parts of the page that exist in this report, in their order.
  private var parts: [(id: String, label: Label, count: Int?)] {
    var out: [(String, Label, Int?)] = [("summary", .summary, nil)]
    if !report.coverage.isEmpty { out.append(("coverage", .coverage, nil)) }
    out.append(("findings", .findings, report.findings.count))
    if !report.timelines.isEmpty { out.append(("timelines", .timelines, report.timelines.count)) }
    if report.findings.contains(where: { !$0.remediation.isEmpty }) { out.append(("remediation", .remediation, nil)) }
    if HTMLRemediation.hasVersions(report) { out.append(("versions", .versions, nil)) }
    if !report.unknowns.isEmpty { out.append(("unknowns", .unknowns, report.unknowns.count)) }
    out.append(("appendix", .appendix, nil))
    return out
  }

  func navigation(_ w: inout HTMLWriter) {
    w.element("ul") { w in
      for part in parts {
        w.element("li") { w in
          w.element("a", ["href": "#" + part.id]) { w in
            w.text(words[part.label])
            if let count = part.count { w.element("span", ["class": "count"], text: "\(count)") }
          }
          if part.id == "findings" && !report.findings.isEmpty { findingLinks(&w) }
        }
      }
    }
  }

  private func findingLinks(_ w: inout HTMLWriter) {
    w.element("ul", ["class": "sub"]) { w in
      for finding in report.findings.prefix(30) {
        w.element("li") { w in
          w.element(
            "a", ["href": "#" + finding.anchor, "title": TextLayout.limit(words.title(of: finding), scalars: 200).text]
          ) {
            w in
            w.element("span", ["class": "dot v-" + finding.verdict.slug, "aria-hidden": "true"], text: "")
            w.prose(finding.id)
          }
        }
      }
    }
  }

  func summary(_ w: inout HTMLWriter) {
    blocks.section("summary", words[.summary], &w) { w in
      // A sentence about one finding stands in its row below.
      let isInRow = { (text: String) in report.findings.contains { text.hasPrefix($0.id + " ") } }
      for text in report.summary where !isInRow(text) && !isFirstScreen(text) {
        w.element("p", ["class": "lead"]) { blocks.linked(text, report.findings, &$0) }
      }
      if report.findings.isEmpty {
        w.element("p", text: words[.noFindings])
        checked(&w)
        return
      }
      w.element("ol", ["class": "overview"]) { w in
        for finding in report.findings.prefix(HTMLBudget.findings) {
          w.element("li", ["class": finding.causedBy == nil ? nil : "consequence"]) { row(finding, &$0) }
          w.newline()
        }
      }
    }
  }

  /// What a clean report rests on: the kinds of leak that were looked for, and the evidence.
  private func checked(_ w: inout HTMLWriter) {
    guard !report.checked.isEmpty else { return }
    w.element("h3", text: words(.checkedFor, "\(report.checked.count)"))
    w.element("ul", ["class": "checked"]) { w in
      for rule in report.checked {
        w.element("li") { w in
          w.element("span", ["class": "id"], text: rule.id)
          w.prose(" " + rule.title)
        }
      }
    }
  }

  private func row(_ finding: FindingEntry, _ w: inout HTMLWriter) {
    blocks.badge(finding.verdict, &w)
    w.element("div") { w in
      w.element("a", ["href": "#" + finding.anchor], prose: words.title(of: finding))
      if !finding.summary.isEmpty {
        w.element("p", ["class": "case"], prose: TextLayout.shortened(finding.summary, scalars: 400))
      }
      w.element("p", ["class": "muted"]) { w in
        w.element("span", ["class": "whole"], text: finding.id)
        blocks.severity(finding.severity, &w)
        if !finding.objects.isEmpty { w.element("span", text: words.counted(finding.objects.map(\.ref))) }
        if let cause = finding.causedBy {
          w.element("span") { blocks.linked("↳ " + words[.causedBy] + " " + cause, report.findings, &$0) }
        }
      }
    }
  }
}
