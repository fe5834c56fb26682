import Model
import Reports

/// What a command that prints tables yields.
public struct TableResult: Sendable {
  public var tables: [TableDocument] = []
  /// Inputs that were missing or unreadable.
  public var problems: [IntakeProblem] = []
  public var status = ExitStatus.clean
  /// What takes the names out of the tables; `nil` if none was asked for.
  public var redaction: Redaction?

  /// An empty result.
  public init() {}
}

extension Evidence {
  /// The exit code of a command that only shows what the evidence holds.
  func status(isInterrupted: Bool, findsSomething: Bool = false) -> ExitStatus {
    if isInterrupted { return .interrupted }
    if findsSomething { return .findings }
    if !hasEvidence { return .ofNothingFound(problems, hasEvidence: false, isConclusive: false) }
    return problems.contains { $0.kind == .missing } ? .inputMissing : .clean
  }
}
