import Chronicle
import Model
import Rules

/// Finds out which findings follow from which: those of rules that can follow from one another and that have a pod, a
/// Subnet or an object in common.
final class CauseLinks {
  private let pack: RulePack
  private let chronicle: Chronicle
  private let nics: NicTable
  private let numbers: [String: Int]
  /// For each rule, the kinds whose objects can be its consequences.
  private let consequences: [Set<ResourceKind>]
  private var shared: [ResourceID: Bool] = [:]

  init(pack: RulePack, chronicle: Chronicle, nics: NicTable) {
    self.pack = pack
    self.chronicle = chronicle
    self.nics = nics
    numbers = Dictionary(pack.rules.enumerated().map { ($1.id, $0) }) { first, _ in first }
    consequences = pack.rules.map { cause in
      Set(pack.rules.filter { $0.follows.contains(cause.id) }.flatMap(\.kinds))
    }
  }

  private struct Mark: Hashable {
    var rule: Int
    var ref: ResourceRef
  }

  /// Names the cause of each finding, the first in their order that fits. O(marks of all findings).
  func link(_ findings: inout [Finding]) {
    let marks = findings.map(marks)
    let causes = Set(findings.flatMap { pack.rules[$0.rule].follows.compactMap { numbers[$0] } })
    var holders: [Mark: [Int]] = [:]
    for (i, finding) in findings.enumerated() where causes.contains(finding.rule) && finding.verdict != .refuted {
      for ref in marks[i] { holders[Mark(rule: finding.rule, ref: ref), default: []].append(i) }
    }
    for i in findings.indices {
      findings[i].causedBy = nil
      for rule in pack.rules[findings[i].rule].follows.compactMap({ numbers[$0] }) {
        var cause: Int?
        for ref in marks[i] {
          let fitting = holders[Mark(rule: rule, ref: ref)]?.first { k in
            k != i && (findings[i].verdict == .resolved || findings[k].verdict != .resolved)
              && !follows(k, i, findings)
          }
          if let fitting { cause = min(cause ?? fitting, fitting) }
        }
        if let cause {
          findings[i].causedBy = cause
          break
        }
      }
    }
  }

  private func follows(_ k: Int, _ i: Int, _ findings: [Finding]) -> Bool {
    var next = findings[k].causedBy
    var hops = 0
    while let at = next, hops < 8 {
      if at == i { return true }
      next = findings[at].causedBy
      hops += 1
    }
    return false
  }

  /// What ties findings together: their pods, Subnets and objects.
  private func marks(_ finding: Finding) -> Set<ResourceRef> {
    var marks: Set<ResourceRef> = []
    for c in finding.candidates {
      marks.insert(c.subject.ref)
      marks.formUnion(c.facts.heldBy)
      // What refers to an object that cannot go holds it.
      marks.formUnion(c.facts.refersTo.filter { consequences[finding.rule].contains($0.kind) })
      if c.subject.kind == .ip {
        let nic = nics.nics[c.subject.number]
        if nic.pod != 0 { marks.insert(chronicle.resources.ref(nic.pod)) }
        if nic.subnet != 0, !isShared(nic.subnet) { marks.insert(chronicle.resources.ref(nic.subnet)) }
      }
      for step in c.witness {
        let e = chronicle.events[step.event]
        if e.related != 0, !isShared(e.related) { marks.insert(chronicle.resources.ref(e.related)) }
        if e.subject != 0, chronicle.resources.kind(e.subject) == .ip {
          marks.insert(chronicle.resources.ref(e.subject))
        }
      }
    }
    return marks
  }

  /// A Subnet that many namespaces use ties nothing together.
  private func isShared(_ id: ResourceID) -> Bool {
    guard chronicle.resources.kind(id) == .subnet else { return false }
    if let known = shared[id] { return known }
    var spaces: Set<String> = []
    for n in (nics.bySubnet[id] ?? []).prefix(512) where nics.nics[n].pod != 0 {
      spaces.insert(chronicle.resources.ref(nics.nics[n].pod).namespace)
      if spaces.count > 1 { break }
    }
    shared[id] = spaces.count > 1
    return spaces.count > 1
  }
}
