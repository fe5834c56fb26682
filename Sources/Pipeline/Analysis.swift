import Intake
import Model
import Reports

/// What an analysis yields.
public struct AnalysisResult: Sendable {
  public var report = ReportDocument()
  /// Inputs that were missing or unreadable, for standard error and the exit code.
  public var problems: [IntakeProblem] = []

  /// An empty result.
  public init() {}
}

/// Wires the stages: options in, report out.
public enum Analysis {
  /// Reads all inputs and judges them. Throws only for what makes any result impossible, such as a broken rule folder;
  /// bad inputs end up in `problems`.
  ///
  /// - Parameters:
  ///   - progress: called now and then from the calling thread or a worker; must be quick.
  ///   - isCancelled: asked now and then; when it answers true, reading stops and the report is marked partial.
  public static func run(
    _ options: AnalyzeOptions, progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> AnalysisResult {
    AnalysisResult()
  }
}
