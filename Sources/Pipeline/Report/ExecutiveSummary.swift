import Diagnosis
import Model
import Rules

/// For people who were not there: what went wrong and how often, what is cause and what consequence, whether it goes on,
/// and what to do first. Single findings are described below it.
struct ExecutiveSummary {
  let pack: RulePack
  let findings: [Finding]
  /// Newest moment of the evidence, nanoseconds.
  let evidenceEnd: Int64?
  let remedies: (Finding) -> [RemediationStep]

  /// One sentence or two for each point.
  var lines: [String] {
    var lines: [String] = []
    let open = findings.filter { $0.verdict < .resolved }
    for (number, finding) in findings.enumerated() where finding.verdict < .resolved && finding.causedBy == nil {
      lines.append(root(finding, number))
      if lines.count == Self.rootLimit { break }
    }
    let roots = open.filter { $0.causedBy == nil }.count
    if roots > Self.rootLimit { lines.append("\(roots - Self.rootLimit) more causes stand below.") }
    if !open.isEmpty { lines.append(standing(open)) }
    if let over = past { lines.append(over) }
    if let first = doFirst(open) { lines.append(first) }
    return lines
  }

  private static let rootLimit = 4

  /// A cause with everything that follows from it.
  private func root(_ finding: Finding, _ number: Int) -> String {
    let rule = pack.rules[finding.rule]
    var text = "Cause \(finding.id): \(rule.title) (\(Self.count(finding, rule)))."
    let follows = consequences(of: number).map { findings[$0] }.filter { $0.verdict < .resolved }
    if !follows.isEmpty {
      let list = follows.prefix(4).map { "\($0.id) (\(Self.count($0, pack.rules[$0.rule])))" }.joined(separator: ", ")
      text += " It leads to \(list)\(follows.count > 4 ? ", …" : "")."
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

  private func standing(_ open: [Finding]) -> String {
    let first =
      open.compactMap(\.firstSeen).min().map { " First sign \(Instant(nanoseconds: $0).shortText) UTC." } ?? ""
    let isProven = open.contains { $0.verdict == .confirmed }
    guard let end = evidenceEnd.map({ Instant(nanoseconds: $0).shortText }) else {
      return "Whether it goes on is not to be told from the evidence.\(first)"
    }
    return isProven
      ? "Still so at the end of the evidence, \(end) UTC.\(first)"
      : "Not seen to be cleaned up until the end of the evidence, \(end) UTC.\(first)"
  }

  private var past: String? {
    let over = findings.filter { $0.verdict == .resolved }
    guard !over.isEmpty else { return nil }
    return "Over: \(over.map(\.id).prefix(6).joined(separator: ", "))\(over.count > 6 ? ", …" : ""), cleaned up by now."
  }

  private func doFirst(_ open: [Finding]) -> String? {
    guard let root = open.first(where: { $0.causedBy == nil }) ?? open.first else { return nil }
    let steps = remedies(root)
    guard let first = steps.first else { return nil }
    guard first.primitive == "R0", steps.count > 1 else { return "Do first: \(root.id), \(first.title)." }
    return
      "Do first: save the evidence, for a restart destroys part of it; then step 2 of \(root.id): \(steps[1].title)."
  }

  /// `3 addresses leaked`.
  static func count(_ finding: Finding, _ rule: Rule) -> String {
    let count = Set(finding.candidates.map(\.subject.ref)).count
    let many = count == 1 ? "" : "s"
    let what: String =
      switch finding.candidates.first?.subject.ref.kind {
      case .ip?: "\(count) IP object\(many)"
      case .subnet?: "\(count) Subnet\(many)"
      case .vpc?: "\(count) Vpc\(many)"
      default: "\(count) object\(many)"
      }
    guard finding.verdict <= .probable else { return what + " at risk" }
    switch rule.outcome {
    case .leaked: return what + " leaked"
    case .stuck: return what + " stuck"
    default: return what + " affected"
    }
  }

  /// `27 addresses leaked, 7 Subnets stuck`; each object counts once.
  static func counts(_ findings: [Finding], _ pack: RulePack) -> String {
    let outcome = { (wanted: Outcome) in
      Set(findings.flatMap(\.candidates).filter { $0.outcome == wanted }.map(\.subject.ref))
    }
    let (leaked, stuck) = (outcome(.leaked), outcome(.stuck))
    var counts: [String] = []
    if !leaked.isEmpty { counts.append("\(leaked.count) address\(leaked.count == 1 ? "" : "es") leaked") }
    for (kind, noun) in [(ResourceKind.subnet, "Subnet"), (.vpc, "Vpc"), (.ip, "IP object")] {
      let count = stuck.filter { $0.kind == kind }.count
      if count > 0 { counts.append("\(count) \(noun)\(count == 1 ? "" : "s") stuck") }
    }
    return counts.joined(separator: ", ")
  }
}
