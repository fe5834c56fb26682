extension ReportDocument {
  /// The document in the language of a report for people. Evidence, names and commands stay as they are.
  public func said(in language: Language) -> ReportDocument {
    guard language == .chinese else { return self }
    let book = Phrasebook(rules: chinese)
    var out = self
    out.headline = book.say(headline)
    out.summary = summary.map(book.say)
    for i in out.checked.indices { out.checked[i].title = book.say(out.checked[i].title) }
    for i in out.symptoms.indices { out.symptoms[i].text = book.say(out.symptoms[i].text) }
    out.bundles = bundles.map { bundle in
      var bundle = bundle
      bundle.title = book.say(bundle.title)
      return bundle
    }
    out.inputs = inputs.map { input in
      var input = input
      input.reason = book.say(input.reason)
      input.clock = book.say(input.clock)
      input.problems = input.problems.map(book.say)
      return input
    }
    out.controllers = controllers.map { controller in
      var controller = controller
      controller.versionEvidence = book.say(controller.versionEvidence)
      return controller
    }
    for i in out.coverage.indices {
      for k in out.coverage[i].gaps.indices {
        out.coverage[i].gaps[k].reason = book.say(out.coverage[i].gaps[k].reason)
      }
    }
    out.findings = findings.map { $0.said(book) }
    for i in out.timelines.indices {
      for k in out.timelines[i].rows.indices { out.timelines[i].rows[k].what = book.say(out.timelines[i].rows[k].what) }
    }
    out.unknowns = unknowns.map { unknown in
      UnknownEntry(subject: book.say(unknown.subject), reason: book.say(unknown.reason), command: unknown.command)
    }
    return out
  }
}

extension FindingEntry {
  fileprivate func said(_ book: Phrasebook) -> FindingEntry {
    var out = self
    out.title = book.say(title)
    out.summary = book.say(summary)
    out.mechanism = book.say(mechanism)
    out.verdictReason = book.say(verdictReason)
    out.affectedVersions = book.say(affectedVersions)
    out.versionAdvice = versionAdvice.map(book.say)
    for i in out.objects.indices { out.objects[i].detail = book.say(out.objects[i].detail) }
    for i in out.witness.indices {
      out.witness[i].label = book.say(out.witness[i].label)
    }
    for i in out.absences.indices {
      out.absences[i].what = book.say(out.absences[i].what)
      out.absences[i].note = book.say(out.absences[i].note)
    }
    out.remediation = remediation.map { step in
      var step = step
      step.title = book.say(step.title)
      step.expect = book.say(step.expect)
      step.undo = book.say(step.undo)
      for i in step.preconditions.indices { step.preconditions[i].text = book.say(step.preconditions[i].text) }
      return step
    }
    return out
  }
}
