import Chronicle
import ClusterState
import Diagnosis
import Model
import Reports
import Rules

/// Turns findings and evidence into the document that renderers lay out.
struct ReportBuilder {
  /// Most rows of one timeline in a report.
  static let timelineRows = 200
  /// Most resources whose timeline is part of a report.
  static let timelineCount = 40

  let pack: RulePack
  let chronicle: Chronicle
  let nics: NicTable
  let coverage: Coverage
  let findings: [Finding]
  let planner: RemediationPlanner
  let versions: [ReleaseVersion]
  let lives: [ControllerEntry]
  let state: ClusterState
  let sufficiency: Sufficiency
  /// Findings that the user did not ask for.
  let leftOut: Int

  /// Events whose text the report shows, in ascending order.
  var citedEvents: [Int] {
    var cited: Set<Int> = []
    for finding in findings {
      for step in finding.candidates[finding.exemplar].witness { cited.insert(step.event) }
      if let healed = finding.candidates[finding.exemplar].healedBy { cited.insert(healed) }
    }
    for resource in timelineResources { for n in timelineEvents(resource).shown { cited.insert(n) } }
    return cited.sorted()
  }

  /// The document, without inputs and byte counts, which belong to the reading.
  func document(text: (Int) -> CitedLine) -> ReportDocument {
    var document = ReportDocument()
    let cleanups = findings.contains { $0.candidates.contains { $0.healedBy != nil } } ? CleanupReader(chronicle) : nil
    document.findings = findings.map { entry($0, cleanups, text) }
    document.controllers = lives
    document.coverage = coverageEntries()
    document.timelines = timelineResources.map { timeline($0, text) }
    document.headline = headline
    document.summary = summary
    document.unknowns = unknowns
    for rule in pack.rules { document.chinese.merge(rule.chinese) { $1 } }
    return document
  }

  // MARK: Findings

  private func entry(_ finding: Finding, _ reader: CleanupReader?, _ text: (Int) -> CitedLine) -> FindingEntry {
    let rule = pack.rules[finding.rule]
    let cleanups = finding.candidates.map { c in
      c.healedBy.flatMap { reader?.cleanup(by: $0, since: lastStep(c, rule)) }
    }
    let exemplar = finding.candidates[finding.exemplar]
    var entry = FindingEntry()
    entry.id = finding.id
    entry.rule = rule.id
    entry.leakClass = rule.leakClass
    entry.verdict = finding.verdict
    entry.severity = finding.severity
    entry.title = rule.title
    entry.summary = FindingWording(chronicle: chronicle, nics: nics).summary(finding, rule)
    entry.mechanism = rule.mechanism
    entry.verdictReason = FindingWording.verdictReason(exemplar, cleanups.compactMap { $0 })
    entry.objects = zip(finding.candidates, cleanups).map(object)
    entry.firstSeen = finding.firstSeen.map { Instant(nanoseconds: $0) }
    entry.lastSeen = finding.lastSeen.map { Instant(nanoseconds: $0) }
    entry.witness = witness(exemplar, rule, text)
    entry.absences = exemplar.absences.map { absence($0, rule) }
    entry.causedBy = finding.causedBy.map { findings[$0].id }
    entry.remediation = planner.plan(rule, finding.candidates).map(remediation)
    entry.affectedVersions = rule.affected
    entry.fixedIn = rule.fixedIn
    entry.versionAdvice = VersionAdvice.lines(for: rule, running: versions)
    entry.references = rule.references
    return entry
  }

  /// When the last of the steps that the rule requires happened.
  private func lastStep(_ c: Candidate, _ rule: Rule) -> Int64 {
    c.witness.filter { !rule.sequence[$0.step].isOptional }.map { chronicle.events[$0.event].instant }.max() ?? .min
  }

  private func object(_ c: Candidate, _ cleanup: Cleanup?) -> FindingObject {
    var object = FindingObject(ref: c.subject.ref, outcome: c.outcome, verdict: c.verdict)
    object.uid = c.facts.uid
    object.detail = FindingWording(chronicle: chronicle, nics: nics).detail(c, cleanup)
    object.cleanup = cleanup
    return object
  }

  private func witness(_ c: Candidate, _ rule: Rule, _ text: (Int) -> CitedLine) -> [WitnessEntry] {
    var entries = c.witness.map { matched in
      witnessEntry(
        matched.event, rule.sequence[matched.step].name, rule.sequence[matched.step].says,
        rule.sequence[matched.step].actor, text)
    }
    if let healed = c.healedBy {
      entries.append(
        witnessEntry(
          healed, "cleaned-up", EventWording.what(chronicle.events[healed], chronicle), actor(chronicle.events[healed]),
          text))
    }
    if let says = c.stateSays {
      var entry = WitnessEntry()
      entry.step = "state"
      entry.label = says
      entry.actor = "state"
      entry.instant = c.facts.asOf.map { Instant(nanoseconds: $0) }
      entry.citation = stateCitation(c)
      entries.append(entry)
    }
    return entries
  }

