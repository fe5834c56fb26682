extension ReportDocument {
  /// The document with every sentence of the program put through `say`. Evidence, names and commands stay as they are.
  func mapSentences(_ say: (String) -> String) -> ReportDocument {
    var out = self
    out.headline = say(headline)
    out.summary = summary.map(say)
    for i in out.checked.indices { out.checked[i].title = say(out.checked[i].title) }
    for i in out.symptoms.indices { out.symptoms[i].text = say(out.symptoms[i].text) }
    for i in out.bundles.indices { out.bundles[i].title = say(out.bundles[i].title) }
    for i in out.inputs.indices {
      out.inputs[i].reason = say(out.inputs[i].reason)
      out.inputs[i].clock = say(out.inputs[i].clock)
      out.inputs[i].problems = out.inputs[i].problems.map(say)
    }
    for i in out.controllers.indices { out.controllers[i].versionEvidence = say(out.controllers[i].versionEvidence) }
    for i in out.coverage.indices {
      for k in out.coverage[i].gaps.indices { out.coverage[i].gaps[k].reason = say(out.coverage[i].gaps[k].reason) }
    }
    out.findings = findings.map { $0.mapSentences(say) }
    for i in out.timelines.indices {
      for k in out.timelines[i].rows.indices { out.timelines[i].rows[k].what = say(out.timelines[i].rows[k].what) }
    }
    out.unknowns = unknowns.map {
      UnknownEntry(subject: say($0.subject), reason: say($0.reason), command: $0.command)
    }
    return out
  }
}

extension FindingEntry {
  fileprivate func mapSentences(_ say: (String) -> String) -> FindingEntry {
    var out = self
    out.title = say(title)
    out.summary = say(summary)
    out.mechanism = say(mechanism)
    out.verdictReason = say(verdictReason)
    out.affectedVersions = say(affectedVersions)
    out.versionAdvice = versionAdvice.map(say)
    for i in out.objects.indices { out.objects[i].detail = say(out.objects[i].detail) }
    for i in out.witness.indices { out.witness[i].label = say(out.witness[i].label) }
    for i in out.absences.indices {
      out.absences[i].what = say(out.absences[i].what)
      out.absences[i].note = say(out.absences[i].note)
    }
    for i in out.remediation.indices {
      out.remediation[i].title = say(out.remediation[i].title)
      out.remediation[i].expect = say(out.remediation[i].expect)
      out.remediation[i].undo = say(out.remediation[i].undo)
      for k in out.remediation[i].preconditions.indices {
        out.remediation[i].preconditions[k].text = say(out.remediation[i].preconditions[k].text)
      }
    }
    return out
  }
}
