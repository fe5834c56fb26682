import Model

/// What the findings of a report have printed so far.
struct TextShown {
  /// A step whose command stands above is only named again.
  var commands: Set<String> = []
  /// Scripts too long for the screen of a finding, in the order in which they are referred to.
  var scripts: [(finding: String, step: Int, text: String)] = []
}

/// The way out of one finding: what must hold, what to run, how to see that it worked.
struct TextRemediation {
  let words: Lexicon
  let isVerbose: Bool

  private static let indent = TextCanvas.labelWidth + 3

  /// Commands of more lines stand in a part of their own behind the findings.
  private static let longestScript = 6
  private static let stepLimit = 4
  private static let checkLimit = 3

  func draw(_ finding: FindingEntry, _ shown: inout TextShown, on canvas: inout TextCanvas) {
    let steps = finding.remediation
    var told: Set<String> = []
    let limit = isVerbose || steps.count <= Self.stepLimit + 1 ? steps.count : Self.stepLimit
    for (index, step) in steps.prefix(limit).enumerated() {
      let title = "\(index + 1). " + (step.primitive.isEmpty ? "" : step.primitive + " ") + step.title
      let isRepeated = !isVerbose && !shown.commands.insert(step.command).inserted
      canvas.labelled(
        index == 0 ? words[.now] : "", [title + (isRepeated ? " – " + words[.asAbove] : "")],
        maxLines: isVerbose ? 4 : 2)
      if isRepeated { continue }
      conditions(step.preconditions, &told, on: &canvas)
      if !isVerbose, step.command.utf8.count(where: { $0 == 0x0a }) >= Self.longestScript, step.command.contains("{\n")
      {
        shown.scripts.append((finding.id, index + 1, step.command))
        canvas.paragraph(words(.scriptBelow, "\(shown.scripts.count)"), indent: Self.indent)
      } else {
        commands(step.command, indent: Self.indent, on: &canvas)
      }
      if !step.expect.isEmpty { canvas.paragraph("→ " + step.expect, indent: Self.indent, hanging: 2, maxLines: 2) }
      if isVerbose && !step.undo.isEmpty {
        canvas.paragraph(words[.undo] + ": " + step.undo, indent: Self.indent, hanging: 2, maxLines: 4)
      }
    }
    if steps.count > limit {
      canvas.labelled("", line: canvas.style.dim(words(.andMoreFixes, "\(steps.count - limit)")))
    }
    verify(steps.map(\.verify), on: &canvas)
  }

  /// The scripts that findings referred to.
  func draw(_ scripts: [(finding: String, step: Int, text: String)], on canvas: inout TextCanvas) {
    for (number, script) in scripts.enumerated() {
      canvas.heading(words(.scriptTitle, "\(number + 1)", script.finding, "\(script.step)"))
      commands(script.text, indent: 2, on: &canvas)
    }
  }

  /// What is proven on one line, what the command checks itself on another, and only what is left with its command.
  private func conditions(
    _ conditions: [RemediationEntry.Precondition], _ told: inout Set<String>, on canvas: inout TextCanvas
  ) {
    let proven = conditions.filter { $0.isProven && told.insert($0.text).inserted }.map(\.text)
    if !proven.isEmpty {
      canvas.paragraph(
        "✓ " + words[.proven] + ": " + proven.joined(separator: "; "), indent: Self.indent, hanging: 2, maxLines: 4)
    }
    let open = conditions.filter { !$0.isProven }
    let guarded = open.filter(\.isGuarded).map(\.text)
    if !guarded.isEmpty {
      canvas.paragraph(
        "□ " + words[.checksItself] + ": " + guarded.joined(separator: "; "), indent: Self.indent, hanging: 2,
        maxLines: 4)
    }
    for condition in open where !condition.isGuarded {
      let isNew = told.insert(condition.text).inserted
      let note = isNew ? words[.toCheck] + (condition.check.isEmpty ? "" : ":") : words[.checkedAbove]
      canvas.paragraph("□ " + condition.text + " – " + note, indent: Self.indent, hanging: 2, maxLines: 2)
      if isNew { commands(condition.check, indent: Self.indent + 2, on: &canvas) }
    }
  }

  private func verify(_ checks: [String], on canvas: inout TextCanvas) {
    var seen: Set<String> = []
    var isFirst = true
    let all = checks.filter { !$0.isEmpty && seen.insert($0).inserted }
    let limit = isVerbose || all.count <= Self.checkLimit + 1 ? all.count : Self.checkLimit
    for check in all.prefix(limit) {
      let (lines, more) = shownLines(check, most: 2)
      for line in lines {
        canvas.labelled(isFirst ? words[.check] : "", line: canvas.style.command(TerminalEscaping.line(line)))
        isFirst = false
      }
      if more > 0 { canvas.labelled("", line: canvas.style.dim("# " + words(.andMoreCommands, "\(more)"))) }
    }
    if all.count > limit {
      canvas.labelled("", line: canvas.style.dim("# " + words(.andMoreCommands, "\(all.count - limit)")))
    }
  }

  private func commands(_ text: String, indent: Int, on canvas: inout TextCanvas) {
    let (lines, more) = shownLines(text)
    for line in lines { canvas.command(line, indent: indent) }
    if more > 0 {
      canvas.raw(String(repeating: " ", count: indent) + canvas.style.dim("# " + words(.andMoreCommands, "\(more)")))
    }
  }

  /// Lines of a command; of a long list of one command for each object, only the first. A command that goes on over
  /// several lines is never cut: half of it would be another command.
  private func shownLines(_ text: String, most: Int = 3) -> (lines: [String], more: Int) {
    if text.isEmpty { return ([], 0) }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let word = { (line: String) in line.unicodeScalars.prefix { $0 != " " && $0 != "=" }.map(\.value) }
    let end = word(lines[lines.count - 1])
    let isWhole = { (line: String) in
      line.utf8.last != 0x5c && line.utf8.count { $0 == 0x27 } % 2 == 0 && line.utf8.count { $0 == 0x22 } % 2 == 0
    }
    // The calls at the end, behind the function they call if there is one.
    let calls = lines.reversed().prefix { !$0.isEmpty && isWhole($0) && word($0) == end }.count
    let isList = calls == lines.count || lines[lines.count - calls - 1] == "}"
    guard isList, !isVerbose, calls > most else { return (lines, 0) }
    return (Array(lines.prefix(lines.count - calls + most - 1)), calls - most + 1)
  }
}