  private func witnessEntry(_ number: Int, _ step: String, _ says: String, _ actor: String, _ text: (Int) -> CitedLine)
    -> WitnessEntry
  {
    let e = chronicle.events[number]
    var entry = WitnessEntry()
    entry.step = step
    entry.label = says
    entry.actor = actor
    entry.instant = Instant(nanoseconds: e.instant)
    entry.uncertainty = chronicle.uncertainty(e)
    entry.count = Int(e.count)
    entry.citation = citation(e, text(number))
    return entry
  }

  private func citation(_ e: Event, _ line: CitedLine) -> Citation {
    let source = chronicle.sources[Int(e.source)]
    var citation = Citation()
    citation.source = source.display
    if source.display.hasSuffix(" [\(source.writer.pod)]") { citation.writer = source.writer.pod }
    citation.line = UInt64(e.line)
    citation.offset = e.offset
    citation.text = line.text
    citation.message = line.message
    return citation
  }

  private func stateCitation(_ c: Candidate) -> Citation {
    let facts = c.facts
    var citation = Citation()
    citation.message = StateProof(state).fields(of: c.subject.ref, heldBy: facts.heldBy)
    citation.source =
      facts.stream.flatMap { stream in chronicle.sources.first { $0.stream == stream }?.display } ?? "state"
    citation.line = facts.position?.line ?? 0
    citation.offset = facts.position?.offset ?? 0
    citation.text = facts.ledgerReason
    return citation
  }

  private func actor(_ e: Event) -> String {
    if e.flags.contains(.isAudit) { return "api server" }
    return switch e.kind.area {
    case .pod: "pod worker"
    case .ip: e.kind == .ipCollected ? "gc" : "ip worker"
    case .subnet: "subnet worker"
    case .port: "gc"
    default: "controller"
    }
  }

  private func absence(_ a: Candidate.CheckedAbsence, _ rule: Rule) -> AbsenceEntry {
    var entry = AbsenceEntry()
    entry.what = rule.absences[a.absence].says
    entry.from = Instant(nanoseconds: a.from)
    entry.to = Instant(nanoseconds: a.to)
    entry.isCovered = a.doubt == nil
    entry.note = a.doubt ?? ""
    return entry
  }

  private func remediation(_ step: RemediationStep) -> RemediationEntry {
    var entry = RemediationEntry()
    entry.primitive = step.primitive
    entry.title = step.title
    entry.preconditions = step.preconditions.map {
      RemediationEntry.Precondition(text: $0.text, isProven: $0.isProven, check: $0.check, isGuarded: $0.isGuarded)
    }
    entry.command = step.command
    entry.expect = step.expect
    entry.verify = step.verify
    entry.undo = step.undo
    return entry
  }

  // MARK: Timelines

  /// Objects of open findings first, with the Subnets and pods around them.
  private var timelineResources: [ResourceID] {
    var list: [ResourceID] = []
    var seen: Set<ResourceID> = []
    func add(_ id: ResourceID) {
      if id != 0, list.count < Self.timelineCount, seen.insert(id).inserted { list.append(id) }
    }
    for finding in findings where finding.verdict < .refuted {
      for c in finding.candidates.prefix(8) {
        switch c.subject.kind {
        case .ip:
          let nic = nics.nics[c.subject.number]
          add(nic.pod)
          add(nic.ip)
          add(nic.subnet)
        case .subnet, .vpc: add(ResourceID(c.subject.number))
        case .controller, .work: break
        }
      }
    }
    return list.filter { !chronicle.events(of: $0).isEmpty }
  }

  private func timelineEvents(_ resource: ResourceID) -> (shown: [Int], omitted: Int) {
    let all = chronicle.events(of: resource).map(Int.init)
    guard all.count > Self.timelineRows else { return (all, 0) }
    let half = Self.timelineRows / 2
    return (Array(all.prefix(half) + all.suffix(half)), all.count - 2 * half)
  }

  private func timeline(_ resource: ResourceID, _ text: (Int) -> CitedLine) -> TimelineEntry {
    var entry = TimelineEntry(resource: chronicle.resources.ref(resource))
    let (shown, omitted) = timelineEvents(resource)
    entry.omitted = omitted
    for number in shown {
      let e = chronicle.events[number]
      var row = TimelineEntry.Row()
      row.instant = Instant(nanoseconds: e.instant)
      row.uncertainty = chronicle.uncertainty(e)
      row.what = EventWording.what(e, chronicle)
      row.actor = actor(e)
      row.count = Int(e.count)
      row.citation = citation(e, text(number))
      entry.rows.append(row)
    }
    return entry
  }

  // MARK: Coverage and controllers

  private func coverageEntries() -> [CoverageEntry] {
    chronicle.sources.compactMap { source in
      guard source.writer.records > 0 else { return nil }
      var entry = CoverageEntry()
      entry.source = source.display
      entry.from = source.covers?.from
      entry.to = source.covers?.to
      entry.gaps = source.writer.gaps.map {
        CoverageEntry.Gap(from: Instant(nanoseconds: $0.from), to: Instant(nanoseconds: $0.to), reason: $0.reason)
      }
      if source.isSetApart {
        entry.gaps.append(CoverageEntry.Gap(from: nil, to: nil, reason: "clock unknown; set apart"))
      }
      return entry
    }
  }
}
