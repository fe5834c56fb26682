import Chronicle
import Diagnosis
import Model
import Reports
import Rules

extension ReportBuilder {
  /// What is wrong now, worst first, in one line; or how far "nothing" can be trusted.
  var headline: String {
    let open = findings.filter { $0.verdict < .resolved }
    let proven = open.filter { $0.verdict <= .probable }
    var parts: [String] = []
    if health.crashes > 0, health.isDown {
      let isAssumed = chronicle.sources.contains { $0.writer.records > 0 && $0.clock.year == .assumed }
      let last =
        health.lastCrash.map { "last \($0.shortText) UTC" + (isAssumed ? ", year assumed" : "") }
        ?? "when is not known"
      parts.append(
        health.crashes > 1
          ? "the controller crashes again and again (\(health.crashes) times, \(last))"
          : "the controller crashed (\(last))")
    }
    let waiting = symptoms.filter { $0.kind == .podsWithoutAddress && !$0.explainedBy.isEmpty }.flatMap(\.objects).count
    if waiting > 0 { parts.append(Self.waiting(waiting)) }
    if let verdict = proven.map(\.verdict).min() {
      parts += AddressConflict.all(proven, state).map { conflict in
        conflict.shared.phrase + (conflict.verdict > verdict ? " (probable)" : "")
      }
      parts += ExecutiveSummary.counts(proven.filter { pack.rules[$0.rule].outcome != .atRisk }, pack)
      if parts.isEmpty {
        parts = [CauseWording.title(proven[0].candidates[proven[0].exemplar], pack.rules[proven[0].rule])]
      }
      return "\(verdict.rawValue): \(parts.joined(separator: ", "))\(circumstances(proven))."
    }
    if let worst = open.first {
      parts.append(pack.rules[worst.rule].title)
      return "\(worst.verdict.rawValue): \(parts.joined(separator: ", "))\(circumstances(open))."
    }
    // Pods that wait for another reason are no leak, and nothing to be silent about.
    let others = symptoms.filter { $0.kind == .podsWithoutAddress && $0.explainedBy.isEmpty }.flatMap(\.objects).count
    if parts.isEmpty, others > 0, findings.isEmpty, leftOut == 0, sufficiency.isConclusive,
      sufficiency.doubtAboutState == nil
    {
      parts.append(Self.waiting(others))
    }
    guard parts.isEmpty else {
      let said = parts.joined(separator: ", ")
      return sufficiency.isConclusive
        ? "No leak is found, but \(said)." : "Whether anything leaked is not to be told, but \(said)."
    }
    return nothingFound
  }

  private static func waiting(_ pods: Int) -> String {
    Quantity.counted(pods, "pod") + (pods == 1 ? " waits" : " wait") + " for an address"
  }

  /// `; since …; v1.15.4; cause not shown`, with what is only assumed.
  private func circumstances(_ shown: [Finding]) -> String {
    var text = ""
    if let first = ExecutiveSummary.since(shown) {
      text += "; since \(first.shortText) UTC"
      let assumed = assumptions(shown)
      if !assumed.isEmpty { text += " (\(assumed))" }
    } else if let earliest = EarliestStart.of(shown, state) {
      text += "; since \(earliest.shortText) UTC at the earliest"
    }
    if !health.release.isEmpty { text += "; \(health.release)" }
    if shown.allSatisfy({ !pack.causes(of: $0.candidates[$0.exemplar]).isEmpty }) { text += "; cause not shown" }
    return text
  }

  /// What nothing proves of the clocks that the findings rest on.
  private func assumptions(_ shown: [Finding]) -> String {
    var (year, zone) = (false, false)
    for finding in shown {
      for step in finding.candidates[finding.exemplar].witness {
        let clock = chronicle.sources[Int(chronicle.events[step.event].source)].clock
        if clock.year == .assumed { year = true }
        if clock.zone == .assumed { zone = true }
      }
    }
    if year && zone { return "year and zone assumed" }
    return year ? "year assumed" : zone ? "zone assumed" : ""
  }

