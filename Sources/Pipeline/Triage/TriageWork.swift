import Dispatch
import Model
import Reports
import Synchronization

/// The bundles of a run, worked off by several threads within one budget of memory.
final class TriageWork: Sendable {
  private let units: [BundleFinder.Unit]
  private let options: Triage.Options
  private let journal: TriageJournal?
  private let progress: @Sendable (Triage.Progress) -> Void
  private let report: (@Sendable (TriageEntry, [UInt8]) -> Void)?
  private let isCancelled: @Sendable () -> Bool
  private let state: Mutex<State>
  private let changed = DispatchSemaphore(value: 0)

  private struct State {
    var open: [Int]
    var entries: [TriageEntry?]
    var names: KnownNames
    var inUse: UInt64 = 0
    var running = 0
    var progress = Triage.Progress()
  }

  init(
    _ units: [BundleFinder.Unit], _ open: [Int], _ entries: [TriageEntry?], _ names: KnownNames,
    _ options: Triage.Options, _ journal: TriageJournal?, _ progress: @Sendable @escaping (Triage.Progress) -> Void,
    _ report: (@Sendable (TriageEntry, [UInt8]) -> Void)?, _ isCancelled: @Sendable @escaping () -> Bool
  ) {
    self.units = units
    self.options = options
    self.journal = journal
    self.progress = progress
    self.report = report
    self.isCancelled = isCancelled
    var state = State(open: open, entries: entries, names: names)
    state.progress.bundles = units.count
    state.progress.done = units.count - open.count
    state.progress.bytes = units.reduce(0) { $0 + $1.size }
    state.progress.doneBytes = state.progress.bytes - open.reduce(0) { $0 + units[$1].size }
    self.state = Mutex(state)
  }

  /// One entry for each bundle; `nil` where the run was interrupted before it.
  var results: [TriageEntry?] { state.withLock { $0.entries } }

  /// What all bundles call things, if names are to be taken out.
  var names: KnownNames { state.withLock { $0.names } }

  func run() {
    let threads = options.analysis.workers > 0 ? options.analysis.workers : Processors.count
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, units.count))) { _ in
      let child = options.child.first.map { program in
        BundleProcess(
          .init(program: program, arguments: Array(options.child.dropFirst()), seconds: options.seconds))
      }
      while let next = take() {
        guard let unit = next.unit else {
          // Nothing fits beside what is being read.
          changed.wait()
          continue
        }
        let (answer, isKept) = analyze(units[unit], child)
        finish(unit, answer, isKept)
      }
      // Whoever still waits must see that nothing is left.
      changed.signal()
    }
  }

  /// The next bundle that fits into the budget; no unit if none fits now; `nil` if there is none left.
  private func take() -> (unit: Int?, Void)? {
    state.withLock { state in
      if state.open.isEmpty || isCancelled() { return nil }
      let fitting = state.open.firstIndex { state.inUse + Self.estimate(units[$0]) <= options.memory }
      guard let at = fitting ?? (state.running == 0 ? 0 : nil) else { return (nil, ()) }
      let unit = state.open.remove(at: at)
      state.inUse += Self.estimate(units[unit])
      state.running += 1
      return (unit, ())
    }
  }

  /// `isKept`: the result holds for as long as the bundle does not change.
  private func finish(_ unit: Int, _ answer: BundleChild.Answer?, _ isKept: Bool) {
    let now = state.withLock { state in
      state.entries[unit] = answer?.entry
      if let names = answer?.names { state.names.formUnion(names) }
      state.inUse -= Self.estimate(units[unit])
      state.running -= 1
      state.progress.done += 1
      state.progress.doneBytes += units[unit].size
      return state.progress
    }
    if let answer, isKept {
      let key = TriageJournal.key(units[unit], options.fingerprint)
      journal?.append(TriageJournal.Line(key: key, entry: answer.entry, names: answer.names))
    }
    progress(now)
    changed.signal()
  }

  /// Memory that reading a bundle needs, roughly: objects stay, logs do not.
  private static func estimate(_ unit: BundleFinder.Unit) -> UInt64 {
    let size = unit.isArchive ? unit.size.multipliedReportingOverflow(by: 4).partialValue : unit.size
    return min(size, 512 << 20) + (64 << 20)
  }

  /// The answer is `nil` if the run was interrupted meanwhile.
  private func analyze(
    _ unit: BundleFinder.Unit, _ child: BundleProcess?
  ) -> (answer: BundleChild.Answer?, isKept: Bool) {
    var entry = TriageEntry()
    entry.path = unit.path
    entry.bytes = unit.size
    entry.error = unit.error
    (entry.isMissing, entry.isIncomplete) = (unit.isMissing, unit.isClosed)
    let isRedacted = options.analysis.redaction != nil
    guard unit.error.isEmpty else {
      return (BundleChild.Answer(entry: entry, names: isRedacted ? KnownNames() : nil), true)
    }
    let request = BundleChild.Request(
      path: unit.path, inputs: unit.inputs, bytes: unit.size, wantsReport: report != nil, wantsNames: isRedacted)
    guard let child else {
      let (found, page) = BundleReading.read(request, options.analysis, options.language, isCancelled: isCancelled)
      if isCancelled() { return (nil, false) }
      if !page.isEmpty { report?(found.entry, page) }
      return (found, true)
    }
    switch child.read(request, isCancelled: isCancelled) {
    case .cancelled: return (nil, false)
    case .failed(let reason):
      entry.error = reason
      entry.isIncomplete = true
      // The next run may have more memory or time.
      return (BundleChild.Answer(entry: entry), false)
    case .read(var found, let page):
      (found.entry.path, found.entry.bytes) = (entry.path, entry.bytes)
      if !page.isEmpty { report?(found.entry, page) }
      return (found, true)
    }
  }
}

