import Model

extension JSONRenderer {
  func finding(_ w: inout JSONWriter, _ f: FindingEntry) {
    w.object { w in
      w.field("id", f.id)
      w.field("rule", f.rule)
      w.field("class", f.leakClass)
      w.field("verdict", f.verdict.rawValue)
      w.field("severity", f.severity.rawValue)
      w.field("title", f.title)
      w.field("summary", f.summary)
      w.field("mechanism", f.mechanism)
      w.field("verdictReason", f.verdictReason)
      w.key("objects") { $0.array(f.objects, object) }
      w.field("firstSeen", orNull: f.firstSeen?.rfc3339)
      w.field("lastSeen", orNull: f.lastSeen?.rfc3339)
      w.key("witness") { $0.array(f.witness, witness) }
      w.key("absences") { $0.array(f.absences, absence) }
      w.field("causedBy", orNull: f.causedBy)
      w.key("remediation") { $0.array(f.remediation, remediation) }
      w.field("affectedVersions", f.affectedVersions)
      w.field("fixedIn", f.fixedIn)
      w.field("versionAdvice", f.versionAdvice)
      w.field("references", f.references)
    }
  }

  private func object(_ w: inout JSONWriter, _ o: FindingObject) {
    w.object { w in
      reference(&w, o.ref)
      if !o.uid.isEmpty { w.field("uid", o.uid) }
      w.field("outcome", o.outcome.rawValue)
      w.field("verdict", o.verdict.rawValue)
      w.field("detail", o.detail)
    }
  }

  private func witness(_ w: inout JSONWriter, _ s: WitnessEntry) {
    w.object { w in
      w.field("step", s.step)
      w.field("label", s.label)
      w.field("actor", s.actor)
      w.field("instant", orNull: s.instant?.rfc3339)
      w.field("uncertainty", seconds: s.uncertainty)
      citation(&w, s.citation)
      w.field("count", s.count)
    }
  }

  private func absence(_ w: inout JSONWriter, _ a: AbsenceEntry) {
    w.object { w in
      w.field("what", a.what)
      w.field("from", orNull: a.from?.rfc3339)
      w.field("to", orNull: a.to?.rfc3339)
      w.field("covered", a.isCovered)
      w.field("note", a.note)
    }
  }

  private func remediation(_ w: inout JSONWriter, _ r: RemediationEntry) {
    w.object { w in
      w.field("primitive", r.primitive)
      w.field("title", r.title)
      w.key("precondition") { w in
        w.array(r.preconditions) { w, p in
          w.object { w in
            w.field("text", p.text)
            w.field("proven", p.isProven)
            w.field("check", p.check)
          }
        }
      }
      w.field("command", r.command)
      w.field("expect", r.expect)
      w.field("verify", r.verify)
      w.field("undo", r.undo)
    }
  }
}
