import Model
import Rules

/// Candidates of one rule that belong to one incident.
public struct Finding: Sendable {
  /// `KOV-nnn-7f2a`: the rule and as much of the fingerprint as tells the findings of a report apart.
  public var id = ""
  /// What it is known by in every run that sees the same thing.
  public var fingerprint = Fingerprint(rule: "", objects: [])
  public var harm = Harm.none
  public var rule: Int
  public var verdict: Verdict
  public var severity: Severity
  /// Strongest first; all of one rule.
  public var candidates: [Candidate]
  /// The one whose steps are shown as the proof.
  public var exemplar: Int
  /// Index of the finding this one follows from.
  public var causedBy: Int?
  /// First and last event that its candidates rest on; `nil` where only state speaks.
  public var firstSeen: Int64?
  public var lastSeen: Int64?
}
