import Model

/// Findings and their parts.
extension JSONWriter {
  mutating func write(_ finding: FindingEntry) {
    object { w in
      w.writeMembers(of: finding)
    }
  }

  mutating func writeMembers(of finding: FindingEntry) {
    field("id", finding.id)
    field("fingerprint", finding.fingerprint)
    field("harm", finding.harm.rawValue)
    field("rule", finding.rule)
    field("class", finding.leakClass)
    field("verdict", finding.verdict.rawValue)
    field("severity", finding.severity.rawValue)
    field("title", finding.title)
    field("summary", finding.summary)
    field("mechanism", finding.mechanism)
    field("verdictReason", finding.verdictReason)
    list("objects", finding.objects) { $0.write($1) }
    field("firstSeen", finding.firstSeen)
    field("lastSeen", finding.lastSeen)
    if let earliest = finding.notBefore { field("notBefore", earliest) }
    field("exemplar", finding.exemplar)
    list("witness", finding.witness) { $0.write($1) }
    list("absences", finding.absences) { $0.write($1) }
    field("causedBy", orNull: finding.causedBy)
    list("remediation", finding.remediation) { $0.write($1) }
    field("affectedVersions", finding.affectedVersions)
    field("fixedIn", finding.fixedIn)
    field("versionAdvice", finding.versionAdvice)
    field("references", finding.references)
  }

  private mutating func write(_ thing: FindingObject) {
    object { w in
      w.writeMembers(of: thing.ref)
      if !thing.uid.isEmpty { w.field("uid", thing.uid) }
      w.field("outcome", thing.outcome.rawValue)
      w.field("verdict", thing.verdict.rawValue)
      w.field("fingerprint", thing.fingerprint)
      if !thing.subnet.isEmpty { w.field("subnet", thing.subnet) }
      if !thing.pod.isEmpty { w.field("pod", thing.pod) }
      if !thing.address.isEmpty { w.field("address", thing.address) }
      if let since = thing.since { w.field("since", since) }
      w.field("detail", thing.detail)
      guard let cleanup = thing.cleanup else { return }
      w.key("cleanup")
      w.object { w in
        w.field("way", cleanup.way.rawValue)
        w.field("at", cleanup.instant)
        if !cleanup.user.isEmpty { w.field("by", cleanup.user) }
      }
    }
  }

  private mutating func write(_ witness: WitnessEntry) {
    object { w in
      w.field("step", witness.step)
      w.field("label", witness.label)
      w.field("actor", witness.actor)
      w.field("instant", witness.instant)
      w.field("uncertainty", seconds: witness.uncertainty)
      w.writeMembers(of: witness.citation)
      w.field("count", witness.count)
    }
  }

  private mutating func write(_ absence: AbsenceEntry) {
    object { w in
      w.field("what", absence.what)
      w.field("from", absence.from)
      w.field("to", absence.to)
      w.field("covered", absence.isCovered)
      w.field("note", absence.note)
    }
  }

  private mutating func write(_ step: RemediationEntry) {
    object { w in
      w.field("primitive", step.primitive)
      w.field("title", step.title)
      w.list("precondition", step.preconditions) { w, condition in
        w.object { w in
          w.field("text", condition.text)
          w.field("proven", condition.isProven)
          w.field("check", condition.check)
        }
      }
      w.field("command", step.command)
      w.field("expect", step.expect)
      w.field("verify", step.verify)
      w.field("undo", step.undo)
    }
  }
}
