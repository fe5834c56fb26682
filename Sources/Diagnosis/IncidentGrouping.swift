import Chronicle
import Model
import Rules

/// Puts candidates together that one action caused, and finds out which findings follow from which.
///
/// O(n log n) over the candidates.
public struct IncidentGrouping {
  /// Candidates of one namespace that lie closer together than this belong to one incident.
  static let incidentGap: Int64 = 600_000_000_000

  private let pack: RulePack
  private let chronicle: Chronicle
  private let nics: NicTable
  /// How far down a chain of consequences each rule stands.
  private let depths: [Int]

  /// Makes a grouping for the evidence the candidates came from.
  public init(pack: RulePack, chronicle: Chronicle, nics: NicTable) {
    self.pack = pack
    self.chronicle = chronicle
    self.nics = nics
    depths = pack.rules.map { Self.depth($0, pack) }
  }

  /// The findings in report order: open before over, proven before suspected, worse before milder, causes before what
  /// follows from them.
  public func findings(from candidates: [Candidate]) -> [Finding] {
    var groups: [Key: [Candidate]] = [:]
    for candidate in candidates { groups[key(candidate), default: []].append(candidate) }
    var found: [Finding] = []
    for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
      for cluster in clusters(members) { found.append(finding(cluster)) }
    }
    found.sort(by: precedes)
    linkCauses(&found)
    found = mergedByCause(found)
    found.sort(by: precedes)
    linkCauses(&found)
    number(&found)
    return found
  }

  private struct Key: Hashable, Comparable {
    var rule: Int
    /// 0 open, 1 resolved, 2 refuted: never mixed in one finding.
    var state: Int
    var group: String

    static func < (a: Key, b: Key) -> Bool { (a.rule, a.state, a.group) < (b.rule, b.state, b.group) }
  }

  private func key(_ c: Candidate) -> Key {
    let state = c.verdict == .resolved ? 1 : c.verdict == .refuted ? 2 : 0
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
    return Key(rule: c.rule, state: state, group: group)
  }

  private func time(_ c: Candidate) -> Int64? { c.witness.last.map { chronicle.events[$0.event].instant } }

  /// Splits where nothing happened for long; candidates without a time join the first cluster.
  private func clusters(_ members: [Candidate]) -> [[Candidate]] {
    let timed = members.filter { time($0) != nil }.sorted {
      (time($0) ?? 0, $0.subject.ref) < (time($1) ?? 0, $1.subject.ref)
    }
    var result: [[Candidate]] = []
    var last: Int64?
    for c in timed {
      let t = time(c) ?? 0
      if let previous = last, t - previous <= Self.incidentGap {
        result[result.count - 1].append(c)
      } else {
        result.append([c])
      }
      last = t
    }
    let untimed = members.filter { time($0) == nil }
    if result.isEmpty { return untimed.isEmpty ? [] : [untimed] }
    result[0] += untimed
    return result
  }

  /// The first event, or, for what only the state shows, when the deletion that does not finish was asked for.
  private func firstSign(_ members: [Candidate], _ events: [Event]) -> Int64? {
    events.map(\.instant).min() ?? members.compactMap(\.facts.deletionAsked).min()
  }

  private func finding(_ members: [Candidate]) -> Finding {
    let ranked = members.sorted { ($0.verdict, $0.subject.ref) < ($1.verdict, $1.subject.ref) }
    let rule = pack.rules[ranked[0].rule]
    let best = ranked.indices.filter { ranked[$0].verdict == ranked[0].verdict }.max {
      (ranked[$0].witness.count, $1) < (ranked[$1].witness.count, $0)
    }
    let events = ranked.flatMap(\.witness).map { chronicle.events[$0.event] }
    let isOver = ranked[0].verdict == .resolved || ranked[0].verdict == .refuted
    return Finding(
      rule: ranked[0].rule, verdict: ranked[0].verdict, severity: isOver ? .info : rule.severity, candidates: ranked,
      exemplar: best ?? 0, firstSeen: firstSign(ranked, events),
      lastSeen: events.map { $0.instant + Int64($0.span) * 1_000_000 }.max())
  }

  private func precedes(_ a: Finding, _ b: Finding) -> Bool {
    if a.verdict != b.verdict { return a.verdict < b.verdict }
    let (x, y) = (pack.rules[a.rule], pack.rules[b.rule])
    if depths[a.rule] != depths[b.rule] { return depths[a.rule] < depths[b.rule] }
    if a.severity != b.severity { return a.severity < b.severity }
    if a.candidates.count != b.candidates.count { return a.candidates.count > b.candidates.count }
    if x.id != y.id { return x.id < y.id }
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

  // MARK: Causes

  /// Links each finding to the first of those that its rule follows from and that it shares a mark with. O(marks), given
  /// that few findings share one.
  private func linkCauses(_ findings: inout [Finding]) {
    var shared: [ResourceID: Bool] = [:]
    let marks = findings.map { self.marks($0, &shared) }
    // Numbers from before a merge or sort mean nothing any more.
    for i in findings.indices { findings[i].causedBy = nil }
    let rules = Dictionary(pack.rules.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let causes = Set(findings.flatMap { pack.rules[$0.rule].follows }.compactMap { rules[$0] })
    var marked: [Mark: [Int]] = [:]
    for k in findings.indices where findings[k].verdict != .refuted && causes.contains(findings[k].rule) {
      for ref in marks[k] { marked[Mark(rule: findings[k].rule, ref: ref), default: []].append(k) }
    }
    for i in findings.indices {
      for id in pack.rules[findings[i].rule].follows {
        guard let rule = rules[id] else { continue }
        var cause: Int?
        for ref in marks[i] {
          let found = marked[Mark(rule: rule, ref: ref)]?.first { k in
            k != i && (findings[i].verdict == .resolved || findings[k].verdict != .resolved)
              && !follows(k, i, findings)
          }
          if let found { cause = min(cause ?? found, found) }
        }
        if let cause {
          findings[i].causedBy = cause
          break
        }
      }
    }
  }

  /// Something that findings of a rule have in common with others.
  private struct Mark: Hashable {
    var rule: Int
    var ref: ResourceRef
  }

  private func follows(_ k: Int, _ i: Int, _ findings: [Finding]) -> Bool {
    var next = findings[k].causedBy
    var hops = 0
    while let at = next, hops < findings.count {
      if at == i { return true }
      next = findings[at].causedBy
      hops += 1
    }
    return false
  }

  /// What ties findings together: their pods, Subnets and objects.
  private func marks(_ finding: Finding, _ shared: inout [ResourceID: Bool]) -> Set<ResourceRef> {
    var marks: Set<ResourceRef> = []
    for c in finding.candidates {
      marks.insert(c.subject.ref)
      marks.formUnion(c.facts.heldBy)
      if c.subject.kind == .ip {
        let nic = nics.nics[c.subject.number]
        if nic.pod != 0 { marks.insert(chronicle.resources.ref(nic.pod)) }
        if nic.subnet != 0, !isShared(nic.subnet, &shared) { marks.insert(chronicle.resources.ref(nic.subnet)) }
      }
      for step in c.witness {
        let e = chronicle.events[step.event]
        if e.related != 0, !isShared(e.related, &shared) { marks.insert(chronicle.resources.ref(e.related)) }
        if e.subject != 0, chronicle.resources.kind(e.subject) == .ip {
          marks.insert(chronicle.resources.ref(e.subject))
        }
      }
    }
    return marks
  }

  /// A Subnet that many namespaces use ties nothing together.
  private func isShared(_ id: ResourceID, _ known: inout [ResourceID: Bool]) -> Bool {
    if let answer = known[id] { return answer }
    let answer = hasManySpaces(id)
    known[id] = answer
    return answer
  }

  private func hasManySpaces(_ id: ResourceID) -> Bool {
    guard chronicle.resources.kind(id) == .subnet else { return false }
    var spaces: Set<String> = []
    for n in (nics.bySubnet[id] ?? []).prefix(512) where nics.nics[n].pod != 0 {
      spaces.insert(chronicle.resources.ref(nics.nics[n].pod).namespace)
      if spaces.count > 1 { return true }
    }
    return false
  }

  /// Subnets, Vpcs and work items with one cause make one finding.
  private func mergedByCause(_ findings: [Finding]) -> [Finding] {
    struct Slot: Hashable {
      var rule: Int
      var cause: Int
      var isOver: Bool
    }
    var slots: [Slot: Int] = [:]
    var result: [Finding] = []
    var joining: [Int: [Candidate]] = [:]
    for f in findings {
      guard let cause = f.causedBy, f.candidates[0].subject.kind != .ip else {
        result.append(f)
        continue
      }
      let slot = Slot(rule: f.rule, cause: cause, isOver: f.severity == .info)
      if let at = slots[slot], f.verdict != .refuted {
        joining[at, default: result[at].candidates] += f.candidates
      } else {
        slots[slot] = result.count
        result.append(f)
      }
    }
    for (at, candidates) in joining { result[at] = finding(candidates) }
    return result
  }

  private func number(_ findings: inout [Finding]) {
    var counts: [Int: Int] = [:]
    for i in findings.indices {
      counts[findings[i].rule, default: 0] += 1
      findings[i].id = "\(pack.rules[findings[i].rule].id)-\(counts[findings[i].rule] ?? 1)"
    }
  }
}
