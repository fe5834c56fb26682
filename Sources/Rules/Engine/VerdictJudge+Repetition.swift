import Chronicle
import Model

/// Rows of failures: how often, how long, and whether they still go on.
extension VerdictJudge {
  /// A process begins, or begins to lead.
  private static let starts: KindSet = {
    var kinds = KindSet()
    for kind in [ObservationKind.processConfig, .processStarted, .processWorkersStarted, .leaseAcquired] {
      kinds.insert(kind)
    }
    return kinds
  }()

  /// A pod comes, and is given its network. Who looks for deletions and for errors picks out no such line.
  private static let ordinaryWork: KindSet = {
    var kinds = KindSet()
    for kind in [ObservationKind.podAddQueued, .podRoutingBegan, .ipAllocated] { kinds.insert(kind) }
    return kinds
  }()

  func reaches(_ rate: Rule.Rate, _ around: inout Surroundings) -> Bool {
    guard let step = rule.sequence.first(where: { $0.name == rate.step }) else { return false }
    let rows = failures(step, &around)
    var begin = 0
    var sum = 0
    for (i, row) in rows.enumerated() {
      sum += Int(row.count)
      while begin < i, row.instant - rows[begin].instant > rate.within {
        sum -= Int(rows[begin].count)
        begin += 1
      }
      // A single long row is as dense as its count over its span.
      let span = max(Int64(row.span) * 1_000_000, 1)
      let dense = span <= rate.within ? Int(row.count) : Int(Double(row.count) * Double(rate.within) / Double(span))
      if begin < i ? sum >= rate.count : dense >= rate.count { return true }
    }
    return false
  }

  /// What fits a step, by time.
  private func failures(_ step: Rule.Step, _ around: inout Surroundings) -> [Event] {
    let found = around.events(step.kinds, step.relations, of: subject).map { chronicle.events[Int($0)] }
    guard let pattern = step.pattern else { return found }
    return found.filter { e in chronicle.texts.withBytes(e.detail) { pattern.matches($0) } == .yes }
  }

  func lasts(_ p: Rule.Persistence) -> Bool { row.map { $0.last - $0.first >= p.atLeast } ?? false }

  /// First and last of a row of failures, the pause before the last, and who wrote it.
  struct FailureRow {
    var first: Int64
    var last: Int64
    var gap: Int64
    var history: Int
  }

  func failureRow(_ p: Rule.Persistence, _ around: inout Surroundings) -> FailureRow? {
    guard let step = rule.sequence.first(where: { $0.name == p.step }) else { return nil }
    var first: Int64?
    var last: Int64 = .min
    var gap: Int64 = 0
    var history = 0
    for e in failures(step, &around) {
      if first != nil { gap = max(0, e.instant - last) }
      first = first ?? e.instant
      last = e.instant + Int64(e.span) * 1_000_000
      history = chronicle.sources[Int(e.source)].history
    }
    return first.map { FailureRow(first: $0, last: last, gap: gap, history: history) }
  }

  /// A queue tries again after twice the last pause, at most 1000 s (client-go's default rate limiter). When that time is
  /// well over and nothing came, the failure has ended, though no line says how.
  mutating func persistenceVerdict(_ around: inout Surroundings) -> Candidate? {
    guard let p = rule.persistence, let row, lasts(p),
      let end = coverage.end
    else { return nil }
    // A queue lives in one process: the next one begins with what it is told of, and may never try again.
    let starts = around.events(Self.starts, [.controller], of: subject)
    if starts.contains(where: { chronicle.events[Int($0)].instant > row.last }) {
      reasons.append("another controller process began since, which may not try it again")
      return nil
    }
    let pause = min(max(row.gap * 2, 1_000_000_000), Self.longestPause)
    guard end - row.last > pause + pause / 4 + 5_000_000_000, coverage.hole(from: row.last, to: end) == nil else {
      return nil
    }
    let isOfAll = chronicle.events.contains {
      $0.instant > row.last && Self.ordinaryWork.contains(code: $0.code)
        && chronicle.sources[Int($0.source)].history == row.history
    }
    guard isOfAll else {
      reasons.append("it is not tried again, but nothing shows that the log has more than deletions and errors")
      return nil
    }
    guard wouldShowATry(after: row.last, pause: pause, until: end, history: row.history) else {
      reasons.append("it is not tried again, but the log shows nothing at all at the times when it was due")
      return nil
    }
    var result = candidate(.resolved)
    result.reasons.append("the controller stopped failing on it; the log does not say who removed what held it")
    return result
  }

  private static let longestPause: Int64 = 1_000_000_000_000
  /// How far the next try may be off, at least; nanoseconds.
  private static let tolerance: Int64 = 3_000_000_000

  /// At one of the times at which the next try is due, the same writer is never silent for long, or wrote shortly before
  /// and shortly after: lines that are missing there would have to be chosen with care.
  private func wouldShowATry(after last: Int64, pause: Int64, until end: Int64, history: Int) -> Bool {
    let silence = chronicle.sources.filter { $0.history == history }.map(\.writer.course.longestSilence).max() ?? .max
    var (due, pause) = (last + pause, pause)
    while due <= end {
      let tolerance = max(Self.tolerance, pause / 4)
      // Of a few lines nobody knows how silent their writer is.
      if silence > 0, silence <= tolerance { return true }
      if wrote(history, due - tolerance, due), wrote(history, due, min(due + tolerance, end)) { return true }
      pause = min(pause * 2, Self.longestPause)
      due += pause
    }
    return false
  }

  /// The writer left an event from `from` to `to`, nanoseconds. O(log events + events between).
  private func wrote(_ history: Int, _ from: Int64, _ to: Int64) -> Bool {
    let events = chronicle.events
    var (low, high) = (0, events.count)
    while low < high {
      let middle = (low + high) / 2
      if events[middle].instant < from { low = middle + 1 } else { high = middle }
    }
    return events[low...].prefix { $0.instant <= to }.contains {
      chronicle.sources[Int($0.source)].history == history
    }
  }
}
