extension CommandTable {
  /// Shells that completions are written for.
  public static let shells = ["bash", "zsh", "fish"]

  /// A completion script, or `nil` for an unknown shell.
  public func completions(for shell: String) -> String? {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default: nil
    }
  }

  private var identifier: String { String(program.map { $0 == "-" ? "_" : $0 }) }

  private func words(_ command: Command) -> [String] {
    command.options.flatMap { option in ["--\(option.long)"] + (option.short.map { ["-\($0)"] } ?? []) } + ["--help"]
  }

  private var bash: String {
    var cases = ""
    for command in commands { cases += "    \(command.name)) words=\"\(words(command).joined(separator: " "))\" ;;\n" }
    var choices = ""
    for option in Set(commands.flatMap(\.options).filter { !$0.choices.isEmpty }.map(\.long)).sorted() {
      let all = commands.flatMap(\.options).first { $0.long == option }?.choices ?? []
      choices += "    --\(option)) COMPREPLY=($(compgen -W \"\(all.joined(separator: " "))\" -- \"$cur\")); return ;;\n"
    }
    return """
      _\(identifier)() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=""
        case $prev in
      \(choices)  esac
        case ${COMP_WORDS[1]} in
      \(cases)    *) words="\((commands.map(\.name) + (command(defaultCommand).map(self.words) ?? [])).joined(separator: " "))" ;;
        esac
        if [[ $cur == -* || $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); fi
        COMPREPLY+=($(compgen -f -- "$cur"))
      }
      complete -o filenames -F _\(identifier) \(program)

      """
  }

  private var zsh: String {
    var cases = ""
    for command in commands {
      let specs = command.options.map { option in
        "'--\(option.long)[\(option.about.filter { !"[]':".contains($0) })]\(option.value.map { ":\($0):" + (option.choices.isEmpty ? "_files" : "(\(option.choices.joined(separator: " ")))") } ?? "")'"
      }
      cases += "    \(command.name)) _arguments \(specs.joined(separator: " ")) '*:input:_files' ;;\n"
    }
    let names = commands.map { "'\($0.name):\($0.about.filter { $0 != "'" && $0 != ":" })'" }.joined(separator: " ")
    return """
      #compdef \(program)
      _\(identifier)() {
        local -a commands=(\(names))
        if (( CURRENT == 2 )); then _describe command commands; _files; fi
        case $words[2] in
      \(cases)    *) _files ;;
        esac
      }
      _\(identifier) "$@"

      """
  }

  private var fish: String {
    var lines: [String] = []
    for command in commands {
      lines.append(
        "complete -c \(program) -n __fish_use_subcommand -a \(command.name) -d '\(command.about.filter { $0 != "'" })'")
      for option in command.options {
        var line = "complete -c \(program) -n '__fish_seen_subcommand_from \(command.name)' -l \(option.long)"
        if let short = option.short { line += " -s \(short)" }
        if option.value != nil { line += " -r" }
        if !option.choices.isEmpty { line += " -fa '\(option.choices.joined(separator: " "))'" }
        lines.append(line + " -d '\(option.about.filter { $0 != "'" })'")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
