import Model
import Reports

extension Samples {
  /// Race A with twelve IP objects, race B caused by it, something healed, something refuted, something not evaluated.
  static var races: ReportDocument {
    var report = ReportDocument()
    report.tool.version = "0.9.0"
    report.tool.rulePack = "built-in 2026.11"
    report.tool.arguments = ["analyze", "-o", "html=incident.html", "bundle.tar.gz", "audit.log.gz"]
    report.headline =
      "12 IP objects of Subnet net-12 are leaked and Subnet net-12-tail cannot be deleted (race A, then race B)"
    report.summary = [
      "At 20:33:10 UTC Subnet net-12 was removed while pod ci/job-13-87 was still getting addresses from it. The controller could not tell which networks the pod used, so it never deleted the pod's 12 IP objects.",
      "The addresses still count against Subnet net-12-tail, which has been Terminating for 41 minutes and will stay so until they are gone.",
    ]
    report.inputs = [controllerLog, auditLog, objectDump]
    report.bytes = ledger(41_221_008, 166_003_412, 1_204, 2_097_152)
    report.controllers = [firstController, secondController]
    report.coverage = raceCoverage
    report.findings = [raceA, raceB, healed, refuted, notEvaluated]
    report.timelines = raceTimelines
    report.unknowns = [unknownPort, unknownVM]
    report.notUnderstood = [cite(88_121, "2026/11/23 20:40:00 [warn] proxy: upstream prematurely closed connection")]
    report.exitStatus = 2
    return report
  }

  private static var controllerLog: InputEntry {
    var input = input(
      "bundle.tar.gz!kube-ovn-controller-b7snsx9jvk-2mtb4/0.log", "cri > klog",
      ledger(40_113_800, 160_001_200, 1_204, 0),
      lines: 1_204_331, 0, 2_590_000)
    input.reason = "99.9 % of the first 64 KiB are CRI lines, their payload is klog"
    input.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    input.clock = "year and zone from the CRI timestamp on the same line"
    input.clockUncertainty = 500_000
    return input
  }

  private static var auditLog: InputEntry {
    var input = input(
      "audit.log.gz", "audit-jsonl", ledger(1_007_208, 5_900_212, 0, 2_097_152), lines: 4_410, -60_000, 2_400_000)
    input.reason = "every line is an audit.k8s.io/v1 Event"
    input.clock = "UTC as written"
    input.problems = ["gzip stream ends early: 2097152 bytes were not read"]
    return input
  }

  private static var objectDump: InputEntry {
    var input = input(
      "bundle.tar.gz!after/ips.yaml", "objects-yaml", ledger(100_000, 102_000, 0, 0), lines: 5_210, 2_590_000, 2_590_000
    )
    input.reason = "a List of kubeovn.io/v1 IP"
    input.sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    return input
  }

  private static var firstController: ControllerEntry {
    var entry = ControllerEntry()
    entry.process = "kube-ovn-controller-b7snsx9jvk-2mtb4#1"
    entry.replica = "kube-ovn-controller-b7snsx9jvk-2mtb4"
    entry.from = at(0)
    entry.to = at(2_590_000)
    entry.leader = [Interval(from: at(1_200), to: at(2_590_000))]
    entry.versions = ["v1.12.26", "v1.12.28"]
    entry.versionEvidence = "312 call sites agree, 0 disagree; no banner in the log"
    return entry
  }

  private static var secondController: ControllerEntry {
    var entry = ControllerEntry()
    entry.process = "kube-ovn-controller-b7snsx9jvk-fp9z8#1"
    entry.replica = "kube-ovn-controller-b7snsx9jvk-fp9z8"
    entry.from = at(4_000)
    entry.to = at(1_800_000)
    entry.versions = ["v1.12.28"]
    entry.versionEvidence = "banner"
    return entry
  }

