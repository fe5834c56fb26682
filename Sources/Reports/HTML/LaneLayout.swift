import Model

/// Where everything of a lane drawing stands: one row per step, in time order, with the spans of what did not happen.
struct LaneLayout {
  /// Steps drawn at most; the list below the drawing has all.
  static let stepLimit = 40
  static let textWidth = 352
  private var textColumns: Int { isNarrow ? (Self.narrowWidth - absences.count * absenceWidth) / 8 : 42 }
  /// The place is set smaller and in a fixed pitch.
  static let placeColumns = 45
  static let headHeight = 44

  enum Content {
    case step(Int)
    /// Begin of an absence: the row carries its text.
    case absence(Int)
    /// A time at which an absence ends and no step stands.
    case end(Instant)
  }

  struct Row {
    var content: Content
    var instant: Instant?
    /// Lines of text beside it, escaped.
    var lines: [String]
    /// Where, escaped; may be empty.
    var place = ""
    /// Time that passed since the row before, if it is worth showing.
    var pause = ""
    /// Centre of its dot.
    var y = 0
    var height = 0
  }

  private(set) var lanes: [String] = []
  private(set) var rows: [Row] = []
  private(set) var height = 0
  let absences: [AbsenceEntry]
  let steps: [WitnessEntry]

  /// For a telephone: the lanes take the whole width, and what a row says stands below its dot.
  let isNarrow: Bool

  private let names: SourceNames

  init(_ finding: FindingEntry, words: Lexicon, names: SourceNames, isNarrow: Bool = false) {
    self.names = names
    self.isNarrow = isNarrow
    steps = Array(finding.witness.prefix(Self.stepLimit))
    absences = Array(finding.absences.prefix(4))
    let known = ["user", "api server", "pod worker", "subnet worker", "ip worker", "gc"]
    let used = steps.map(\.actor)
    lanes = known.filter(used.contains)
    for actor in used where actor != "state" && !lanes.contains(actor) { lanes.append(actor) }
    if used.contains("state") { lanes.append("state") }
    arrange(words)
  }

  private static let narrowWidth = 332
  /// What a card of the page holds beside its navigation on a screen of 1,366 px, so that nothing must be scrolled to.
  private static let wideWidth = 896
  private var timeWidth: Int { isNarrow ? 0 : 104 }
  private var absenceWidth: Int { isNarrow ? 18 : 26 }
  private var laneWidth: Int {
    let rest = isNarrow ? Self.narrowWidth : Self.wideWidth - timeWidth - gutter - Self.textWidth
    return min(82, max(isNarrow ? 0 : 46, (rest - absences.count * absenceWidth) / max(1, lanes.count)))
  }
  private var gutter: Int { 18 }

  var width: Int {
    if isNarrow { return Self.narrowWidth }
    return timeWidth + lanes.count * laneWidth + absences.count * absenceWidth + gutter + Self.textWidth
  }
  var textX: Int { isNarrow ? 0 : width - Self.textWidth }
  /// From the centre of a row's dot to the first line of its text.
  var textDrop: Int { isNarrow ? 28 : 4 }
  /// Columns of the name of a lane.
  var nameColumns: Int { max(5, laneWidth / 7) }

  func laneX(_ actor: String) -> Int { timeWidth + (lanes.firstIndex(of: actor) ?? 0) * laneWidth + laneWidth / 2 }

  func absenceX(_ index: Int) -> Int {
    timeWidth + lanes.count * laneWidth + index * absenceWidth + absenceWidth / 2
  }

  /// Rows between which the span of an absence is drawn.
  func span(of index: Int) -> (from: Int, to: Int) {
    let begin = rows.first { if case .absence(let i) = $0.content { i == index } else { false } }?.y ?? Self.headHeight
    guard let to = absences[index].to else { return (begin, height - 6) }
    let end = rows.last { row in row.instant.map { $0 <= to } ?? false }?.y ?? begin
    return (begin, max(end, begin + 18))
  }

  private mutating func arrange(_ words: Lexicon) {
    var unsorted: [(instant: Instant, order: Int, row: Row)] = []
    var clock = steps.compactMap(\.instant).min() ?? Instant(nanoseconds: 0)
    for (index, step) in steps.enumerated() {
      // A step without a time keeps its place in the proof: it stands right after the one before.
      clock = max(clock, step.instant ?? clock)
      let repeated = step.count > 1 ? " ×\(step.count)" : ""
      let time = isNarrow ? (step.instant.map { $0.timeOfDay + " " } ?? "") : ""
      let label = time + TerminalEscaping.line(TextLayout.limit(step.label, scalars: 400).text) + repeated
      var row = Row(
        content: .step(index), instant: step.instant,
        lines: TextLayout.wrap(label, width: textColumns, maxLines: 3))
      row.place = TextLayout.cutFront(
        TerminalEscaping.line(CitedMessage.place(step.citation, names)), to: Self.placeColumns)
      unsorted.append((clock, 2 * index, row))
    }
    for (index, absence) in absences.enumerated() {
      let text =
        words[absence.isCovered ? .didNotHappen : .notSeen] + ": " + TextLayout.limit(absence.what, scalars: 400).text
      let lines = TextLayout.wrap(TerminalEscaping.line(text), width: textColumns, maxLines: 3)
      let from = absence.from ?? unsorted.first?.instant ?? clock
      unsorted.append((from, 10_000 + index, Row(content: .absence(index), instant: absence.from, lines: lines)))
      guard let to = absence.to else { continue }
      let isAtStep = unsorted.contains { abs($0.instant - to) < 1_000_000 }
      if !isAtStep {
        let end = Row(content: .end(to), instant: to, lines: [words[.until] + " " + to.shortText + " UTC"])
        unsorted.append((to, 20_000 + index, end))
      }
    }
    unsorted.sort { ($0.instant, $0.order) < ($1.instant, $1.order) }
    rows = unsorted.map(\.row)
    place()
  }

  private mutating func place() {
    var y = Self.headHeight + 10
    var last: Instant?
    for index in rows.indices {
      if let now = rows[index].instant {
        if let last, now - last >= 1_000_000_000 {
          rows[index].pause = "+ " + Quantity.duration(now - last)
          y += 22
        }
        last = now
      }
      let lineCount = rows[index].lines.count + (rows[index].place.isEmpty ? 0 : 1)
      rows[index].height = max(34, lineCount * 17 + 16 + (isNarrow ? 24 : 0))
      rows[index].y = y + 12
      y += rows[index].height
    }
    height = y + 8
  }
}
