import Model

/// The actors of a race as lanes, its steps as numbered dots from top to bottom, and what did not happen as hatched
/// spans. Pure SVG with a text for those who do not see it.
struct LaneDrawing {
  let finding: FindingEntry
  let blocks: HTMLBlocks
  private var words: Lexicon { blocks.words }

  init(finding: FindingEntry, blocks: HTMLBlocks) {
    self.finding = finding
    self.blocks = blocks
  }

  func figure(_ w: inout HTMLWriter) {
    // One step is no order of events.
    guard finding.witness.count > 1 else { return }
    w.element("h4", text: words[.drawing])
    w.element("figure") { w in
      let wide = LaneLayout(finding, words: words, names: blocks.names)
      let narrow = LaneLayout(finding, words: words, names: blocks.names, isNarrow: true)
      // Style shows one of the two, by the width of the page.
      w.element(
        "div",
        ["class": "scroll wide", "tabindex": "0", "role": "region", "aria-label": words[.drawing] + " " + finding.id]
      ) { draw(wide, finding.anchor, &$0) }
      w.element("div", ["class": "narrow"]) { draw(narrow, "n-" + finding.anchor, &$0) }
      let more = finding.witness.count - wide.steps.count
      w.element(
        "figcaption", ["class": "muted"],
        text: words[.drawingNote] + (more > 0 ? " " + words(.truncated, "\(more)") : ""))
    }
  }

  private func draw(_ layout: LaneLayout, _ anchor: String, _ w: inout HTMLWriter) {
    w.element(
      "svg",
      [
        "class": "lanes", "role": "img", "width": "\(layout.width)", "height": "\(layout.height)",
        "viewBox": "0 0 \(layout.width) \(layout.height)", "aria-labelledby": "lt-\(anchor) ld-\(anchor)",
      ]
    ) { w in
      w.element("title", ["id": "lt-" + anchor], text: words[.drawing] + ": " + finding.id)
      w.element("desc", ["id": "ld-" + anchor], text: description(layout))
      hatch(anchor, &w)
      lanes(layout, &w)
      spans(layout, anchor, &w)
      connections(layout, &w)
      for row in layout.rows { draw(row, layout, &w) }
    }
  }

  private func description(_ layout: LaneLayout) -> String {
    var parts: [String] = []
    for row in layout.rows {
      let time = row.instant.map { $0.timeOfDay + " " } ?? ""
      let text = row.lines.joined(separator: " ")
      switch row.content {
      case .step(let index):
        parts.append("\(index + 1). " + time + words.actor(layout.steps[index].actor) + ": " + text)
      case .absence(let index):
        parts.append(text + " (" + Quantity.span(layout.absences[index].from, layout.absences[index].to) + ")")
      case .end: break
      }
    }
    return parts.joined(separator: "; ")
  }

  private func hatch(_ anchor: String, _ w: inout HTMLWriter) {
    w.element("defs") { w in
      for (name, style) in [("c", "hatch covered"), ("u", "hatch")] {
        w.element(
          "pattern",
          [
            "id": "hatch-\(name)-\(anchor)", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
          ]
        ) { w in
          w.element("line", ["class": style, "x1": "0", "x2": "0", "y1": "0", "y2": "6"]) { _ in }
        }
      }
    }
  }

  private func lanes(_ layout: LaneLayout, _ w: inout HTMLWriter) {
    for lane in layout.lanes {
      let x = layout.laneX(lane)
      let name = TextLayout.wrap(TerminalEscaping.line(words.actor(lane)), width: layout.nameColumns, maxLines: 2)
      w.element(
        "text", ["class": "lane-name", "x": "\(x)", "y": name.count > 1 ? "16" : "31", "text-anchor": "middle"]
      ) { w in
        for (index, line) in name.enumerated() {
          w.element("tspan", ["x": "\(x)", "dy": index > 0 ? "15" : "0"], text: line)
        }
      }
      w.element(
        "line",
        ["class": "lane", "x1": "\(x)", "x2": "\(x)", "y1": "\(LaneLayout.headHeight)", "y2": "\(layout.height - 4)"]
      ) { _ in }
    }
  }

  private func spans(_ layout: LaneLayout, _ anchor: String, _ w: inout HTMLWriter) {
    for (index, absence) in layout.absences.enumerated() {
      let span = layout.span(of: index)
      let x = layout.absenceX(index) - 7
      w.element(
        "rect",
        [
          "class": absence.isCovered ? "absence covered" : "absence", "x": "\(x)", "y": "\(span.from - 8)",
          "width": "14",
          "height": "\(span.to - span.from + 16)", "rx": "3",
          "fill": "url(#hatch-\(absence.isCovered ? "c" : "u")-\(anchor))",
        ]
      ) { w in
        w.element("title", text: absence.what + " · " + Quantity.span(absence.from, absence.to))
      }
    }
  }

  private func connections(_ layout: LaneLayout, _ w: inout HTMLWriter) {
    var last: (x: Int, y: Int)?
    for row in layout.rows {
      guard case .step(let index) = row.content else { continue }
      let x = layout.laneX(layout.steps[index].actor)
      if let last {
        let middle = (last.y + row.y) / 2
        w.element(
          "path", ["class": "flow", "d": "M\(last.x) \(last.y)C\(last.x) \(middle) \(x) \(middle) \(x) \(row.y)"]
        ) { _ in }
      }
      last = (x, row.y)
    }
  }

  private func draw(_ row: LaneLayout.Row, _ layout: LaneLayout, _ w: inout HTMLWriter) {
    if !row.pause.isEmpty {
      w.element("text", ["class": "pause", "x": "0", "y": "\(row.y - 20)"], text: row.pause)
    }
    if let instant = row.instant, !layout.isNarrow {
      w.element("text", ["class": "time", "x": "0", "y": "\(row.y + 4)"], text: instant.timeOfDay)
    }
    var style = "label"
    switch row.content {
    case .step(let index):
      let x = layout.laneX(layout.steps[index].actor)
      leader(x + 12, row.y, layout, &w)
      w.element("circle", ["class": "dot", "cx": "\(x)", "cy": "\(row.y)", "r": "10"]) { _ in }
      w.element(
        "text", ["class": "number", "x": "\(x)", "y": "\(row.y + 4)", "text-anchor": "middle"], text: "\(index + 1)")
    case .absence(let index):
      style = layout.absences[index].isCovered ? "label missing" : "label unseen"
      leader(layout.absenceX(index) + 7, row.y, layout, &w)
    case .end: style = "label quiet"
    }
    w.element("text", ["class": style, "x": "\(layout.textX)", "y": "\(row.y + layout.textDrop)"]) { w in
      for (index, line) in row.lines.enumerated() {
        w.element("tspan", ["x": "\(layout.textX)", "dy": index > 0 ? "17" : "0"], text: line)
      }
      if !row.place.isEmpty {
        w.element("tspan", ["class": "place", "x": "\(layout.textX)", "dy": "16"], text: row.place)
      }
    }
  }

  private func leader(_ x: Int, _ y: Int, _ layout: LaneLayout, _ w: inout HTMLWriter) {
    guard !layout.isNarrow else { return }
    w.element("line", ["class": "leader", "x1": "\(x)", "x2": "\(layout.textX - 8)", "y1": "\(y)", "y2": "\(y)"]) { _ in
    }
  }
}
