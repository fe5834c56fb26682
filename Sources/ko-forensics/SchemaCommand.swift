import CommandLineKit
import Pipeline
import Reports

/// `schema`: lists the schemas; `schema NAME`: prints one.
enum SchemaCommand {
  static func run(_ parsed: ParsedArguments) throws -> ExitStatus {
    let names = ReportSchema.names
    guard let name = parsed.operands.first else {
      let width = names.map(\.name.utf8.count).max() ?? 0
      return Console.print(
        names.map { $0.name + String(repeating: " ", count: width - $0.name.utf8.count + 2) + $0.about + "\n" }.joined()
      )
    }
    guard parsed.operands.count == 1, let text = ReportSchema.named(name) else {
      throw UsageError("no schema '\(name)'", hint: names.map(\.name).joined(separator: ", "))
    }
    return Console.print(text)
  }
}
