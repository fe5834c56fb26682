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
  private let readsExcerpts: Bool

  var absences: [Candidate.CheckedAbsence] = []
  var reasons: [String] = []
  /// Something was seen that rules the sequence out.
  private var isContradicted = false
  /// What was seen and speaks against it.
  private var against: [String] = []
  /// The failures that the rule wants to last.
  var row: FailureRow?

  init(
    rule: Rule, number: Int, subject: Subject, facts: SubjectFacts, steps: [Int?]?, chronicle: Chronicle,
    coverage: Coverage, printers: Printers, nic: Nic?, readsExcerpts: Bool
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
    self.readsExcerpts = readsExcerpts
  }

  /// The verdict, or `nil` when the rule has nothing to say about the subject.
  mutating func decide(_ around: inout Surroundings) -> Candidate? {
    let isExcerpt = readsExcerpts && isOfExcerpt
    if rule.isForExcerpts, !isExcerpt { return nil }
    row = rule.persistence.flatMap { failureRow($0, &around) }
    let stateIsCurrent = facts.asOf.map { $0 >= (lastStep?.instant ?? .min) } ?? false
    let checked = steps == nil ? nil : check(&around)
    if case .excluded? = checked { isContradicted = true }
    var proofs = rule.confirm
    if !stateIsCurrent { proofs = stateStands(checked, &around) ? proofs.filter { !$0.needsSequence } : [] }
    // What was when nobody knows is no history of the object that is there.
    if isUndated { proofs.removeAll { $0.needsSequence } }
    if let proof = proofs.first(where: { holds($0) }) {
      return candidate(.confirmed, stateSays: proof.says)
    }
    guard let checked else {
      guard stateIsCurrent, let sign = rule.suspect.first(where: { holds($0) }) else { return nil }
      return candidate(.suspected, stateSays: sign.says)
    }
    var isUnsettled = false
    switch checked {
    case .excluded: return nil
    case .healed(let event): return healed(by: event)
    case .absent: break
    case .unsettled: isUnsettled = true
    }
    if let rate = rule.rate, isUndated || !reaches(rate, &around) {
      // Where the rate is all there is to it, two lines are no sign of it.
      guard isExcerpt, rule.persistence != nil, reaches(rate.twice, &around) else { return nil }
    }
    if !isUndated, let verdict = persistenceVerdict(&around) { return verdict }
    if let persistence = rule.persistence, isUndated || !lasts(persistence) {
      guard isExcerpt else { return nil }
      reasons.append("the lines were picked out of a log, and do not show how long it went on")
      doubtAbsences()
    }
    if rule.isForExcerpts || isExcerpt && isOfFewLines { doubtAbsences() }
    if let since = facts.neverMadeSince, let nic, nic.basis.isFirm {
      if let made = facts.ownerMade, made >= since {
        return candidate(
          .refuted, stateSays: "the audit log shows no such object being made, and covers its pod's life")
      }
      reasons.append("the audit log shows no such object being made")
    }
    let isOver = if case .absent = facts.existence { true } else { false }
    let contradiction = rule.refute.first { holds($0) }
    if isOver || contradiction != nil {
      if orderIsDoubtful {
        reasons.append("whether the objects were dumped after it is not known, because the clock of the log is assumed")
      } else if let contradiction, stateIsCurrent || contradiction.isOfLedger && isLedgerCurrent {
        return candidate(.refuted, stateSays: contradiction.says)
      } else if stateIsCurrent {
        return rule.deadline == nil ? gone() : nil
      }
    }
    weaken(isUnsettled: isUnsettled)
    return candidate(reasons.isEmpty ? rule.cap : max(.suspected, rule.cap))
  }

  /// An object with these events is made, or made anew: what was said of it before is of another one.
  private static let beginnings: KindSet = {
    var kinds = KindSet()
    for kind: ObservationKind in [
      .ipAllocated, .ipRestored, .ipCreated, .subnetAdded, .subnetCreated, .vpcCreated, .nadCreated, .podCreated,
    ] { kinds.insert(kind) }
    return kinds
  }()

  /// The log goes on after the dump, without a gap, and what it shows since is more of the same.
  private func stateStands(_ checked: Checked?, _ around: inout Surroundings) -> Bool {
    guard let asOf = facts.asOf, let last = lastStep, !orderIsDoubtful else { return false }
    switch checked {
    case .excluded?, .healed?, nil: return false
    case .absent?, .unsettled?: break
    }
    let begins =
      requiredSteps.contains { $0.instant > asOf && Self.beginnings.contains(code: $0.code) }
      || around.events(Self.beginnings, [.itself], of: subject).contains {
        chronicle.events[Int($0)].instant > asOf
      }
    return !begins && coverage.hole(from: asOf, to: last.instant) == nil
  }

  // MARK: Sequence

  /// Nothing shows whether the state or the last step is the later one: the zone of the log is a guess.
  private var orderIsDoubtful: Bool {
    guard let asOf = facts.asOf, let last = lastStep else { return false }
    let clock = chronicle.sources[Int(last.source)].clock
    let isAssumed = clock.zone == .assumed || clock.year == .assumed
    return isUndated || isAssumed && abs(asOf - last.instant) < Self.widestZone
  }

  /// What the ledger says is newer than the last step, however old the list of Subnets is.
  private var isLedgerCurrent: Bool { facts.ledgerAsOf.map { $0 >= (lastStep?.instant ?? .min) } ?? false }

  /// The lines carry no time: they show that it was, and nothing of when.
  private var isUndated: Bool { lastStep.map { chronicle.isUndated($0) } ?? false }

  /// Zones lie up to 14 hours from UTC, and their sum apart.
  private static let widestZone: Int64 = 14 * 3_600_000_000_000

  /// The latest of the events that matched required steps.
  var lastStep: Event? { requiredSteps.max { $0.instant < $1.instant } }

  private var requiredSteps: some Sequence<Event> {
    (steps ?? []).enumerated().lazy.compactMap { i, number in
      rule.sequence[i].isOptional ? nil : number.map { chronicle.events[$0] }
    }
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
    for group in rule.groups where group.allSatisfy({ steps[$0] == nil }) {
      reasons.append("not seen: \(rule.sequence[group[0]].says)")
    }
    for says in against { reasons.append("seen: \(says)") }
    if isUndated { reasons.append("no line carries a time, so that it may be of any") }
    if let missing = facts.missing { reasons.append(missing) }
    if let asked = facts.deletionPending, let last = lastStep, asked > last.instant {
      reasons.append("its deletion was asked for afterwards, and nothing shows how that ended")
    }
    if isUnsettled { reasons.append("the log ends too soon after it to tell") }
    for absence in absences {
      // Rules for picked lines know that they are, and claim no more than those show.
      if let hole = absence.hole, !rule.isForExcerpts {
        reasons.append("could have happened unseen, because \(hole): \(rule.absences[absence.absence].says)")
      }
    }
    if let deadline = rule.deadline, !isUndated, let from = event(ofStep: deadline.step) {
      let due = from.instant + deadline.within
      let text = Instant(nanoseconds: due).shortText
      reasons.append(
        (coverage.end ?? due) < due
          ? "waiting until \(text) UTC: \(deadline.says)" : "not done by \(text) UTC: \(deadline.says)")
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
        let doubt = chronicle.uncertainty(e, other)
        if abs(e.instant - other.instant) < doubt {
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
        guard Self.happens(e, after: from), absence.window == nil || e.instant <= end, !(steps ?? []).contains(Int(n))
        else { continue }
        switch absence.violated {
        case .excluded: return .excluded
        case .resolved: return .healed(Int(n))
        case .weakens: against.append(absence.says)
        }
        break
      }
      if absence.violated == .weakens { continue }
      let hole = isUndated ? Self.picked : coverage.hole(from: from.instant, to: end)
      if hole != nil, absence.needsCover { return .excluded }
      absences.append(
        Candidate.CheckedAbsence(
          absence: i, from: from.instant, to: end, hole: hole,
          isSilent: !absence.printedAs.isEmpty && !printers.show(absence.printedAs, source: from.source)))
      if absence.settle > 0, coverage.end.map({ $0 - last.instant < absence.settle }) ?? true {
        if let needed = absence.unsettledNeeds, event(ofStep: needed) == nil { return .excluded }
        result = .unsettled
      }
    }
    return result
  }

  /// A row of equal events that began before goes on behind the last of the other row.
  private static func happens(_ e: Event, after from: Event) -> Bool {
    // Spans are whole milliseconds.
    Event.precedes(from, e) || e.span > 0 && e.end > from.end + 1_000_000
  }

  private func healed(by number: Int) -> Candidate? {
    guard let last = lastStep, !isUndated, chronicle.events[number].instant - last.instant >= Self.lingering else {
      return nil
    }
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
    if !facts.wasSeen, isLookedFor, rule.groups.isEmpty || !isCauseShown {
      // Where lines are missing, its end may be among them, but neither was its beginning seen.
      return candidate(
        .refuted,
        stateSays: hole == nil
          ? "no such object exists, and none is seen to have been made or removed since"
          : "no such object exists, and none is seen to have been made")
    }
    // What is not shown to have been left behind is not over either.
    guard isCauseShown, against.isEmpty, absences.allSatisfy({ $0.hole == nil || isOfEnd($0) }) else { return nil }
    let why = hole ?? absences.lazy.compactMap(\.doubt).first
    reasons.append("how it went is not in the evidence\(why.map { ", because \($0)" } ?? "")")
    return candidate(.resolved, stateSays: "it no longer existed when the objects were dumped")
  }

  /// What it looks for ends a leak that was; the others rule out that there was one.
  private func isOfEnd(_ checked: Candidate.CheckedAbsence) -> Bool {
    rule.absences[checked.absence].violated == .resolved
  }

  // MARK: State

  private func holds(_ c: Rule.Condition) -> Bool {
    if c.needsSequence && (steps == nil || isContradicted) { return false }
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

  // MARK: Result

  func candidate(_ verdict: Verdict, stateSays: String? = nil) -> Candidate {
    var witness: [Candidate.MatchedStep] = []
    for (i, number) in (isContradicted ? [] : steps ?? []).enumerated() {
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
      absences: isContradicted ? [] : absences, facts: facts, stateSays: stateSays, isCauseShown: isCauseShown,
      failingSince: row?.first, healedBy: nil)
  }

  /// The history that the rule describes was seen, with everything that it rests on.
  private var isCauseShown: Bool {
    guard let steps else { return rule.sequence.isEmpty }
    return !isContradicted && rule.groups.allSatisfy { $0.contains { steps[$0] != nil } }
  }
}
