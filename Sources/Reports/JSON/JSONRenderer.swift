import Model

/// The report as JSON, schema `ko-forensics/report/1` (`Assets/report-1.schema.json`). Same report, same bytes.
public struct JSONRenderer: ReportRenderer {
  public static let formatName = "json"
  public static let about = "everything, for programs (schema ko-forensics/report/1)"

  public init(options: RenderOptions) {}

  public func render(_ report: ReportDocument) -> [UInt8] {
    var w = JSONWriter()
    w.object { w in
      w.field("schema", "ko-forensics/report/1")
      w.key("tool") { tool(&$0, report.tool) }
      w.field("headline", report.headline)
      w.field("summary", report.summary)
      w.field("partial", report.isPartial)
      w.key("inputs") { $0.array(report.inputs, input) }
      w.key("bytes") { bytes(&$0, report.bytes) }
      w.key("controllers") { $0.array(report.controllers, controller) }
      w.key("coverage") { $0.array(report.coverage, coverage) }
      w.key("findings") { $0.array(report.findings, finding) }
      w.key("timelines") { $0.array(report.timelines, timeline) }
      w.key("unknowns") { w in
        w.array(report.unknowns) { w, u in
          w.object { w in
            w.field("subject", u.subject)
            w.field("reason", u.reason)
            w.field("command", u.command)
          }
        }
      }
      w.key("notUnderstood") { w in w.array(report.notUnderstood) { w, c in w.object { citation(&$0, c) } } }
    }
    return w.bytes + [0x0A]
  }

  private func tool(_ w: inout JSONWriter, _ tool: ToolEntry) {
    w.object { w in
      w.field("name", tool.name)
      w.field("version", tool.version)
      w.field("rulePack", tool.rulePack)
      w.field("arguments", tool.arguments)
    }
  }

  private func bytes(_ w: inout JSONWriter, _ b: ByteLedger) {
    w.object { w in
      w.field("total", b.total)
      w.field("understood", b.understood)
      w.field("recognized", b.recognized)
      w.field("notUnderstood", b.notUnderstood)
      w.field("skipped", b.skipped)
    }
  }

  private func input(_ w: inout JSONWriter, _ i: InputEntry) {
    w.object { w in
      w.field("name", i.name)
      w.field("format", i.format)
      w.field("reason", i.reason)
      w.field("bytes", i.bytes.total)
      w.key("byteUse") { bytes(&$0, i.bytes) }
      w.field("sha256", i.sha256)
      w.field("lines", i.lines)
      w.field("first", orNull: i.first?.rfc3339)
      w.field("last", orNull: i.last?.rfc3339)
      w.field("clock", i.clock)
      w.field("uncertainty", seconds: i.clockUncertainty)
      w.field("problems", i.problems)
    }
  }

  private func controller(_ w: inout JSONWriter, _ c: ControllerEntry) {
    w.object { w in
      w.field("process", c.process)
      w.field("replica", c.replica)
      w.field("from", orNull: c.from?.rfc3339)
      w.field("to", orNull: c.to?.rfc3339)
      w.key("leader") { w in
        w.array(c.leader) { w, interval in
          w.object { w in
            w.field("from", interval.from.rfc3339)
            w.field("to", interval.to.rfc3339)
          }
        }
      }
      w.field("versions", c.versions)
      w.field("versionEvidence", c.versionEvidence)
    }
  }

  private func coverage(_ w: inout JSONWriter, _ c: CoverageEntry) {
    w.object { w in
      w.field("source", c.source)
      w.field("from", orNull: c.from?.rfc3339)
      w.field("to", orNull: c.to?.rfc3339)
      w.key("gaps") { w in
        w.array(c.gaps) { w, gap in
          w.object { w in
            w.field("from", orNull: gap.from?.rfc3339)
            w.field("to", orNull: gap.to?.rfc3339)
            w.field("reason", gap.reason)
          }
        }
      }
    }
  }

  private func timeline(_ w: inout JSONWriter, _ t: TimelineEntry) {
    w.object { w in
      reference(&w, t.resource)
      w.field("omitted", t.omitted)
      w.key("rows") { w in
        w.array(t.rows) { w, row in
          w.object { w in
            w.field("instant", orNull: row.instant?.rfc3339)
            w.field("uncertainty", seconds: row.uncertainty)
            w.field("what", row.what)
            w.field("actor", row.actor)
            w.field("count", row.count)
            citation(&w, row.citation)
          }
        }
      }
    }
  }

  func reference(_ w: inout JSONWriter, _ ref: ResourceRef) {
    w.field("kind", ref.kind.apiKind)
    w.field("namespace", ref.namespace)
    w.field("name", ref.name)
  }

  func citation(_ w: inout JSONWriter, _ c: Citation) {
    w.field("source", c.source)
    w.field("line", c.line)
    w.field("offset", c.offset)
    w.field("text", c.text)
  }
}
