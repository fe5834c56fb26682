import Chronicle
import ClusterState
import Diagnosis
import Model
import Reports
import Rules

/// Turns findings and evidence into the document that renderers lay out.
struct ReportBuilder {
  /// Most rows of one timeline in a report.
  static let timelineRows = 120
  /// Most changes between states of one object.
  static let timelineChanges = 30
  /// Most resources whose timeline is part of a report.
  static let timelineCount = 24

  let pack: RulePack
  let chronicle: Chronicle
  let nics: NicTable
  let coverage: Coverage
  let findings: [Finding]
  let planner: RemediationPlanner
  let versions: [ClosedRange<ReleaseVersion>]
  let lives: [ControllerEntry]
  let state: ClusterState
  let sufficiency: Sufficiency
  /// Findings that the user did not ask for.
  let leftOut: Int
  let health: HealthEntry
  let symptoms: [SymptomEntry]
  let target: TargetEntry?

  var requests: Requests { Requests(chronicle: chronicle, nics: nics, state: state) }

  /// Where records stand, beside those of events, whose text the report shows.
  var citedPlaces: Set<Evidence.Place> {
    let requests = requests
    return Set(findings.flatMap { requests.around($0.candidates[$0.exemplar]).compactMap(requests.place) })
  }

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
  func document(text: (Int) -> CitedLine, line: (Evidence.Place) -> CitedLine?) -> ReportDocument {
    var document = ReportDocument()
    let cleanups = findings.contains { $0.candidates.contains { $0.healedBy != nil } } ? CleanupReader(chronicle) : nil
    document.findings = findings.map { entry($0, cleanups, text, line) }
    document.checked = pack.rules.map { CheckedRule(id: $0.id, title: $0.title) }
    document.controllers = lives
    document.coverage = coverageEntries()
    document.timelines = timelines(text)
    document.health = health
    document.symptoms = symptoms
    document.target = target
    document.headline = headline
    document.summary = summary
    document.unknowns = unknowns
    for rule in pack.rules { document.chinese.merge(rule.chinese) { $1 } }
    return document
  }

  // MARK: Findings

  func entry(
    _ finding: Finding, _ reader: CleanupReader?, _ text: (Int) -> CitedLine, _ line: (Evidence.Place) -> CitedLine?
  ) -> FindingEntry {
    let rule = pack.rules[finding.rule]
    let cleanups = finding.candidates.map { c in
      c.healedBy.flatMap { reader?.cleanup(by: $0, since: lastStep(c, rule)) }
    }
    let exemplar = finding.candidates[finding.exemplar]
    var entry = FindingEntry()
    entry.id = finding.id
    entry.fingerprint = finding.fingerprint.description
    entry.harm = finding.harm
    entry.rule = rule.id
    entry.leakClass = rule.leakClass
    entry.verdict = finding.verdict
    entry.severity = finding.severity
    entry.title = CauseWording.title(exemplar, rule)
    let shared = SharedAddresses(finding, state)
    entry.summary = FindingWording(chronicle: chronicle, nics: nics).summary(finding, rule, shared)
    let causes = pack.causes(of: exemplar)
    entry.mechanism = causes.isEmpty ? rule.mechanism : CauseWording.unknown(causes)
    entry.verdictReason = FindingWording.verdictReason(exemplar, cleanups.compactMap { $0 })
    entry.objects = zip(finding.candidates, cleanups).map { object($0, $1, shared) }
    entry.firstSeen = finding.firstSeen.map { Instant(nanoseconds: $0) }
    entry.lastSeen = finding.lastSeen.map { Instant(nanoseconds: $0) }
    entry.notBefore = EarliestStart.of(finding, shared, state)
    entry.witness = Self.inOrder(witness(exemplar, rule, text), requested(exemplar, line))
    entry.exemplar = finding.exemplar
    entry.absences = exemplar.absences.map { absence($0, rule, of: exemplar) }
    entry.causedBy = finding.causedBy.map { findings[$0].id }
    entry.remediation = planner.plan(rule, finding.candidates).map(remediation)
    // No release fixes a cause that is not shown.
    if causes.isEmpty {
      entry.affectedVersions = rule.affected
      entry.fixedIn = rule.fixedIn
    }
    entry.versionAdvice =
      causes.isEmpty ? VersionAdvice.lines(for: rule, running: versions) : VersionAdvice.avoid(rule)
    entry.references = rule.references
    return entry
  }

  /// When the last of the steps that the rule requires happened.
  func lastStep(_ c: Candidate, _ rule: Rule) -> Int64 {
    c.witness.filter { !rule.sequence[$0.step].isOptional }.map { chronicle.events[$0.event].instant }.max() ?? .min
  }

