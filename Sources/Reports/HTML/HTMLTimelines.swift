import Model

/// Per resource: a strip that shows when something happened, and the events as a list.
struct HTMLTimelines {
  let report: ReportDocument
  let blocks: HTMLBlocks
  private var words: Lexicon { blocks.words }

  init(report: ReportDocument, blocks: HTMLBlocks) {
    self.report = report
    self.blocks = blocks
  }

  func section(_ w: inout HTMLWriter) {
    guard !report.timelines.isEmpty else { return }
    // One axis for all strips, so that they can be compared by eye.
    let axis = TimeAxis(over: report.timelines.flatMap { $0.rows.map(\.instant) })
    blocks.section("timelines", words[.timelines], &w) { w in
      let total = report.timelines.reduce(0) { $0 + $1.rows.count }
      let most =
        total <= HTMLBudget.timelineRows
        ? Int.max : max(HTMLBudget.timelineRowsAtLeast, HTMLBudget.timelineRows / report.timelines.count)
      let timelines = report.timelines.map { Self.cut($0, to: most) }
      HTMLFilters.timelines(timelines, words, &w)
      for timeline in timelines {
        w.newline()
        self.timeline(timeline, axis, &w)
      }
    }
  }

  /// The beginning and the end of a long timeline.
  private static func cut(_ timeline: TimelineEntry, to most: Int) -> TimelineEntry {
    guard timeline.rows.count > most else { return timeline }
    var cut = timeline
    cut.rows = Array(timeline.rows.prefix(most / 2) + timeline.rows.suffix(most - most / 2))
    cut.omitted += timeline.rows.count - cut.rows.count
    return cut
  }

  private func timeline(_ timeline: TimelineEntry, _ axis: TimeAxis?, _ w: inout HTMLWriter) {
    let name = timeline.resource.display
    w.element("details", ["class": "timeline", "id": "t-" + HTMLEscaping.anchor(name)]) { w in
      w.element("summary") { w in
        w.element("span", ["class": "kind"], text: timeline.resource.kind.apiKind)
        w.text(" ")
        let r = timeline.resource
        w.element("code", prose: r.namespace.isEmpty ? r.name : r.namespace + "/" + r.name)
        w.element("span", ["class": "count"], text: "\(timeline.rows.count + timeline.omitted)")
        if let axis { strip(timeline, axis, &w) }
      }
      w.element("ol", ["class": "events"]) { w in
        for row in timeline.rows {
          w.element("li", ["data-verb": row.verb]) { self.row(row, &$0) }
          w.newline()
        }
      }
      if timeline.omitted > 0 { w.element("p", ["class": "muted"], text: words(.omitted, "\(timeline.omitted)")) }
    }
  }

  private func row(_ row: TimelineEntry.Row, _ w: inout HTMLWriter) {
    w.element("p") { w in
      blocks.time(row.instant, uncertainty: row.uncertainty, &w)
      w.element("span", ["class": "actor"], text: words.actor(row.actor))
      w.element("span", prose: row.what)
      if row.count > 1 { w.element("span", ["class": "muted"], text: "×\(row.count)") }
    }
    changes(row.changes, &w)
    blocks.citation(row.citation, &w)
  }

  /// What differs between two states of the object, old and new side by side.
  private func changes(_ changes: [FieldChange], _ w: inout HTMLWriter) {
    guard !changes.isEmpty else { return }
    w.element("dl", ["class": "changes"]) { w in
      for change in changes.prefix(HTMLBudget.changes) {
        w.element("div") { w in
          w.element("dt") { w in w.element("code", prose: change.path) }
          w.element("dd") { w in
            w.element("del", prose: FieldChange.shown(change.before))
            w.text(" → ")
            w.element("ins", prose: FieldChange.shown(change.after))
          }
        }
      }
    }
    let more = changes.count - HTMLBudget.changes
    if more > 0 { w.element("p", ["class": "muted"], text: words(.omitted, "\(more)")) }
  }

  private func strip(_ timeline: TimelineEntry, _ axis: TimeAxis, _ w: inout HTMLWriter) {
    // Hundreds of events a pixel apart say no more than one: each place is drawn once.
    let places = Set(timeline.rows.compactMap(\.instant).map(axis.position)).sorted()
    let known = timeline.rows.compactMap(\.instant)
    w.element(
      "svg",
      [
        "class": "strip", "viewBox": "0 0 1000 16", "preserveAspectRatio": "none", "role": "img",
        "aria-label": Quantity.span(known.min(), known.max()),
      ]
    ) { w in
      w.element("line", ["class": "base", "x1": "0", "x2": "1000", "y1": "8", "y2": "8"]) { _ in }
      for x in places {
        let at = "\(max(2, min(998, x)))"
        w.element("line", ["class": "event", "x1": at, "x2": at, "y1": "2", "y2": "14"]) { _ in }
      }
    }
  }
}
