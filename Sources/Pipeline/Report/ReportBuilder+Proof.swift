import Chronicle
import ClusterState
import Diagnosis
import Model
import Reports
import Rules

/// The proof of one object: the steps of its rule, what was asked for between them, what did not happen.
extension ReportBuilder {
  func requested(_ c: Candidate, _ line: (Evidence.Place) -> CitedLine?) -> [WitnessEntry] {
    let requests = requests
    return requests.around(c).map { request in
      let source = chronicle.sources.first { $0.stream == request.milestone.stream }?.display ?? ""
      return requests.entry(request, requests.place(request).flatMap(line), source: source)
    }
  }

  /// The steps of the rule with the requests between them; a request that is one of the steps counts once, and says by whom
  /// it was. What the state says stays at the end.
  static func inOrder(_ steps: [WitnessEntry], _ requests: [WitnessEntry]) -> [WitnessEntry] {
    func place(_ entry: WitnessEntry) -> [String] {
      [entry.citation.source, "\(entry.citation.line)", "\(entry.citation.offset)"]
    }
    let cited = requests.filter { !$0.citation.text.isEmpty }
    let byPlace = Dictionary(cited.map { (place($0), $0) }, uniquingKeysWith: { first, _ in first })
    let known = Set(steps.map(place))
    let new = requests.filter { !known.contains(place($0)) || $0.citation.text.isEmpty }
    let steps = steps.map { step in
      guard step.step != "state", let request = byPlace[place(step)] else { return step }
      var named = step
      (named.label, named.actor) = (request.label, request.actor)
      return named
    }
    let all = (steps.filter { $0.step != "state" } + new).enumerated().sorted { a, b in
      let (x, y) = (a.element.instant ?? .distantPast, b.element.instant ?? .distantPast)
      return x == y ? a.offset < b.offset : x < y
    }
    return all.map(\.element) + steps.filter { $0.step == "state" }
  }

  func witness(_ c: Candidate, _ rule: Rule, _ text: (Int) -> CitedLine) -> [WitnessEntry] {
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
    for says in [c.stateSays].compactMap({ $0 }) + c.alsoSays {
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

  func witnessEntry(_ number: Int, _ step: String, _ says: String, _ actor: String, _ text: (Int) -> CitedLine)
    -> WitnessEntry
  {
    let e = chronicle.events[number]
    var entry = WitnessEntry()
    entry.step = step
    entry.label = says
    entry.actor = actor
    (entry.instant, entry.uncertainty) = moment(e)
    entry.count = Int(e.count)
    entry.citation = citation(e, text(number))
    return entry
  }

  func citation(_ e: Event, _ line: CitedLine) -> Citation {
    let source = chronicle.sources[Int(e.source)]
    var citation = Citation()
    citation.source = source.display
    if source.display.hasSuffix(" [\(source.writer.pod)]") { citation.writer = source.writer.pod }
    citation.line = UInt64(e.line)
    citation.offset = e.offset
    citation.text = line.text
    // Lines of a stack are indented.
    citation.message = String(line.message.drop { $0 == "\t" || $0 == " " })
    // Of an Event the place is the first line of its object, which says nothing.
    if e.flags.contains(.isState), e.detail != 0 { citation.message = chronicle.texts.text(e.detail) }
    return citation
  }

  func stateCitation(_ c: Candidate) -> Citation {
    let facts = c.facts
    var citation = Citation()
    citation.message = StateProof(state).fields(
      of: c.subject.ref, shared: pack.rules[c.rule].state.flatMap(\.sharedFields), heldBy: facts.heldBy)
    citation.source =
      facts.stream.flatMap { stream in chronicle.sources.first { $0.stream == stream }?.display } ?? "state"
    citation.line = facts.position?.line ?? 0
    citation.offset = facts.position?.offset ?? 0
    citation.text = facts.ledgerReason
    if facts.stream == nil, c.subject.ref.kind == .ip, let seen = state.ports(named: c.subject.ref.name).last {
      citation.source = chronicle.sources.first { $0.stream == seen.stream }?.display ?? "state"
      (citation.line, citation.offset) = (seen.position.line, seen.position.offset)
      citation.message = StateProof.fields(of: seen.port)
    }
    return citation
  }

  func actor(_ e: Event) -> String {
    if e.flags.contains(.isAudit) { return "api server" }
    return switch e.kind.area {
    case .pod: "pod worker"
    case .ip: e.kind == .ipCollected ? "gc" : "ip worker"
    case .subnet: "subnet worker"
    case .port: "gc"
    default: "controller"
    }
  }

  /// When it was, if that is known, and how far that can be off.
  func moment(_ e: Event) -> (Instant?, Int64) { chronicle.known(e).map { ($0, chronicle.uncertainty(e)) } ?? (nil, 0) }

  func absence(_ a: Candidate.CheckedAbsence, _ rule: Rule, of c: Candidate) -> AbsenceEntry {
    var entry = AbsenceEntry()
    entry.what = rule.absences[a.absence].says
    if !c.witness.contains(where: { chronicle.isUndated(chronicle.events[$0.event]) }) {
      entry.from = Instant(nanoseconds: a.from)
      entry.to = Instant(nanoseconds: a.to)
    }
    entry.isCovered = a.doubt == nil
    entry.note = a.doubt ?? ""
    return entry
  }
}
