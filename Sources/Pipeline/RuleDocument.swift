import Rules

/// The rules as a page for people, in Markdown; made from the rule files alone.
public enum RuleDocument {
  /// The page.
  public static func markdown(folders: [String]) throws -> String {
    let rules = try RuleLoading.pack(folders: folders).rules
    var lines = introduction
    lines += ["## All rules", "", "| rule | class | severity | what |", "|---|---|---|---|"]
    lines += rules.map { "| [\($0.id)](#\(anchor($0))) | `\($0.leakClass)` | \($0.severity.rawValue) | \($0.title) |" }
    for rule in rules { lines += [""] + section(rule) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let introduction = [
    "# Rules", "",
    "Written by `ko-forensics rules doc`; do not edit. Each rule is one file below `Sources/Rules/Packs`.", "",
    "Steps of the way out carry the name of their primitive:", "",
    "- **R0** save the evidence, read-only, always first",
    "- **R1** remove one object that nothing needs, after every check that is named with it",
    "- **R2** a Subnet that does not go: find what holds it, and remove that",
    "- **R3** restart the leading controller; only where it heals what is left",
    "- **R4** remove one port of OVN whose owner is gone",
    "- **R5** touch the object with a harmless annotation, so that the controller looks at it again", "",
  ]

  private static func anchor(_ rule: Rule) -> String {
    "\(rule.id) \(rule.leakClass)".lowercased().replacing(" ", with: "-")
  }

  private static func section(_ rule: Rule) -> [String] {
    let about = rule.kinds.isEmpty ? rule.subject.rawValue : rule.kinds.map(\.apiKind).joined(separator: ", ")
    var lines = [
      "## \(rule.id) \(rule.leakClass)", "", "**\(rule.title)**", "",
      "Severity \(rule.severity.rawValue); looks at each \(about)"
        + (rule.isForExcerpts ? ", in lines that somebody picked out of a log" : "")
        + (rule.isExperimental ? "; rests on inference, so never more than SUSPECTED." : "."), "", rule.mechanism, "",
    ]
    if !rule.affected.isEmpty { lines.append("- Releases: \(rule.affected)") }
    if !rule.fixedIn.isEmpty { lines.append("- First fixed in: \(rule.fixedIn.joined(separator: ", "))") }
    if let range = rule.releases { lines.append("- Looked for in: `\(range)`") }
    lines += list("Proven by the objects", rule.state.map(\.says) + rule.confirm.map(\.says))
    lines += list("Seen in the log", rule.sequence.map { $0.says + ($0.isOptional ? " (may be missing)" : "") })
    lines += list("What must not have happened", rule.absences.map(\.says))
    lines += list("Contradicted by", rule.refute.map(\.says))
    if !rule.remediation.isEmpty {
      lines += ["", "Way out:", ""]
      for (number, step) in rule.remediation.enumerated() {
        let name = step.primitive.isEmpty ? "" : "**\(step.primitive)** "
        let checks = step.preconditions.isEmpty ? "" : " Only if: \(step.preconditions.joined(separator: ", "))."
        lines += ["\(number + 1). \(name)\(step.title).\(checks)", "", "   ```sh", "   \(step.command)", "   ```", ""]
      }
    }
    if !rule.references.isEmpty { lines += ["Sources: " + rule.references.map { "<\($0)>" }.joined(separator: ", ")] }
    return lines
  }

  private static func list(_ title: String, _ texts: [String]) -> [String] {
    let shown = texts.filter { !$0.isEmpty }
    return shown.isEmpty ? [] : ["", "\(title):", ""] + shown.map { "- \($0)" }
  }
}
