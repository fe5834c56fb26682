import Testing

@testable import CommandLineKit

@Suite struct ArgumentParserTests {
  private static let table = CommandTable(
    program: "tool", about: "does things", version: "1", defaultCommand: "run",
    commands: [
      Command(
        name: "run", about: "runs", operands: "[INPUT…]",
        options: [
          Option("output", short: "o", value: "FORMAT", isRepeatable: true, about: "formats"),
          Option("quiet", short: "q", about: "less"),
          Option("verbose", short: "v", about: "more"),
          Option("color", value: "WHEN", choices: ["auto", "never"], about: "colour"),
        ]),
      Command(name: "version", about: "prints the version"),
    ], exitCodes: [(0, "fine")])

  @Test func readsEverySpelling() throws {
    let parsed = try Self.table.parse([
      "-qv", "-ojson", "--output=html=x.html", "-o", "text", "in", "-", "--", "--quiet",
    ])
    #expect(parsed.command == "run")
    #expect(parsed.values["output"] == ["json", "html=x.html", "text"])
    #expect(parsed.has("quiet") && parsed.has("verbose"))
    #expect(parsed.operands == ["in", "-", "--quiet"])
  }

  @Test(
    arguments: [
      (["--qiet"], "unknown option '--qiet'", "did you mean '--quiet'?"),
      (["--color=red"], "'red' is no value of '--color'", "one of: auto, never"),
      (["--output"], "option '--output' needs a value FORMAT", ""),
      (["--quiet=1"], "option '--quiet' takes no value", ""),
      (["--color", "auto", "--color", "never"], "option '--color' was given twice", ""),
      (["version", "x"], "'version' takes no argument 'x'", ""),
    ] as [([String], String, String)])
  func explainsMistakes(_ arguments: [String], _ message: String, _ hint: String) {
    #expect(throws: UsageError(message, hint: hint)) { try Self.table.parse(arguments) }
  }

  @Test func helpNamesEveryOption() {
    let help = Self.table.help(for: "run", isLong: true, program: "tool")
    for word in ["--output", "--quiet", "--color", "version", "exit codes:"] { #expect(help.contains(word)) }
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }

  @Test func everythingComesFromTheTable() {
    for shell in CommandTable.shells {
      #expect(Self.table.completions(for: shell)?.contains(CommandTable.completeCommand) == true)
    }
    #expect(Self.table.complete(["--ou"]).words.map(\.word) == ["--output"])
    #expect(Self.table.completions(for: "tcsh") == nil)
    #expect(Self.table.manualPage.contains(".TH TOOL 1"))
    #expect(Self.table.manualPage.contains("\\-\\-quiet"))
  }
}
