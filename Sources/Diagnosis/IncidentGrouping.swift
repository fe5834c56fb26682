import Chronicle
import Model
import Rules

/// Puts candidates together that one cause explains, and finds out which findings follow from which.
///
/// Candidates are first put into small groups that one action may have caused; links between causes and consequences are
/// found between these. Groups of one rule that stand equally, for the same reason, then make one finding: a hundred
/// tenants that ran into one race are one finding with a table of objects. O(n log n) over the candidates.
public struct IncidentGrouping {
  /// Candidates of one namespace that lie closer together than this belong to one incident.
  static let incidentGap: Int64 = 600_000_000_000

  private let pack: RulePack
  private let chronicle: Chronicle
  private let nics: NicTable
  private let links: CauseLinks
  private let isControllerDown: Bool
  /// How far down a chain of consequences each rule stands.
  private let depths: [Int]

  /// Makes a grouping for the evidence the candidates came from.
  public init(pack: RulePack, chronicle: Chronicle, nics: NicTable) {
    self.pack = pack
    self.chronicle = chronicle
    self.nics = nics
    links = CauseLinks(pack: pack, chronicle: chronicle, nics: nics)
    isControllerDown = ControllerHealth(chronicle).isDown
    depths = pack.rules.map { Self.depth($0, pack) }
  }

