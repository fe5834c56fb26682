import CommandLineKit
import Glibc
import Intake
import Pipeline

/// `redact`: evidence in, a folder with a copy of it out that can be passed on.
enum RedactCommand {
  static func run(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    var options = try AnalyzeArguments.options(parsed)
    if options.inputs.isEmpty {
      guard isatty(0) == 0 else {
        throw UsageError(
          "no input", hint: "name files, folders or bundles, or pipe a log in; see '\(program) redact --help'")
      }
      options.inputs = ["-"]
    }
    guard let folder = parsed.value("output"), !folder.isEmpty, folder != "-" else {
      throw UsageError("'redact' needs a folder for the copy", hint: "-o DIR")
    }
    try OutputCheck.check(RedactionOption.choices(parsed), inputs: options.inputs)
    try OutputCheck.check(folder: folder, inputs: options.inputs)
    let isQuiet = parsed.has("quiet")
    let progress = ProgressLine(isShown: !isQuiet && isatty(2) == 1)
    Interruption.install()
    let result = try RedactedCopy.run(
      options, into: folder, progress: { progress.show($0) }, isCancelled: { Interruption.isRequested })
    progress.clear()
    if !isQuiet { Console.complain(result.problems) }
    let mapped = RedactionOption.write(result.redaction?.map, parsed)
    if !isQuiet { say(result, folder) }
    for difference in result.differences {
      Console.complain("the copy is not analysed like the original: " + difference, hint: "")
    }
    return mapped == .clean ? result.status : mapped
  }

  private static func say(_ result: RedactedCopy.Result, _ folder: String) {
    func counted(_ count: Int, _ one: String) -> String { "\(count) \(one)\(count == 1 ? "" : "s")" }
    Console.complain(result.leftOut)
    if result.files == 0 { return Console.complain("nothing was copied", hint: "") }
    Console.complain("wrote \(counted(result.files, "file")) to \(folder) (\(Console.size(result.bytes)))", hint: "")
    if result.status == .clean, result.differences.isEmpty {
      Console.complain("the copy gives what the original gives: \(counted(result.findings, "finding"))", hint: "")
    }
  }
}
