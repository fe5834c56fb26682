extension RulePack {
  /// The rules that could have brought about what the state shows of a candidate whose cause is not shown: those of its
  /// subject and outcome that the state confirms, or would confirm if their sequence were seen. Empty where there is no
  /// choice, because the state itself tells the cause.
  public func causes(of candidate: Candidate) -> [Rule] {
    guard !candidate.isCauseShown, candidate.verdict != .refuted else { return [] }
    let own = rules[candidate.rule]
    let found = rules.filter { rule in
      rule.subject == own.subject && rule.outcome == own.outcome && !rule.sequence.isEmpty
        && (rule.confirm.isEmpty && rule.state.isEmpty || rule.confirm.contains { Self.couldHold($0, candidate.facts) })
    }
    // A rule whose title is the state itself, and which follows from others, is no cause beside them.
    let isConsequence = own.stateTitle.isEmpty && found.contains { own.follows.contains($0.id) }
    let causes = isConsequence ? found.filter { $0.id != own.id } : found
    return causes.count > 1 ? causes : []
  }

  private static func couldHold(_ condition: Rule.Condition, _ facts: SubjectFacts) -> Bool {
    if !condition.ledger.isEmpty {
      guard let state = facts.ledger, condition.ledger.contains(state) else { return false }
    }
    if !condition.subnetState.isEmpty {
      guard let state = facts.subnetState, condition.subnetState.contains(state) else { return false }
    }
    if !condition.vpcState.isEmpty {
      guard let state = facts.vpcState, condition.vpcState.contains(state) else { return false }
    }
    if let wanted = condition.isTerminating, facts.isTerminating != wanted { return false }
    switch (condition.subnet, facts.subnet) {
    case (.present?, .absent), (.absent?, .present): return false
    default: return true
    }
  }
}
