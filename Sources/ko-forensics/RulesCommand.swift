import CommandLineKit
import Pipeline

/// `rules list`, `rules show ID`, `rules lint FILE…`.
enum RulesCommand {
  static func run(_ parsed: ParsedArguments) throws -> ExitStatus {
    let folders = parsed.values["rules"] ?? []
    switch parsed.operands.first {
    case "list", nil: return Console.print(try RuleListing.list(folders: folders))
    case "show":
      guard parsed.operands.count == 2 else { throw UsageError("'rules show' needs one rule id, such as KOV-001") }
      let wanted = parsed.values["output"]?.last ?? "yaml"
      guard ["yaml", "text"].contains(wanted) else { throw UsageError("'rules show' prints yaml or text") }
      let text =
        wanted == "yaml" && folders.isEmpty
        ? RuleListing.source(parsed.operands[1]) : try RuleListing.show(parsed.operands[1], folders: folders)
      guard let text else {
        throw UsageError("no rule '\(parsed.operands[1])'", hint: "see 'ko-forensics rules list'")
      }
      return Console.print(text)
    case "lint":
      let problems = RuleListing.lint(Array(parsed.operands.dropFirst()))
      for problem in problems { Console.complain(lines: problem.split(separator: "\n")) }
      return problems.isEmpty ? .clean : .findings
    case "explain":
      guard parsed.operands.count > 2 else {
        throw UsageError(
          "'rules explain' needs a rule or an object, and the evidence", hint: "such as KOV-010 evidence/")
      }
      var options = AnalyzeOptions()
      options.inputs = Array(parsed.operands.dropFirst(2))
      options.ruleFolders = folders
      options.redaction = try redaction(parsed)
      guard let text = try Explaining.text(parsed.operands[1], options) else {
        throw UsageError(
          "'\(parsed.operands[1])' is neither a rule nor an object", hint: "such as KOV-010 or ovn-fip/web")
      }
      return Console.print(text)
    case "coverage":
      guard parsed.operands.count > 1 else { throw UsageError("'rules coverage' needs evidence") }
      var options = AnalyzeOptions()
      options.inputs = Array(parsed.operands.dropFirst())
      options.ruleFolders = folders
      options.redaction = try redaction(parsed)
      return Console.print(try RuleCoverage.text(options))
    case "doc": return Console.print(try RuleDocument.markdown(folders: folders))
    case "test":
      guard parsed.operands.count > 1 else { throw UsageError("'rules test' needs files or folders with rules") }
      let paths = Array(parsed.operands.dropFirst())
      return parsed.has("mutants") ? try mutants(paths) : try test(paths)
    case let other?:
      throw UsageError("'rules' knows no '\(other)'", hint: "list, show, lint, test, explain, coverage or doc")
    }
  }
}

extension RulesCommand {
  /// Explanations are looked at by who has the evidence: a map of them would be of no use.
  private static func redaction(_ parsed: ParsedArguments) throws(UsageError) -> RedactionRequest? {
    parsed.has("redact") ? RedactionRequest() : nil
  }

  /// One line for each example: whether it gives what it says.
  private static func test(_ paths: [String]) throws -> ExitStatus {
    let outcomes = try RuleTesting.run(paths)
    let failed = outcomes.filter { !$0.differences.isEmpty }
    let lines = outcomes.map { outcome in
      let mark = outcome.differences.isEmpty ? "ok    " : "FAILED"
      let what = outcome.differences.isEmpty ? "" : ": " + outcome.differences.joined(separator: "; ")
      return "\(mark)  \(outcome.rule)  \(outcome.example)\(what)\n"
    }
    let sum = "\(outcomes.count) examples, \(failed.count) failed\n"
    _ = Console.print(lines.joined() + sum)
    return failed.isEmpty ? .clean : .findings
  }
}

extension RulesCommand {
  /// One line for each part of a rule that no example of it needs.
  private static func mutants(_ paths: [String]) throws -> ExitStatus {
    let survivors = try RuleTesting.survivors(paths)
    let lines = survivors.map { "NOT TOLD  \($0.rule)  \($0.change)\n" }
    _ = Console.print(lines.joined() + "\(survivors.count) changed rules that no example tells from the rule\n")
    return survivors.isEmpty ? .clean : .findings
  }
}

/// `version`.
enum VersionCommand {
  static func run(_ parsed: ParsedArguments) -> ExitStatus {
    let parts = Versions.all
    if parsed.has("json") {
      let fields = parts.map { "\"\($0.name)\": \"\($0.version)\"" }
      return Console.print("{\(fields.joined(separator: ", "))}\n")
    }
    let width = parts.map(\.name.count).max() ?? 0
    return Console.print(
      parts.map { $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.version + "\n" }.joined())
  }
}
