/// What may stand next on a command line.
public struct Completion: Sendable, Equatable {
  /// Files that fit where names of files may stand.
  public enum Files: String, Sendable { case none, files, folders }

  /// Words and what they are.
  public var words: [(word: String, about: String)] = []
  public var files = Files.none

  /// Nothing.
  public init() {}

  public static func == (a: Completion, b: Completion) -> Bool {
    a.files == b.files && a.words.map(\.word) == b.words.map(\.word)
  }

  /// One word a line with a tab before what it is; the last line says which files fit, as `:files`.
  public var text: String {
    words.map { $0.about.isEmpty ? $0.word : "\($0.word)\t\($0.about)" }.joined(separator: "\n")
      + (words.isEmpty ? "" : "\n") + ":\(files.rawValue)\n"
  }

  /// As kubectl asks plugins for it: words, then a number that says what the shell is to do.
  public var kubectlText: String {
    let directive = files == .none ? 4 : files == .files ? 0 : 16
    return words.map { "\($0.word)\t\($0.about)" }.joined(separator: "\n") + (words.isEmpty ? "" : "\n")
      + ":\(directive)\n"
  }
}

extension CommandTable {
  /// What may stand for the last of `words`, which may be empty; the name of the program is not among them.
  public func complete(_ words: [String]) -> Completion {
    var rest = words[...]
    let typed = rest.popLast() ?? ""
    var found = Completion()
    var isBare = true
    var command = command(defaultCommand)
    if let first = rest.first, let named = self.command(first) {
      command = named
      rest = rest.dropFirst()
      isBare = false
    }
    guard let command else { return found }
    // The value of the option before.
    if let last = rest.last, let option = option(last, of: command), option.value != nil {
      value(of: option, typed, into: &found)
      return found
    }
    if typed.hasPrefix("--"), let equals = typed.firstIndex(of: "=") {
      guard let option = option(String(typed[..<equals]), of: command) else { return found }
      value(of: option, String(typed[typed.index(after: equals)...]), into: &found)
      found.words = found.words.map { (String(typed[...equals]) + $0.word, $0.about) }
      return found
    }
    if typed.hasPrefix("-") {
      for option in command.options { add("--" + option.long, option.about, typed, &found) }
      add("--help", "more about it", typed, &found)
      return found
    }
    if isBare, rest.isEmpty { for command in commands { add(command.name, command.about, typed, &found) } }
    operand(of: command, before: Array(rest), typed, into: &found)
    return found
  }

  private func add(_ word: String, _ about: String, _ typed: String, _ found: inout Completion) {
    guard word.hasPrefix(typed), !found.words.contains(where: { $0.word == word }) else { return }
    found.words.append((word, String(about.prefix { $0 != "\n" && $0 != ";" })))
  }

  private func option(_ word: String, of command: Command) -> Option? {
    if word.hasPrefix("--") { return command.options.first { "--" + $0.long == word } }
    return word.count == 2 && word.hasPrefix("-") ? command.options.first { $0.short == word.last } : nil
  }

  private func value(of option: Option, _ typed: String, into found: inout Completion) {
    // `html=incident.html`: a file behind the format.
    if typed.contains("="), option.value?.contains("=FILE") == true {
      found.files = .files
      return
    }
    for choice in option.choices + option.suggestions { add(choice, "", typed, &found) }
    switch option.value {
    case "FILE": found.files = .files
    case "DIR": found.files = .folders
    default: break
    }
  }

  private func operand(of command: Command, before: [String], _ typed: String, into found: inout Completion) {
    let given = before.filter { !$0.hasPrefix("-") }
    if let first = given.first, let words = command.words[first] {
      for word in words { add(word, "", typed, &found) }
      if words.isEmpty { found.files = .files }
      return
    }
    if !command.words.isEmpty {
      if given.isEmpty { for word in command.words.keys.sorted() { add(word, "", typed, &found) } }
      return
    }
    if command.operands.contains("INPUT") || command.operands.contains("FILE") || command.operands.contains("BUNDLE") {
      found.files = .files
    }
  }
}
