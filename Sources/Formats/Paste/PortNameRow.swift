import Model

/// A line that is the name of a port and nothing that says so: what `ovn-nbctl lsp-list SWITCH` and
/// `ovn-nbctl --bare --columns=name list|find logical_switch_port` print. Only the command above tells.
enum PortNameRow {
  /// The switch of which the command lists ports, empty if of any; `nil` if it prints something else.
  static func switchOf(_ command: PasteCommand?) -> String? {
    guard let command, command.isNorthbound else { return nil }
    switch command.verb {
    case "lsp-list": return command.resource.isEmpty ? nil : command.resource
    case "list", "find":
      let isOfNames = command.isBare && command.columns == "name"
      return isOfNames && command.resource.lowercased() == "logical_switch_port" ? "" : nil
    default: return nil
    }
  }

  /// The port of `6f8e… (web-1.default)` or `web-1.default`; `nil` for other lines.
  static func name(in line: String) -> String? {
    let words = line.split(separator: " ")
    if words.count == 2, words[0].count == 36, words[0].allSatisfy({ $0.isHexDigit || $0 == "-" }),
      words[1].first == "(",
      words[1].last == ")"
    {
      return String(words[1].dropFirst().dropLast())
    }
    guard words.count == 1, words[0].contains(".") || words[0].contains("-"), words[0].allSatisfy(isPartOfName) else {
      return nil
    }
    return String(words[0])
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-._".contains(character))
  }
}
