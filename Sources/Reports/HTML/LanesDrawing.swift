import Model

/// The race as a drawing: a lane for each actor, the steps in the order of time, what never happened as dashed spans.
///
/// Steps are spaced evenly, because a race is milliseconds and its aftermath minutes; the times stand beside them.
struct LanesDrawing {
  private static let order = ["user", "api server", "pod worker", "subnet worker", "ip worker", "vpc worker", "gc", "queue", "controller", "state"]
  private static let left = 110
  private static let row = 54

  let finding: FindingEntry

  /// The SVG, or nothing when there are fewer than two steps to draw.
  var svg: String {
    let steps = finding.witness
    guard steps.count > 1 else { return "" }
    let lanes = Self.order.filter { lane in steps.contains { $0.actor == lane } } + Set(steps.map(\.actor)).subtracting(Self.order).sorted()
    let step = max(120, min(190, 1100 / steps.count))
    let width = Self.left + steps.count * step + 30
    let height = 40 + lanes.count * Self.row + finding.absences.count * 22 + 10
    var out = "<svg viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" role=\"img\" aria-label=\"\(HTMLEscaping.text("Order of events of " + finding.id))\">"
    out += "<title>\(HTMLEscaping.text("Order of events of " + finding.id))</title><desc>\(HTMLEscaping.text(steps.map(\.label).joined(separator: "; then ")))</desc>"
    for (i, lane) in lanes.enumerated() {
      let y = 50 + i * Self.row
      out += "<line class=\"lane\" x1=\"\(Self.left)\" y1=\"\(y)\" x2=\"\(width - 10)\" y2=\"\(y)\"/><text x=\"6\" y=\"\(y + 4)\" font-size=\"13\" font-weight=\"600\">\(HTMLEscaping.text(lane))</text>"
    }
    for (i, entry) in steps.enumerated() {
      let x = Self.left + i * step + step / 2
      let y = 50 + (lanes.firstIndex(of: entry.actor) ?? 0) * Self.row
      out += "<text x=\"\(x)\" y=\"16\" font-size=\"11\" text-anchor=\"middle\">\(entry.instant?.timeOfDay ?? "")</text>"
      out += "<line class=\"lane\" x1=\"\(x)\" y1=\"22\" x2=\"\(x)\" y2=\"\(y)\" stroke-dasharray=\"2 4\"/>"
      out += "<circle class=\"dot\(entry.actor == "state" ? " state" : "")\" cx=\"\(x)\" cy=\"\(y)\" r=\"6\"><title>\(HTMLEscaping.text(entry.label))</title></circle>"
      for (k, row) in TextLayout.wrap(entry.step, step / 8).prefix(2).enumerated() {
        out += "<text x=\"\(x)\" y=\"\(y + 20 + k * 13)\" font-size=\"11\" text-anchor=\"middle\">\(HTMLEscaping.text(TextLayout.cut(row, step / 7)))</text>"
      }
    }
    out += absences(lanes.count, width)
    return out + "</svg>"
  }

  private func absences(_ lanes: Int, _ width: Int) -> String {
    var out = ""
    for (i, absence) in finding.absences.enumerated() {
      let y = 48 + lanes * Self.row + i * 22
      out += "<line class=\"hatch\" x1=\"\(Self.left)\" y1=\"\(y)\" x2=\"\(width - 10)\" y2=\"\(y)\" stroke-width=\"5\" stroke-dasharray=\"3 5\" opacity=\"0.45\"/>"
      out += "<text x=\"6\" y=\"\(y + 4)\" font-size=\"11\">never seen</text><text x=\"\(Self.left + 6)\" y=\"\(y - 5)\" font-size=\"11\">\(HTMLEscaping.text(TextLayout.cut(absence.what, 90)))</text>"
    }
    return out
  }
}

/// The time that each source covers, with its gaps, as bars on one scale.
struct CoverageDrawing {
  let coverage: [CoverageEntry]
  private static let limit = 20

  /// The SVG, or nothing when no source has a time.
  var svg: String {
    let shown = coverage.filter { $0.from != nil && $0.to != nil }.prefix(Self.limit)
    guard let from = shown.compactMap(\.from).min(), let to = shown.compactMap(\.to).max(), to > from else { return "" }
    let width = 960
    let height = 30 + shown.count * 40
    let span = Double(to - from)
    func x(_ instant: Instant) -> Int { 10 + Int(Double(instant - from) / span * Double(width - 20)) }
    var out = "<svg viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" role=\"img\" aria-label=\"Time covered by each source\"><title>Time covered by each source</title>"
    out += "<text x=\"10\" y=\"14\" font-size=\"12\">\(from.shortText) UTC</text><text x=\"\(width - 10)\" y=\"14\" font-size=\"12\" text-anchor=\"end\">\(to.shortText) UTC</text>"
    for (i, entry) in shown.enumerated() {
      guard let begin = entry.from, let end = entry.to else { continue }
      let y = 26 + i * 40
      out += "<text x=\"10\" y=\"\(y + 10)\" font-size=\"12\">\(HTMLEscaping.text(String(entry.source.suffix(110))))</text>"
      out += "<rect class=\"bar\" x=\"\(x(begin))\" y=\"\(y + 15)\" width=\"\(max(2, x(end) - x(begin)))\" height=\"9\" rx=\"3\"/>"
      for gap in entry.gaps {
        guard let a = gap.from, let b = gap.to else { continue }
        out += "<rect class=\"hole\" x=\"\(x(a))\" y=\"\(y + 15)\" width=\"\(max(3, x(b) - x(a)))\" height=\"9\"><title>\(HTMLEscaping.text(gap.reason))</title></rect>"
      }
    }
    return out + "</svg>"
  }
}
