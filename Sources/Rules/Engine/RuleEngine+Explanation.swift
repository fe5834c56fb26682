import Chronicle
import Model

/// What one rule made of one subject, part by part, also where it found nothing.
public struct RuleExplanation: Sendable {
  public var rule: Rule
  public var ref: ResourceRef
  /// What came of it; `nil` for nothing.
  public var verdict: Verdict?
  public var reasons: [String]
  public var parts: [Part]

  /// A step, an absence or a condition.
  public struct Part: Sendable {
    public var says: String
    public var answer: Said
    /// Why it is not known.
    public var why = ""
    /// The event that matched a step.
    public var event: Int?
  }

  /// The answer to one part.
  public enum Said: String, Sendable {
    case yes, no, unknown
    case mayBeMissing = "not seen"
  }
}

extension RuleEngine {
  /// Explains the rules of an id, or all, for the subjects that are wanted, at most `limit` of them.
  public func explain(
    rule id: String?, limit: Int, where isWanted: (ResourceRef) -> Bool
  ) -> [RuleExplanation] {
    var around = Surroundings(chronicle, nics)
    var found: [RuleExplanation] = []
    let rules = pack.rules.indices.filter { id == nil || pack.rules[$0].id == id }
    let plain = subjects().filter { isWanted($0.ref) }
    for i in rules {
      let rule = pack.rules[i]
      let subjects =
        rule.subject == .object ? objects(rule).filter { isWanted($0.ref) } : plain.filter { $0.kind == rule.subject }
      for subject in subjects.prefix(max(0, limit - found.count)) { found.append(explanation(i, subject, &around)) }
    }
    return found
  }

  private func objects(_ rule: Rule) -> [Subject] {
    let logged = resources(of: Set(rule.kinds))
    return rule.kinds.flatMap { kind in
      let known = world.state.refs(of: kind) + (logged[kind] ?? []).map { chronicle.resources.ref($0) }
      return Set(known).sorted().map { ref in
        var subject = Subject(kind: .object, number: Int(chronicle.resources.find(ref)), ref: ref)
        for name in Set(rule.sequence.flatMap(\.references)) { subject.bound[name] = bound(name, ref) }
        return subject
      }
    }
  }

  private func explanation(_ i: Int, _ subject: Subject, _ around: inout Surroundings) -> RuleExplanation {
    let rule = pack.rules[i]
    let facts = facts(about: subject)
    var matcher = SequenceMatcher(rule)
    let claim = evaluate(i, subject, facts, &around, &matcher)
    var parts: [RuleExplanation.Part] = []
    let steps = rule.sequence.isEmpty ? nil : matcher.match(subject, &around)
    for (number, step) in rule.sequence.enumerated() {
      let event =
        steps?[number] ?? around.events(step.kinds, step.relations, step.references, of: subject).last.map { Int($0) }
      let answer: RuleExplanation.Said = event != nil ? .yes : step.isOptional ? .mayBeMissing : .no
      parts.append(RuleExplanation.Part(says: step.says, answer: answer, event: event))
    }
    if rule.isForExcerpts {
      parts.append(
        RuleExplanation.Part(
          says: VerdictJudge.picked,
          answer: chronicle.writers.contains(where: \.isExcerpt) ? .yes : .no))
    }
    for checked in claim?.absences ?? [] {
      let says = "not: " + rule.absences[checked.absence].says
      parts.append(
        RuleExplanation.Part(says: says, answer: checked.doubt == nil ? .yes : .unknown, why: checked.doubt ?? ""))
    }
    let judge = ObjectJudge(
      rule: rule, number: i, subject: subject, facts: facts, world: isElsewhere(subject) ? elsewhere : world)
    for (condition, answer) in judge.answers() {
      var part = RuleExplanation.Part(
        says: condition.says.isEmpty ? "(a condition without words)" : condition.says, answer: .yes)
      switch answer {
      case .yes: break
      case .no: part.answer = .no
      case .unknown(let why): (part.answer, part.why) = (.unknown, why)
      }
      parts.append(part)
    }
    if let ledger = facts.ledger {
      parts.append(RuleExplanation.Part(says: "ledger: \(ledger), \(facts.ledgerReason)", answer: .yes))
    }
    return RuleExplanation(
      rule: rule, ref: subject.ref, verdict: claim?.verdict, reasons: claim?.reasons ?? [], parts: parts)
  }
}
