import Chronicle
import Model

/// Rows of failures: how often, how long, and whether they still go on.
extension VerdictJudge {
  /// A process begins, or begins to lead.
  private static let starts: KindSet = {
    var kinds = KindSet()
    for kind in [ObservationKind.processStarted, .processWorkersStarted, .leaseAcquired] { kinds.insert(kind) }
    return kinds
  }()

  func reaches(_ rate: Rule.Rate, _ around: inout Surroundings) -> Bool {
    guard let step = rule.sequence.first(where: { $0.name == rate.step }) else { return false }
    let rows = around.events(step.kinds, step.relations, of: subject).map { chronicle.events[Int($0)] }
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

  func lasts(_ p: Rule.Persistence, _ around: inout Surroundings) -> Bool {
    guard let row = failureRow(p, &around) else { return false }
    return row.last - row.first >= p.atLeast
  }

  private func failureRow(_ p: Rule.Persistence, _ around: inout Surroundings) -> (
    first: Int64, last: Int64, gap: Int64
  )? {
    guard let step = rule.sequence.first(where: { $0.name == p.step }) else { return nil }
    var first: Int64?
    var last: Int64 = .min
    var gap: Int64 = 0
    for n in around.events(step.kinds, step.relations, of: subject) {
      let e = chronicle.events[Int(n)]
      if first != nil { gap = max(0, e.instant - last) }
      first = first ?? e.instant
      last = e.instant + Int64(e.span) * 1_000_000
    }
    return first.map { ($0, last, gap) }
  }

  /// A queue tries again after twice the last pause, at most 1000 s (client-go's default rate limiter). When that time is
  /// well over and nothing came, the failure has ended, though no line says how.
  mutating func persistenceVerdict(_ around: inout Surroundings) -> Candidate? {
    guard let p = rule.persistence, let row = failureRow(p, &around), row.last - row.first >= p.atLeast,
      let end = coverage.end
    else { return nil }
    // A queue lives in one process: the next one begins with what it is told of, and may never try again.
    let starts = around.events(Self.starts, [.controller], of: subject)
    if starts.contains(where: { chronicle.events[Int($0)].instant > row.last }) {
      reasons.append("another controller process began since, which may not try it again")
      return nil
    }
    let pause = min(max(row.gap * 2, 1_000_000_000), 1_000_000_000_000)
    guard end - row.last > pause + pause / 4 + 5_000_000_000, coverage.hole(from: row.last, to: end) == nil else {
      return nil
    }
    var result = candidate(.resolved)
    result.reasons.append("the controller stopped failing on it; the log does not say who removed what held it")
    return result
  }
}
