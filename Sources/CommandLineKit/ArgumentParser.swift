/// What the user typed, checked against the table.
public struct ParsedArguments: Sendable, Equatable {
  public var command: String
  /// Values by long name, in the order given; a flag has empty values.
  public var values: [String: [String]] = [:]
  public var operands: [String] = []
  /// `-h` (short) or `--help` (long) was given.
  public var help: Help?

  /// How much help was asked for.
  public enum Help: Sendable, Equatable { case short, long }

  /// The flag or option was given.
  public func has(_ name: String) -> Bool { values[name] != nil }
  /// The last value of an option.
  public func value(_ name: String) -> String? { values[name]?.last }
}

/// Why the arguments make no sense, with a hint.
public struct UsageError: Error, Equatable, Sendable {
  public var message: String
  public var hint: String

  /// Describes a mistake.
  public init(_ message: String, hint: String = "") {
    self.message = message
    self.hint = hint
  }
}

extension CommandTable {
  /// Parses arguments without the program's name. GNU style: `--name value`, `--name=value`, `-n value`, `-nvalue`,
  /// clustered flags, `--` before operands that look like options, `-` as an operand.
  public func parse(_ arguments: [String]) throws(UsageError) -> ParsedArguments {
    var rest = arguments[...]
    var name = defaultCommand
    if rest.first == "help" { return try help(rest.dropFirst().first) }
    if let first = rest.first, let found = command(first) {
      name = found.name
      rest = rest.dropFirst()
    }
    guard let command = command(name) else { throw UsageError("no command '\(name)'") }
    var parsed = ParsedArguments(command: name)
    while let word = rest.popFirst() {
      if word == "--" {
        parsed.operands += rest
        break
      } else if word == "--help" || word == "-h" {
        parsed.help = word == "-h" ? .short : .long
      } else if word == "--version", command.name == defaultCommand {
        parsed.command = "version"
        return parsed
      } else if word.hasPrefix("--") {
        try takeLong(word, command, &rest, &parsed)
      } else if word.hasPrefix("-"), word.count > 1 {
        try takeShort(word, command, &rest, &parsed)
      } else {
        parsed.operands.append(word)
      }
    }
    if command.operands.isEmpty, let extra = parsed.operands.first, parsed.help == nil {
      throw UsageError("'\(name)' takes no argument '\(extra)'", hint: nearestCommand(extra))
    }
    return parsed
  }

  /// `help` and `help COMMAND`.
  private func help(_ name: String?) throws(UsageError) -> ParsedArguments {
    var parsed = ParsedArguments(command: defaultCommand)
    parsed.help = .long
    guard let name, !name.hasPrefix("-") else { return parsed }
    guard let command = command(name) else {
      throw UsageError("no command '\(name)'", hint: nearestCommand(name))
    }
    parsed.command = command.name
    return parsed
  }

  private func takeLong(
    _ word: String, _ command: Command, _ rest: inout ArraySlice<String>, _ parsed: inout ParsedArguments
  )
    throws(UsageError)
  {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if let refusal = command.refusals[parts[0]] { throw refusal }
    guard let option = command.options.first(where: { $0.long == parts[0] }) else {
      throw UsageError("unknown option '--\(parts[0])'", hint: elsewhere(parts[0]) ?? nearest("--" + parts[0], command))
    }
    if option.value == nil {
      guard parts.count == 1 else { throw UsageError("option '--\(option.long)' takes no value") }
      try add(option, "", &parsed)
    } else if parts.count == 2 {
      try add(option, parts[1], &parsed)
    } else {
      guard let value = rest.popFirst() else {
        throw UsageError("option '--\(option.long)' needs a value \(option.value ?? "")")
      }
      try add(option, value, &parsed)
    }
  }

  private func takeShort(
    _ word: String, _ command: Command, _ rest: inout ArraySlice<String>, _ parsed: inout ParsedArguments
  )
    throws(UsageError)
  {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = command.options.first(where: { $0.short == letter }) else {
        throw UsageError("unknown option '-\(letter)'", hint: nearest("-" + String(letter), command))
      }
      guard option.value != nil else {
        try add(option, "", &parsed)
        continue
      }
      if letters.isEmpty {
        guard let value = rest.popFirst() else {
          throw UsageError("option '-\(letter)' needs a value \(option.value ?? "")")
        }
        try add(option, value, &parsed)
      } else {
        try add(option, String(letters.first == "=" ? letters.dropFirst() : letters), &parsed)
      }
      return
    }
  }

  private func add(_ option: Option, _ value: String, _ parsed: inout ParsedArguments) throws(UsageError) {
    if !option.choices.isEmpty, option.value != nil, !option.choices.contains(value) {
      throw UsageError(
        "'\(value)' is no value of '--\(option.long)'", hint: "one of: \(option.choices.joined(separator: ", "))")
    }
    if !option.isRepeatable, option.value != nil, parsed.values[option.long] != nil {
      throw UsageError("option '--\(option.long)' was given twice")
    }
    parsed.values[option.long, default: []].append(value)
  }

  /// Which commands have an option that this one has not.
  private func elsewhere(_ option: String) -> String? {
    let names = commands.filter { $0.options.contains { $0.long == option } }.map(\.name)
    return names.isEmpty ? nil : "only \(names.joined(separator: ", ")) \(names.count == 1 ? "has" : "have") it"
  }

  private func nearest(_ typed: String, _ command: Command) -> String {
    let names = command.options.map { "--" + $0.long }
    guard let best = names.min(by: { WordDistance.between($0, typed) < WordDistance.between($1, typed) }),
      WordDistance.isNear(best, typed)
    else { return "see '\(program) \(command.name) --help'" }
    return "did you mean '\(best)'?"
  }

  /// A hint for a word that may be a command misspelt; empty if none is near.
  public func nearestCommand(_ typed: String) -> String {
    let best = commands.map(\.name).min { WordDistance.between($0, typed) < WordDistance.between($1, typed) } ?? ""
    return WordDistance.isNear(best, typed) ? "did you mean '\(best)'?" : ""
  }
}

/// Number of single-character changes between two words. O(length²), for short words.
enum WordDistance {
  /// One is the other misspelt: at most a third of the letters differ, and no more than three.
  static func isNear(_ a: String, _ b: String) -> Bool {
    between(a, b) <= min(3, max(1, (min(a.count, b.count) - (a.hasPrefix("--") ? 2 : 0)) / 3))
  }

  static func between(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == b[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
