import Chronicle
import ClusterState
import Dispatch
import Model
import Synchronization

/// Runs a rule pack over a chronicle and the state.
///
/// For each subject, each rule is tried once: O(rules × subjects × events around a subject). No rule knows of another,
/// except by `supersedes`.
public struct RuleEngine: Sendable {
  let pack: RulePack
  let chronicle: Chronicle
  let nics: NicTable
  let coverage: Coverage
  let state: any StateView
  let printers: Printers
  let world: World
  /// Controllers of another cluster than that of the dumps.
  private let strangers: StrangeProcesses
  /// What is known of the objects of theirs.
  let elsewhere: World
  /// Lines that somebody picked out of a log may be part of the evidence; what comes in live is no such choice.
  let readsExcerpts: Bool
  /// Numbers of the rules that can happen in a release of the evidence, and that its logs can tell of.
  let applying: [Int]
  /// The same by the kind of their subject.
  private let rulesFor: [Rule.SubjectKind: [Int]]
  /// What each rule asks for at all. To look into the rule itself is to copy it, for each rule and subject.
  private let demands: [Demands]

  private struct Demands {
    let hasSequence: Bool
    let hasProof: Bool
    let hasState: Bool
    /// See `StateTest.isTelling`.
    let isTold: Bool
    /// Names of the references that its steps go along.
    let references: Set<String>

    init(_ rule: Rule) {
      (hasSequence, hasProof, hasState) = (!rule.sequence.isEmpty, !rule.confirm.isEmpty, !rule.state.isEmpty)
      isTold = rule.state.contains(where: \.test.isTelling)
      references = Set(rule.sequence.flatMap(\.references))
    }
  }

  /// Makes an engine over finished evidence.
  ///
  /// `versions`: what the evidence shows of the releases, one range for each process; none if it does not tell. `isLive`: the
  /// logs are read as they grow.
  public init(
    pack: RulePack, chronicle: Chronicle, nics: NicTable, coverage: Coverage, state: any StateView,
    versions: [ClosedRange<ReleaseVersion>] = [], isLive: Bool = false
  ) {
    self.pack = pack
    self.chronicle = chronicle
    self.nics = nics
    self.coverage = coverage
    self.state = state
    readsExcerpts = !isLive
    printers = Printers(of: pack.rules, in: chronicle)
    world = World(ledger: state.ledger, chronicle: chronicle, coverage: coverage)
    strangers = StrangeProcesses(chronicle, state.ledger.state)
    elsewhere = World(ledger: Ledger(.empty), chronicle: chronicle, coverage: coverage)
    // Of lines that nobody picked, rules for those that somebody did say nothing.
    let hasExcerpts = readsExcerpts && chronicle.writers.contains(where: \.isExcerpt)
    let applying = pack.rules.indices.filter { i in
      if pack.rules[i].isForExcerpts, !hasExcerpts { return false }
      guard let range = pack.rules[i].releases, !versions.isEmpty else { return true }
      return versions.contains { range.overlaps($0) }
    }
    self.applying = applying
    rulesFor = Dictionary(grouping: applying) { pack.rules[$0].subject }
    demands = pack.rules.map(Demands.init)
  }

  /// Subjects that a thread takes at a time.
  private static let share = 256

  /// Everything the rules have to say, by subject and then by rule id. The result does not depend on the number
  /// of threads.
  /// `isCancelled`: asked now and then; when it answers true, what was not looked at yet is left out.
  public func run(threads: Int, isCancelled: @Sendable @escaping () -> Bool = { false }) -> [Candidate] {
    let subjects = subjects()
    let shares = (subjects.count + Self.share - 1) / Self.share
    let found = shared(shares, threads, isCancelled) { i, around, matchers in
      subjects[i * Self.share..<min(subjects.count, (i + 1) * Self.share)]
        .flatMap { candidates($0, &around, &matchers) }
    }
    let all = found.flatMap { $0 } + objects(threads, isCancelled)
    let absence = state.ledger.state.controllerAbsence
    return asFarAsSubnetsCount(
      withoutEchoes(all).map(asFarAsDumpsAreKin).map { asFarAsSomebodyWorks($0, absence) })
  }

