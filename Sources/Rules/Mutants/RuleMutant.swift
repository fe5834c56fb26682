import Model

/// A rule with one of its parts taken away or turned round. If no example of the rule tells it from the rule, nothing shows
/// that the part is needed.
public struct RuleMutant: Sendable {
  /// What was changed, for people.
  public var change: String
  public var rule: Rule

  /// All mutants of a rule: each step dropped, each order turned round, each limit of time lifted, each absence taken for
  /// fulfilled, each condition on the state taken the other way. What no verdict rests on is left alone: a step that may be
  /// missing without weakening it is only a witness. O(parts of the rule).
  public static func all(of rule: Rule) -> [RuleMutant] {
    var mutants: [RuleMutant] = []
    for i in rule.sequence.indices where rule.rests(on: i) {
      let name = rule.sequence[i].name
      mutants.append(RuleMutant(change: "step '\(name)' dropped", rule: rule.dropping(i)))
      if let turned = rule.turning(i) {
        mutants.append(RuleMutant(change: "order of step '\(name)' turned round", rule: turned))
      }
      if rule.sequence[i].within != nil {
        var late = rule
        late.sequence[i].within = nil
        mutants.append(RuleMutant(change: "limit of step '\(name)' lifted", rule: late))
      }
    }
    for (i, absence) in rule.absences.enumerated() where absence.violated != .weakens || rule.canBeWeaker {
      var fulfilled = rule
      fulfilled.absences.remove(at: i)
      mutants.append(RuleMutant(change: "absence '\(absence.says)' fulfilled", rule: fulfilled))
    }
    for (i, condition) in rule.state.enumerated() {
      var negated = rule
      negated.state[i] = condition.negated
      mutants.append(RuleMutant(change: "state condition \(i + 1) negated", rule: negated))
    }
    return mutants
  }
}

extension Rule {
  /// What is not seen can make its verdict weaker: without it, the verdict would be stronger than the weakest there is.
  fileprivate var canBeWeaker: Bool { cap < .suspected || !confirm.isEmpty || !state.isEmpty }

  /// The verdict depends on the step: by itself, or because a step that it depends on refers to it.
  fileprivate func rests(on i: Int) -> Bool {
    if !sequence[i].isOptional || sequence[i].weakens && canBeWeaker { return true }
    let name = sequence[i].name
    return absences.contains { $0.unsettledNeeds == name }
      || sequence.indices.contains { other in
        other > i && [sequence[other].after, sequence[other].before, sequence[other].sameAs].contains(name)
          && rests(on: other)
      }
  }

  /// Without a step. What referred to it refers to what it came after; an absence begins at another step.
  fileprivate func dropping(_ i: Int) -> Rule {
    var rule = self
    let gone = rule.sequence.remove(at: i)
    let neighbour = rule.sequence.isEmpty ? "" : rule.sequence[max(0, i - 1)].name
    for j in rule.sequence.indices {
      if rule.sequence[j].after == gone.name { rule.sequence[j].after = gone.after }
      if rule.sequence[j].before == gone.name { rule.sequence[j].before = gone.before }
      if rule.sequence[j].sameAs == gone.name { rule.sequence[j].sameAs = gone.sameAs }
      // A limit is one from a step.
      if rule.sequence[j].after == nil, rule.sequence[j].before == nil { rule.sequence[j].within = nil }
    }
    for j in rule.absences.indices {
      if rule.absences[j].from == gone.name { rule.absences[j].from = neighbour }
      if rule.absences[j].unsettledNeeds == gone.name { rule.absences[j].unsettledNeeds = nil }
    }
    if rule.persistence?.step == gone.name { rule.persistence = nil }
    if rule.rate?.step == gone.name { rule.rate = nil }
    if rule.deadline?.step == gone.name { rule.deadline = nil }
    rule.groups = Self.groups(of: rule.sequence)
    return rule
  }

  /// With a step on the other side of the one that it refers to; `nil` if it refers to none, or to one like itself, with
  /// which it only changes places.
  fileprivate func turning(_ i: Int) -> Rule? {
    var rule = self
    let anchor = sequence.first { $0.name == sequence[i].after ?? sequence[i].before }
    if let anchor, anchor.kinds == sequence[i].kinds, anchor.relations == sequence[i].relations,
      anchor.contains == sequence[i].contains, anchor.pattern == nil, sequence[i].pattern == nil
    {
      return nil
    }
    switch (sequence[i].after, sequence[i].before) {
    case (let after?, nil): (rule.sequence[i].after, rule.sequence[i].before) = (nil, after)
    case (nil, let before?): (rule.sequence[i].after, rule.sequence[i].before) = (before, nil)
    default: return nil
    }
    return rule
  }
}

extension StateCondition {
  /// The same condition with yes and no exchanged.
  fileprivate var negated: StateCondition {
    StateCondition(test: NegatedTest(base: test), mayBeUnknown: mayBeUnknown, mustBeKnown: mustBeKnown, says: says)
  }
}

/// The opposite of a question. No rule file can say it: it exists to try the examples of rules.
private struct NegatedTest: StateTest {
  static let word = ""
  let base: any StateTest

  init(base: any StateTest) { self.base = base }

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    throw fields.lacks(oneOf: StateTests.all.map { $0.word })
  }

  func answer(_ asked: Asked, in world: World) -> Answer { !base.answer(asked, in: world) }

  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? { nil }

  var isTelling: Bool { base.isTelling }
}
