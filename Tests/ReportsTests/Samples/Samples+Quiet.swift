import Model
import Reports

extension Samples {
  static var quiet: ReportDocument {
    var report = ReportDocument()
    report.tool.version = "0.9.0"
    report.tool.rulePack = "built-in 2026.11"
    report.headline = "Nothing is leaked or stuck in what this evidence covers"
    report.summary = ["All 31 rules were evaluated over 43 minutes without a gap."]
    report.inputs = [input("-", "klog", ledger(10_000, 2_000, 0, 0), lines: 120, 0, 2_580_000)]
    report.bytes = ledger(10_000, 2_000, 0, 0)
    var coverage = CoverageEntry()
    coverage.source = "-"
    coverage.from = at(0)
    coverage.to = at(2_580_000)
    report.coverage = [coverage]
    report.exitStatus = 0
    return report
  }

  static var inconclusive: ReportDocument {
    var report = ReportDocument()
    report.tool.version = "0.9.0"
    report.headline = "Nothing was found, but the evidence covers only 12 s"
    report.isPartial = true
    report.findings = [notEvaluated]
    var unknown = UnknownEntry()
    unknown.subject = "Every rule that needs object dumps"
    unknown.command = "kubectl get ip,subnet -o yaml > objects.yaml"
    report.unknowns = [unknown]
    report.exitStatus = 3
    return report
  }

  /// More than any screen or issue holds.
  static var large: ReportDocument {
    var report = races
    let proof = String(repeating: "E1123 20:33:11.004120 1 pod.go:812] failed to get subnet: not found; ", count: 12)
    report.findings = (1...40).map { number in
      var f = raceA
      f.id = "KOV-001-\(number)"
      f.objects = (0..<60).map { index in
        FindingObject(ref: ResourceRef(.ip, name: "pod-\(index).ns-\(number)"), outcome: .leaked, verdict: .confirmed)
      }
      f.witness = (0..<45).map {
        step("s\($0)", "step \($0)", $0 % 2 == 0 ? "pod worker" : "gc", Int64($0) * 700, cite(UInt64($0), proof))
      }
      return f
    }
    return report
  }
}
