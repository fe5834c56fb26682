import Model

/// The parts of a report that say what was read.
extension JSONWriter {
  mutating func write(_ ledger: ByteLedger) {
    object { w in
      w.field("total", ledger.total)
      w.field("understood", ledger.understood)
      w.field("recognized", ledger.recognized)
      w.field("notUnderstood", ledger.notUnderstood)
      w.field("skipped", ledger.skipped)
    }
  }

  mutating func write(_ input: InputEntry) {
    object { w in
      w.field("name", input.name)
      w.field("format", input.format)
      w.field("reason", input.reason)
      w.field("bytes", input.bytes.total)
      w.key("byteUse")
      w.write(input.bytes)
      w.field("sha256", orNull: input.sha256.isEmpty ? nil : input.sha256)
      w.field("lines", input.lines)
      w.field("first", input.first)
      w.field("last", input.last)
      w.field("clock", input.clock)
      w.field("uncertainty", seconds: input.clockUncertainty)
      w.field("problems", input.problems)
    }
  }

  mutating func write(_ controller: ControllerEntry) {
    object { w in
      w.field("process", controller.process)
      w.field("replica", controller.replica)
      w.field("from", controller.from)
      w.field("to", controller.to)
      w.list("leader", controller.leader) { w, interval in
        w.object { w in
          w.field("from", interval.from)
          w.field("to", interval.to)
        }
      }
      w.field("versions", controller.versions)
      w.field("versionEvidence", controller.versionEvidence)
    }
  }

  mutating func write(_ coverage: CoverageEntry) {
    object { w in
      w.field("source", coverage.source)
      w.field("from", coverage.from)
      w.field("to", coverage.to)
      w.list("gaps", coverage.gaps) { w, gap in
        w.object { w in
          w.field("from", gap.from)
          w.field("to", gap.to)
          w.field("reason", gap.reason)
        }
      }
    }
  }

  mutating func write(_ timeline: TimelineEntry) {
    object { w in
      w.writeMembers(of: timeline.resource)
      w.list("rows", timeline.rows) { w, row in w.object { $0.writeMembers(of: row) } }
      w.field("omitted", timeline.omitted)
    }
  }

  mutating func writeMembers(of row: TimelineEntry.Row) {
    field("instant", row.instant)
    field("uncertainty", seconds: row.uncertainty)
    field("what", row.what)
    field("actor", row.actor)
    field("count", row.count)
    if !row.changes.isEmpty {
      list("changes", row.changes) { w, change in
        w.object { w in
          w.field("path", change.path)
          w.field("before", orNull: change.before)
          w.field("after", orNull: change.after)
        }
      }
    }
    writeMembers(of: row.citation)
  }

  mutating func write(_ unknown: UnknownEntry) {
    object { w in
      w.field("subject", unknown.subject)
      w.field("reason", unknown.reason)
      w.field("command", unknown.command)
    }
  }

  /// `source`, `line`, `offset`, `text`.
  mutating func writeMembers(of citation: Citation) {
    field("source", citation.source)
    field("line", citation.line)
    field("offset", citation.offset)
    field("text", citation.text)
  }

  /// `kind`, `namespace`, `name`.
  mutating func writeMembers(of ref: ResourceRef) {
    field("kind", ref.kind.apiKind)
    field("namespace", ref.namespace)
    field("name", ref.name)
  }
}
