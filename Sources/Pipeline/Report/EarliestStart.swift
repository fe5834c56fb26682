import ClusterState
import Diagnosis
import Model
import Rules

/// Before when something cannot have begun of which only the state is seen: the objects it is about were not there yet.
enum EarliestStart {
  /// `nil` where events tell when it began, and where the age of an object is not shown. O(objects × log).
  static func of(_ finding: Finding, _ shared: SharedAddresses, _ state: ClusterState) -> Instant? {
    guard finding.firstSeen == nil, finding.verdict < .resolved, finding.candidates.allSatisfy(\.witness.isEmpty) else {
      return nil
    }
    var made: [ResourceRef: Instant] = [:]
    for c in finding.candidates {
      guard let instant = Self.made(c, state) else { return nil }
      made[c.subject.ref] = instant
    }
    // It takes two for one address: that of the first is no conflict.
    let conflicts = shared.groups.compactMap { group in group.refs.compactMap { made[$0] }.sorted().dropFirst().first }
    let others = shared.groups.isEmpty ? Array(made.values) : shared.alone.compactMap { made[$0] }
    return (conflicts + others).min()
  }

  /// Before when none of the findings can have begun. O(objects × log).
  static func of(_ findings: [Finding], _ state: ClusterState) -> Instant? {
    let bounds = findings.map { of($0, SharedAddresses($0, state), state) }
    return bounds.contains(nil) ? nil : bounds.compactMap(\.self).min()
  }

  /// When the object was made, to the second before, as it says itself: the record of a request may be younger.
  static func made(_ c: Candidate, _ state: ClusterState) -> Instant? {
    guard let record = state.record(of: c.subject.ref),
      c.facts.uid.isEmpty || record.uid.isEmpty || record.uid == c.facts.uid
    else { return nil }
    return record.created
  }
}
