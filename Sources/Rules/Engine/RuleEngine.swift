import Chronicle
import Model

/// Runs a rule pack over a chronicle and the state.
///
/// For each subject, each rule is tried once: O(rules × subjects × events around a subject). No rule knows of another,
/// except by `supersedes`.
public struct RuleEngine {
  private let pack: RulePack
  private let chronicle: Chronicle
  private let nics: NicTable
  private let coverage: Coverage
  private let state: any StateView
  private let printers: Printers

  /// Makes an engine over finished evidence.
  public init(pack: RulePack, chronicle: Chronicle, nics: NicTable, coverage: Coverage, state: any StateView) {
    self.pack = pack
    self.chronicle = chronicle
    self.nics = nics
    self.coverage = coverage
    self.state = state
    printers = Printers(of: pack.rules, in: chronicle)
  }

  /// Everything the rules have to say, by subject and then by rule id.
  public func run() -> [Candidate] {
    var around = Surroundings(chronicle, nics)
    var result: [Candidate] = []
    for subject in subjects() {
      var found: [Candidate] = []
      var facts: SubjectFacts?
      for (i, rule) in pack.rules.enumerated() where rule.subject == subject.kind {
        let known = facts ?? self.facts(about: subject)
        facts = known
        if let candidate = evaluate(i, subject, known, &around) { found.append(candidate) }
      }
      // What is refuted replaces only what is refuted too.
      result += found.filter { weaker in
        !found.contains {
          pack.rules[$0.rule].supersedes.contains(pack.rules[weaker.rule].id)
            && ($0.verdict != .refuted || weaker.verdict == .refuted)
        }
      }
    }
    return result
  }

  /// What there is to look at, in a fixed order.
  private func subjects() -> [Subject] {
    var list: [Subject] = []
    for (i, nic) in nics.nics.enumerated() {
      let ref = nic.ip != 0 ? chronicle.resources.ref(nic.ip) : ResourceRef(.address, name: unnamed(nic))
      list.append(Subject(kind: .ip, number: i, ref: ref))
    }
    let requeued: UInt8 = ObservationKind.workRequeued.code
    for id in 1..<max(1, ResourceID(chronicle.resources.count)) {
      let ref = chronicle.resources.ref(id)
      switch ref.kind {
      case .subnet: list.append(Subject(kind: .subnet, number: Int(id), ref: ref))
      case .vpc: list.append(Subject(kind: .vpc, number: Int(id), ref: ref))
      case .replica: list.append(Subject(kind: .controller, number: Int(id), ref: ref))
      default: break
      }
      if chronicle.events(of: id).contains(where: { chronicle.events[Int($0)].code == requeued }) {
        list.append(Subject(kind: .work, number: Int(id), ref: ref))
      }
    }
    return list
  }

  /// An interface whose IP object has no known name is named by its address, or by pod and Subnet.
  private func unnamed(_ nic: Nic) -> String {
    for n in chronicle.events(of: nic.pod).reversed() {
      let e = chronicle.events[Int(n)]
      if e.kind == .ipAllocated, e.related == nic.subnet, e.detail != 0 { return chronicle.texts.text(e.detail) }
    }
    return chronicle.resources.key(nic.pod) + " in " + chronicle.resources.key(nic.subnet)
  }

  private func facts(about subject: Subject) -> SubjectFacts {
    switch subject.kind {
    case .ip:
      let nic = nics.nics[subject.number]
      let subnet = nic.subnet != 0 ? chronicle.resources.ref(nic.subnet) : nil
      return nic.ip != 0 ? state.facts(about: subject.ref, subnet: subnet) : SubjectFacts()
    case .subnet, .vpc: return state.facts(about: subject.ref, subnet: nil)
    case .controller, .work: return SubjectFacts()
    }
  }

  private func evaluate(_ i: Int, _ subject: Subject, _ facts: SubjectFacts, _ around: inout Surroundings) -> Candidate?
  {
    let rule = pack.rules[i]
    var matcher = SequenceMatcher(rule, chronicle)
    let steps = rule.sequence.isEmpty ? nil : matcher.match(subject, &around)
    var judge = VerdictJudge(
      rule: rule, number: i, subject: subject, facts: facts, steps: steps, chronicle: chronicle, coverage: coverage,
      printers: printers, nic: subject.kind == .ip ? nics.nics[subject.number] : nil)
    return judge.decide(&around)
  }
}
