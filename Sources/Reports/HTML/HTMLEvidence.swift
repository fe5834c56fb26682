import Model

/// What was read: coverage as bars with their gaps, what stays unsettled, the inputs and the run.
struct HTMLEvidence {
  let report: ReportDocument
  let blocks: HTMLBlocks
  private var words: Lexicon { blocks.words }

  init(report: ReportDocument, blocks: HTMLBlocks) {
    self.report = report
    self.blocks = blocks
  }

  func coverage(_ w: inout HTMLWriter) {
    guard !report.coverage.isEmpty else { return }
    let axis = TimeAxis(over: report.coverage.flatMap { [$0.from, $0.to] + $0.gaps.flatMap { [$0.from, $0.to] } })
    blocks.section("coverage", words[.coverage], &w) { w in
      w.element("ul", ["class": "coverage"]) { w in
        for entry in report.coverage.prefix(HTMLBudget.inputs) {
          w.element("li") { w in
            w.element(
              "code", ["class": "source", "title": entry.source], prose: blocks.names.short(source: entry.source))
            w.element("span", ["class": "period"], text: Quantity.span(entry.from, entry.to))
            if let axis { bar(entry, axis, &w) }
            w.element("p", ["class": entry.gaps.isEmpty ? "gaps muted" : "gaps"], prose: gaps(entry))
          }
          w.newline()
        }
      }
      if let axis {
        w.element("p", ["class": "axis muted", "aria-hidden": "true"]) { w in
          w.element("span", text: axis.from.shortText)
          w.element("span", text: axis.to.shortText + " UTC")
        }
        w.element("p", ["class": "bars-note muted"]) { w in
          w.element("span", ["class": "n-have"], text: words[.covered])
          w.element("span", ["class": "n-gap"], text: words[.gaps])
          if !report.findings.isEmpty { w.element("span", ["class": "n-mark"], text: words[.firstSigns]) }
        }
      }
    }
  }

  private func gaps(_ entry: CoverageEntry) -> String {
    if entry.gaps.isEmpty { return words[.noGaps] }
    let shown = entry.gaps.prefix(20).map { Quantity.span($0.from, $0.to) + " " + $0.reason }
    let more = entry.gaps.count - shown.count
    return (shown + (more > 0 ? [words(.moreInputs, "\(more)")] : [])).joined(separator: " · ")
  }

  private func bar(_ entry: CoverageEntry, _ axis: TimeAxis, _ w: inout HTMLWriter) {
    w.element(
      "svg",
      [
        "class": "bar", "viewBox": "0 0 1000 12", "preserveAspectRatio": "none", "role": "img",
        "aria-label": entry.source + ": " + Quantity.span(entry.from, entry.to) + ", " + gaps(entry),
      ]
    ) { w in
      w.element("rect", ["class": "track", "width": "1000", "height": "12"]) { _ in }
      if entry.from != nil || entry.to != nil {
        let span = axis.span(entry.from, entry.to)
        w.element("rect", ["class": "have", "x": "\(span.x)", "width": "\(span.width)", "height": "12"]) { _ in }
      }
      for gap in entry.gaps {
        let span = axis.span(gap.from, gap.to)
        w.element("rect", ["class": "gap", "x": "\(span.x)", "width": "\(span.width)", "height": "12"]) { w in
          w.element("title", text: Quantity.span(gap.from, gap.to) + " " + gap.reason)
        }
      }
      for finding in report.findings.prefix(40) {
        guard let first = finding.firstSeen, first >= axis.from, first <= axis.to else { continue }
        let x = "\(axis.position(first))"
        w.element("line", ["class": "mark", "x1": x, "x2": x, "y1": "0", "y2": "12"]) { w in
          w.element("title", text: finding.id + " " + first.shortText)
        }
      }
    }
  }

