import Chronicle
import Model
import Reports
import Rules

/// What the controller says again and again and no rule explains, most frequent first.
public enum RuleCoverage {
  /// Most rows printed.
  static let limit = 50

  /// One error about one object.
  private struct Row {
    var count = 0
    var first = Int64.max
    var last = Int64.min
  }

  private struct Key: Hashable {
    var kind: ObservationKind
    var subject: ResourceID
    var detail: TextID
  }

  /// Kinds that tell of work that fails.
  private static let failures = ObservationKind.allCases.filter {
    let name = $0.rawValue
    return $0 == .workRequeued || name.hasSuffix("failed") || name.hasSuffix(".stuck") || name.hasSuffix("-missing")
  }

  /// The table as text.
  public static func text(_ options: AnalyzeOptions) throws -> String {
    let pack = try RuleLoading.pack(folders: options.ruleFolders)
    let evidence = try Evidence.gather(options, progress: { _ in }, isCancelled: { false })
    let chronicle = evidence.chronicle
    let engine = RuleEngine(
      pack: pack, chronicle: chronicle, nics: evidence.nics, coverage: evidence.coverage, state: evidence.state,
      versions: ControllerLives(chronicle, evidence.ledger.state).versions)
    let explained = explained(engine.run(threads: Processors.count), pack, evidence)
    var wanted = KindSet()
    for kind in failures { wanted.insert(kind) }
    var rows: [Key: Row] = [:]
    for e in chronicle.events where wanted.contains(code: e.code) && !explained.contains(e.subject) {
      let key = Key(kind: e.kind, subject: e.subject, detail: e.detail)
      var row = rows[key] ?? Row()
      row.count += Int(e.count)
      row.first = min(row.first, e.instant)
      row.last = max(row.last, e.instant + Int64(e.span) * 1_000_000)
      rows[key] = row
    }
    if rows.isEmpty { return "every failure in the log belongs to a finding\n" }
    let sorted = rows.sorted { a, b in
      if a.value.count != b.value.count { return a.value.count > b.value.count }
      return (a.value.first, a.key.subject, a.key.detail) < (b.value.first, b.key.subject, b.key.detail)
    }
    let redaction = options.redaction.map { evidence.redaction(pack, $0.map) }
    var lines = sorted.prefix(limit).map { say($0.key, $0.value, chronicle, redaction) }
    if sorted.count > limit { lines.append("… and \(sorted.count - limit) more") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Resources that a finding is about or rests on.
  private static func explained(_ found: [Candidate], _ pack: RulePack, _ evidence: Evidence) -> Set<ResourceID> {
    var known: Set<ResourceID> = []
    for c in found where c.verdict < .refuted {
      // A finding that something fails explains nothing.
      if pack.rules[c.rule].subject == .work { continue }
      known.insert(evidence.chronicle.resources.find(c.subject.ref))
      for step in c.witness { known.insert(evidence.chronicle.events[step.event].subject) }
      if c.subject.kind == .ip {
        let nic = evidence.nics.nics[c.subject.number]
        known.formUnion([nic.pod, nic.subnet])
      }
    }
    return known
  }

  private static func say(_ key: Key, _ row: Row, _ chronicle: Chronicle, _ redaction: Redaction?) -> String {
    var subject = key.subject == 0 ? "-" : chronicle.resources.ref(key.subject).display
    var detail = chronicle.texts.text(key.detail)
    if let redaction { (subject, detail) = (redaction.display(subject), redaction.line(detail)) }
    let span = Double(row.last - row.first) / 60_000_000_000
    let pace = span > 0 ? "\(Int((Double(row.count) / span).rounded())) a minute" : "once"
    let times = "\(Instant(nanoseconds: row.first).shortText) – \(Instant(nanoseconds: row.last).shortText) UTC"
    return Explaining.clean(
      "\(row.count)  \(key.kind.rawValue)  \(subject)  \(times)  \(pace)  \(detail)")
  }
}
