import Chronicle
import Model

/// Judges what the state says of a subject, beside what the log says of it: the state conditions of a rule become yes, no
/// or unknown, and with the sequence's verdict one claim.
struct ObjectJudge {
  let rule: Rule
  let number: Int
  let subject: Subject
  let facts: SubjectFacts
  let world: World

  /// What the conditions say together.
  private enum Said {
    case yes([String])
    case no
    case unknown([String], [String])
  }

  /// The claim about an object of any kind; `log` is what the sequence alone gives.
  func decide(_ log: Candidate?) -> Candidate? {
    // What tells of it by itself needs no list of its kind, and stands although a list does not show it.
    let isTold = rule.state.contains(where: \.test.isTelling)
    switch facts.existence {
    case .absent where !isTold: return log?.verdict == .resolved ? log : nil
    case .unknown where !isTold: return log.map { capped(unseen($0)) }
    case .present, .absent, .unknown: break
    }
    if rule.state.isEmpty { return log.map(capped) }
    if rule.needsSequence, log == nil { return nil }
    switch said() {
    case .no: return nil
    case .yes(let says): return claim(log, rule.proves, says, [])
    // Where nothing that is shown tells, the object is like any other: what is unknown raises no suspicion.
    case .unknown(let says, _) where says.isEmpty && log == nil: return nil
    case .unknown(let says, let doubts): return claim(log, max(.suspected, rule.proves), says, doubts)
    }
  }

  /// What the log says of an object that nothing shows; where a condition must be known, a suspicion.
  private func unseen(_ log: Candidate) -> Candidate {
    guard rule.state.contains(where: \.mustBeKnown), log.verdict < .suspected else { return log }
    return log.suspected(because: ["not shown: the object itself"])
  }

  /// A claim of a rule about IP objects, Subnets or Vpcs, as far as the conditions let it stand.
  func gated(_ claim: Candidate) -> Candidate? {
    if rule.state.isEmpty { return capped(claim) }
    switch said() {
    case .no: return nil
    case .yes(let says):
      var result = claim
      result.alsoSays = says
      if result.verdict == .confirmed { result.verdict = rule.proves }
      return capped(result)
    case .unknown(let says, let doubts):
      var result = claim.verdict < .suspected ? claim.suspected(because: doubts.map { "not shown: \($0)" }) : claim
      result.alsoSays = says
      return capped(result)
    }
  }

  /// Every condition on the state, with the answer.
  func answers() -> [(condition: StateCondition, answer: Answer)] {
    let resources = [world.chronicle.resources.find(subject.ref)] + (subject.bound["pod"] ?? [])
    let asked = Asked(ref: subject.ref, facts: facts, resources: resources)
    return rule.state.map { ($0, $0.test.answer(asked, in: world)) }
  }

  private func said() -> Said {
    let resources = [world.chronicle.resources.find(subject.ref)] + (subject.bound["pod"] ?? [])
    let asked = Asked(ref: subject.ref, facts: facts, resources: resources)
    var (says, doubts): ([String], [String]) = ([], [])
    for condition in rule.state {
      switch condition.test.answer(asked, in: world) {
      case .no: return .no
      case .yes: if !condition.says.isEmpty { says.append(condition.says) }
      case .unknown where condition.mustBeKnown: return .no
      case .unknown(let why): if !condition.mayBeUnknown { doubts.append(why) }
      }
    }
    return doubts.isEmpty ? .yes(says) : .unknown(says, doubts)
  }

  private func claim(_ log: Candidate?, _ verdict: Verdict, _ says: [String], _ doubts: [String]) -> Candidate {
    var result =
      log
      ?? Candidate(rule: number, subject: subject, verdict: verdict, outcome: rule.outcome, facts: facts)
    result.verdict = verdict
    result.outcome = verdict == .suspected ? .atRisk : rule.outcome
    result.stateSays = says.first
    result.alsoSays = Array(says.dropFirst())
    result.reasons = doubts.map { "not shown: \($0)" }
    // A state that is less than a proof leaves the cause open unless the log tells of it.
    result.isCauseShown = log != nil || rule.sequence.isEmpty || verdict == .confirmed
    return capped(result)
  }

  /// What only inference backs is never more than suspected.
  private func capped(_ claim: Candidate) -> Candidate {
    guard rule.isExperimental, claim.verdict < .suspected else { return claim }
    return claim.suspected(because: ["this class rests on inference"])
  }
}