  /// The findings in report order: what is proven before what is suspected before what is over, by present harm, causes
  /// before what follows from them.
  public func findings(from candidates: [Candidate]) -> [Finding] {
    var groups: [Key: [Candidate]] = [:]
    for candidate in candidates { groups[key(candidate), default: []].append(candidate) }
    var found: [Finding] = []
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
      for cluster in clusters(members) { found.append(finding(cluster)) }
    }
    found.sort(by: precedes)
    links.link(&found)
    found = merged(found)
    name(&found)
    return found
  }

  // MARK: Small groups

  /// How candidates stand; what stands differently is never mixed in one finding.
  private enum Standing: Int, Comparable {
    case strong, suspected, over, refuted

    init(_ verdict: Verdict) {
      switch verdict {
      case .confirmed, .probable: self = .strong
      case .suspected: self = .suspected
      case .resolved: self = .over
      case .refuted, .notEvaluated: self = .refuted
      }
    }

    static func < (a: Standing, b: Standing) -> Bool { a.rawValue < b.rawValue }
  }

  private struct Key: Hashable, Comparable {
    var rule: Int
    var standing: Standing
    /// It is plain how it came about, by what was seen or by its state alone.
    var isCauseShown: Bool
    var group: String

    static func < (a: Key, b: Key) -> Bool {
      (a.rule, a.standing, a.isCauseShown ? 0 : 1, a.group) < (b.rule, b.standing, b.isCauseShown ? 0 : 1, b.group)
    }
  }

  private func key(_ c: Candidate) -> Key {
    let group: String
    switch c.subject.kind {
    case .ip:
      let nic = nics.nics[c.subject.number]
      group = nic.pod == 0 ? c.subject.ref.name : chronicle.resources.ref(nic.pod).namespace
    case .work:
      let related = c.witness.first.map { chronicle.events[$0.event].related } ?? 0
      group = related == 0 ? c.subject.ref.display : chronicle.resources.ref(related).display
    default: group = c.subject.ref.display
    }
    return Key(rule: c.rule, standing: Standing(c.verdict), isCauseShown: pack.causes(of: c).isEmpty, group: group)
  }

  private func time(_ c: Candidate) -> Int64? {
    c.witness.last.flatMap { chronicle.known(chronicle.events[$0.event])?.nanoseconds }
  }

  /// Splits where nothing happened for long.
  private func clusters(_ members: [Candidate]) -> [[Candidate]] {
    let timed = members.compactMap { c in time(c).map { (time: $0, candidate: c) } }.sorted {
      ($0.time, $0.candidate.subject.ref) < ($1.time, $1.candidate.subject.ref)
    }
    var result: [[Candidate]] = []
    var last: Int64?
    for (t, c) in timed {
      if let previous = last, t - previous <= Self.incidentGap {
        result[result.count - 1].append(c)
      } else {
        result.append([c])
      }
      last = t
    }
    let untimed = members.filter { time($0) == nil }
    if !untimed.isEmpty { result.append(untimed) }
    return result
  }

  // MARK: Findings

  private func finding(_ members: [Candidate]) -> Finding {
    let ranked = members.sorted { ($0.verdict, $0.subject.ref) < ($1.verdict, $1.subject.ref) }
    let rule = pack.rules[ranked[0].rule]
    // The fullest proof; of equal ones the first.
    var best = 0
    for i in ranked.indices where ranked[i].verdict == ranked[0].verdict {
      if ranked[i].witness.count > ranked[best].witness.count { best = i }
    }
    var first = Int64.max
    var last = Int64.min
    for step in ranked.lazy.flatMap(\.witness) {
      let e = chronicle.events[step.event]
      if chronicle.isUndated(e) { continue }
      first = min(first, e.instant)
      last = max(last, e.instant + Int64(e.span) * 1_000_000)
    }
    for c in ranked where time(c) != nil { first = min(first, c.failingSince ?? .max) }
    let isOver = ranked[0].verdict == .resolved || ranked[0].verdict == .refuted
    var finding = Finding(
      rule: ranked[0].rule, verdict: ranked[0].verdict, severity: isOver ? .info : rule.severity, candidates: ranked,
      exemplar: best, firstSeen: first < .max ? first : ranked.compactMap(\.facts.deletionAsked).min(),
      lastSeen: last > .min ? last : nil)
    finding.harm = Harm(rule, ranked, isControllerDown: isControllerDown)
    return finding
  }

  private func precedes(_ a: Finding, _ b: Finding) -> Bool {
    let (s, t) = (Standing(a.verdict), Standing(b.verdict))
    if s != t { return s < t }
    if a.harm != b.harm { return a.harm < b.harm }
    if depths[a.rule] != depths[b.rule] { return depths[a.rule] < depths[b.rule] }
    if a.verdict != b.verdict { return a.verdict < b.verdict }
    if a.severity != b.severity { return a.severity < b.severity }
    if a.candidates.count != b.candidates.count { return a.candidates.count > b.candidates.count }
    if a.rule != b.rule { return pack.rules[a.rule].id < pack.rules[b.rule].id }
    return (a.firstSeen ?? .max, a.candidates[0].subject.ref) < (b.firstSeen ?? .max, b.candidates[0].subject.ref)
  }

  private static func depth(_ rule: Rule, _ pack: RulePack) -> Int {
    var depth = 0
    var next = rule.follows
    var seen: Set<String> = [rule.id]
    while let id = next.first(where: { !seen.contains($0) }), depth < 8 {
      seen.insert(id)
      depth += 1
      next = pack.rules.first { $0.id == id }?.follows ?? []
    }
    return depth
  }

  // MARK: One cause, one finding

  /// What groups must have in common to be one finding: rule, standing, whether their cause is shown, and the same of
  /// the group that each follows from.
  private struct Pattern: Hashable {
    var rule: Int
    var standing: Standing
    var isCauseShown: Bool
    /// Number of the pattern of the cause.
    var cause: Int?
  }

  private func merged(_ groups: [Finding]) -> [Finding] {
    var numbers: [Pattern: Int] = [:]
    var ofGroup = [Int?](repeating: nil, count: groups.count)
    var causes: [Int?] = []
    func number(_ i: Int, _ hops: Int) -> Int {
      if let known = ofGroup[i] { return known }
      let group = groups[i]
      let cause = hops < 8 ? group.causedBy.map { number($0, hops + 1) } : nil
      let pattern = Pattern(
        rule: group.rule, standing: Standing(group.verdict), isCauseShown: pack.causes(of: group.candidates[0]).isEmpty,
        cause: cause)
      let at = numbers[pattern] ?? numbers.count
      if at == numbers.count { causes.append(cause) }
      numbers[pattern] = at
      ofGroup[i] = at
      return at
    }
    var members: [Int: [Candidate]] = [:]
    for i in groups.indices { members[number(i, 0), default: []] += groups[i].candidates }
    var found = members.sorted { $0.key < $1.key }.map { (pattern: $0.key, finding: finding($0.value)) }
    found.sort { precedes($0.finding, $1.finding) }
    var places: [Int: Int] = [:]
    for (at, item) in found.enumerated() { places[item.pattern] = at }
    for at in found.indices { found[at].finding.causedBy = causes[found[at].pattern].flatMap { places[$0] } }
    return found.map(\.finding)
  }

  /// Gives each finding its fingerprint and a short name made from it.
  private func name(_ findings: inout [Finding]) {
    for i in findings.indices {
      findings[i].fingerprint = Fingerprint(
        rule: pack.rules[findings[i].rule].id, objects: findings[i].candidates.map(\.subject.ref))
    }
    let names = Fingerprint.names(of: findings.map { (pack.rules[$0.rule].id, $0.fingerprint.description) })
    for (i, name) in names.enumerated() { findings[i].id = name }
  }
}
