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
      guard let text = try RuleListing.show(parsed.operands[1], folders: folders) else {
        throw UsageError("no rule '\(parsed.operands[1])'", hint: "see 'ko-forensics rules list'")
      }
      return Console.print(text)
    case "lint":
      let problems = RuleListing.lint(Array(parsed.operands.dropFirst()))
      for problem in problems { Console.complain(problem, hint: "") }
      return problems.isEmpty ? .clean : .findings
    case let other?: throw UsageError("'rules' knows no '\(other)'", hint: "list, show or lint")
    }
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
