import Model

/// What one rule says about one subject.
public struct Candidate: Sendable {
  public var rule: Int
  public var subject: Subject
  public var verdict: Verdict
  public var outcome: Outcome
  /// Why the verdict is not stronger, or what settled it.
  public var reasons: [String] = []
  public var witness: [MatchedStep] = []
  public var absences: [CheckedAbsence] = []
  public var facts: SubjectFacts
  /// The condition on the state that proved or contradicted it.
  public var stateSays: String?
  /// The evidence shows how it came about, not only that it is so: what and why are two verdicts.
  public var isCauseShown = true
  /// Further conditions on the state that hold.
  public var alsoSays: [String] = []
  /// Since when it keeps failing, for what is told by a row of failures: the witness may be the last of them.
  public var failingSince: Int64?
  /// For RESOLVED: the event that cleaned up, if one shows it.
  public var healedBy: Int?

  /// One step and the event that matched it.
  public struct MatchedStep: Sendable {
    /// Index into the rule's sequence.
    public var step: Int
    /// Number of the event.
    public var event: Int
  }

  /// One absence and how far it could be checked.
  public struct CheckedAbsence: Sendable {
    /// Index into the rule's absences.
    public var absence: Int
    public var from: Int64
    public var to: Int64
    /// Why the interval is not covered; `nil` if it is.
    public var hole: String?
    /// The log prints no such thing at all, so that its silence says nothing.
    public var isSilent = false

    /// Why the thing may have happened unseen; `nil` if it cannot.
    public var doubt: String? { hole ?? (isSilent ? "this log prints no line when one goes" : nil) }
  }
}

extension Candidate {
  /// The same as no more than a suspicion, for these further reasons.
  func suspected(because doubts: [String]) -> Candidate {
    var result = self
    if verdict < .suspected { (result.verdict, result.outcome) = (.suspected, .atRisk) }
    result.reasons += doubts
    return result
  }
}

/// What a rule looks at.
public struct Subject: Sendable, Hashable {
  public var kind: Rule.SubjectKind
  /// Number of the interface for `.ip`, of the resource for the rest.
  public var number: Int
  public var ref: ResourceRef
  /// Resources that its references name, by the name of the reference.
  public var bound: [String: [UInt32]] = [:]

  /// Names a subject.
  public init(kind: Rule.SubjectKind, number: Int, ref: ResourceRef) {
    self.kind = kind
    self.number = number
    self.ref = ref
  }
}
