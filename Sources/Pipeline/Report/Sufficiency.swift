import Chronicle
import Model
import Rules

/// Whether the evidence carries the word "nothing": absence counts only inside what it covers.
///
/// Object dumps carry it when every IP object can be judged by them; a log does for its own time, when it shows a
/// leading controller at work and has no holes. Followers print nothing, so their logs prove nothing.
struct Sufficiency {
  /// Why the object dumps do not carry it, in words; `nil` if they do.
  let doubtAboutState: String?
  /// Why the log does not carry it, in words; `nil` if it does.
  let doubtAboutLog: String?

  /// `pack`: the rules that found nothing; a log must last longer than they wait for what may still come.
  init(_ evidence: Evidence, _ pack: RulePack) {
    doubtAboutState = Self.state(evidence)
    doubtAboutLog = Self.log(evidence, longestWait: pack.rules.flatMap(\.absences).map(\.settle).max() ?? 0)
  }

  /// Why nothing can be said, in words; `nil` if something can.
  var doubt: String? {
    guard let doubtAboutState, let doubtAboutLog else { return nil }
    return "\(doubtAboutLog); \(doubtAboutState)"
  }

  /// Nothing found means that there was nothing.
  var isConclusive: Bool { doubt == nil }

  private static func state(_ evidence: Evidence) -> String? {
    for need in [EvidenceNeed.ips, .subnets, .pods] {
      switch need.extent(evidence) {
      case .whole: continue
      case .partial(let reason): return "\(need.rawValue) in part: \(reason)"
      case .missing(let reason): return "\(need.rawValue): \(reason)"
      }
    }
    return nil
  }

  private static func log(_ evidence: Evidence, longestWait: Int64) -> String? {
    if case .missing(let reason) = EvidenceNeed.log.extent(evidence) { return reason }
    if let gap = evidence.coverage.gaps.first { return gap.reason }
    guard evidence.showsWork else { return "the log shows no controller at work, as that of a follower" }
    if let doubt = OpenEnds(evidence, longestWait: longestWait).doubt { return doubt }
    let length = (evidence.coverage.end ?? 0) - (evidence.coverage.begin ?? 0)
    return length > longestWait ? nil : "the log lasts \(length / 1_000_000_000) s, too short to tell"
  }
}
