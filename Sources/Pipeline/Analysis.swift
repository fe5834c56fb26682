import CPlatform
import Chronicle
import ClusterState
import Diagnosis
import Intake
import Model
import Reports
import Rules
import Vocabulary

/// What an analysis yields.
public struct AnalysisResult: Sendable {
  public var report = ReportDocument()
  /// Inputs that were missing or unreadable, for standard error and the exit code.
  public var problems: [IntakeProblem] = []
  /// Findings that the selection left out.
  public var leftOut = 0
  /// Some controller log or object dump was understood.
  public var hasEvidence = false
  /// The evidence covers enough to say that nothing was found.
  public var isConclusive = false
  /// Kinds of evidence that are there, and those that rules ask for and that are missing or incomplete.
  public var evidencePresent: [String] = []
  public var evidenceMissing: [String] = []
  /// UID of the namespace kube-system, which tells clusters apart; empty if no evidence shows it.
  public var cluster = ""
  /// Nothing proves the year of some log: its times may be those of another year.
  public var isYearAssumed = false
  /// What took the names out of the report, and can tell its map; `nil` if none was asked for.
  public var redaction: Redaction?
  /// What the evidence calls things, if only that was asked for.
  var names: KnownNames?
  /// Newest time of the object dumps.
  public var stateTime: Instant?

  /// An empty result.
  public init() {}
}

/// Wires the stages: options in, report out.
public enum Analysis {
  /// Reads all inputs and judges them. Throws only for what makes any result impossible, such as a broken rule folder;
  /// bad inputs end up in `problems`.
  ///
  /// `progress`: called now and then from a worker; must be quick.
  /// `isCancelled`: asked now and then; when it answers true, reading stops and the report is marked partial.
  public static func run(
    _ options: AnalyzeOptions, progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> AnalysisResult {
    try run(
      options, pack: try RuleLoading.pack(folders: options.ruleFolders), progress: progress, isCancelled: isCancelled)
  }

  /// The same with rules that were read already.
  static func run(
    _ options: AnalyzeOptions, pack: RulePack, progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> AnalysisResult {
    let inputs = Array(options.inputs.joined(separator: " ").utf8.prefix(1024))
    inputs.withUnsafeBytes { cplatform_judging($0.baseAddress, $0.count) }
    let evidence = try Evidence.gather(options, progress: progress, isCancelled: isCancelled)
    return judge(evidence, options, pack, isCancelled: isCancelled)
  }

  /// What evidence that was gathered says.
  static func judge(
    _ evidence: Evidence, _ options: AnalyzeOptions, _ pack: RulePack, isCancelled: @Sendable @escaping () -> Bool
  ) -> AnalysisResult {
    let lives = ControllerLives(evidence.chronicle, evidence.ledger.state)
    let engine = RuleEngine(
      pack: pack, chronicle: evidence.chronicle, nics: evidence.nics, coverage: evidence.coverage,
      state: evidence.state, versions: lives.versions)
    let candidates = engine.run(threads: Processors.count, isCancelled: isCancelled)
    let grouping = IncidentGrouping(pack: pack, chronicle: evidence.chronicle, nics: evidence.nics)
    let all = grouping.findings(from: candidates)
    let findings = options.selection.resolved(in: evidence).apply(to: all)
    let sufficiency = Sufficiency(evidence, pack, lives.versions)
    let state = evidence.ledger.state
    let health = HealthEntry(ControllerHealth(evidence.chronicle), lives, state)
    let builder = ReportBuilder(
      pack: pack, chronicle: evidence.chronicle, nics: evidence.nics, coverage: evidence.coverage,
      findings: findings,
      planner: RemediationPlanner(chronicle: evidence.chronicle, nics: evidence.nics, versions: lives.versions),
      versions: lives.versions, lives: lives.entries, state: state, sufficiency: sufficiency,
      leftOut: all.count - findings.count, health: health,
      symptoms: Symptoms(pack: pack, chronicle: evidence.chronicle, state: state, findings: findings).entries,
      target: ReleaseTarget(pack: pack, running: lives.running).target(for: findings))
    let texts = evidence.texts(of: builder.citedEvents, and: builder.citedPlaces)
    var result = AnalysisResult()
    result.report = builder.document(text: { texts.events[$0] ?? CitedLine() }, line: { texts.places[$0] })
    evidence.describeInputs(in: &result.report)
    if !evidence.hasEvidence, all.isEmpty, !result.report.inputs.isEmpty {
      result.report.headline = "Nothing can be said: nothing in the input was of use."
    }
    result.report.tool.version = Version.current
    result.report.tool.rulePack = RulePack.version
    result.report.tool.arguments = options.arguments
    result.report.isPartial = isCancelled()
    result.leftOut = all.count - findings.count
    result.problems = evidence.problems
    result.hasEvidence = evidence.hasEvidence
    result.isConclusive = sufficiency.isConclusive
    result.describe(evidence)
    result.report.cluster = result.cluster
    result.report.run = result.report.runHash
    result.redact(options.redaction, evidence, pack)
    return result
  }
}

extension AnalysisResult {
  fileprivate mutating func describe(_ evidence: Evidence) {
    guard hasEvidence else { return }
    for need in EvidenceNeed.allCases {
      switch need.extent(evidence) {
      case .whole: evidencePresent.append(need.rawValue)
      case .partial:
        evidencePresent.append(need.rawValue)
        evidenceMissing.append(need.rawValue + " (in part)")
      case .missing: evidenceMissing.append(need.rawValue)
      }
    }
    isYearAssumed = evidence.chronicle.sources.contains { $0.writer.records > 0 && $0.clock.year == .assumed }
    let state = evidence.ledger.state
    cluster = state.lives(of: ResourceRef(.namespace, name: "kube-system")).last?.uid ?? ""
    stateTime = state.snapshots.last?.notBefore
  }
}
