import ClusterState
import Diagnosis
import Model
import Reports
import Rules

/// The first screen, for people who were not there: how the controller fares, what people notice and why, since when and
/// whether it goes on, what is cause and what consequence, where to go and what to do first. Single findings stand below.
struct ExecutiveSummary {
  let pack: RulePack
  let findings: [Finding]
  let health: HealthEntry
  let symptoms: [SymptomEntry]
  let target: TargetEntry?
  /// Newest moment of the evidence, nanoseconds.
  let evidenceEnd: Int64?
  let state: ClusterState
  let remedies: (Finding) -> [RemediationStep]

  private static let rootLimit = 3
  private static let symptomLimit = 4

  private var open: [Finding] { findings.filter { $0.verdict < .resolved } }

  /// One sentence or two for each point.
  var lines: [String] {
    var lines: [String] = []
    if let controller { lines.append(controller) }
    lines += symptoms.prefix(Self.symptomLimit).map(\.text)
    if !open.isEmpty { lines.append(standing) }
    if let first = doFirst { lines.append(first) }
    if let release { lines.append(release) }
    // A suspicion is no cause beside what is shown.
    let least: Verdict = open.contains { $0.verdict <= .probable } ? .probable : .suspected
    let roots = findings.indices.filter { findings[$0].verdict <= least && findings[$0].causedBy == nil }
    let isShown = { (finding: Finding) in pack.causes(of: finding.candidates[finding.exemplar]).isEmpty }
    let shown = roots.filter { isShown(findings[$0]) }
    for number in shown.prefix(Self.rootLimit) { lines.append(root(findings[number], number)) }
    let more = shown.count - Self.rootLimit
    if more > 0 { lines.append("\(more) more \(more == 1 ? "cause stands" : "causes stand") below.") }
    let bare = roots.filter { !isShown(findings[$0]) }
    for number in bare.prefix(2) { lines.append(candidates(findings[number])) }
    if let over = past { lines.append(over) }
    return lines
  }

  // MARK: Controller

  /// `Controller: v1.15.4; 5 starts; 4 crashes, 20:52:22 – 20:53:03 UTC.`; nothing where no controller is seen.
  private var controller: String? {
    var parts: [String] = []
    if !health.release.isEmpty { parts.append(health.release) }
    if health.starts > 0 { parts.append(Quantity.counted(health.starts, "start")) }
    if health.crashes == 1, let at = health.lastCrash {
      parts.append("1 crash, \(at.shortText) UTC")
    } else if health.crashes > 0, health.lastCrash == nil {
      parts.append(Quantity.counted(health.crashes, "crash"))
    } else if health.crashes > 1 {
      parts.append("\(health.crashes) crashes, \(Quantity.span(health.firstCrash, health.lastCrash)) UTC")
    }
    if health.leaderChanges > 0 {
      parts.append(Quantity.counted(health.leaderChanges, "change") + " of leader")
    }
    if health.restarts > 0 { parts.append(Quantity.counted(health.restarts, "restart") + " by the status of its pods") }
    return parts.isEmpty ? nil : "Controller: " + parts.joined(separator: "; ") + "."
  }

  // MARK: Causes

  /// A cause with everything that follows from it.
  private func root(_ finding: Finding, _ number: Int) -> String {
    let rule = pack.rules[finding.rule]
    var text = "Cause \(finding.id): \(rule.title) (\(count(finding, rule)))."
    let follows = consequences(of: number).map { findings[$0] }.filter { $0.verdict < .resolved }
    if !follows.isEmpty {
      let list = follows.map { "\($0.id) (\(count($0, pack.rules[$0.rule])))" }
      text += " It leads to \(Quantity.list(list, most: 4))."
    }
    return text
  }

  /// Numbers of the findings that follow from one, directly or through others, in the order of the report.
  private func consequences(of root: Int) -> [Int] {
    findings.indices.filter { i in
      var at = findings[i].causedBy
      var hops = 0
      while let cause = at, hops < findings.count {
        if cause == root { return true }
        at = findings[cause].causedBy
        hops += 1
      }
      return false
    }
  }

  /// What may have led to something of which only the state is seen.
  private func candidates(_ finding: Finding) -> String {
    let rule = pack.rules[finding.rule]
    let what = "\(finding.id) (\(count(finding, rule)))"
    let titles = pack.causes(of: finding.candidates[finding.exemplar]).map(\.title)
    guard !titles.isEmpty else { return "Cause of \(what) not shown." }
    return "Cause of \(what) not shown; candidates: \(titles.joined(separator: " · "))."
  }

  // MARK: Time

  private var standing: String {
    let first = beginning.map { " \($0) UTC." } ?? ""
    let isProven = open.contains { $0.verdict == .confirmed }
    guard let end = evidenceEnd.map({ Instant(nanoseconds: $0).shortText }) else {
      return "Whether it goes on is not to be told from the evidence.\(first)"
    }
    return isProven
      ? "Still so at the end of the evidence, \(end) UTC.\(first)"
      : "Not seen to be cleaned up until the end of the evidence, \(end) UTC.\(first)"
  }