  func object(_ c: Candidate, _ cleanup: Cleanup?, _ shared: SharedAddresses) -> FindingObject {
    var object = FindingObject(ref: c.subject.ref, outcome: c.outcome, verdict: c.verdict)
    object.uid = c.facts.uid
    object.fingerprint = Fingerprint(rule: pack.rules[c.rule].id, object: c.subject.ref).description
    let isUndated = c.witness.first.map { chronicle.isUndated(chronicle.events[$0.event]) } ?? false
    let witnessed = isUndated ? nil : c.failingSince ?? c.witness.first.map { chronicle.events[$0.event].instant }
    object.since = (witnessed ?? c.facts.deletionAsked).map { Instant(nanoseconds: $0) }
    let names = planner.names(c)
    let held = ObjectAddress(of: c, state)
    object.subnet = names.subnet.isEmpty ? held.subnet : names.subnet
    object.pod = names.pod.isEmpty ? "" : names.namespace + "/" + names.pod
    object.address = c.subject.ref.kind == .address ? c.subject.ref.name : held.address
    // The log says it where no object does.
    if object.address.isEmpty { object.address = names.address }
    // Which of them is the newer one tells which was there first.
    let made = shared.refs.contains(c.subject.ref) ? EarliestStart.made(c, state) : nil
    object.detail = FindingWording(chronicle: chronicle, nics: nics).detail(
      c, cleanup, others: shared.others(than: c.subject.ref), made: made)
    object.cleanup = cleanup
    return object
  }

  func remediation(_ step: RemediationStep) -> RemediationEntry {
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
  var timelineResources: [ResourceID] {
    var list: [ResourceID] = []
    var seen: Set<ResourceID> = []
    func add(_ id: ResourceID) {
      if id != 0, list.count < Self.timelineCount, seen.insert(id).inserted { list.append(id) }
    }
    func add(_ c: Candidate) {
      switch c.subject.kind {
      case .ip:
        let nic = nics.nics[c.subject.number]
        add(nic.pod)
        add(nic.ip)
        add(nic.subnet)
      case .subnet, .vpc, .object: add(ResourceID(c.subject.number))
      default: break
      }
    }
    let shown = findings.filter { $0.verdict < .refuted }
    for finding in shown { add(finding.candidates[finding.exemplar]) }
    for finding in shown { for c in finding.candidates.prefix(8) { add(c) } }
    return list.filter { !chronicle.events(of: $0).isEmpty }
  }

  func timelineEvents(_ resource: ResourceID) -> (shown: [Int], omitted: Int) {
    let all = chronicle.events(of: resource).map(Int.init)
    guard all.count > Self.timelineRows else { return (all, 0) }
    let half = Self.timelineRows / 2
    return (Array(all.prefix(half) + all.suffix(half)), all.count - 2 * half)
  }

  /// What happened to each resource, and how the dumps show it to have changed.
  func timelines(_ text: (Int) -> CitedLine) -> [TimelineEntry] {
    let resources = timelineResources
    let changes = state.changes(of: resources.map(chronicle.resources.ref))
    return resources.map { resource in
      var entry = timeline(resource, text)
      let all = changes[entry.resource] ?? []
      let shown = all.suffix(Self.timelineChanges)
      entry.omitted += all.count - shown.count
      entry.insert(shown.map(row))
      return entry
    }
  }

  private func row(_ change: ObjectChange) -> TimelineEntry.Row {
    var row = TimelineEntry.Row()
    (row.instant, row.uncertainty) = (change.to, change.uncertainty)
    row.what = EventWording.changed(since: change.from)
    row.actor = "state"
    row.changes = change.fields
    row.citation.source = chronicle.sources.first { $0.stream == change.stream }?.display ?? "state"
    (row.citation.line, row.citation.offset) = (change.position.line, change.position.offset)
    return row
  }

  private func timeline(_ resource: ResourceID, _ text: (Int) -> CitedLine) -> TimelineEntry {
    var entry = TimelineEntry(resource: chronicle.resources.ref(resource))
    let (shown, omitted) = timelineEvents(resource)
    entry.omitted = omitted
    for number in shown {
      let e = chronicle.events[number]
      var row = TimelineEntry.Row()
      (row.instant, row.uncertainty) = moment(e)
      row.what = EventWording.what(e, chronicle)
      row.actor = actor(e)
      row.count = Int(e.count)
      row.citation = citation(e, text(number))
      entry.rows.append(row)
    }
    return entry
  }

  // MARK: Coverage and controllers

  /// What is missing of the writer in the time of one of its pieces.
  private func gaps(of source: Source) -> [LogGap] {
    guard let covers = source.covers, !source.isSetApart else { return source.writer.gaps }
    let (from, to) = (covers.from.nanoseconds, covers.to.nanoseconds)
    let history = chronicle.writers[source.history]
    let doubt = history.doubt.map { [LogGap(from: from, to: to, reason: $0)] } ?? []
    return history.gaps.filter { $0.from <= to && $0.to >= from } + doubt
  }

  func coverageEntries() -> [CoverageEntry] {
    chronicle.sources.compactMap { source in
      guard source.writer.records > 0 else { return nil }
      var entry = CoverageEntry()
      entry.source = source.display
      entry.from = source.covers?.from
      entry.to = source.covers?.to
      entry.gaps = gaps(of: source).map {
        CoverageEntry.Gap(from: Instant(nanoseconds: $0.from), to: Instant(nanoseconds: $0.to), reason: $0.reason)
      }
      if source.writer.isSelection {
        entry.gaps.append(CoverageEntry.Gap(from: entry.from, to: entry.to, reason: LogWriter.reasonOfSelection))
      }
      if source.isSetApart {
        entry.gaps.append(CoverageEntry.Gap(from: nil, to: nil, reason: "clock unknown; set apart"))
      }
      return entry
    }
  }
}
