import CPlatform
import CommandLineKit
import Glibc
import Model
import Pipeline
import Reports

/// `analyze`: options in, reports out, exit code by what was found.
enum AnalyzeCommand {
  static func run(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    var options = try AnalyzeArguments.options(parsed)
    let outputs = try OutputTarget.list(parsed)
    if options.inputs.isEmpty {
      guard isatty(0) == 0 else {
        Console.complain("no input", hint: "name files, folders or bundles, or pipe a log in; see '\(program) --help'")
        return .usage
      }
      options.inputs = ["-"]
    }
    try OutputCheck.check(outputs.map(\.choice) + RedactionOption.choices(parsed), inputs: options.inputs)
    let isQuiet = parsed.has("quiet")
    let progress = ProgressLine(isShown: !isQuiet && isatty(2) == 1)
    Interruption.install()
    let result = try Analysis.run(options, progress: { progress.show($0) }, isCancelled: { Interruption.isRequested })
    progress.clear()
    if !isQuiet {
      Console.complain(result.problems) { problem in
        let isMissing = problem.kind == .missing && problem.subject == parsed.operands.first
        return isMissing ? ProgramTable.table.nearestCommand(problem.subject) : ""
      }
    }
    // With no input at all there is nothing to report on.
    if result.report.inputs.isEmpty, result.problems.contains(where: { $0.kind == .missing }) { return .inputMissing }
    let status = ExitStatus.of(result, failOn: AnalyzeArguments.failOn(parsed))
    var report = result.report
    report.exitStatus = Int(status.rawValue)
    for output in outputs {
      let written = output.write(report, parsed)
      if written != .clean { return written }
    }
    let mapped = RedactionOption.write(result.redaction, parsed)
    if mapped != .clean { return mapped }
    if result.leftOut > 0, !isQuiet {
      Console.complain(
        "\(result.leftOut) more \(result.leftOut == 1 ? "finding was" : "findings were") left out by the selection",
        hint: "")
    }
    if !result.hasEvidence, !isQuiet, result.problems.isEmpty {
      Console.complain(
        "nothing in the input could be understood", hint: "expected controller logs, events, audit records or objects")
    }
    return status
  }
}

/// SIGINT and SIGTERM: the first ends the reading, and the report covers what was read; the second ends the program.
enum Interruption {
  static var isRequested: Bool { count > 0 }

  /// Signals so far.
  static var count: Int32 { cplatform_interrupts() }

  static func install() { cplatform_count_interrupts() }
}
