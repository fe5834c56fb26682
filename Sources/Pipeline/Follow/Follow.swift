import ByteLexing
import Diagnosis
import Dispatch
import Formats
import Intake
import Model
import Reports
import Rules
import Vocabulary

/// Reads logs while they are written and says what the rules find as soon as they find it.
///
/// The engine is the one of the batch, run again over what has come: when the logs end, what was said last is what
/// `analyze` says of the same lines. An absence that is still pending shows until when it is awaited.
public struct Follow {
  private let options: AnalyzeOptions
  private let pack: RulePack
  private var known: [Key: FindingChange] = [:]
  /// Events of a log from which on pods that came and went cleanly are dropped; each judgement looks at all that is kept.
  var eventLimit = 1 << 12

  private struct Key: Hashable {
    var rule: String
    var object: ResourceRef
  }

  /// Throws for a broken rule folder.
  public init(_ options: AnalyzeOptions) throws {
    self.options = options
    pack = try RuleLoading.pack(folders: options.ruleFolders)
  }

  /// What takes names out of changes; `nil` if that is not asked for. Nobody knows beforehand which names will come, so
  /// they are numbered as they come, and without a map no run is like another.
  public var redaction: Redaction? {
    options.redaction.map { Redaction(KnownNames(), .of(pack), map: $0.map ?? .random) }
  }

  /// Follows the inputs until all have ended or the user wants to end. Throws `FollowError` for one that cannot be opened.
  ///
  /// `report`: called with what changed, and how far following has come; by one thread. Returns what is claimed at the end.
  public mutating func run(
    isCancelled: @Sendable @escaping () -> Bool, report: ([FindingChange], FollowStatus) -> Void
  ) throws -> [FindingChange] {
    let board = FollowBoard(logs: options.inputs.count)
    let queue = DispatchQueue(label: "follow", attributes: .concurrent)
    for (number, path) in options.inputs.enumerated() {
      nonisolated(unsafe) let log = try FollowedLog(path, isCancelled: isCancelled)
      let provenance = Provenance(input: path, chain: [path == "-" ? "stdin" : path])
      queue.async { [eventLimit] in
        Self.read(log, provenance, number, board, eventLimit)
        board.end(number)
      }
    }
    while let harvests = board.take() {
      let (changes, status) = try judge(harvests)
      report(changes, status)
    }
    return known.values.filter { $0.verdict != nil }.sorted(by: Self.precedes)
  }

  private static func read(
    _ log: FollowedLog, _ provenance: Provenance, _ number: Int, _ board: FollowBoard, _ eventLimit: Int
  ) {
    let harvester = Harvester(provenance: provenance, vocabulary: .builtIn, eventLimit: eventLimit)
    harvester.recognized(as: LogFormat.id, "followed")
    var published: UInt64 = .max
    func publish() {
      guard harvester.byteCount != published, board.wants(number) else { return }
      published = harvester.byteCount
      board.publish(number, harvester.snapshot())
    }
    var feed = ByteFeed { buffer in
      publish()
      let count = log.read(into: buffer, whileWaiting: publish)
      harvester.received(count)
      return count
    }
    try? LogFormat.read(&feed, FormatContext(provenance: provenance), into: harvester)
    board.publish(number, harvester.finish())
  }

  // MARK: Judging

  private mutating func judge(_ harvests: [StreamHarvest]) throws -> ([FindingChange], FollowStatus) {
    let evidence = try Evidence(options, following: harvests)
    let engine = RuleEngine(
      pack: pack, chronicle: evidence.chronicle, nics: evidence.nics, coverage: evidence.coverage,
      state: evidence.state,
      isLive: true)
    let grouping = IncidentGrouping(pack: pack, chronicle: evidence.chronicle, nics: evidence.nics)
    var now: [Key: FindingChange] = [:]
    for finding in options.selection.apply(to: grouping.findings(from: engine.run(threads: Processors.count))) {
      for candidate in finding.candidates {
        let change = change(candidate, evidence)
        now[Key(rule: change.rule, object: change.object)] = change
      }
    }
    var changes: [FindingChange] = []
    for (key, var change) in now {
      let before = known[key]?.verdict
      guard before != change.verdict else { continue }
      change.before = before
      changes.append(change)
    }
    for (key, var gone) in known where now[key] == nil && gone.verdict != nil {
      gone.before = gone.verdict
      gone.verdict = nil
      changes.append(gone)
      now[key] = gone
    }
    known = now
    return (changes.sorted(by: Self.precedes), status(harvests, evidence))
  }

  private func change(_ candidate: Candidate, _ evidence: Evidence) -> FindingChange {
    let rule = pack.rules[candidate.rule]
    var change = FindingChange()
    (change.rule, change.leakClass, change.title) = (rule.id, rule.leakClass, rule.title)
    change.severity = rule.severity
    change.object = candidate.subject.ref
    change.verdict = candidate.verdict
    change.outcome = candidate.outcome
    change.reasons = candidate.reasons
    let events = candidate.witness.map { evidence.chronicle.events[$0.event] }
    if let first = events.first, let last = events.last {
      change.first = Instant(nanoseconds: first.instant)
      change.last = Instant(nanoseconds: last.instant)
      change.place = "\(evidence.chronicle.sources[Int(last.source)].display):\(last.line)"
      let settle = candidate.absences.map { rule.absences[$0.absence].settle }.max() ?? 0
      let ends =
        candidate.absences.filter { rule.absences[$0.absence].window != nil }.map(\.to) + [last.instant + settle]
      if let due = ends.max(), candidate.verdict == .suspected, due > evidence.coverage.end ?? .min {
        change.pendingUntil = Instant(nanoseconds: due)
      }
    }
    return change
  }

  private func status(_ harvests: [StreamHarvest], _ evidence: Evidence) -> FollowStatus {
    var status = FollowStatus()
    status.lines = harvests.reduce(0) { $0 + $1.lines }
    status.bytes = harvests.reduce(0) { $0 + $1.bytes.total }
    status.watermark = evidence.chronicle.sources.compactMap { $0.covers?.to }.min()
    var counts: [FollowCount: Int] = [:]
    for change in known.values {
      guard let verdict = change.verdict, verdict < .resolved else { continue }
      let row = FollowCount(rule: change.rule, leakClass: change.leakClass, verdict: verdict, objects: 0)
      counts[row, default: 0] += 1
    }
    status.open = counts.map { row, count in
      var row = row
      row.objects = count
      return row
    }.sorted { ($0.rule, $0.verdict.rawValue) < ($1.rule, $1.verdict.rawValue) }
    return status
  }

  private static func precedes(_ a: FindingChange, _ b: FindingChange) -> Bool {
    if a.last != b.last { return a.last ?? .distantPast < b.last ?? .distantPast }
    return (a.rule, a.object) < (b.rule, b.object)
  }
}
