import Rules

/// What `rules` prints.
public enum RuleListing {
  /// Ids of the rules that come with the program; empty if they cannot be read.
  public static var builtInIDs: [String] { ((try? RuleLoading.pack(folders: []).rules) ?? []).map(\.id) }

  /// One line for each rule: id, severity, class, title.
  public static func list(folders: [String]) throws -> String {
    try RuleLoading.pack(folders: folders).rules.map { rule in
      "\(rule.id)  \(padded(rule.severity.rawValue, 8))  "
        + "\(padded(rule.leakClass, 28))  \(rule.title)\n"
    }.joined()
  }

  /// The file of a built-in rule, to start one's own from; `nil` if there is none of that id.
  public static func source(_ id: String) -> String? { RulePack.source(of: id) }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(text.prefix(width)) + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A rule in words, or `nil` if there is none of that id.
  public static func show(_ id: String, folders: [String]) throws -> String? {
    guard let rule = try RuleLoading.pack(folders: folders).rules.first(where: { $0.id == id }) else { return nil }
    var lines = [
      "\(rule.id)  \(rule.title)",
      "class \(rule.leakClass), severity \(rule.severity.rawValue), looks at each \(rule.kinds.isEmpty ? rule.subject.rawValue : rule.kinds.map(\.apiKind).joined(separator: ", "))",
      "",
      rule.mechanism, "",
    ]
    if !rule.affected.isEmpty { lines.append("affected: \(rule.affected)") }
    if !rule.fixedIn.isEmpty { lines.append("fixed in: \(rule.fixedIn.joined(separator: ", "))") }
    lines +=
      ["", "steps:"] + rule.sequence.map { "  \($0.name)\($0.isOptional ? " (may be missing)" : ""): \($0.says)" }
    lines += ["must not happen:"] + rule.absences.map { "  from \($0.from): \($0.says)" }
    if !rule.state.isEmpty {
      lines += ["the state must say:"] + rule.state.map(\.says).filter { !$0.isEmpty }.map { "  \($0)" }
    }
    lines += ["proven when:"] + rule.confirm.map { "  \($0.says)" }
    lines += ["contradicted when:"] + rule.refute.map { "  \($0.says)" }
    lines += [""] + rule.references
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is wrong with rule files, each mistake with its line and a mark under the place; empty if nothing is.
  public static func lint(_ files: [String]) -> [String] {
    files.flatMap { file -> [String] in
      guard let data = FileBytes.read(file, limit: 1 << 20) else { return ["\(file): cannot be read"] }
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      return Rule.mistakes(yaml: data, file: file).map { mistake in
        guard let mark = mistake.mark, lines.indices.contains(mark.line - 1) else { return mistake.description }
        let line = String(lines[mark.line - 1].prefix(160).map { $0.isASCII && $0 < " " ? " " : $0 })
        return mistake.description + "\n  " + line + "\n  " + String(repeating: " ", count: max(0, mark.column - 1))
          + "^"
      }
    }
  }
}
