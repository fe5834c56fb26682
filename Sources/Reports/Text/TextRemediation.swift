import Model

/// What the findings of a report have printed so far.
struct TextShown {
  /// A step whose command stands above is only named again, with where it stands.
  var commands: [String: String] = [:]
  /// Checks and commands that found no room on the screen of their finding.
  var runbook: TextCanvas
}

/// The way out of one finding: what must hold, what to run, how to see that it worked.
struct TextRemediation {
  let words: Lexicon
  let isVerbose: Bool

  private static let indent = TextCanvas.labelWidth + 3

  /// Commands of more lines stand in the runbook.
  private static let longestScript = 6
  private static let stepLimit = 4
  private static let checkLimit = 3

  func draw(_ finding: FindingEntry, _ detail: TextDetail, _ shown: inout TextShown, on canvas: inout TextCanvas) {
    let steps = finding.remediation
    var told: Set<String> = []
    let limit = isVerbose || steps.count <= Self.stepLimit + 1 ? steps.count : Self.stepLimit
    for (index, step) in steps.prefix(limit).enumerated() {
      let name = (step.primitive.isEmpty ? "" : step.primitive + " ") + step.title
      let place = words(.stepOf, finding.id, "\(index + 1)")
      let isInRunbook = !isVerbose && (detail.hasCommands ? isScript(step) : !isShort(step))
      let above = isVerbose ? nil : shown.commands[step.command]
      let reference = above ?? (isInRunbook ? " → " + words[.runbook] + " " + place : "")
      if above == nil { shown.commands[step.command] = isInRunbook ? reference : " – " + words[.asAbove] }
      canvas.labelled(
        index == 0 ? words[.now] : "", ["\(index + 1). " + name + reference], maxLines: upTo(2))
      if above != nil { continue }
      if isInRunbook {
        // A command must not look as if nothing had to hold.
        let open = step.preconditions.filter { !$0.isProven && !$0.isGuarded }.map(\.text)
        if !open.isEmpty {
          canvas.paragraph(
            "□ " + words[.toCheck] + words.colon + open.joined(separator: "; "), indent: Self.indent, hanging: 2,
            maxLines: upTo(3))
        }
        shown.runbook.heading(place + " · " + name, maxLines: 3)
        full(step, indent: 2, most: 10, &told, on: &shown.runbook)
      } else {
        full(step, indent: Self.indent, most: 3, &told, on: &canvas)
      }
    }
    if steps.count > limit {
      canvas.labelled("", line: canvas.style.dim(words(.andMoreFixes, "\(steps.count - limit)")))
    }
    verify(steps.map(\.verify), on: &canvas)
  }

  private func upTo(_ lines: Int) -> Int { isVerbose ? TextDetail.everyLine : lines }

  private func isScript(_ step: RemediationEntry) -> Bool {
    step.command.utf8.count(where: { $0 == 0x0a }) >= Self.longestScript && step.command.contains("{\n")
  }

  /// One command that nothing has to precede.
  private func isShort(_ step: RemediationEntry) -> Bool {
    step.preconditions.isEmpty && !step.command.utf8.contains(0x0a)
  }

  private func full(
    _ step: RemediationEntry, indent: Int, most: Int, _ told: inout Set<String>, on canvas: inout TextCanvas
  ) {
    conditions(step.preconditions, indent: indent, most: most, &told, on: &canvas)
    commands(step.command, indent: indent, most: most, on: &canvas)
    if !step.expect.isEmpty { canvas.paragraph("→ " + step.expect, indent: indent, hanging: 2, maxLines: upTo(2)) }
    if isVerbose && !step.undo.isEmpty {
      canvas.paragraph(words[.undo] + words.colon + step.undo, indent: indent, hanging: 2, maxLines: upTo(4))
    }
  }

  /// What is proven on one line, what the command checks itself on another, and only what is left with its command.
  private func conditions(
    _ conditions: [RemediationEntry.Precondition], indent: Int, most: Int, _ told: inout Set<String>,
    on canvas: inout TextCanvas
  ) {
    let proven = conditions.filter { $0.isProven && told.insert($0.text).inserted }.map(\.text)
    if !proven.isEmpty {
      canvas.paragraph(
        "✓ " + words[.proven] + words.colon + proven.joined(separator: "; "), indent: indent, hanging: 2,
        maxLines: upTo(4))
    }
    let open = conditions.filter { !$0.isProven }
    let guarded = open.filter(\.isGuarded).map(\.text)
    if !guarded.isEmpty {
      canvas.paragraph(
        "□ " + words[.checksItself] + words.colon + guarded.joined(separator: "; "), indent: indent, hanging: 2,
        maxLines: upTo(4))
    }
    for condition in open where !condition.isGuarded {
      let isNew = told.insert(condition.text).inserted
      let note = isNew ? words[.toCheck] + (condition.check.isEmpty ? "" : ":") : words[.checkedAbove]
      canvas.paragraph("□ " + condition.text + " – " + note, indent: indent, hanging: 2, maxLines: upTo(2))
      if isNew { commands(condition.check, indent: indent + 2, most: most, on: &canvas) }
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

  private func commands(_ text: String, indent: Int, most: Int, on canvas: inout TextCanvas) {
    let (lines, more) = shownLines(text, most: most)
    for line in lines { canvas.command(line, indent: indent) }
    if more > 0 {
      canvas.raw(String(repeating: " ", count: indent) + canvas.style.dim("# " + words(.andMoreCommands, "\(more)")))
    }
  }

  private func shownLines(_ text: String, most: Int) -> (lines: [String], more: Int) {
    CommandList.shown(text, most: isVerbose ? 50 : most)
  }
}
