import Model

/// Building blocks that all pages share: badges, evidence, commands, tables, sections.
struct HTMLBlocks {
  /// Scalars of one quoted line; what is left out is said.
  static let excerptLimit = 2000

  let words: Lexicon
  /// Short names of the files that the page cites.
  var names = SourceNames([String]())

  /// A part of the page with its heading.
  func section(
    _ id: StaticString, _ title: String, _ w: inout HTMLWriter, _ body: (inout HTMLWriter) -> Void
  ) {
    w.newline()
    w.element("section", ["id": "\(id)", "aria-labelledby": "h-\(id)"]) { w in
      w.element("h2", ["id": "h-\(id)"], text: title)
      body(&w)
    }
  }

  func badge(_ verdict: Verdict, _ w: inout HTMLWriter) {
    w.element("span", ["class": "badge v-" + verdict.slug], text: words(verdict))
  }

  /// A safe primitive with what it means.
  func primitive(_ name: String, _ w: inout HTMLWriter) {
    guard !name.isEmpty else { return }
    w.element("abbr", ["class": "primitive", "title": words.primitive(name)], text: name)
  }

  func severity(_ severity: Severity, _ w: inout HTMLWriter) {
    w.element("span", ["class": "severity s-" + severity.rawValue], text: words(severity))
  }

  /// A point in time with its uncertainty.
  func time(_ instant: Instant?, uncertainty: Int64 = 0, short: Bool = false, _ w: inout HTMLWriter) {
    guard let instant else {
      w.element("span", ["class": "muted"], text: words[.unknownTime])
      return
    }
    let full = instant.rfc3339
    let shown = short ? String(full.dropFirst(11).dropLast(4)) : instant.shortText
    let doubt = Quantity.uncertainty(uncertainty)
    w.element("time", ["datetime": full, "title": full + (doubt.isEmpty ? "" : " " + doubt)], text: shown)
    if uncertainty >= 1_000_000 { w.element("small", ["class": "muted"], text: " " + doubt) }
  }

  /// A place in the evidence and what stands there; the raw line is folded where it says more.
  func citation(_ citation: Citation, _ w: inout HTMLWriter) {
    let place = CitedMessage.place(citation, names)
    let message = CitedMessage.of(citation)
    if !place.isEmpty { w.element("cite", ["title": TextCanvas.place(citation)], prose: place) }
    guard !message.isEmpty else { return }
    line(message, &w)
    guard !citation.text.isEmpty, citation.text != message else { return }
    w.element("details", ["class": "raw"]) { w in
      w.element("summary", text: words[.rawLine])
      w.element("cite", prose: TextCanvas.place(citation))
      line(citation.text, &w)
    }
  }

  private func line(_ text: String, _ w: inout HTMLWriter) {
    let (kept, omitted) = TextLayout.limit(text, scalars: Self.excerptLimit)
    w.element("pre", ["class": "line", "dir": "ltr"]) { w in
      w.element("code", text: kept)
      if omitted > 0 { w.element("em", text: " " + words(.cutBytes, Quantity.count(omitted))) }
    }
  }

  /// Commands, one per line, with a button that copies them where scripts run.
  func command(_ command: String, most: Int = HTMLBudget.commands, _ w: inout HTMLWriter) {
    guard !command.isEmpty else { return }
    let (shown, more) = CommandList.shown(command, most: most)
    w.element("div", ["class": "command"]) { w in
      w.element("pre", ["dir": "ltr", "tabindex": "0", "role": "group", "aria-label": words[.command]]) { w in
        w.element("code") { w in
          for (index, line) in shown.flatMap({ TerminalEscaping.lines($0) }).enumerated() {
            if index > 0 { w.newline() }
            w.text(line)
          }
          if more > 0 {
            w.newline()
            w.text("# " + words(.andMoreCommands, "\(more)"))
          }
        }
      }
      w.element("button", ["type": "button", "class": "copy", "data-done": words[.copied]], text: words[.copy])
    }
  }

  /// A table in a box that scrolls by itself when the page is narrow.
  /// `isStacked`: on a narrow page each row becomes a small block instead.
  func table(
    _ label: String, _ headings: [(title: String, isNumber: Bool)], isStacked: Bool = false, _ w: inout HTMLWriter,
    rows: (inout HTMLWriter) -> Void
  ) {
    w.element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": label]) { w in
      w.element("table", ["class": isStacked ? "stacked" : nil]) { w in
        w.element("thead") { w in
          w.element("tr") { w in
            for heading in headings {
              w.element("th", ["scope": "col", "class": heading.isNumber ? "number" : nil], text: heading.title)
            }
          }
        }
        w.element("tbody") { rows(&$0) }
      }
    }
  }

  /// A pair of a list of facts; nothing for an empty text.
  func fact(_ label: Label, _ text: String, _ w: inout HTMLWriter) {
    guard !text.isEmpty else { return }
    fact(label, &w) { $0.prose(text) }
  }

  /// A pair of a list of facts.
  func fact(_ label: Label, _ w: inout HTMLWriter, _ body: (inout HTMLWriter) -> Void) {
    w.element("div") { w in
      w.element("dt", text: words[label])
      w.element("dd") { body(&$0) }
    }
  }

  /// A reference as a link if it is a harmless address, else as text.
  func reference(_ text: String, _ w: inout HTMLWriter) {
    if let link = HTMLEscaping.safeLink(text), link.hasPrefix("https://") {
      w.element("a", ["href": link, "rel": "noopener noreferrer"], text: text)
    } else {
      w.element("span", text: text)
    }
  }
}

extension Verdict {
  /// For class names and filters.
  var slug: String {
    switch self {
    case .confirmed: "confirmed"
    case .probable: "probable"
    case .suspected: "suspected"
    case .resolved: "resolved"
    case .refuted: "refuted"
    case .notEvaluated: "not-evaluated"
    }
  }
}

extension FindingEntry {
  /// Id of the finding's element; `o-`, `fix-` and the like are put before it for its parts.
  ///
  /// Ids of the page's own parts begin with a small letter, so an id that does gets a letter of its own.
  var anchor: String {
    let anchor = HTMLEscaping.anchor(id)
    guard let first = anchor.utf8.first, first >= 0x41 && first <= 0x5a else { return "F-" + anchor }
    return anchor
  }
}
