import Model

/// One row per object of a finding, RFC 4180; a finding without objects has one row with empty object cells.
public struct CSVRenderer: ReportRenderer {
  public static let formatName = "csv"
  public static let about = "one row per object of a finding, for spreadsheets"

  /// The same for all options: column names are part of the format.
  public init(options: RenderOptions) {}

  static let columns = [
    "finding", "rule", "class", "verdict", "severity", "title", "kind", "namespace", "name", "uid", "outcome",
    "object_verdict", "detail", "first_seen", "last_seen", "caused_by", "source", "line", "run", "cluster",
    "fingerprint", "object_fingerprint", "harm", "subnet", "pod", "address", "since", "not_before",
  ]

  public func render(_ report: ReportDocument) -> [UInt8] {
    var out: [UInt8] = []
    CSVEscaping.appendRow(Self.columns, to: &out)
    for finding in report.findings {
      let objects: [FindingObject?] = finding.objects.isEmpty ? [nil] : finding.objects.map { $0 }
      for object in objects { CSVEscaping.appendRow(row(report, finding, object), to: &out) }
    }
    return out
  }

  private func row(_ report: ReportDocument, _ finding: FindingEntry, _ object: FindingObject?) -> [String] {
    let proof = finding.witness.first?.citation
    return [
      finding.id, finding.rule, finding.leakClass, finding.verdict.rawValue, finding.severity.rawValue, finding.title,
      object?.ref.kind.apiKind ?? "", object?.ref.namespace ?? "", object?.ref.name ?? "", object?.uid ?? "",
      object?.outcome.rawValue ?? "", object?.verdict.rawValue ?? "", object?.detail ?? "",
      finding.firstSeen?.rfc3339 ?? "", finding.lastSeen?.rfc3339 ?? "", finding.causedBy ?? "", proof?.source ?? "",
      proof.map { $0.line == 0 ? "" : String($0.line) } ?? "", report.run, report.cluster, finding.fingerprint,
      object?.fingerprint ?? "", finding.harm.rawValue, object?.subnet ?? "", object?.pod ?? "",
      object?.address ?? "", object?.since?.rfc3339 ?? "", finding.notBefore?.rfc3339 ?? "",
    ]
  }
}