  private static var raceCoverage: [CoverageEntry] {
    var log = CoverageEntry()
    log.source = "kube-ovn-controller-b7snsx9jvk-2mtb4#1"
    log.from = at(0)
    log.to = at(2_590_000)
    var audit = CoverageEntry()
    audit.source = "audit.log.gz"
    audit.from = at(-60_000)
    audit.to = at(2_400_000)
    audit.gaps = [.init(from: at(2_400_000), to: nil, reason: "gzip stream ends early")]
    var standby = CoverageEntry()
    standby.source = "kube-ovn-controller-b7snsx9jvk-fp9z8#1"
    standby.from = at(4_000)
    standby.to = at(1_800_000)
    standby.gaps = [
      .init(from: at(600_000), to: at(780_000), reason: "rotated away"),
      .init(from: at(1_790_000), to: at(1_800_000), reason: "cut by --since"),
    ]
    return [log, audit, standby]
  }

  private static var unknownPort: UnknownEntry {
    var unknown = UnknownEntry()
    unknown.subject = "Logical switch ports of the 12 IP objects"
    unknown.reason = "the OVN northbound database is not in the evidence"
    unknown.command = "kubectl ko nbctl --bare --columns=name find logical_switch_port > lsp.txt"
    return unknown
  }

  private static var unknownVM: UnknownEntry {
    var unknown = UnknownEntry()
    unknown.subject = "Owner of IP vm-db-0.prod"
    unknown.reason = "namespace prod was not dumped; the address may be kept for a VM on purpose"
    unknown.command = "kubectl -n prod get vm,vmi -o yaml > vms.yaml"
    return unknown
  }

  private static var raceTimelines: [TimelineEntry] {
    var subnet = TimelineEntry(resource: ResourceRef(.subnet, name: "net-12"))
    subnet.rows = [
      row(
        0, "Subnet created", "user",
        cite(
          12, #"{"kind":"Event","verb":"create","objectRef":{"resource":"subnets","name":"net-12"}}"#,
          source: "audit.log.gz")),
      row(
        129_902, "deletion requested", "user",
        cite(
          871, #"{"kind":"Event","verb":"delete","objectRef":{"resource":"subnets","name":"net-12"}}"#,
          source: "audit.log.gz")),
      row(
        130_747, "removed from address management", "subnet worker",
        cite(40_112, "I1123 20:33:10.747779       1 ipam.go:327] delete subnet net-12")),
      row(
        131_004, "not found when pod ci/job-13-87 was deleted", "pod worker",
        cite(
          40_127,
          #"E1123 20:33:11.004120       1 pod.go:812] failed to get subnet net-12: subnet.kubeovn.io "net-12" not found"#
        ), count: 9),
    ]
    var state = row(140_000, "changed since 2026-11-23 20:31:00", "state", cite(210, "", source: "subnets.yaml"))
    state.changes = [
      FieldChange(path: "metadata.deletionTimestamp", before: nil, after: "2026-11-23T20:33:09.902Z"),
      FieldChange(path: "status.v4usingIPs", before: "12", after: "3"),
    ]
    subnet.insert([state])
    subnet.omitted = 31
    var pod = TimelineEntry(resource: ResourceRef(.pod, namespace: "ci", name: "job-13-87"))
    pod.rows = [
      row(
        118_400, "address 10.16.0.12 allocated", "pod worker",
        cite(
          39_801,
          "I1123 20:32:58.400102       1 ipam.go:72] allocate v4 10.16.0.12, mac 00:00:00:53:1F:6C for ci/job-13-87 from subnet net-12"
        )),
      row(
        130_990, "deletion handled", "pod worker",
        cite(40_125, "I1123 20:33:10.990800       1 pod.go:733] handle delete pod ci/job-13-87")),
      row(
        131_410, "deletion said to be finished", "pod worker",
        cite(40_139, "I1123 20:33:11.410030       1 pod.go:741] take 419 ms to handle delete pod ci/job-13-87")),
    ]
    return [subnet, pod]
  }

  static func row(_ milliseconds: Int64?, _ what: String, _ actor: String, _ citation: Citation, count: Int = 1)
    -> TimelineEntry.Row
  {
    var row = TimelineEntry.Row()
    row.instant = milliseconds.map(at)
    row.uncertainty = 500_000
    row.what = what
    row.actor = actor
    row.count = count
    row.citation = citation
    return row
  }
}