  private var nothingFound: String {
    if coverage.isEmpty && !hasState {
      return chronicle.sources.contains { $0.writer.records > 0 }
        ? "Nothing can be said: the log shows no work on pods or networks, and there are no object dumps."
        : "Nothing can be said: neither a controller log nor object dumps were found."
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
    let time = Quantity.span(begin, end) + " UTC"
    return over
      ? "What leaked in the time of the log, \(time), was cleaned up."
      : "No leak found in the time of the log, \(time)."
  }

  private var hasState: Bool { chronicle.sources.contains { $0.writer.records == 0 } }

  /// A few sentences for people who were not there.
  var summary: [String] {
    ExecutiveSummary(
      pack: pack, findings: findings, health: health, symptoms: symptoms, target: target, evidenceEnd: evidenceEnd,
      state: state, remedies: { planner.plan(pack.rules[$0.rule], $0.candidates) }
    ).lines
  }

  /// The newest moment that the evidence tells about.
  private var evidenceEnd: Int64? {
    let log = coverage.intervals.map(\.to).max()
    let facts = findings.flatMap(\.candidates).map(\.facts)
    return (facts.flatMap { [$0.asOf, $0.ledgerAsOf] } + [log]).compactMap(\.self).max()
  }

  private static let mostForeign = 8

  /// What could not be judged, and the command that would settle it.
  var unknowns: [UnknownEntry] {
    var list: [UnknownEntry] = []
    if coverage.isEmpty {
      let hasNone = ["", "no kube-ovn-controller log"].contains(coverage.reasonForNothing)
      list.append(
        UnknownEntry(
          subject: "what the controller did",
          reason: hasNone ? "no kube-ovn-controller log is part of the evidence" : coverage.reasonForNothing,
          command:
            "kubectl -n kube-system logs -l app=kube-ovn-controller --prefix --timestamps --tail=-1 > kube-ovn-controller.log"
        ))
    }
    for dump in state.foreignDumps.prefix(Self.mostForeign) {
      list.append(
        UnknownEntry(
          subject: "what \(dump) shows",
          reason:
            "it is of another cluster than the log, as far as names tell; read without the log it is judged for itself")
      )
    }
    if !hasState {
      list.append(
        UnknownEntry(
          subject: "what exists now", reason: "no object dumps are part of the evidence, so nothing can be confirmed",
          command:
            "kubectl get ips.kubeovn.io,subnets.kubeovn.io,vpcs.kubeovn.io -o yaml > kube-ovn-objects.yaml && kubectl get pod,sts -A -o yaml > pods.yaml"
        ))
    }
    for finding in findings where finding.verdict == .suspected {
      let c = finding.candidates[finding.exemplar]
      list.append(
        UnknownEntry(
          subject: "\(finding.id): \(c.subject.ref.display)", reason: FindingWording.verdictReason(c, []),
          command: c.subject.ref.kind == .ip || c.subject.ref.kind == .subnet
            ? "kubectl get \(c.subject.ref.kind == .ip ? "ips.kubeovn.io" : "subnets.kubeovn.io") \(ShellQuoting.word(c.subject.ref.name)) -o yaml"
            : ""))
    }
    // What a finding claims of an object is its answer.
    let claimed = Set(
      findings.filter { $0.verdict <= .probable }.flatMap(\.candidates).filter { $0.verdict <= .probable }.map(
        \.subject.ref))
    for question in sufficiency.questions where !claimed.contains(question.ref) {
      let wording = QuestionWording(question: question)
      list.append(UnknownEntry(subject: wording.name, reason: question.reason, command: wording.command))
    }
    for source in chronicle.sources where source.clock.zone == .assumed && source.writer.records > 0 {
      list.append(
        source.writer.isUndated
          ? UnknownEntry(
            subject: "time of \(source.display)", reason: source.clock.text,
            command:
              "kubectl -n kube-system logs -l app=kube-ovn-controller --prefix --timestamps --tail=-1 > kube-ovn-controller.log"
          )
          : UnknownEntry(
            subject: "time zone of \(source.display)", reason: source.clock.text,
            command: "ko-forensics --log-timezone AREA/CITY …"))
    }
    return list
  }
}
