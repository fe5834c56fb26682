import Diagnosis
import Model

extension ReportDocument {
  /// The report without the names of the cluster, in the same order, with the same verdicts and counts.
  ///
  /// Fingerprints are those of the pseudonyms: nobody can find a name out by trying, and they compare only with reports
  /// that were redacted with the same map. Checksums of the inputs are left out, for they tell whether a guess was right;
  /// the caller names the run anew. Lines that no format understood are left out, for nothing is known of them.
  public func redacted(_ redaction: Redaction) -> ReportDocument {
    var out = self
    out.nameFindings(redaction)
    out.findings = out.findings.map { $0.redacted(redaction) }
    out.headline = redaction.said(headline)
    out.summary = summary.map(redaction.said)
    out.symptoms = symptoms.map { symptom in
      var symptom = symptom
      symptom.objects = symptom.objects.map(redaction.ref)
      symptom.explainedBy = symptom.explainedBy.map(redaction.id)
      symptom.text = redaction.said(symptom.text)
      return symptom
    }
    out.target?.fixes = (target?.fixes ?? []).map(redaction.id)
    out.target?.leaves = (target?.leaves ?? []).map(redaction.id)
    out.timelines = timelines.map { $0.redacted(redaction) }
    out.unknowns = unknowns.map { unknown in
      UnknownEntry(
        subject: redaction.said(unknown.subject), reason: redaction.said(unknown.reason),
        command: redaction.command(unknown.command))
    }
    out.redactSources(redaction)
    out.cluster = redaction.name(cluster)
    out.tool.arguments = tool.arguments.map(redaction.argument)
    return out
  }

  private mutating func redactSources(_ redaction: Redaction) {
    for i in controllers.indices {
      controllers[i].process = redaction.path(controllers[i].process)
      controllers[i].replica = redaction.path(controllers[i].replica)
      controllers[i].versionEvidence = redaction.said(controllers[i].versionEvidence)
    }
    for i in coverage.indices {
      coverage[i].source = redaction.path(coverage[i].source)
      for k in coverage[i].gaps.indices {
        coverage[i].gaps[k].reason = redaction.said(coverage[i].gaps[k].reason)
      }
    }
    for i in inputs.indices {
      inputs[i].name = redaction.path(inputs[i].name)
      inputs[i].reason = redaction.said(inputs[i].reason)
      inputs[i].clock = redaction.said(inputs[i].clock)
      inputs[i].problems = inputs[i].problems.map(redaction.said)
      inputs[i].sha256 = ""
    }
    for i in bundles.indices {
      bundles[i].root = redaction.path(bundles[i].root)
      bundles[i].reason = redaction.path(bundles[i].reason)
    }
    notUnderstood = notUnderstood.map { redaction.citation($0).withoutText }
  }

  /// Gives the findings the fingerprints and ids of their pseudonyms.
  private mutating func nameFindings(_ redaction: Redaction) {
    let objects = findings.map { $0.objects.map { redaction.ref($0.ref) } }
    for i in findings.indices {
      findings[i].fingerprint = Fingerprint(rule: findings[i].rule, objects: objects[i]).description
    }
    var length = 4
    func id(_ finding: FindingEntry) -> String { finding.rule + "-" + finding.fingerprint.prefix(length) }
    while length < 16, Set(findings.map(id)).count < findings.count { length += 4 }
    var used: [String: Int] = [:]
    for finding in findings {
      let id = id(finding)
      used[id, default: 0] += 1
      redaction.rename(finding.id, to: used[id] == 1 ? id : id + "-\(used[id] ?? 0)")
    }
  }
}

extension FindingEntry {
  fileprivate func redacted(_ redaction: Redaction) -> FindingEntry {
    var out = self
    out.id = redaction.id(id)
    out.causedBy = causedBy.map(redaction.id)
    out.title = redaction.said(title)
    out.summary = redaction.said(summary)
    out.mechanism = redaction.said(mechanism)
    out.verdictReason = redaction.said(verdictReason)
    out.versionAdvice = versionAdvice.map(redaction.said)
    out.objects = objects.map { object in
      var object = object
      object.ref = redaction.ref(object.ref)
      object.fingerprint = Fingerprint(rule: rule, object: object.ref).description
      object.uid = redaction.name(object.uid)
      object.subnet = redaction.name(object.subnet)
      object.pod = redaction.name(object.pod)
      object.address = redaction.name(object.address)
      object.detail = redaction.said(object.detail)
      object.cleanup = object.cleanup.map(redaction.cleanup)
      return object
    }
    out.witness = witness.map { step in
      var step = step
      step.label = redaction.said(step.label)
      step.citation = redaction.citation(step.citation)
      return step
    }
    for i in out.absences.indices {
      out.absences[i].what = redaction.said(out.absences[i].what)
      out.absences[i].note = redaction.said(out.absences[i].note)
    }
    out.remediation = remediation.map { $0.redacted(redaction) }
    return out
  }
}

extension RemediationEntry {
  fileprivate func redacted(_ redaction: Redaction) -> RemediationEntry {
    var out = self
    out.title = redaction.said(title)
    out.command = redaction.command(command)
    out.verify = redaction.command(verify)
    out.undo = redaction.said(undo)
    out.expect = redaction.said(expect)
    for i in out.preconditions.indices {
      out.preconditions[i].text = redaction.said(out.preconditions[i].text)
      out.preconditions[i].check = redaction.command(out.preconditions[i].check)
    }
    return out
  }
}

extension TimelineEntry {
  fileprivate func redacted(_ redaction: Redaction) -> TimelineEntry {
    var out = self
    out.resource = redaction.ref(resource)
    for i in out.rows.indices {
      out.rows[i].what = redaction.said(out.rows[i].what)
      out.rows[i].citation = redaction.citation(out.rows[i].citation)
    }
    return out
  }
}
