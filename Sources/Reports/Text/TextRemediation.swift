import Model

/// The way out of one finding: what must hold, what to run, how to see that it worked.
struct TextRemediation {
  let words: Lexicon
  let isVerbose: Bool

  private var stepLimit: Int { isVerbose ? .max : 3 }
  private static let indent = TextCanvas.labelWidth + 3

  func draw(_ steps: [RemediationEntry], on canvas: inout TextCanvas) {
    let shown = steps.prefix(stepLimit)
    // A check that an earlier step asked for is named again but not printed again.
    var printed: Set<String> = []
    for (index, step) in shown.enumerated() {
      let title = (step.primitive.isEmpty ? "" : step.primitive + " ") + step.title
      canvas.labelled(index == 0 ? words[.now] : "", ["\(index + 1). " + title], maxLines: 2)
      for condition in step.preconditions { draw(condition, &printed, on: &canvas) }
      commands(step.command, indent: Self.indent, on: &canvas)
      if !step.expect.isEmpty { canvas.paragraph("→ " + step.expect, indent: Self.indent, hanging: 2, maxLines: 2) }
      if isVerbose && !step.undo.isEmpty {
        canvas.paragraph(words[.undo] + ":", indent: Self.indent)
        commands(step.undo, indent: Self.indent + 2, on: &canvas)
      }
    }
    let more = steps.count - shown.count
    if more > 0 { canvas.labelled("", line: canvas.style.dim(words(.andMoreFixes, "\(more)"))) }
    verify(shown.map(\.verify), on: &canvas)
  }

  private func draw(
    _ condition: RemediationEntry.Precondition, _ printed: inout Set<String>, on canvas: inout TextCanvas
  ) {
    if condition.isProven {
      let text = "✓ " + condition.text + " (" + words[.proven] + ")"
      canvas.paragraph(text, indent: Self.indent, hanging: 2, maxLines: 2)
      return
    }
    let isNew = condition.check.isEmpty || printed.insert(condition.check).inserted
    let note = isNew ? words[.toCheck] + (condition.check.isEmpty ? "" : ":") : words[.checkedAbove]
    canvas.paragraph("□ " + condition.text + " – " + note, indent: Self.indent, hanging: 2, maxLines: 2)
    if isNew { commands(condition.check, indent: Self.indent + 2, on: &canvas) }
  }

  private func verify(_ checks: [String], on canvas: inout TextCanvas) {
    var seen: Set<String> = []
    var isFirst = true
    for check in checks where !check.isEmpty && seen.insert(check).inserted {
      let (lines, more) = shownLines(check)
      for line in lines {
        canvas.labelled(isFirst ? words[.check] : "", line: canvas.style.command(TerminalEscaping.line(line)))
        isFirst = false
      }
      if more > 0 { canvas.labelled("", line: canvas.style.dim(words(.andMoreCommands, "\(more)"))) }
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
  private func shownLines(_ text: String) -> (lines: [String], more: Int) {
    if text.isEmpty { return ([], 0) }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let word = { (line: String) in line.unicodeScalars.prefix { $0 != " " && $0 != "=" }.map(\.value) }
    let isList = lines.allSatisfy { line in
      line.utf8.last != 0x5c && line.utf8.count { $0 == 0x27 } % 2 == 0 && line.utf8.count { $0 == 0x22 } % 2 == 0
        && !line.isEmpty && word(line) == word(lines[0])
    }
    guard isList, !isVerbose, lines.count > 3 else { return (lines, 0) }
    return (Array(lines.prefix(2)), lines.count - 2)
  }
}