  /// Work on so many shares, each by one thread, in the order of the shares.
  private func shared<Result: Sendable>(
    _ shares: Int, _ threads: Int, _ isCancelled: @Sendable () -> Bool,
    _ work: @Sendable (Int, inout Surroundings, inout [SequenceMatcher]) -> [Result]
  ) -> [[Result]] {
    let results = Mutex([[Result]](repeating: [], count: shares))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(shares, threads))) { _ in
      var around = Surroundings(chronicle, nics)
      var matchers = pack.rules.map(SequenceMatcher.init)
      while true {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < shares, !isCancelled() else { return }
        let found = work(i, &around, &matchers)
        results.withLock { $0[i] = found }
      }
    }
    return results.withLock { $0 }
  }

  /// Dumps that show nothing of what the log names are of another cluster, or of a time when all of it had gone.
  private func asFarAsDumpsAreKin(_ claim: Candidate) -> Candidate {
    guard claim.verdict <= .suspected, world.state.hasOnlyForeignDumps || isElsewhere(claim.subject) else {
      return claim
    }
    return claim.suspected(because: [
      "the dumps show nothing of what the log names: they are of another cluster, or of a time when all of it had gone"
    ])
  }

  /// A state that no history explains, while no controller is at work: the next one may clean up what waits for it.
  private func asFarAsSomebodyWorks(_ claim: Candidate, _ absence: String?) -> Candidate {
    guard let absence, claim.verdict < .suspected, claim.witness.isEmpty, [.leaked, .stuck].contains(claim.outcome)
    else { return claim }
    return claim.suspected(because: ["\(absence): it may only wait for a controller"])
  }

  /// Only controllers of another cluster than that of the dumps tell of it: the dumps say nothing.
  func isElsewhere(_ subject: Subject) -> Bool {
    switch subject.kind {
    case _ where strangers.isEmpty: false
    case .ip: strangers.isOnlyTheirs(nics.nics[subject.number].pod)
    case .subnet, .vpc, .object: strangers.isOnlyTheirs(ResourceID(subject.number))
    case .controller, .work: false
    }
  }

  /// Without what a rule says of an object, or one for excerpts of a line, of which a rule that it follows tells more.
  private func withoutEchoes(_ found: [Candidate]) -> [Candidate] {
    guard found.contains(where: { mayEcho($0) }) else { return found }
    let told = Dictionary(grouping: found) { pack.rules[$0.rule].id }
    return found.filter { echo in
      guard mayEcho(echo) else { return true }
      let rule = pack.rules[echo.rule]
      let lines = rule.isForExcerpts ? Set(echo.witness.map(\.event)) : []
      return !rule.follows.contains { id in
        (told[id] ?? []).contains {
          $0.subject.ref == echo.subject.ref && (rule.isForExcerpts || $0.verdict <= .suspected)
            || $0.witness.contains { lines.contains($0.event) }
        }
      }
    }
  }

  /// What rests on picked lines, or on what a list that may be a part does not show, adds nothing to what is told already.
  private func mayEcho(_ claim: Candidate) -> Bool {
    let rule = pack.rules[claim.rule]
    return rule.isForExcerpts || rule.subject == .object && rule.proves == .suspected && claim.verdict == .suspected
  }

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
    return standing(found)
  }

  /// Without what another rule replaces; but no weaker finding takes the place of a stronger one.
  private func standing(_ found: [Candidate]) -> [Candidate] {
    if found.count < 2 { return found }
    return found.filter { one in
      let own = pack.rules[one.rule]
      return !found.contains { other in
        let rule = pack.rules[other.rule]
        return rule.supersedes.contains(own.id) && other.verdict <= one.verdict
          || own.supersedes.contains(rule.id) && other.verdict < one.verdict
      }
    }
  }

  /// What there is to look at, in a fixed order.
  func subjects() -> [Subject] {
    var list: [Subject] = []
    for (i, nic) in nics.nics.enumerated() {
      let ref = nic.ip != 0 ? chronicle.resources.ref(nic.ip) : ResourceRef(.address, name: unnamed(nic))
      list.append(Subject(kind: .ip, number: i, ref: ref))
    }
    let requeued: UInt8 = ObservationKind.workRequeued.code
    for id in 1..<max(1, ResourceID(chronicle.resources.count)) {
      func add(_ kind: Rule.SubjectKind) {
        list.append(Subject(kind: kind, number: Int(id), ref: chronicle.resources.ref(id)))
      }
      switch chronicle.resources.kind(id) {
      case .subnet: add(.subnet)
      case .vpc: add(.vpc)
      case .replica: add(.controller)
      default: break
      }
      if chronicle.events(of: id).contains(where: { chronicle.events[Int($0)].code == requeued }) { add(.work) }
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

  func facts(about subject: Subject) -> SubjectFacts {
    if isElsewhere(subject) { return SubjectFacts() }
    switch subject.kind {
    case .ip:
      let nic = nics.nics[subject.number]
      let subnet = nic.subnet != 0 ? chronicle.resources.ref(nic.subnet) : nil
      guard nic.ip != 0 else {
        guard subject.ref.kind == .address, let subnet else { return SubjectFacts() }
        return state.facts(aboutAddress: subject.ref.name, subnet: subnet)
      }
      var facts = state.facts(about: subject.ref, subnet: subnet)
      if facts.neverMadeSince != nil, nic.pod != 0 {
        facts.ownerMade = state.firstMade(chronicle.resources.ref(nic.pod))
      }
      return facts
    case .subnet, .vpc, .object: return state.facts(about: subject.ref, subnet: nil)
    case .controller, .work: return SubjectFacts()
    }
  }

  func evaluate(
    _ i: Int, _ subject: Subject, _ facts: SubjectFacts, _ around: inout Surroundings, _ matcher: inout SequenceMatcher
  ) -> Candidate? {
    let demands = demands[i]
    var subject = subject
    if subject.kind == .ip, demands.hasState { subject.bound["pod"] = [nics.nics[subject.number].pod] }
    let claim = logClaim(i, subject, facts, &around, &matcher)
    // The state alone can speak where neither a sequence nor a proof is asked for.
    let needsLog =
      subject.kind != .object && (demands.hasSequence || demands.hasProof || !demands.hasState)
    // Most rules have nothing to say about most subjects.
    if needsLog, claim == nil { return nil }
    if claim == nil, !demands.isTold, facts.existence != .present { return nil }
    let judge = ObjectJudge(
      rule: pack.rules[i], number: i, subject: subject, facts: facts,
      world: isElsewhere(subject) ? elsewhere : world)
    guard needsLog, let claim else { return judge.decide(subject.kind == .object ? claim : nil) }
    return judge.gated(claim)
  }

  /// What sequence, absences and proofs give.
  private func logClaim(
    _ i: Int, _ subject: Subject, _ facts: SubjectFacts, _ around: inout Surroundings, _ matcher: inout SequenceMatcher
  ) -> Candidate? {
    let steps = demands[i].hasSequence ? matcher.match(subject, &around) : nil
    // Neither the events nor the state say anything.
    if steps == nil, facts.asOf == nil || !demands[i].hasProof { return nil }
    var judge = VerdictJudge(
      rule: pack.rules[i], number: i, subject: subject, facts: facts, steps: steps, chronicle: chronicle,
      coverage: coverage,
      printers: printers, nic: subject.kind == .ip ? nics.nics[subject.number] : nil, readsExcerpts: readsExcerpts)
    return judge.decide(&around)
  }

  // MARK: Objects of any kind

  /// What rules about objects say, by object.
  private func objects(_ threads: Int, _ isCancelled: @Sendable () -> Bool) -> [Candidate] {
    let numbers = rulesFor[.object] ?? []
    if numbers.isEmpty { return [] }
    let logged = resources(of: Set(numbers.flatMap { pack.rules[$0].kinds }))
    var work: [(rule: Int, refs: ArraySlice<ResourceRef>)] = []
    for i in numbers {
      let rule = pack.rules[i]
      let refs = rule.kinds.flatMap { self.refs(rule, $0, logged[$0] ?? []) }
      for start in stride(from: 0, to: refs.count, by: Self.share) {
        work.append((i, refs[start..<min(refs.count, start + Self.share)]))
      }
    }
    let shares = work
    let claims = shared(shares.count, threads, isCancelled) { share, around, matchers in
      let i = shares[share].rule
      return shares[share].refs.compactMap { claim(i, $0, &around, &matchers[i]) }
    }
    var found: [ResourceRef: [Candidate]] = [:]
    for claim in claims.joined() { found[claim.subject.ref, default: []].append(claim) }
    return found.sorted { $0.key < $1.key }.flatMap { standing($0.value) }
  }

  private func claim(
    _ i: Int, _ ref: ResourceRef, _ around: inout Surroundings, _ matcher: inout SequenceMatcher
  ) -> Candidate? {
    var subject = Subject(kind: .object, number: Int(chronicle.resources.find(ref)), ref: ref)
    for name in demands[i].references { subject.bound[name] = bound(name, ref) }
    guard var claim = evaluate(i, subject, facts(about: subject), &around, &matcher) else { return nil }
    claim.facts.refersTo = ref.kind.facts.references.flatMap { World.targets($0, of: ref, world.state) ?? [] }
    return claim
  }

  /// The objects of a kind that a rule may have something to say about, sorted.
  func refs(_ rule: Rule, _ kind: ResourceKind, _ logged: [ResourceID]) -> [ResourceRef] {
    var refs: Set<ResourceRef> = []
    if let known = rule.state.lazy.compactMap({ $0.test.subjects(kind, in: world) }).first {
      refs.formUnion(known)
    } else if !rule.state.isEmpty {
      refs.formUnion(world.state.refs(of: kind))
    }
    let steps = rule.sequence.filter { !$0.isOptional && $0.relations.contains(.itself) }
    if !steps.isEmpty {
      for id in logged
      where chronicle.events(of: id).contains(where: { n in
        steps.contains { $0.kinds.contains(code: chronicle.events[Int(n)].code) }
      }) {
        refs.insert(chronicle.resources.ref(id))
      }
    }
    return refs.sorted()
  }

  /// Resources of the chronicle by kind. O(resources).
  func resources(of kinds: Set<ResourceKind>) -> [ResourceKind: [ResourceID]] {
    var found: [ResourceKind: [ResourceID]] = [:]
    for id in 1..<max(1, ResourceID(chronicle.resources.count)) {
      let kind = chronicle.resources.kind(id)
      if kinds.contains(kind) { found[kind, default: []].append(id) }
    }
    return found
  }

  func bound(_ name: String, _ ref: ResourceRef) -> [ResourceID] {
    guard let reference = ref.kind.facts.reference(name) else { return [] }
    return (World.targets(reference, of: ref, world.state) ?? []).map { chronicle.resources.find($0) }.filter {
      $0 != 0
    }
  }
}
