import Testing

@testable import CommandLineKit

@Suite struct CompleterTests {
  private static let table = CommandTable(
    program: "tool", about: "", version: "1", defaultCommand: "read",
    commands: [
      Command(
        name: "read", about: "read it", operands: "[INPUT…]",
        options: [
          Option("output", short: "o", value: "FORMAT[=FILE]", suggestions: ["html", "text"], about: "format"),
          Option("color", value: "WHEN", choices: ["auto", "never"], about: "colour"),
          Option("rules", value: "DIR", about: "folder"), Option("quiet", short: "q", about: "say less"),
        ]),
      Command(name: "rules", about: "rules", words: ["list": [], "show": ["R-1", "R-2"]]),
      Command(name: "completions", aliases: ["completion"], about: "script"),
    ], exitCodes: [])

  private func words(_ typed: String...) -> [String] { Self.table.complete(typed).words.map(\.word) }

  @Test func commandsAndFilesFirst() {
    #expect(words("r") == ["read", "rules"])
    #expect(Self.table.complete([""]).files == .files)
  }

  @Test func optionsAndTheirValues() {
    #expect(words("--q") == ["--quiet"])
    #expect(words("read", "--c") == ["--color"])
    #expect(words("-o", "h") == ["html"])
    #expect(words("--color=n") == ["--color=never"])
    #expect(Self.table.complete(["-o", "html="]).files == .files)
    #expect(Self.table.complete(["--rules", ""]).files == .folders)
    #expect(Self.table.complete(["--color", ""]).files == .none)
  }

  @Test func fixedOperands() {
    #expect(words("rules", "") == ["list", "show"])
    #expect(words("rules", "show", "") == ["R-1", "R-2"])
    #expect(Self.table.complete(["rules", "show", ""]).files == .none)
  }

  @Test func helpAndAliases() throws {
    #expect(try Self.table.parse(["help", "rules"]).command == "rules")
    #expect(try Self.table.parse(["help", "rules"]).help == .long)
    #expect(try Self.table.parse(["help"]).help == .long)
    #expect(try Self.table.parse(["completion"]).command == "completions")
    #expect(throws: UsageError.self) { try Self.table.parse(["help", "nonsense"]) }
  }

  @Test func onlyNearOptionsAreSuggested() {
    func hint(_ typed: String) -> String {
      do throws(UsageError) { _ = try Self.table.parse([typed]) } catch { return error.hint }
      return ""
    }
    #expect(hint("--colour").contains("--color"))
    #expect(hint("--xyz").contains("--help"))
  }
}
