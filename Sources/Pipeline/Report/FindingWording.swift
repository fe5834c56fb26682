import Chronicle
import Diagnosis
import Model
import Reports
import Rules

/// Sentences about one finding, put together from its objects and events.
struct FindingWording {
  let chronicle: Chronicle
  let nics: NicTable

  /// What happened in this case. The objects stand in a list of their own; only a single one is named here.
  func summary(_ finding: Finding, _ rule: Rule, _ shared: SharedAddresses) -> String {
    let objects = finding.candidates
    var parts: [String] = []
    let name = objects.count == 1 ? ": \(objects[0].subject.ref.name)" : ""
    if finding.harm == .sharedAddress, rule.outcome == .atRisk, finding.verdict <= .probable {
      parts += ["\(shared.phrase).", "\(shared.text)."]
    } else {
      parts.append("\(Quantity.counted(objects.map(\.subject.ref))) \(state(finding, rule))\(name).")
      if !shared.groups.isEmpty { parts.append("\(shared.text).") }
    }
    let pods = Set(objects.compactMap(pod)).sorted()
    if !pods.isEmpty { parts.append("Of \(pods.count == 1 ? "pod" : "pods") \(list(pods)).") }
    let subnets = shared.groups.isEmpty ? Set(objects.compactMap(subnet)).sorted() : []
    if !subnets.isEmpty { parts.append("In \(subnets.count == 1 ? "Subnet" : "Subnets") \(list(subnets)).") }
    let held = Set(objects.flatMap(\.facts.heldBy)).sorted()
    if !held.isEmpty { parts.append("Held by \(list(held.map(\.display))).") }
    return parts.joined(separator: " ")
  }

  private func state(_ finding: Finding, _ rule: Rule) -> String {
    switch finding.verdict {
    case .resolved: "lingered and went"
    case .refuted: "looked like it and \(finding.candidates.count == 1 ? "is" : "are") not"
    case .suspected: "at risk"
    default:
      switch rule.outcome {
      case .leaked: "leaked"
      case .stuck: "stuck"
      default: "affected"
      }
    }
  }

  private func list(_ names: [String]) -> String {
    Quantity.list(names, most: 4)
  }

  private func pod(_ c: Candidate) -> String? {
    guard c.subject.kind == .ip else { return nil }
    let pod = nics.nics[c.subject.number].pod
    return pod == 0 ? nil : chronicle.resources.key(pod)
  }

  private func subnet(_ c: Candidate) -> String? {
    guard c.subject.kind == .ip else { return nil }
    let subnet = nics.nics[c.subject.number].subnet
    return subnet == 0 ? nil : chronicle.resources.key(subnet)
  }

  /// How something went, as one phrase.
  static func way(_ cleanup: Cleanup) -> String {
    switch cleanup.way {
    case .leaderRestart:
      "cleaned up by the leader that started at \((cleanup.leaderSince ?? cleanup.instant).shortText) UTC"
    case .collection: "cleaned up by a pass of the garbage collection"
    case .manualPatch: "its finalizer was removed by hand, by \(cleanup.user)"
    case .manualDelete: "deleted by hand, by \(cleanup.user)"
    case .deletion: "deleted, at whose request the evidence does not tell"
    case .retry: "the controller tried again and got through"
    case .controller: "deleted by the controller itself"
    }
  }

  /// One phrase about one object. `others`: those that have its address; `made`: when it was made, where that tells it from
  /// them.
  func detail(_ c: Candidate, _ cleanup: Cleanup?, others: [ResourceRef] = [], made: Instant? = nil) -> String {
    var parts: [String] = []
    if let made { parts.append("made \(made.shortText) UTC") }
    // The ledger's reason names the other one.
    if !others.isEmpty, c.facts.ledger != "conflict" { parts.append("same address as \(SharedAddresses.list(others))") }
    if let cleanup {
      parts.append("gone at \(cleanup.instant.shortText) UTC")
      parts.append(Self.way(cleanup))
    }
    if let subnet = subnet(c) {
      if case .absent = c.facts.subnet {
        parts.append("Subnet \(subnet) is gone")
      } else {
        parts.append("Subnet \(subnet)")
      }
    }
    // The ledger's reason names the pod in most cases.
    let pod = pod(c)
    if !c.facts.ledgerReason.isEmpty {
      parts.append(pod.map { c.facts.ledgerReason.replacing("pod \($0)", with: "its pod") } ?? c.facts.ledgerReason)
    } else if let pod {
      parts.append("pod \(pod)")
    }
    if c.facts.isTerminating { parts.append("Terminating") }
    if c.subject.kind == .ip {
      switch nics.nics[c.subject.number].basis {
      case .named, .mapped: break
      case .eliminated, .analogy: parts.append("name inferred")
      case .unknown: parts.append("name of the IP object not shown")
      }
    }
    return parts.joined(separator: "; ")
  }

  /// Why the verdict is what it is; `cleanups` are those of the finding's objects.
  static func verdictReason(_ c: Candidate, _ cleanups: [Cleanup]) -> String {
    switch c.verdict {
    case .confirmed: "Proven by the state: \(c.stateSays ?? "")."
    case .refuted: "Contradicted by the state: \(c.stateSays ?? "")."
    case .resolved:
      "Over: "
        + (cleanups.isEmpty ? [c.stateSays].compactMap { $0 } + c.reasons : ways(cleanups)).joined(separator: "; ")
        + "."
    case .probable where c.witness.isEmpty && c.stateSays != nil: "The state shows it: \(c.stateSays ?? "")."
    case .probable where c.absences.isEmpty: "The whole sequence lies inside what the log covers."
    case .probable:
      c.absences.contains(where: \.isSilent)
        ? "The whole sequence lies inside what the log covers. Whether it was cleaned up since, this log does not print; an object dump would tell."
        : "The whole sequence, and the absence of any clean-up, lie inside what the log covers. An object dump would prove it."
    case .suspected where !c.reasons.isEmpty: "Not proven: " + c.reasons.joined(separator: "; ") + "."
    case .suspected where c.stateSays != nil: "Not proven; all that is shown: \(c.stateSays ?? "")."
    case .suspected: "Not proven: what is shown may have another cause."
    case .notEvaluated: c.reasons.joined(separator: "; ")
    }
  }

  /// The ways of several objects, the most frequent first.
  private static func ways(_ cleanups: [Cleanup]) -> [String] {
    var counts: [String: Int] = [:]
    for cleanup in cleanups { counts[way(cleanup), default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }
}
