import Chronicle

/// Counts the years that a writer's wall times, which have none, have passed since its first line.
///
/// Time that goes back by more than half a year has turned the year; time that goes on by more than half a year has turned
/// it back, as where two writers alternate at midnight, or a log shows the newest line first.
struct YearTurns {
  private(set) var turns = 0
  private var lowest = 0
  /// No log runs on for longer; times that go on turning mean nothing.
  private static let limit = 30

  /// What to add to a wall time of the unnamed year.
  private(set) var base: Int64 = 0

  /// What to add to all of them in the end, so that none lies before the first year.
  var shift: Int64 { Int64(-lowest) * WallClock.yearLength }

  mutating func forward() { if turns < Self.limit { turn(by: 1) } }

  mutating func back() {
    guard turns > -Self.limit else { return }
    turn(by: -1)
    lowest = min(lowest, turns)
  }

  private mutating func turn(by count: Int) {
    turns += count
    base = Int64(turns) * WallClock.yearLength
  }
}
