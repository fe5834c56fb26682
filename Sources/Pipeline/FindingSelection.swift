import Diagnosis
import Model

/// Which findings the user asked for. The analysis always judges everything; what is left out shows in no count.
public struct FindingSelection: Sendable {
  /// Findings that lasted until this instant or later.
  public var since: Instant?
  /// Findings that began at this instant or earlier.
  public var until: Instant?
  /// The same as it was typed; what it means depends on the evidence.
  public var window = TimeWindow()
  /// Milder ones are left out.
  public var minSeverity: Severity?
  /// Most findings; the worst come first.
  public var limit: Int?

  /// Everything.
  public init() {}

  /// With the times that are meant in this evidence.
  func resolved(in evidence: Evidence) -> FindingSelection {
    let (since, until) = window.resolved(in: evidence)
    var selection = self
    selection.since = since ?? self.since
    selection.until = until ?? self.until
    return selection
  }

  /// The findings asked for, in their order; a cause that is left out is no longer named. O(findings).
  func apply(to findings: [Finding]) -> [Finding] {
    var places: [Int: Int] = [:]
    var kept: [Finding] = []
    for (i, finding) in findings.enumerated() where isWanted(finding) && kept.count < limit ?? .max {
      places[i] = kept.count
      kept.append(finding)
    }
    for i in kept.indices { kept[i].causedBy = kept[i].causedBy.flatMap { places[$0] } }
    return kept
  }

  private func isWanted(_ finding: Finding) -> Bool {
    if let minSeverity, finding.severity > minSeverity { return false }
    // What has no time may belong to any.
    if let since, let last = finding.lastSeen, last < since.nanoseconds { return false }
    if let until, let first = finding.firstSeen, first > until.nanoseconds { return false }
    return true
  }
}
