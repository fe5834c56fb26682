import Model

/// SARIF 2.1.0 for code-scanning viewers: rules, results with their places in the evidence, the proof as a thread flow.
public struct SARIFRenderer: ReportRenderer {
  public static let formatName = "sarif"
  public static let about = "SARIF 2.1.0, for viewers of findings"

  /// The same for all options.
  public init(options: RenderOptions) {}

  public func render(_ report: ReportDocument) -> [UInt8] {
    var w = JSONWriter(pretty: true)
    let rules = Self.rules(of: report.findings)
    w.object { w in
      w.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      w.field("version", "2.1.0")
      w.list("runs", [report]) { w, report in
        w.object { w in
          w.key("tool")
          w.object { w in
            w.key("driver")
            w.object { w in write(report.tool, rules, to: &w) }
          }
          w.list("invocations", [report]) { w, report in
            w.object { w in
              w.field("executionSuccessful", !report.isPartial)
              if !report.tool.arguments.isEmpty { w.field("arguments", report.tool.arguments) }
            }
          }
          w.list("artifacts", report.inputs) { $0.writeArtifact($1) }
          w.list("results", report.findings) { w, finding in
            w.object {
              $0.writeResult(
                finding, ruleIndex: rules.firstIndex { $0.rule == finding.rule } ?? 0, cluster: report.cluster)
            }
          }
          w.field("columnKind", "unicodeCodePoints")
        }
      }
    }
    w.endLine()
    return w.bytes
  }

  /// The first finding of each rule, in the order of the report: it knows all that SARIF wants to know of the rule.
  private static func rules(of findings: [FindingEntry]) -> [FindingEntry] {
    var seen: Set<String> = []
    return findings.filter { seen.insert($0.rule).inserted }
  }

  private func write(_ tool: ToolEntry, _ rules: [FindingEntry], to w: inout JSONWriter) {
    w.field("name", tool.name)
    if !tool.version.isEmpty { w.field("version", tool.version) }
    w.list("rules", rules) { w, finding in
      w.object { w in
        w.field("id", finding.rule)
        if !finding.leakClass.isEmpty { w.field("name", finding.leakClass) }
        w.key("shortDescription")
        w.object { $0.field("text", finding.title) }
        if !finding.mechanism.isEmpty {
          w.key("fullDescription")
          w.object { $0.field("text", finding.mechanism) }
        }
        w.key("defaultConfiguration")
        w.object { $0.field("level", finding.severity.sarifLevel) }
      }
    }
  }
}

extension Severity {
  /// The level SARIF has for it.
  var sarifLevel: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }
}