  /// Of what the headline counts; of a suspicion that is older, beside it.
  private var beginning: String? {
    let shown = open.filter { $0.verdict <= .probable }
    guard let any = Self.since(open), !shown.isEmpty else {
      return Self.since(open).map { "First sign \($0.shortText)" } ?? earliest(open)
    }
    guard let first = Self.since(shown) else {
      return earliest(shown) ?? "First sign of what is only suspected \(any.shortText)"
    }
    return "First sign \(first.shortText)" + (any < first ? " UTC, of what is only suspected \(any.shortText)" : "")
  }

  private func earliest(_ findings: [Finding]) -> String? {
    EarliestStart.of(findings, state).map { "Begun at the earliest \($0.shortText)" }
  }

  /// The first sign of any of the findings.
  static func since(_ findings: [Finding]) -> Instant? {
    findings.compactMap(\.firstSeen).min().map { Instant(nanoseconds: $0) }
  }

  private var past: String? {
    let over = findings.filter { $0.verdict == .resolved }
    guard !over.isEmpty else { return nil }
    return "Over: \(Quantity.list(over.map(\.id), most: 6)), cleaned up by now."
  }

  // MARK: The way out

  private var release: String? {
    guard let target else { return nil }
    let fixes = "it mends " + names(target.fixes)
    let leaves = target.leaves.isEmpty ? "" : "; no release mends " + names(target.leaves)
    if target.releases.count == 1 {
      return "Release to go to: \(target.releases[0]) or later on its line; \(fixes)\(leaves)."
    }
    return
      "Release to go to: the first of the line that runs, \(target.releases.joined(separator: ", ")); \(fixes)\(leaves)."
  }

  private func names(_ ids: [String]) -> String {
    Quantity.list(ids, most: 4)
  }

  /// The first step that nothing in the evidence speaks against. A controller that crashes, or a release on which the
  /// step would make it crash, comes before everything else.
  private var doFirst: String? {
    guard let worst = open.first else { return nil }
    let upgrade = target.flatMap { $0.releases.count == 1 ? $0.releases[0] : nil }
    if worst.harm == .controllerDown, let target, target.fixes.contains(worst.id), let upgrade {
      return Self.upgradeFirst(upgrade, worst.id)
    }
    var blocked: String?
    for finding in wayOut(from: worst) {
      let steps = remedies(finding)
      for (number, step) in steps.enumerated() where step.primitive != "R0" {
        if step.preconditions.contains(where: \.needsUpgrade) {
          return upgrade.map { Self.upgradeFirst($0, finding.id) }
        }
        if let open = step.preconditions.first(where: \.isRefuted) {
          if blocked == nil, !open.check.isEmpty {
            blocked =
              Self.saveFirst + "meet what step \(number + 1) of \(finding.id) requires: \(open.text)."
          }
          continue
        }
        guard steps[0].primitive == "R0" else { return "Do first: \(finding.id), \(step.title)." }
        return
          Self.saveFirst + "step \(number + 1) of \(finding.id): \(step.title)."
      }
    }
    return blocked
  }

  private static let saveFirst = "Do first: save the evidence, for a restart destroys part of it; then "

  private static func upgradeFirst(_ release: String, _ id: String) -> String {
    Self.saveFirst
      + "upgrade the controller to \(release), because the release that runs crashes on such objects (\(id))."
  }

  /// The root of the worst finding, then the others.
  private func wayOut(from worst: Finding) -> [Finding] {
    var root = worst
    var hops = 0
    while let cause = root.causedBy, findings[cause].verdict < .resolved, hops < findings.count {
      root = findings[cause]
      hops += 1
    }
    return [root] + open.filter { $0.id != root.id }
  }

  // MARK: Counts

  /// `3 IP objects leaked`.
  private func count(_ finding: Finding, _ rule: Rule) -> String {
    let what = Quantity.counted(Set(finding.candidates.map(\.subject.ref)))
    guard finding.verdict <= .probable else { return what + " at risk" }
    switch rule.outcome {
    case .leaked: return what + " leaked"
    case .stuck: return what + " stuck"
    default: return finding.harm == .sharedAddress ? SharedAddresses(finding, state).phrase : what + " affected"
    }
  }

  /// `7 Subnets stuck, 27 addresses leaked`; each object counts once.
  static func counts(_ findings: [Finding], _ pack: RulePack) -> [String] {
    let outcome = { (wanted: Outcome) in
      Set(findings.flatMap(\.candidates).filter { $0.outcome == wanted && $0.verdict <= .probable }.map(\.subject.ref))
    }
    let (leaked, stuck) = (outcome(.leaked), outcome(.stuck))
    var counts: [String] = []
    for (kind, noun) in [(ResourceKind.subnet, "Subnet"), (.vpc, "Vpc"), (.ip, "IP object")] {
      let count = stuck.filter { $0.kind == kind }.count
      if count > 0 { counts.append(Quantity.counted(count, noun) + " stuck") }
    }
    let rest = stuck.count { ![.subnet, .vpc, .ip].contains($0.kind) }
    if rest > 0 { counts.append(Quantity.counted(rest, "object") + " stuck") }
    let addresses = leaked.count { $0.kind == .ip || $0.kind == .address }
    if addresses > 0 { counts.append(Quantity.counted(addresses, "address") + " leaked") }
    let others = leaked.count - addresses
    if others > 0 { counts.append(Quantity.counted(others, "object") + " leaked") }
    return counts
  }
}
