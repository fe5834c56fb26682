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
    out = out.mapSentences(redaction.said)
    out.findings = out.findings.map { $0.redacted(redaction) }
    for i in out.symptoms.indices {
      out.symptoms[i].objects = symptoms[i].objects.map(redaction.ref)
      out.symptoms[i].explainedBy = symptoms[i].explainedBy.map(redaction.id)
    }
    out.target?.fixes = (target?.fixes ?? []).map(redaction.id)
    out.target?.leaves = (target?.leaves ?? []).map(redaction.id)
    for i in out.timelines.indices {
      out.timelines[i].resource = redaction.ref(timelines[i].resource)
      for k in out.timelines[i].rows.indices {
        out.timelines[i].rows[k].citation = redaction.citation(timelines[i].rows[k].citation)
        out.timelines[i].rows[k].changes = timelines[i].rows[k].changes.map(redaction.change)
      }
    }
    out.unknowns = out.unknowns.map {
      UnknownEntry(subject: $0.subject, reason: $0.reason, command: redaction.command($0.command))
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
    }
    for i in coverage.indices { coverage[i].source = redaction.path(coverage[i].source) }
    for i in inputs.indices {
      inputs[i].name = redaction.path(inputs[i].name)
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
    for i in findings.indices {
      findings[i].fingerprint =
        Fingerprint(rule: findings[i].rule, objects: findings[i].objects.map { redaction.ref($0.ref) }).description
    }
    let names = Fingerprint.names(of: findings.map { ($0.rule, $0.fingerprint) })
    for (finding, name) in zip(findings, names) { redaction.rename(finding.id, to: name) }
  }
}

extension FindingEntry {
  /// Without the names outside of sentences.
  fileprivate func redacted(_ redaction: Redaction) -> FindingEntry {
    var out = self
    out.id = redaction.id(id)
    out.causedBy = causedBy.map(redaction.id)
    out.objects = objects.map { object in
      var object = object
      object.ref = redaction.ref(object.ref)
      object.fingerprint = Fingerprint(rule: rule, object: object.ref).description
      object.uid = redaction.name(object.uid)
      object.subnet = redaction.name(object.subnet)
      object.pod = redaction.name(object.pod)
      object.address = redaction.name(object.address)
      object.cleanup = object.cleanup.map(redaction.cleanup)
      return object
    }
    for i in out.witness.indices { out.witness[i].citation = redaction.citation(witness[i].citation) }
    for i in out.remediation.indices {
      out.remediation[i].command = redaction.command(remediation[i].command)
      out.remediation[i].verify = redaction.command(remediation[i].verify)
      for k in out.remediation[i].preconditions.indices {
        out.remediation[i].preconditions[k].check = redaction.command(remediation[i].preconditions[k].check)
      }
    }
    return out
  }
}
