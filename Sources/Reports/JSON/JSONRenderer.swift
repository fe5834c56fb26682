/// The report for programs: schema `ko-forensics/report/2`, described in `Assets/report-2.schema.json`.
///
/// The order of keys and lists is fixed; evidence is given whole, escaped but never shortened.
public struct JSONRenderer: ReportRenderer {
  public static let formatName = "json"
  public static let about = "everything, for programs; schema ko-forensics/report/2"
  /// Value of the key `schema`.
  public static let schema = "ko-forensics/report/2"

  /// JSON is the same for all options.
  public init(options: RenderOptions) {}

  public func render(_ report: ReportDocument) -> [UInt8] {
    var w = JSONWriter(pretty: true)
    w.object { w in
      Self.writeHead(report, to: &w)
      w.key("controllerHealth")
      w.write(report.health)
      w.list("symptoms", report.symptoms) { $0.write($1) }
      w.key("releaseToGoTo")
      if let target = report.target { w.write(target) } else { w.null() }
      w.list("bundles", report.bundles) { w, bundle in
        w.object { w in
          w.key("kind")
          w.string(bundle.kind)
          w.key("title")
          w.string(bundle.title)
          w.key("root")
          w.string(bundle.root)
          w.key("reason")
          w.string(bundle.reason)
        }
      }
      w.list("inputs", report.inputs) { $0.write($1) }
      w.key("bytes")
      w.write(report.bytes)
      w.list("controllers", report.controllers) { $0.write($1) }
      w.list("coverage", report.coverage) { $0.write($1) }
      w.list("findings", report.findings) { $0.write($1) }
      w.list("checked", report.checked) { w, rule in
        w.object { w in
          w.field("rule", rule.id)
          w.field("title", rule.title)
        }
      }
      w.list("timelines", report.timelines) { $0.write($1) }
      w.list("unknowns", report.unknowns) { $0.write($1) }
      w.list("notUnderstood", report.notUnderstood) { w, citation in w.object { $0.writeMembers(of: citation) } }
    }
    w.endLine()
    return w.bytes
  }

  /// What both JSON and its line-by-line form begin with.
  static func writeHead(_ report: ReportDocument, to w: inout JSONWriter) {
    w.field("schema", schema)
    w.key("tool")
    w.object { w in
      w.field("name", report.tool.name)
      w.field("version", report.tool.version)
      w.field("rulePack", report.tool.rulePack)
      w.field("arguments", report.tool.arguments)
    }
    w.field("run", report.run)
    w.field("cluster", orNull: report.cluster.isEmpty ? nil : report.cluster)
    w.field("headline", report.headline)
    w.field("summary", report.summary)
    w.field("partial", report.isPartial)
  }
}
