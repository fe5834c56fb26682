import Model

/// Filters by verdict, severity, kind and text. Shown and driven by the script only; without it everything is visible.
struct HTMLFilters {
  let findings: [FindingEntry]
  let words: Lexicon

  func form(_ w: inout HTMLWriter) {
    w.element("form", ["class": "filters", "aria-label": words[.filter], "data-shown": words[.shown]]) { w in
      w.element("label", ["class": "search"]) { w in
        w.element("span", text: words[.search])
        w.void("input", ["type": "search", "name": "text", "autocomplete": "off", "spellcheck": "false"])
      }
      let verdicts = Verdict.allCases.filter { verdict in findings.contains { $0.verdict == verdict } }
      choice("verdict", .verdict, verdicts.map { ($0.slug, words($0)) }, &w)
      let severities = Severity.allCases.filter { severity in findings.contains { $0.severity == severity } }
      choice("severity", .severity, severities.map { ($0.rawValue, words($0)) }, &w)
      let kinds = Set(findings.flatMap { $0.objects.map(\.ref.kind.apiKind) }).sorted()
      choice("kind", .kind, kinds.map { ($0, $0) }, &w)
      w.element("output", ["aria-live": "polite"], text: words(.shown, "\(findings.count)", "\(findings.count)"))
    }
  }

  private func choice(_ name: String, _ label: Label, _ values: [(value: String, text: String)], _ w: inout HTMLWriter)
  {
    guard values.count > 1 else { return }
    w.element("label") { w in
      w.element("span", text: words[label])
      w.element("select", ["name": name]) { w in
        // An empty attribute value would be written as a bare name, which HTML reads as the same.
        w.element("option", ["value": ""], text: words[.all])
        for value in values { w.element("option", ["value": value.value], text: value.text) }
      }
    }
  }
}
