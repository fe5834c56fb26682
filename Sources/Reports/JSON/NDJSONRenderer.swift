/// One finding per line, for pipes: a line of kind `report` first, then one of kind `finding` each.
public struct NDJSONRenderer: ReportRenderer {
  public static let formatName = "ndjson"
  public static let about = "one finding per line, after a line about the run"

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
      w.object { w in
        w.field("type", "finding")
        w.writeMembers(of: finding)
      }
      w.endLine()
    }
    return w.bytes
  }
}
