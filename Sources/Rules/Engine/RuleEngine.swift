import Chronicle
import Dispatch
import Glibc
import Model
import Synchronization

/// Runs a rule pack over a chronicle and the state.
///
/// For each subject, each rule is tried once: O(rules × subjects × events around a subject). No rule knows of another,
/// except by `supersedes`.
public struct RuleEngine: Sendable {
  private let pack: RulePack
  private let chronicle: Chronicle
  private let nics: NicTable
  private let coverage: Coverage
  private let state: any StateView
  private let printers: Printers
  /// Numbers of the rules about each kind of subject.
  private let rulesFor: [Rule.SubjectKind: [Int]]

  /// Makes an engine over finished evidence.
  public init(pack: RulePack, chronicle: Chronicle, nics: NicTable, coverage: Coverage, state: any StateView) {
    self.pack = pack
    self.chronicle = chronicle
    self.nics = nics
    self.coverage = coverage
    self.state = state
    printers = Printers(of: pack.rules, in: chronicle)
    rulesFor = Dictionary(grouping: pack.rules.indices) { pack.rules[$0].subject }
  }

  /// Subjects that a thread takes at a time.
  private static let share = 256

  /// Everything the rules have to say, by subject and then by rule id. By all processors; the result does not depend on
  /// how many there are.
  public func run() -> [Candidate] {
    let subjects = subjects()
    let shares = (subjects.count + Self.share - 1) / Self.share
    let results = Mutex([[Candidate]](repeating: [], count: shares))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(shares, Self.processors))) { _ in
      var around = Surroundings(chronicle, nics)
      var matchers = pack.rules.map(SequenceMatcher.init)
      while true {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < shares else { return }
        let part = subjects[i * Self.share..<min(subjects.count, (i + 1) * Self.share)]
        let found = part.flatMap { candidates($0, &around, &matchers) }
        results.withLock { $0[i] = found }
      }
    }
    return results.withLock { $0.flatMap { $0 } }
  }

  private static let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  private func candidates(
    _ subject: Subject, _ around: inout Surroundings, _ matchers: inout [SequenceMatcher]
  ) -> [Candidate] {
    var found: [Candidate] = []
    var facts: SubjectFacts?
    for i in rulesFor[subject.kind] ?? [] {
      let known = facts ?? self.facts(about: subject)
      facts = known
      if let candidate = evaluate(i, subject, known, &around, &matchers[i]) { found.append(candidate) }
    }
    if found.count < 2 { return found }
    // What is refuted replaces only what is refuted too.
    return found.filter { weaker in
      !found.contains {
        pack.rules[$0.rule].supersedes.contains(pack.rules[weaker.rule].id)
          && ($0.verdict != .refuted || weaker.verdict == .refuted)
      }
    }
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
      guard nic.ip != 0 else { return SubjectFacts() }
      var facts = state.facts(about: subject.ref, subnet: subnet)
      if facts.neverMadeSince != nil, nic.pod != 0 {
        facts.ownerMade = state.firstMade(chronicle.resources.ref(nic.pod))
      }
      return facts
    case .subnet, .vpc: return state.facts(about: subject.ref, subnet: nil)
    case .controller, .work: return SubjectFacts()
    }
  }

  private func evaluate(
    _ i: Int, _ subject: Subject, _ facts: SubjectFacts, _ around: inout Surroundings, _ matcher: inout SequenceMatcher
  ) -> Candidate? {
    let steps = pack.rules[i].sequence.isEmpty ? nil : matcher.match(subject, &around)
    // Neither the events nor the state say anything.
    if steps == nil, facts.asOf == nil || pack.rules[i].confirm.isEmpty { return nil }
    var judge = VerdictJudge(
      rule: pack.rules[i], number: i, subject: subject, facts: facts, steps: steps, chronicle: chronicle,
      coverage: coverage, printers: printers, nic: subject.kind == .ip ? nics.nics[subject.number] : nil)
    return judge.decide(&around)
  }
}
