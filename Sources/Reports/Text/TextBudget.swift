/// How the lines of a text report are shared out: the first screen and the end always stand, the worst findings come whole,
/// then those that still fit without their runbook, and the rest in three lines each.
struct TextBudget {
  /// Lines of a report that was not asked to be verbose.
  static let rows = 200
  /// Lines of a finding that is told in short.
  static let brief = 4
  /// Findings told in short; more are counted.
  static let briefLimit = 10

  private(set) var left: Int
  private var waiting: Int

  /// `taken`: lines that stand anyway. `findings`: how many want a place.
  init(taken: Int, findings: Int) {
    left = Self.rows - taken
    waiting = findings
  }

  /// Takes the lines if that leaves room for those that come after; else says no.
  mutating func take(_ rows: Int) -> Bool {
    let reserve = min(waiting - 1, Self.briefLimit) * Self.brief
    guard rows + reserve <= left else { return false }
    left -= rows
    return true
  }

  /// A finding is told in short: its lines are gone for those that come after, too.
  mutating func takeBrief() { left -= Self.brief }

  /// The next finding has its place.
  mutating func next() { waiting -= 1 }
}
