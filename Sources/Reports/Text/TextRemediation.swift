import Model

/// The way out of one finding: what must hold, what to run, how to see that it worked.
struct TextRemediation {
  let words: Lexicon
  let isVerbose: Bool

  private static let indent = TextCanvas.labelWidth + 3

  /// `shown` holds what earlier findings of the report printed: a step that is the same is only named again.
  func draw(_ steps: [RemediationEntry], _ shown: inout Set<String>, on canvas: inout TextCanvas) {
    var told: Set<String> = []
    for (index, step) in steps.enumerated() {
      let title = "\(index + 1). " + (step.primitive.isEmpty ? "" : step.primitive + " ") + step.title
      let isRepeated = !isVerbose && !shown.insert(step.command).inserted
      canvas.labelled(
        index == 0 ? words[.now] : "", [title + (isRepeated ? " – " + words[.asAbove] : "")], maxLines: isVerbose ? 4 : 2)
      if isRepeated { continue }
      conditions(step.preconditions, &told, on: &canvas)
      commands(step.command, indent: Self.indent, on: &canvas)
      if !step.expect.isEmpty { canvas.paragraph("→ " + step.expect, indent: Self.indent, hanging: 2, maxLines: 2) }
      if isVerbose && !step.undo.isEmpty {
        canvas.paragraph(words[.undo] + ": " + step.undo, indent: Self.indent, hanging: 2, maxLines: 4)
      }
    }
    verify(steps.map(\.verify), on: &canvas)
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
        "□ " + words[.checksItself] + ": " + guarded.joined(separator: "; "), indent: Self.indent, hanging: 2, maxLines: 4)
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
    for check in checks where !check.isEmpty && seen.insert(check).inserted {
      let (lines, more) = shownLines(check, most: 2)
      for line in lines {
        canvas.labelled(isFirst ? words[.check] : "", line: canvas.style.command(TerminalEscaping.line(line)))
        isFirst = false
      }
      if more > 0 { canvas.labelled("", line: canvas.style.dim("# " + words(.andMoreCommands, "\(more)"))) }
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
