import Intake
import Model
import Reports

/// What the program's exit code says about a run.
public enum ExitStatus: Int32, Sendable {
  case clean = 0
  case findings = 1
  case confirmedCritical = 2
  case inconclusive = 3
  case usage = 64
  case notUnderstood = 65
  case inputMissing = 66
  case internalError = 70
  case ioError = 74
  case interrupted = 130

  /// Decides the exit code of an analysis.
  ///
  /// `failOn`: findings milder than this do not count; `nil` for never.
  public static func of(_ result: AnalysisResult, failOn: Severity?) -> ExitStatus {
    if result.report.isPartial { return .interrupted }
    let open = result.report.findings.filter { $0.verdict < .resolved }
    let counting = open.filter { finding in failOn.map { finding.severity <= $0 } ?? false }
    if counting.contains(where: { $0.verdict == .confirmed && $0.severity == .critical }) { return .confirmedCritical }
    if !counting.isEmpty { return .findings }
    // Whoever asks for `never` wants to hear of failures only.
    if failOn == nil, result.hasEvidence, !open.isEmpty { return .clean }
    return ofNothingFound(result.problems, hasEvidence: result.hasEvidence, isConclusive: result.isConclusive)
  }

  /// Decides the exit code of a run that found nothing.
  static func ofNothingFound(_ problems: [IntakeProblem], hasEvidence: Bool, isConclusive: Bool) -> ExitStatus {
    if problems.contains(where: { $0.kind == .missing }) { return .inputMissing }
    if !hasEvidence { return problems.contains { $0.kind == .unreadable } ? .ioError : .notUnderstood }
    return isConclusive && !problems.contains(where: \.losesEvidence) ? .clean : .inconclusive
  }

  /// All codes with their meaning, for help and manual.
  public static let meanings: [(code: Int, meaning: String)] = [
    (0, "nothing at or above --fail-on was found"),
    (1, "findings"),
    (2, "a critical leak is confirmed"),
    (3, "inconclusive: nothing was found, but the evidence does not cover enough to say so"),
    (64, "the arguments make no sense"),
    (65, "nothing in the input could be understood"),
    (66, "an input is missing, and nothing was found in the others"),
    (70, "a bug in the program"),
    (74, "reading or writing failed, and nothing was found in what could be read"),
    (130, "interrupted; what was printed covers what had been read"),
  ]
}
