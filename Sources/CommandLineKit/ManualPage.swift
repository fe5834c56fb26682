extension CommandTable {
  /// The manual page in roff (`man` macros).
  public var manualPage: String {
    var out =
      ".TH \(program.uppercased()) 1 \"\" \"\(program) \(version)\"\n.SH NAME\n\(escape(program)) \\- \(escape(about))\n.SH SYNOPSIS\n"
    for command in commands {
      out += ".B \(escape(program))\n\(command.name) [OPTION...] \(escape(command.operands))\n.br\n"
    }
    out += ".SH COMMANDS\n"
    for command in commands {
      out += ".SS \(command.name)\n\(escape(command.about))\n"
      for option in command.options {
        let names = (option.short.map { "\\-\($0), " } ?? "") + "\\-\\-\(escape(option.long))"
        out += ".TP\n.B \(names)\(option.value.map { " " + escape($0) } ?? "")\n\(escape(option.about))"
        if !option.choices.isEmpty { out += " (\(escape(option.choices.joined(separator: ", "))))" }
        out += "\n"
      }
      if !command.examples.isEmpty {
        out += ".PP\nExamples:\n.nf\n" + command.examples.map(escape).joined(separator: "\n") + "\n.fi\n"
      }
    }
    out += ".SH EXIT STATUS\n"
    for (code, meaning) in exitCodes { out += ".TP\n.B \(code)\n\(escape(meaning))\n" }
    return out
  }

  /// Backslashes, dashes, and dots or quotes at the beginning of a line mean something to roff.
  private func escape(_ text: String) -> String {
    let escaped = text.map { $0 == "\\" ? "\\\\" : $0 == "-" ? "\\-" : String($0) }.joined()
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
