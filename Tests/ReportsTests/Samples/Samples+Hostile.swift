import Model
import Reports

extension Samples {
  /// Everything that some reader of some format would act upon.
  static let attack =
    "<script>alert(1)</script><img src=x onerror=alert(2)> \"quote' & | `tick` ``` ~~~ \u{1b}[31mred\u{1b}]0;title\u{7}"
    + " \u{202e}evil\u{2066} \u{200b}\u{feff}\u{2028}\u{2029} line\nnext\r\n\ttab \u{0}nul \u{85}nel \u{9b}31m @user @org/team"
    + " kubeovn/kube-ovn#123 #123 GH-7 deadbeefcafe https://evil.example/x www.evil.example a@b.example ![i](http://evil.example/p.png) [x](javascript:alert(3))"
    + " :tada: <!-- --> ]]> </style></title> =cmd() {{7*7}} $(reboot) שלום مرحبا 中文 e\u{301}\u{301} \u{e0041} \u{fffd}"

  static var hostile: ReportDocument {
    var report = ReportDocument()
    let long = String(repeating: "x`|<b>中 ", count: 1_500)
    report.tool.version = "0.9.0"
    report.tool.rulePack = attack
    report.tool.arguments = ["analyze", attack]
    report.headline = attack
    report.summary = [attack, "# not a heading", "- not a list", "1. not a list", "> not a quotation", "=== ", long]
    var entry = input(attack, attack, ledger(10, 20, 30, 40), lines: 7, 0, 10_000)
    entry.reason = attack
    entry.clock = attack
    entry.clockUncertainty = 3_600_000_000_000
    entry.problems = [attack]
    report.inputs = [entry]
    report.bytes = entry.bytes
    var controller = ControllerEntry()
    controller.process = attack
    controller.versions = [attack]
    controller.versionEvidence = attack
    report.controllers = [controller]
    var coverage = CoverageEntry()
    coverage.source = attack
    coverage.from = at(0)
    coverage.to = at(10_000)
    coverage.gaps = [.init(from: at(1_000), to: at(2_000), reason: attack), .init(from: nil, to: nil, reason: attack)]
    report.coverage = [coverage]
    report.findings = [hostileFinding(long), formulas]
    var timeline = TimelineEntry(resource: ResourceRef(.pod, namespace: attack, name: attack))
    timeline.rows = [
      row(0, attack, attack, cite(1, attack, source: attack)), row(nil, long, "", cite(0, long, source: attack)),
    ]
    timeline.rows[0].changes = [FieldChange(path: attack, before: attack, after: long)]
    report.timelines = [timeline]
    var unknown = UnknownEntry()
    unknown.subject = attack
    unknown.reason = attack
    unknown.command = attack
    report.unknowns = [unknown]
    report.notUnderstood = [cite(3, attack, source: attack)]
    report.isPartial = true
    return report
  }

  private static func hostileFinding(_ long: String) -> FindingEntry {
    var f = FindingEntry()
    f.id = attack
    f.rule = attack
    f.leakClass = attack
    f.verdict = .suspected
    f.title = attack
    f.summary = attack
    f.mechanism = attack + long
    f.verdictReason = attack
    var object = FindingObject(
      ref: ResourceRef(.ip, namespace: attack, name: attack), outcome: .leaked, verdict: .confirmed)
    object.uid = attack
    object.detail = attack
    f.objects = [object]
    f.firstSeen = at(0)
    f.lastSeen = at(9_000)
    f.witness = [
      step(attack, attack, attack, 0, cite(1, attack, source: attack)),
      step(attack, long, "state", nil, cite(0, long, source: long), count: 3),
      step(
        "x", String(repeating: "e\u{301}\u{301}", count: 4_000), "user", 9_000,
        cite(2, String(repeating: "\u{301}", count: 9_000), source: "s")),
    ]
    f.absences = [absence(attack, nil, nil, covered: false, note: attack), absence(long, 0, 5_000, covered: true)]
    f.causedBy = attack
    var fix = RemediationEntry()
    fix.title = attack
    fix.preconditions = [
      .init(text: attack, isProven: false, check: attack), .init(text: attack, isProven: true, check: attack),
    ]
    fix.command = attack
    fix.expect = attack
    fix.verify = attack
    fix.undo = attack
    f.remediation = [fix]
    f.affectedVersions = attack
    f.fixedIn = [attack]
    f.versionAdvice = [attack]
    f.references = [attack, "javascript:alert(1)", "https://evil.example/\"onmouseover=\"x", "https://example.org/ok"]
    return f
  }

  private static var formulas: FindingEntry {
    var f = FindingEntry()
    f.id = "=1+1"
    f.rule = "+1"
    f.leakClass = "-1"
    f.title = "@SUM(A1)"
    f.summary = "\t=1"
    f.verdict = .refuted
    f.objects = ["=cmd|' /C calc'!A0", " =1", "＝1", "\t1", "\r1", "plain, \"quoted\""].map {
      FindingObject(ref: ResourceRef(.other, name: $0), outcome: .atRisk, verdict: .refuted)
    }
    return f
  }
}
