import ByteLexing
import Glibc
import Intake
import Model
import Reports
import Rules

/// `redact`: the evidence once more without the names of the cluster, for whoever must not know them.
///
/// Members of archives become files of folders, compressed files plain ones. What no format understood is left out. The copy is
/// then analysed like any evidence, and what it gives is held against what the original gives.
public enum RedactedCopy {
  /// What came of it.
  public struct Result: Sendable {
    /// Files that were written, and the bytes in them.
    public var files = 0
    public var bytes: UInt64 = 0
    /// Inputs of which there is no copy, and why.
    public var leftOut: [IntakeProblem] = []
    /// What was met while the original was read.
    public var problems: [IntakeProblem] = []
    /// Findings of the original.
    public var findings = 0
    /// What the copy says otherwise than the original; empty if it says the same.
    public var differences: [String] = []
    public var redaction: Redaction?
    public var status = ExitStatus.clean

    /// Nothing yet.
    public init() {}
  }

  /// Writes the copy into a folder, which must be empty. Throws if something cannot be written.
  ///
  /// `progress` and `isCancelled` as in `Analysis.run`.
  public static func run(
    _ options: AnalyzeOptions, into folder: String, progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> Result {
    var options = options
    options.redaction = options.redaction ?? RedactionRequest()
    let pack = try RuleLoading.pack(folders: options.ruleFolders)
    let evidence = try Evidence.gather(options, progress: progress, isCancelled: isCancelled)
    let original = Analysis.judge(evidence, options, pack, isCancelled: isCancelled)
    var result = Result()
    result.problems = original.problems
    result.findings = original.report.findings.count
    guard let redaction = original.redaction, original.hasEvidence, !isCancelled() else {
      result.status =
        isCancelled() ? .interrupted : .ofNothingFound(original.problems, hasEvidence: false, isConclusive: false)
      return result
    }
    result.redaction = redaction
    try copy(evidence, redaction, folder, into: &result, progress, isCancelled)
    if isCancelled() || result.files == 0 {
      result.status = isCancelled() ? .interrupted : .notUnderstood
      return result
    }
    var again = options
    (again.inputs, again.redaction) = ([folder], nil)
    let copied = try Analysis.run(again, pack: pack, progress: progress, isCancelled: isCancelled)
    result.differences = Self.differences(original, copied)
    if !result.differences.isEmpty { result.status = .findings }
    if isCancelled() { result.status = .interrupted }
    return result
  }

  // MARK: Writing

  private static func copy(
    _ evidence: Evidence, _ redaction: Redaction, _ folder: String, into result: inout Result,
    _ progress: (AnalysisProgress) -> Void, _ isCancelled: () -> Bool
  ) throws {
    var names = CopyNames(evidence.streams.map(\.harvest.provenance))
    var place: CopyFolder?
    var now = AnalysisProgress()
    now.phase = "writing"
    now.inputBytes = evidence.streams.reduce(0) { $0 &+ $1.harvest.size }
    for stream in evidence.streams where stream.origin.part != nil {
      result.leave(stream.harvest, "left out, because a harvest holds names as they are")
    }
    try evidence.reread { summary, stream in
      if isCancelled() { return }
      let provenance = summary.harvest.provenance
      guard summary.harvest.bytes.understood &+ summary.harvest.bytes.recognized > 0 else {
        return result.leave(summary.harvest, "left out, because no format understood it")
      }
      let path = names.path(of: provenance, isUnpacked: stream.seekable == nil, redaction)
      let folder = try place ?? CopyFolder(folder)
      place = folder
      let file = try folder.file(path, modified: provenance.modified)
      var text = RedactedText(redaction)
      do {
        try text.copy(stream) { piece in
          try file.write(piece)
          now.bytesRead &+= UInt64(piece.count)
          now.inputBytesRead = now.bytesRead
          progress(now)
          return !isCancelled()
        }
      } catch is IntakeError {
        // It ended there when it was read the first time, which `problems` tells.
      }
      try file.close()
      result.files += 1
      result.bytes += file.size
    }
  }

  // MARK: Holding it against the original

  /// Findings by what they say; their order, and the numbers of lines, depend on names.
  static func differences(_ original: AnalysisResult, _ copy: AnalysisResult) -> [String] {
    func claims(_ report: ReportDocument) -> [String: Int] {
      report.findings.reduce(into: [:]) { claims, finding in
        // A controller of which no pod is known is called by the place of its log.
        let objects = finding.objects.map { $0.ref.kind == .replica ? $0.ref.kind.apiKind : $0.ref.display }.sorted()
          .joined(separator: ", ")
        claims["\(finding.rule) \(finding.verdict): \(objects)", default: 0] += 1
      }
    }
    let (before, after) = (claims(original.report), claims(copy.report))
    var found: [String] = []
    if original.isConclusive != copy.isConclusive {
      found.append("\(copy.isConclusive ? "only" : "not") the copy is enough to say that nothing was found")
    }
    for (claim, count) in before where (after[claim] ?? 0) < count { found.append("not in the copy: \(claim)") }
    for (claim, count) in after where (before[claim] ?? 0) < count { found.append("only in the copy: \(claim)") }
    return found.sorted()
  }
}

extension RedactedCopy.Result {
  fileprivate mutating func leave(_ harvest: StreamHarvest, _ reason: String) {
    leftOut.append(
      IntakeProblem(
        subject: harvest.provenance.display, reason: reason, kind: .unsupported, skippedBytes: harvest.size))
  }
}
