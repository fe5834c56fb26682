import CommandLineKit
import Glibc
import Pipeline

/// `harvest`: inputs in, one file out that stands for them.
enum HarvestCommand {
  static func run(_ parsed: ParsedArguments, _ program: String) throws -> ExitStatus {
    var options = try AnalyzeArguments.options(parsed)
    if options.inputs.isEmpty {
      guard isatty(0) == 0 else {
        Console.complain(
          "no input", hint: "name files, folders or bundles, or pipe a log in; see '\(program) harvest --help'")
        return .usage
      }
      options.inputs = ["-"]
    }
    if let prefix = parsed.value("prefix") {
      guard !prefix.isEmpty, !prefix.hasSuffix("/") else { throw UsageError("'\(prefix)' is no name of a folder") }
      options.prefix = prefix
    }
    let output = try output(parsed)
    try OutputCheck.check([output], inputs: options.inputs)
    let isQuiet = parsed.has("quiet")
    let progress = ProgressLine(isShown: !isQuiet && isatty(2) == 1)
    Interruption.install()
    let result = Harvesting.run(
      options, progress: { progress.show($0) }, isCancelled: { Interruption.isRequested })
    progress.clear()
    if !isQuiet {
      Console.complain(result.problems)
    }
    guard !result.file.isEmpty else {
      if !result.reason.isEmpty { Console.complain(result.reason, hint: "") }
      return result.status
    }
    let written = output.write(result.file)
    return written == .clean ? result.status : written
  }

  /// The one file; standard output, unless that is a terminal.
  private static func output(_ parsed: ParsedArguments) throws(UsageError) -> OutputChoice {
    let file = parsed.value("output")
    if file?.isEmpty == true { throw UsageError("no file name behind '-o'") }
    if file == nil, Console.isTerminal {
      throw UsageError("a harvest is not for a terminal", hint: "write it to a file: -o FILE.kfh")
    }
    return OutputChoice(name: "harvest", file: file == "-" ? nil : file, isQuiet: parsed.has("quiet"))
  }
}
