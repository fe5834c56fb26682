import Chronicle
import Model

/// Weighs what was found for one rule and one subject: sequence, absences, coverage and state become a verdict.
///
/// The order of the questions is the order of strength: state that proves, clean-up that was seen, state that contradicts,
/// coverage. Nothing here knows a particular rule.
struct VerdictJudge {
  /// What goes sooner than this after it should have gone is ordinary delay, not a leak that healed.
  static let lingering: Int64 = 20_000_000_000

  /// Dumps are taken after the logs; what happens in so short a time after the end of the log is not looked for.
  private static let unseen: Int64 = 60_000_000_000

  let rule: Rule
  let number: Int
  let subject: Subject
  let facts: SubjectFacts
  let steps: [Int?]?
  let chronicle: Chronicle
  let coverage: Coverage
  let printers: Printers
  let nic: Nic?

  private var absences: [Candidate.CheckedAbsence] = []
  private var reasons: [String] = []

  init(
    rule: Rule, number: Int, subject: Subject, facts: SubjectFacts, steps: [Int?]?, chronicle: Chronicle,
    coverage: Coverage, printers: Printers, nic: Nic?
  ) {
    self.rule = rule
    self.number = number
    self.subject = subject
    self.facts = facts
    self.steps = steps
    self.chronicle = chronicle
    self.coverage = coverage
    self.printers = printers
    self.nic = nic
  }

  /// The verdict, or `nil` when the rule has nothing to say about the subject.
  mutating func decide(_ around: inout Surroundings) -> Candidate? {
    let stateIsCurrent = facts.asOf.map { $0 >= (lastStep?.instant ?? .min) } ?? false
    if stateIsCurrent, let proof = rule.confirm.first(where: { holds($0) }) {
      if steps != nil { _ = check(&around) }
      return candidate(.confirmed, stateSays: proof.says)
    }
    guard steps != nil else { return nil }
    var isUnsettled = false
    switch check(&around) {
    case .excluded: return nil
    case .healed(let event): return healed(by: event)
    case .absent: break
    case .unsettled: isUnsettled = true
    }
    if let rate = rule.rate, !reaches(rate, &around) { return nil }
    if let verdict = persistenceVerdict(&around) { return verdict }
    if let persistence = rule.persistence, !lasts(persistence, &around) { return nil }
    if stateIsCurrent, let contradiction = rule.refute.first(where: { holds($0) }) {
      return candidate(.refuted, stateSays: contradiction.says)
    }
    if stateIsCurrent, case .absent = facts.existence { return gone() }
    weaken(isUnsettled: isUnsettled)
    return candidate(reasons.isEmpty ? rule.cap : max(.suspected, rule.cap))
  }

  // MARK: Sequence

  /// The latest of the events that matched required steps.
  private var lastStep: Event? {
    guard let steps else { return nil }
    var last: Event?
    for (i, number) in steps.enumerated() where !rule.sequence[i].isOptional {
      guard let number else { continue }
      let e = chronicle.events[number]
      if last.map({ e.instant > $0.instant }) ?? true { last = e }
    }
    return last
  }

  private func event(ofStep name: String) -> Event? {
    guard let steps, let i = rule.sequence.firstIndex(where: { $0.name == name }), let number = steps[i] else {
      return nil
    }
    return chronicle.events[number]
  }

  /// Reasons for which the sequence alone does not carry PROBABLE.
  private mutating func weaken(isUnsettled: Bool) {
    guard let steps else { return }
    for (i, step) in rule.sequence.enumerated() where step.isOptional && step.weakens && steps[i] == nil {
      reasons.append("not seen: \(step.says)")
    }
    if isUnsettled { reasons.append("the log ends too soon after it to tell") }
    for absence in absences {
      if let hole = absence.hole {
        reasons.append("could have happened unseen, because \(hole): \(rule.absences[absence.absence].says)")
      }
    }
    if let nic, !nic.basis.isFirm {
      reasons.append(
        nic.basis == .unknown
          ? "the log does not tell the name of the IP object"
          : "the name of the IP object was inferred from the names of others")
    }
    if let doubt = uncertainOrder() { reasons.append(doubt) }
  }

  /// Two steps from sources whose clocks may differ by more than the steps are apart.
  private func uncertainOrder() -> String? {
    guard let steps else { return nil }
    for (i, step) in rule.sequence.enumerated() {
      guard let number = steps[i] else { continue }
      let e = chronicle.events[number]
      for name in [step.after, step.before].compactMap({ $0 }) {
        guard let other = event(ofStep: name), other.source != e.source else { continue }
        let doubt = chronicle.uncertainty(e) + chronicle.uncertainty(other)
        if abs(e.instant - other.instant) < doubt,
          chronicle.sources[Int(e.source)].stream != chronicle.sources[Int(other.source)].stream
        {
          return "the order of '\(step.name)' and '\(name)' lies within the uncertainty of the clocks"
        }
      }
    }
    return nil
  }

  // MARK: Absences

  private enum Checked {
    case absent, unsettled, excluded
    case healed(Int)
  }

