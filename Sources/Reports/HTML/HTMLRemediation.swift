import Model

/// The way out, finding by finding with the roots first as the report has them, and what the versions say.
struct HTMLRemediation {
  let report: ReportDocument
  let blocks: HTMLBlocks
  private var words: Lexicon { blocks.words }

  init(report: ReportDocument, blocks: HTMLBlocks) {
    self.report = report
    self.blocks = blocks
  }

  func section(_ w: inout HTMLWriter) {
    let findings = report.findings.prefix(HTMLBudget.findings).filter { !$0.remediation.isEmpty }
    guard !findings.isEmpty else { return }
    blocks.section("remediation", words[.remediation], &w) { w in
      legend(findings, &w)
      for (number, finding) in findings.enumerated() {
        let most = number < HTMLBudget.fullFindings ? HTMLBudget.commands : HTMLBudget.fewCommands
        w.newline()
        w.element("div", ["class": "fix", "id": "fix-" + finding.anchor]) { w in
          w.element("h3") { w in
            w.element("a", ["class": "id", "href": "#" + finding.anchor], text: finding.id)
            w.prose(" " + words.title(of: finding))
          }
          w.element("ol", ["class": "fixes"]) { w in
            for step in finding.remediation {
              w.element("li") { self.step(step, most, &$0) }
              w.newline()
            }
          }
        }
      }
    }
  }

  /// What the primitives that occur mean.
  private func legend(_ findings: [FindingEntry], _ w: inout HTMLWriter) {
    let used = Set(findings.flatMap(\.remediation).map(\.primitive)).subtracting([""]).sorted()
    guard !used.isEmpty else { return }
    w.element("dl", ["class": "primitives"]) { w in
      for name in used {
        w.element("div") { w in
          w.element("dt") { $0.element("span", ["class": "primitive"], text: name) }
          w.element("dd", text: words.primitive(name))
        }
      }
    }
  }

  private func step(_ step: RemediationEntry, _ most: Int, _ w: inout HTMLWriter) {
    w.element("p", ["class": "title"]) { w in
      w.element("strong", prose: step.title)
      blocks.primitive(step.primitive, &w)
    }
    if !step.preconditions.isEmpty {
      w.element("ul", ["class": "conditions"]) { w in
        for condition in step.preconditions {
          w.element("li", ["class": condition.isProven ? "proven" : "open"]) { w in
            w.prose(condition.text + " ")
            let state: Label = condition.isProven ? .proven : condition.isGuarded ? .checksItself : .toCheck
            w.element("span", ["class": "state"], text: words[state])
            if !condition.isProven && !condition.isGuarded { blocks.command(condition.check, most: most, &w) }
          }
        }
      }
    }
    blocks.command(step.command, most: most, &w)
    if !step.expect.isEmpty {
      w.element("p", ["class": "expect"]) { w in
        w.element("b", text: words[.expect])
        w.prose(" " + step.expect)
      }
    }
    more(.check, step.verify, most, &w)
    if !step.undo.isEmpty {
      w.element("p", ["class": "expect"]) { w in
        w.element("b", text: words[.undo])
        w.prose(" " + step.undo)
      }
    }
  }

  private func more(_ label: Label, _ command: String, _ most: Int, _ w: inout HTMLWriter) {
    guard !command.isEmpty else { return }
    w.element("details", ["open": label == .check ? "" : nil]) { w in
      w.element("summary", text: words[label])
      blocks.command(command, most: most, &w)
    }
  }

  static func hasVersions(_ report: ReportDocument) -> Bool {
    !report.controllers.isEmpty
      || report.findings.contains { !$0.fixedIn.isEmpty || !$0.versionAdvice.isEmpty || !$0.affectedVersions.isEmpty }
  }

  func versions(_ w: inout HTMLWriter) {
    guard Self.hasVersions(report) else { return }
    blocks.section("versions", words[.versions], &w) { w in
      for finding in report.findings.prefix(HTMLBudget.findings)
      where !finding.fixedIn.isEmpty || !finding.versionAdvice.isEmpty || !finding.affectedVersions.isEmpty {
        w.element("div", ["class": "advice"]) { w in
          w.element("h3") { w in
            w.element("a", ["class": "id", "href": "#" + finding.anchor], text: finding.id)
            w.prose(" " + words.title(of: finding))
          }
          w.element("dl", ["class": "facts"]) { w in
            blocks.fact(.affects, finding.affectedVersions, &w)
            blocks.fact(
              .fixedIn, finding.fixedIn.isEmpty ? words[.noneKnown] : finding.fixedIn.joined(separator: ", "), &w)
          }
          if !finding.versionAdvice.isEmpty {
            w.element("ul") { w in
              for text in finding.versionAdvice { w.element("li", prose: text) }
            }
          }
        }
      }
      controllers(&w)
    }
  }

  private func controllers(_ w: inout HTMLWriter) {
    guard !report.controllers.isEmpty else { return }
    w.element("h3", text: words[.controllers])
    let headings = [Label.process, .version, .period, .leader, .reason].map { (words[$0], false) }
    blocks.table(words[.controllers], headings, &w) { w in
      for controller in report.controllers {
        w.element("tr") { w in
          w.element("th", ["scope": "row"]) { $0.element("code", prose: controller.process) }
          w.element("td", text: controller.versions.joined(separator: " – "))
          w.element("td", text: Quantity.span(controller.from, controller.to))
          w.element("td") { w in
            for interval in controller.leader { w.element("div", text: Quantity.span(interval.from, interval.to)) }
          }
          w.element("td", prose: controller.versionEvidence)
        }
        w.newline()
      }
    }
  }
}
