/// One record per line, for pipes: a line of type `report` first, then one of type `finding` each, then one of type
/// `event` for each row of the timelines. Every line names run and cluster, so that lines of many runs can be mixed.
public struct NDJSONRenderer: ReportRenderer {
  public static let formatName = "ndjson"
  public static let about = "one finding or event per line, after a line about the run"

  /// The same for all options.
  public init(options: RenderOptions) {}

  public func render(_ report: ReportDocument) -> [UInt8] {
    var w = JSONWriter(pretty: false)
    w.object { w in
      w.field("type", "report")
      JSONRenderer.writeHead(report, to: &w)
      w.key("bytes")
      w.write(report.bytes)
      w.field("findings", report.findings.count)
    }
    w.endLine()
    for finding in report.findings {
      line("finding", of: report, to: &w) { $0.writeMembers(of: finding) }
    }
    for timeline in report.timelines {
      for row in timeline.rows {
        line("event", of: report, to: &w) { w in
          w.writeMembers(of: timeline.resource)
          w.writeMembers(of: row)
        }
      }
    }
    return w.bytes
  }

  private func line(
    _ type: String, of report: ReportDocument, to w: inout JSONWriter, _ body: (inout JSONWriter) -> Void
  ) {
    w.object { w in
      w.field("type", type)
      w.field("run", report.run)
      w.field("cluster", orNull: report.cluster.isEmpty ? nil : report.cluster)
      body(&w)
    }
    w.endLine()
  }
}