  private mutating func check(_ around: inout Surroundings) -> Checked {
    guard let last = lastStep else { return .absent }
    var result = Checked.absent
    for (i, absence) in rule.absences.enumerated() {
      guard let from = event(ofStep: absence.from) else { continue }
      let end = absence.window.map { last.instant + $0 } ?? max(coverage.end ?? last.instant, last.instant)
      for n in around.events(absence.kinds, absence.relations, of: subject) {
        let e = chronicle.events[Int(n)]
        guard Event.precedes(from, e), absence.window == nil || e.instant <= end, !(steps ?? []).contains(Int(n)) else {
          continue
        }
        return absence.violated == .excluded ? .excluded : .healed(Int(n))
      }
      absences.append(
        Candidate.CheckedAbsence(
          absence: i, from: from.instant, to: end, hole: coverage.hole(from: from.instant, to: end),
          isSilent: !absence.printedAs.isEmpty && !printers.show(absence.printedAs, source: from.source)))
      if absence.settle > 0, coverage.end.map({ $0 - last.instant < absence.settle }) ?? true {
        if let needed = absence.unsettledNeeds, event(ofStep: needed) == nil { return .excluded }
        result = .unsettled
      }
    }
    return result
  }

  private func healed(by number: Int) -> Candidate? {
    guard let last = lastStep, chronicle.events[number].instant - last.instant >= Self.lingering else { return nil }
    var result = candidate(.resolved)
    result.healedBy = number
    return result
  }

  /// The object does not exist and no event shows its end. If the log would show it and nothing ever saw the object, there
  /// was none: an address is handed out before its object is made, and that may fail.
  private mutating func gone() -> Candidate? {
    guard let asOf = facts.asOf, let last = lastStep, asOf - last.instant >= Self.lingering else { return nil }
    let end = min(asOf, max(coverage.end ?? last.instant, asOf - Self.unseen))
    let hole = coverage.hole(from: last.instant, to: end)
    let isLookedFor = absences.contains {
      rule.absences[$0.absence].violated == .resolved && rule.absences[$0.absence].window == nil && !$0.isSilent
    }
    if hole == nil, !facts.wasSeen, isLookedFor {
      return candidate(
        .refuted, stateSays: "no such object exists, and none is seen to have been made or removed since")
    }
    let why = hole ?? absences.lazy.compactMap(\.doubt).first
    reasons.append("how it went is not in the evidence\(why.map { ", because \($0)" } ?? "")")
    return candidate(.resolved, stateSays: "it no longer existed when the objects were dumped")
  }

  // MARK: State

  private func holds(_ c: Rule.Condition) -> Bool {
    if c.needsSequence && steps == nil { return false }
    if !c.ledger.isEmpty { guard let state = facts.ledger, c.ledger.contains(state) else { return false } }
    if !c.subnetState.isEmpty {
      guard let state = facts.subnetState, c.subnetState.contains(state) else { return false }
    }
    if !c.vpcState.isEmpty { guard let state = facts.vpcState, c.vpcState.contains(state) else { return false } }
    if let wanted = c.subnet, !matches(facts.subnet, wanted) { return false }
    if let wanted = c.object, !matches(facts.existence, wanted) { return false }
    if let wanted = c.isTerminating, facts.isTerminating != wanted { return false }
    return true
  }

  private func matches(_ existence: SubjectFacts.Existence, _ wanted: Rule.Condition.Presence) -> Bool {
    switch (existence, wanted) {
    case (.present, .present), (.absent, .absent): true
    default: false
    }
  }

  // MARK: Repetition

  private func reaches(_ rate: Rule.Rate, _ around: inout Surroundings) -> Bool {
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

  private func lasts(_ p: Rule.Persistence, _ around: inout Surroundings) -> Bool {
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
  private func persistenceVerdict(_ around: inout Surroundings) -> Candidate? {
    guard let p = rule.persistence, let row = failureRow(p, &around), row.last - row.first >= p.atLeast,
      let end = coverage.end
    else { return nil }
    let pause = min(max(row.gap * 2, 1_000_000_000), 1_000_000_000_000)
    guard end - row.last > pause + pause / 4 + 5_000_000_000, coverage.hole(from: row.last, to: end) == nil else {
      return nil
    }
    var result = candidate(.resolved)
    result.reasons.append("the controller stopped failing on it; the log does not say who removed what held it")
    return result
  }

  // MARK: Result

  private func candidate(_ verdict: Verdict, stateSays: String? = nil) -> Candidate {
    var witness: [Candidate.MatchedStep] = []
    for (i, number) in (steps ?? []).enumerated() {
      if let number { witness.append(Candidate.MatchedStep(step: i, event: number)) }
    }
    witness.sort { $0.event < $1.event }
    let outcome: Outcome =
      switch verdict {
      case .resolved: .resolved
      case .confirmed: rule.outcome
      case .suspected: .atRisk
      default: rule.outcome
      }
    return Candidate(
      rule: number, subject: subject, verdict: verdict, outcome: outcome, reasons: reasons, witness: witness,
      absences: absences, facts: facts, stateSays: stateSays, healedBy: nil)
  }
}