extension TriageEntry {
  /// Takes over what an analysis found.
  mutating func describe(_ result: AnalysisResult) {
    let report = result.report
    let open = report.findings.filter { $0.verdict <= .suspected }
    let worst =
      open.min { ($0.verdict, $0.severity) < ($1.verdict, $1.severity) }
      ?? report.findings.filter { $0.verdict == .resolved }.min { $0.severity < $1.severity }
    verdict = worst?.verdict.rawValue ?? ""
    severity = worst?.severity.rawValue ?? ""
    isOngoing = !open.isEmpty
    harm = (open.first ?? report.findings.first { $0.verdict == .resolved })?.harm.rawValue ?? ""
    isConclusive = result.isConclusive
    let counting = open.isEmpty ? report.findings.filter { $0.verdict == .resolved } : open
    for finding in counting.sorted(by: { ($0.verdict, $0.severity) < ($1.verdict, $1.severity) })
    where !classes.contains(finding.leakClass) {
      classes.append(finding.leakClass)
    }
    leaked = Self.count(report, [.leaked])
    stuck = Self.count(report, [.stuck])
    resolved = Self.count(report, [.resolved])
    from = (report.inputs.compactMap(\.first) + report.coverage.compactMap(\.from)).min()?.nanoseconds
    to = (report.inputs.compactMap(\.last) + report.coverage.compactMap(\.to)).max()?.nanoseconds
    if from == nil, let time = result.stateTime { (from, to) = (time.nanoseconds, time.nanoseconds) }
    for life in report.controllers {
      for version in life.versions where !versions.contains(version) { versions.append(version) }
    }
    present = result.evidencePresent
    missing = result.evidenceMissing
    kind = report.bundles.first { !$0.title.isEmpty }?.title ?? ""
    isIncomplete = result.problems.contains(where: \.losesEvidence)
    if !result.problems.isEmpty {
      error = result.problems.prefix(3).map { "\($0.subject): \($0.reason)" }.joined(separator: "; ")
      if result.problems.count > 3 { error += "; and \(result.problems.count - 3) more" }
    } else if !result.hasEvidence {
      error = "nothing about Kube-OVN could be understood in it"
    }
    identity.cluster = result.cluster
    identity.isYearAssumed = result.isYearAssumed
    identity.replicas = Set(report.controllers.map(\.replica)).filter(Self.isPodOfDeployment).sorted()
    let objects = report.findings.flatMap(\.objects)
    identity.uids = Set(objects.map(\.uid)).subtracting([""]).sorted()
    identity.objects = Set(objects.map(\.ref.display)).sorted()
  }

  /// The name ends as those of a Deployment's pods do: `-` the hash of the template, `-` five random characters.
  private static func isPodOfDeployment(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return false }
    return parts[parts.count - 1].count == 5 && (8...10).contains(parts[parts.count - 2].count)
      && parts.suffix(2).allSatisfy { $0.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) } }
  }

  /// Objects, each once, that a finding at PROBABLE or better, or one that is over, gives that outcome.
  private static func count(_ report: ReportDocument, _ outcomes: Set<Outcome>) -> Int {
    var seen: Set<ResourceRef> = []
    for object in report.findings.flatMap(\.objects)
    where outcomes.contains(object.outcome) && object.verdict != .refuted {
      if [.ip, .subnet, .vpc].contains(object.ref.kind) { seen.insert(object.ref) }
    }
    return seen.count
  }
}
