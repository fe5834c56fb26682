import Diagnosis
import Model
import Reports
import Rules

extension ReportBuilder {
  /// The worst in one line, or how far "nothing" can be trusted.
  var headline: String {
    let open = findings.filter { $0.verdict < .resolved }
    let proven = open.filter { $0.verdict <= .probable && pack.rules[$0.rule].outcome != .atRisk }
    if let worst = proven.first {
      let counts = ExecutiveSummary.counts(proven, pack)
      return "\(worst.verdict.rawValue): \(counts.isEmpty ? pack.rules[worst.rule].title : counts)."
    }
    if let worst = open.first { return "\(worst.verdict.rawValue): \(pack.rules[worst.rule].title)." }
    if coverage.isEmpty && !hasState {
      return "Nothing can be said: neither a controller log nor object dumps were found."
    }
    if findings.isEmpty, leftOut > 0 {
      return "Nothing was found that was asked for; findings left out: \(leftOut)."
    }
    let over = findings.contains { $0.verdict == .resolved }
    if let doubt = sufficiency.doubt {
      return "Inconclusive: nothing was found, but the evidence cannot show that there is nothing (\(doubt))."
    }
    if sufficiency.doubtAboutState == nil {
      return over ? "Nothing is leaking now; what had leaked was cleaned up." : "No leak found."
    }
    // A log speaks for its own time only.
    let (begin, end) = (Instant(nanoseconds: coverage.begin ?? 0), Instant(nanoseconds: coverage.end ?? 0))
    let time = "\(begin.shortText) – \(end.shortText) UTC"
    return over
      ? "What leaked in the time of the log, \(time), was cleaned up."
      : "No leak found in the time of the log, \(time)."
  }

  private var hasState: Bool { chronicle.sources.contains { $0.writer.records == 0 } }

  /// A few sentences for people who were not there.
  var summary: [String] {
    ExecutiveSummary(
      pack: pack, findings: findings, evidenceEnd: evidenceEnd,
      remedies: { planner.plan(pack.rules[$0.rule], $0.candidates) }
    ).lines
  }

  /// The newest moment that the evidence tells about.
  private var evidenceEnd: Int64? {
    let log = coverage.intervals.map(\.to).max()
    return (findings.flatMap(\.candidates).compactMap(\.facts.asOf) + [log].compactMap { $0 }).max()
  }

  /// What could not be judged, and the command that would settle it.
  var unknowns: [UnknownEntry] {
    var list: [UnknownEntry] = []
    if coverage.isEmpty {
      list.append(
        UnknownEntry(
          subject: "what the controller did", reason: "no kube-ovn-controller log is part of the evidence",
          command:
            "kubectl -n kube-system logs -l app=kube-ovn-controller --prefix --timestamps --tail=-1 > kube-ovn-controller.log"
        ))
    }
    if !hasState {
      list.append(
        UnknownEntry(
          subject: "what exists now", reason: "no object dumps are part of the evidence, so nothing can be confirmed",
          command:
            "kubectl get ip,subnet,vpc -o yaml > kube-ovn-objects.yaml && kubectl get pod,sts -A -o yaml > pods.yaml"))
    }
    for finding in findings where finding.verdict == .suspected {
      let c = finding.candidates[finding.exemplar]
      list.append(
        UnknownEntry(
          subject: "\(finding.id): \(c.subject.ref.display)", reason: FindingWording.verdictReason(c, []),
          command: c.subject.ref.kind == .ip || c.subject.ref.kind == .subnet
            ? "kubectl get \(c.subject.ref.kind == .ip ? "ip" : "subnet") \(ShellQuoting.word(c.subject.ref.name)) -o yaml"
            : ""))
    }
    for source in chronicle.sources where source.clock.zone == .assumed && source.writer.records > 0 {
      list.append(
        UnknownEntry(
          subject: "time zone of \(source.display)", reason: source.clock.text,
          command: "ko-forensics --log-timezone Europe/Berlin …"))
    }
    return list
  }
}
