extension CommandTable {
  /// Help for the program and its default command, or for one command. The long form adds examples and exit codes.
  public func help(for name: String, isLong: Bool, program: String) -> String {
    guard let command = command(name) else { return "" }
    var lines: [String] = []
    let isDefault = name == defaultCommand
    if isDefault { lines += ["\(program) \(version): \(about)", ""] } else { lines += [command.about, ""] }
    let verb = isDefault ? "[\(name)]" : name
    lines.append("usage: \(program) \(verb) [OPTION…] \(command.operands)".trimmingSpaces)
    if isDefault {
      lines += ["", "commands:"]
      let width = commands.map(\.name.count).max() ?? 0
      lines += commands.map { "  \($0.name.padded(width))  \($0.about)" }
    }
    var groups: [String] = []
    for option in command.options where !groups.contains(option.group) { groups.append(option.group) }
    for group in groups {
      lines += ["", "\(group.lowercased()):"]
      for option in command.options where option.group == group { lines += rows(option) }
    }
    lines.append("  -h, --help                  this help; --help adds examples and exit codes")
    if isLong {
      if !command.examples.isEmpty {
        lines += ["", "examples:"]
        lines += command.examples.map { "  " + $0.replacingProgram(self.program, program) }
      }
      lines += ["", "exit codes:"]
      lines += exitCodes.map { "  \(String($0.code).padded(4)) \($0.meaning)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func rows(_ option: Option) -> [String] {
    var left = option.short.map { "-\($0), " } ?? "    "
    left += "--\(option.long)"
    if let value = option.value { left += " \(value)" }
    var about = option.about
    if !option.choices.isEmpty { about += " (\(option.choices.joined(separator: ", ")))" }
    let texts = about.wrapped(72)
    guard left.count <= 26, let first = texts.first else {
      return ["  \(left)"] + texts.map { String(repeating: " ", count: 30) + $0 }
    }
    return ["  \(left.padded(26))  \(first)"] + texts.dropFirst().map { String(repeating: " ", count: 30) + $0 }
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }

  fileprivate var trimmingSpaces: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  fileprivate func replacingProgram(_ old: String, _ new: String) -> String {
    hasPrefix(old) ? new + dropFirst(old.count) : self
  }

  fileprivate func wrapped(_ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}