  func unknowns(_ w: inout HTMLWriter) {
    guard !report.unknowns.isEmpty else { return }
    blocks.section("unknowns", words[.unknowns], &w) { w in
      w.element("ul", ["class": "unknowns"]) { w in
        for unknown in report.unknowns.prefix(HTMLBudget.unknowns) {
          w.element("li") { w in
            w.element("strong") { blocks.linked(unknown.subject, report.findings, &$0) }
            w.element("p", prose: unknown.reason)
            blocks.command(unknown.command, &w)
          }
          w.newline()
        }
      }
    }
  }

  func appendix(_ w: inout HTMLWriter) {
    blocks.section("appendix", words[.appendix], &w) { w in
      if !report.inputs.isEmpty {
        w.element("h3", text: words[.inputs])
        for bundle in report.bundles.prefix(50) { w.element("p", prose: words.bundleLine(bundle)) }
        ledger(&w)
        w.element("ul", ["class": "inputs"]) { w in
          for input in report.inputs.prefix(HTMLBudget.inputs) {
            w.element("li") { self.input(input, &$0) }
            w.newline()
          }
        }
      }
      if !report.notUnderstood.isEmpty {
        w.element("h3", text: words[.notUnderstood])
        w.element("ul", ["class": "samples"]) { w in
          for citation in report.notUnderstood { w.element("li") { blocks.citation(citation, &$0) } }
        }
      }
      w.element("h3", text: words[.run])
      w.element("dl", ["class": "facts"]) { w in
        blocks.fact(.version, report.tool.name + " " + report.tool.version, &w)
        blocks.fact(.rulePack, report.tool.rulePack, &w)
        if !report.tool.arguments.isEmpty {
          blocks.fact(.commandLine, &w) { $0.element("code", text: report.tool.arguments.joined(separator: " ")) }
        }
      }
    }
  }

  private func input(_ input: InputEntry, _ w: inout HTMLWriter) {
    w.element("code", ["class": "source"], prose: input.name)
    w.element("dl", ["class": "facts small"]) { w in
      blocks.fact(.format, input.format + (input.reason.isEmpty ? "" : " – " + input.reason), &w)
      blocks.fact(
        .size,
        Quantity.bytes(input.bytes.total)
          + (input.lines > 0 ? " · " + Quantity.count(input.lines) + " " + words[.lines].lowercased() : ""), &w)
      if input.first != nil || input.last != nil { blocks.fact(.period, Quantity.span(input.first, input.last), &w) }
      let doubt = Quantity.uncertainty(input.clockUncertainty)
      blocks.fact(.clock, input.clock + (doubt.isEmpty ? "" : " (" + doubt + ")"), &w)
      if !input.sha256.isEmpty { blocks.fact(.checksum, &w) { $0.element("code", text: input.sha256) } }
      if !input.problems.isEmpty {
        blocks.fact(.problems, &w) { w in
          for problem in input.problems { w.element("div", ["class": "problem"], prose: problem) }
        }
      }
    }
  }

  /// How the bytes of all inputs were used: one bar and its legend.
  private func ledger(_ w: inout HTMLWriter) {
    let b = report.bytes
    guard b.total > 0 else { return }
    let parts: [(label: Label, bytes: UInt64, name: String)] = [
      (.bytesUnderstood, b.understood, "understood"), (.bytesRecognized, b.recognized, "recognized"),
      (.bytesNotUnderstood, b.notUnderstood, "not-understood"), (.bytesSkipped, b.skipped, "skipped"),
    ]
    w.element(
      "svg", ["class": "bar ledger", "viewBox": "0 0 1000 12", "preserveAspectRatio": "none", "aria-hidden": "true"]
    ) { w in
      var before: UInt64 = 0
      for part in parts {
        let start = TimeAxis.scaled(before, of: b.total)
        let end = TimeAxis.scaled(before + part.bytes, of: b.total)
        if end > start {
          w.element("rect", ["class": "u-" + part.name, "x": "\(start)", "width": "\(end - start)", "height": "12"]) {
            _ in
          }
        }
        before += part.bytes
      }
    }
    w.element("ul", ["class": "legend"]) { w in
      for part in parts {
        w.element("li", ["class": "u-" + part.name], text: Quantity.bytes(part.bytes) + " " + words[part.label])
      }
    }
  }
}
