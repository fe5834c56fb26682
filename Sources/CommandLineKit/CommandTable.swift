/// A program's commands and options as one table; parsing, help, completions and the manual page all come from it.
public struct CommandTable: Sendable {
  public var program: String
  public var about: String
  public var version: String
  /// Name of the command that is meant when none is given.
  public var defaultCommand: String
  public var commands: [Command]
  /// Exit codes and what they mean, for help and manual.
  public var exitCodes: [(code: Int, meaning: String)]

  /// Describes a program.
  public init(
    program: String, about: String, version: String, defaultCommand: String, commands: [Command],
    exitCodes: [(code: Int, meaning: String)]
  ) {
    self.program = program
    self.about = about
    self.version = version
    self.defaultCommand = defaultCommand
    self.commands = commands
    self.exitCodes = exitCodes
  }

  /// The command of that name.
  public func command(_ name: String) -> Command? { commands.first { $0.name == name || $0.aliases.contains(name) } }
}

/// One command.
public struct Command: Sendable {
  public var name: String
  public var about: String
  /// What stands behind the options, for example `[INPUT…]`; empty if nothing may.
  public var operands: String
  public var options: [Option]
  public var examples: [String]
  /// Other names that it goes by.
  public var aliases: [String]
  /// First operands that are fixed words, each with those that may follow it; an empty list for files.
  public var words: [String: [String]]
  /// Options of other commands that somebody might expect, each with why it has none, and what to do instead.
  public var refusals: [String: UsageError]

  /// Describes a command.
  public init(
    name: String, aliases: [String] = [], about: String, operands: String = "", options: [Option] = [],
    words: [String: [String]] = [:], refusals: [String: UsageError] = [:], examples: [String] = []
  ) {
    self.refusals = refusals
    self.name = name
    self.aliases = aliases
    self.words = words
    self.about = about
    self.operands = operands
    self.options = options
    self.examples = examples
  }
}

/// One option of a command.
public struct Option: Sendable {
  /// Without the dashes.
  public var long: String
  public var short: Character?
  /// Placeholder of its value; `nil` for a flag.
  public var value: String?
  public var isRepeatable: Bool
  public var about: String
  /// Heading it stands under in help.
  public var group: String
  /// Words that the value may be; empty for any.
  public var choices: [String]
  /// Words that complete its value, where others are allowed too.
  public var suggestions: [String]

  /// Describes an option.
  public init(
    _ long: String, short: Character? = nil, value: String? = nil, isRepeatable: Bool = false,
    group: String = "Options",
    choices: [String] = [], suggestions: [String] = [], about: String
  ) {
    self.suggestions = suggestions
    self.long = long
    self.short = short
    self.value = value
    self.isRepeatable = isRepeatable
    self.group = group
    self.choices = choices
    self.about = about
  }
}
