import Model

/// Filters of the findings, by verdict, severity, kind and text, and of the timelines, by time, kind, verb and text. Shown
/// and driven by the script only; without it everything is visible.
struct HTMLFilters {
  let words: Lexicon

  /// Above the findings.
  static func findings(_ findings: [FindingEntry], _ words: Lexicon, _ w: inout HTMLWriter) {
    let verdicts = Verdict.allCases.filter { verdict in findings.contains { $0.verdict == verdict } }
    let severities = Severity.allCases.filter { severity in findings.contains { $0.severity == severity } }
    let kinds = Set(findings.flatMap { $0.objects.map(\.ref.kind.apiKind) }).sorted()
    HTMLFilters(words: words).form(.filter, findings.count, &w) { form, w in
      form.choice("verdict", .verdict, verdicts.map { ($0.slug, words($0)) }, &w)
      form.choice("severity", .severity, severities.map { ($0.rawValue, words($0)) }, &w)
      form.choice("kind", .kind, kinds.map { ($0, $0) }, &w)
    }
  }

  /// Above the timelines; the times of the evidence are zoomed into by typing them or by drawing over a strip.
  static func timelines(_ timelines: [TimelineEntry], _ words: Lexicon, _ w: inout HTMLWriter) {
    let kinds = Set(timelines.map(\.resource.kind.apiKind)).sorted()
    let verbs = Set(timelines.flatMap { $0.rows.map(\.verb) }).sorted()
    let rows = timelines.reduce(0) { $0 + $1.rows.count }
    HTMLFilters(words: words).form(.filterTimelines, rows, &w) { form, w in
      form.choice("kind", .kind, kinds.map { ($0, $0) }, &w)
      form.choice("verb", .what, verbs.map { ($0, $0) }, &w)
      form.moment("from", .fromTime, &w)
      form.moment("to", .toTime, &w)
      w.element("button", ["type": "reset"], text: words[.showAll])
    }
    w.element("p", ["class": "hint muted"], text: words[.zoomHint])
  }

  private func form(
    _ name: Label, _ count: Int, _ w: inout HTMLWriter, _ choices: (HTMLFilters, inout HTMLWriter) -> Void
  ) {
    w.element("form", ["class": "filters", "aria-label": words[name], "data-shown": words[.shown]]) { w in
      w.element("label", ["class": "search"]) { w in
        w.element("span", text: words[.search])
        w.void("input", ["type": "search", "name": "text", "autocomplete": "off", "spellcheck": "false"])
      }
      choices(self, &w)
      w.element("output", ["aria-live": "polite"], text: words(.shown, "\(count)", "\(count)"))
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

  private func moment(_ name: String, _ label: Label, _ w: inout HTMLWriter) {
    w.element("label") { w in
      w.element("span", text: words[label])
      w.void("input", ["type": "text", "name": name, "autocomplete": "off", "spellcheck": "false"])
    }
  }
}

extension TimelineEntry.Row {
  /// The words that say what happened without to whom: those before the first mark or number.
  var verb: String {
    let end =
      [what.firstRange(of: " · "), what.firstRange(of: ": ")].compactMap { $0?.lowerBound }.min() ?? what.endIndex
    return what[..<end].prefix(60).prefix { !$0.isNumber }.split(separator: " ").joined(separator: " ")
  }
}
