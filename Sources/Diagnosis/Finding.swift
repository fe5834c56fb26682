import Model
import Rules

/// Candidates of one rule that belong to one incident.
public struct Finding: Sendable {
  /// `KOV-nnn-k`, numbered in the order of the report.
  public var id = ""
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
