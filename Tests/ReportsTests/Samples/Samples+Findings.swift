import Model
import Reports

extension Samples {
  static var raceA: FindingEntry {
    var f = FindingEntry()
    f.id = "KOV-001-1"
    f.rule = "KOV-001"
    f.harm = .leakedAddress
    f.leakClass = "subnet-gone-ip-orphan"
    f.verdict = .confirmed
    f.severity = .critical
    f.title = "Subnet vanished while its pod was being deleted; the pod's IP objects stay for ever"
    f.summary =
      "Subnet net-12 was removed 243 ms before pod ci/job-13-87 was deleted. 12 IP objects of the pod are left; deleting them hangs, because their finalizer needs the Subnet."
    f.mechanism =
      "When the controller deletes a pod it looks up the Subnet of every network of the pod. If one is gone, the lookup fails, the error is logged, and the deletion goes on with an empty list: no IP object is deleted and nothing is tried again. The log then reports the deletion as finished."
    f.verdictReason =
      "The object dump, taken 41 minutes later, holds all 12 IP objects with their finalizer; the audit log has no delete of any of them."
    f.objects = (0..<12).map { index in
      var object = FindingObject(
        ref: ResourceRef(.ip, name: "job-13-87.ci.net-12-\(index).ci.ovn"), outcome: index == 11 ? .atRisk : .leaked,
        verdict: index == 11 ? .suspected : .confirmed)
      object.uid = "5b0c4a7e-1d3f-4a52-9a0e-0000000000" + (index < 10 ? "0\(index)" : "\(index)")
      object.detail =
        index == 11
        ? "not in the dump; allocated and never released" : "pod ci/job-13-87 is gone, Subnet net-12 is gone"
      return object
    }
    f.firstSeen = at(130_747)
    f.lastSeen = at(2_590_000)
    f.witness = [
      step(
        "allocate", "addresses were allocated to pod ci/job-13-87 from Subnet net-12", "pod worker", 118_400,
        cite(
          39_801,
          "I1123 20:32:58.400102       1 ipam.go:72] allocate v4 10.16.0.12, mac 00:00:00:53:1F:6C for ci/job-13-87 from subnet net-12"
        ), count: 12),
      step(
        "delete-subnet", "kubectl delete -f all.yaml asked for the Subnet and the pod together", "user", 129_902,
        cite(
          871,
          #"{"kind":"Event","verb":"delete","user":{"username":"ci-runner"},"objectRef":{"resource":"subnets","name":"net-12"}}"#,
          source: "audit.log.gz")),
      step(
        "subnet-gone", "the Subnet was removed from address management", "subnet worker", 130_747,
        cite(40_112, "I1123 20:33:10.747779       1 ipam.go:327] delete subnet net-12")),
      step(
        "pod-delete", "the pod's deletion was handled", "pod worker", 130_990,
        cite(40_125, "I1123 20:33:10.990800       1 pod.go:733] handle delete pod ci/job-13-87")),
      step(
        "nets-lost", "its networks could not be found out", "pod worker", 131_004,
        cite(
          40_127,
          #"E1123 20:33:11.004120       1 pod.go:812] failed to get pod nets subnet.kubeovn.io "net-12" not found"#),
        count: 9),
      step(
        "success", "and the deletion was reported as finished", "pod worker", 131_410,
        cite(40_139, "I1123 20:33:11.410030       1 pod.go:741] take 419 ms to handle delete pod ci/job-13-87")),
      step(
        "ip-delete-fails", "a later kubectl delete ip failed: the finalizer needs the Subnet", "ip worker", 1_284_000,
        cite(
          611_903,
          #"E1123 20:52:24.000871       1 ip.go:301] failed to get subnet net-12: subnet.kubeovn.io "net-12" not found"#
        ), count: 17),
      step(
        "state", "the IP objects are still there with their finalizer", "state", 2_590_000,
        cite(212, "  - name: job-13-87.ci.net-12-0.ci.ovn", source: "bundle.tar.gz!after/ips.yaml")),
    ]
    f.absences = [
      absence(#""delete cr ip" for any network of ci/job-13-87"#, 130_990, 2_590_000, covered: true),
      absence(
        "a garbage collection pass of a new leader", 131_410, 2_590_000, covered: false,
        note: "the standby's log has a gap of 3 min"),
    ]
    f.remediation = raceAFixes
    f.affectedVersions = "v1.8.0 – v1.14.30, v1.15.0 – v1.15.2"
    f.fixedIn = ["v1.14.31", "v1.15.3", "v1.16.0"]
    f.versionAdvice = [
      "No release of 1.12 or 1.13 has the fix: go to v1.14.31 or later.",
      "Avoid v1.15.3 and v1.15.4: an orphan whose Subnet is gone makes the controller crash.",
    ]
    f.references = ["https://github.com/kubeovn/kube-ovn/issues/4898", "#6275"]
    return f
  }

  private static var raceAFixes: [RemediationEntry] {
    var freeze = RemediationEntry()
    freeze.primitive = "R0"
    freeze.title = "Keep the evidence: a restart destroys it"
    freeze.command =
      "kubectl get ip,subnet,vpc,vip -o yaml > before.yaml\nkubectl -n kube-system logs -l app=kube-ovn-controller --tail=-1 --prefix > controller.log"
    var remove = RemediationEntry()
    remove.primitive = "R1"
    remove.title = "Remove IP job-13-87.ci.net-12-0.ci.ovn"
    remove.preconditions = [
      .init(text: "pod ci/job-13-87 is gone", isProven: true, check: "kubectl -n ci get pod 'job-13-87'"),
      .init(text: "Subnet net-12 is gone", isProven: true, check: "kubectl get subnet 'net-12'"),
      .init(
        text: "no logical switch port of that name is left", isProven: false,
        check: "kubectl ko nbctl --bare --columns=_uuid find logical_switch_port name='job-13-87.ci.net-12-0.ci.ovn'"),
    ]
    remove.command =
      "kubectl delete ip 'job-13-87.ci.net-12-0.ci.ovn' --wait=false\nkubectl patch ip 'job-13-87.ci.net-12-0.ci.ovn' --type=merge -p '{\"metadata\":{\"finalizers\":null}}'"
    remove.expect = "ip.kubeovn.io/job-13-87.ci.net-12-0.ci.ovn patched"
    remove.verify = "kubectl get ip 'job-13-87.ci.net-12-0.ci.ovn'"
    remove.undo = "kubectl apply -f before.yaml"
    let others = (1..<11).map { index -> RemediationEntry in
      var step = remove
      let name = "job-13-87.ci.net-12-\(index).ci.ovn"
      step.title = "Remove IP " + name
      step.preconditions = [.init(text: "pod ci/job-13-87 and Subnet net-12 are gone", isProven: true, check: "")]
      step.command = "kubectl delete ip '\(name)' --wait=false"
      step.expect = ""
      step.verify = "kubectl get ip '\(name)'"
      step.undo = ""
      return step
    }
    return [freeze, remove] + others
  }

  static var raceB: FindingEntry {
    var f = FindingEntry()
    f.id = "KOV-002-1"
    f.rule = "KOV-002"
    f.harm = .stuckDeletion
    f.leakClass = "subnet-stuck-leftover-ip"
    f.verdict = .probable
    f.severity = .high
    f.title = "Subnet net-12-tail cannot be deleted: leftover IP objects still count as in use"
    f.summary =
      "Subnet net-12-tail has been Terminating since 20:33:12 UTC with 4 addresses in use that belong to nobody."
    f.mechanism =
      "A Subnet keeps its finalizer while status.v4usingIPs is not 0. The orphans of race A carry its label and are counted."
    f.verdictReason = "Sequence and absence lie inside what the log covers; the Subnet itself is not in the dump."
    var subnet = FindingObject(ref: ResourceRef(.subnet, name: "net-12-tail"), outcome: .stuck, verdict: .probable)
    subnet.detail = "Terminating, v4usingIPs 4"
    f.objects = [subnet]
    f.firstSeen = at(132_000)
    f.lastSeen = at(2_588_000)
    f.witness = [
      step(
        "terminating", "the Subnet's deletion was asked for", "user", 132_000,
        cite(
          872, #"{"kind":"Event","verb":"delete","objectRef":{"resource":"subnets","name":"net-12-tail"}}"#,
          source: "audit.log.gz")),
      step(
        "waiting", "the worker keeps waiting for 4 addresses", "subnet worker", 132_410,
        cite(40_201, "I1123 20:33:12.410000       1 subnet.go:655] subnet net-12-tail has 4 using ips, wait"), count: 41
      ),
    ]
    f.absences = [absence("the finalizer of Subnet net-12-tail was removed", 132_410, 2_588_000, covered: true)]
    f.causedBy = "KOV-001-1"
    var wait = RemediationEntry()
    wait.primitive = "R2"
    wait.title = "Nothing to do here: the Subnet goes once the IP objects of KOV-001-1 are removed"
    wait.verify = "kubectl get subnet 'net-12-tail'"
    f.remediation = [wait]
    f.affectedVersions = "v1.12.0 – v1.15.4"
    f.fixedIn = ["v1.15.5", "v1.16.0"]
    return f
  }

  static var healed: FindingEntry {
    var f = FindingEntry()
    f.id = "KOV-003-1"
    f.rule = "KOV-003"
    f.harm = .healed
    f.leakClass = "nad-deleted-before-pod"
    f.verdict = .resolved
    f.severity = .medium
    f.title = "IP objects outlived their pod by 6 min 2 s and were then deleted by hand"
    f.summary = "A person deleted them at 20:41:02 UTC."
    f.verdictReason = "The audit log has the delete of each of them."
    var object = FindingObject(ref: ResourceRef(.ip, name: "job-13-88.ci"), outcome: .resolved, verdict: .resolved)
    object.detail = "deleted by admin at 20:41:02"
    f.objects = [object]
    f.firstSeen = at(240_000)
    f.lastSeen = at(602_000)
    return f
  }

  static var refuted: FindingEntry {
    var f = FindingEntry()
    f.id = "KOV-007-1"
    f.rule = "KOV-007"
    f.leakClass = "vm-ip-residue"
    f.verdict = .refuted
    f.severity = .low
    f.title = "IP of StatefulSet pod web-0 is kept on purpose"
    f.verdictReason = "StatefulSet ci/web has 3 replicas and owns ordinal 0."
    f.objects = [FindingObject(ref: ResourceRef(.ip, name: "web-0.ci"), outcome: .resolved, verdict: .refuted)]
    return f
  }

  static var notEvaluated: FindingEntry {
    var f = FindingEntry()
    f.id = "KOV-009-1"
    f.rule = "KOV-009"
    f.leakClass = "zombie-lsp"
    f.verdict = .notEvaluated
    f.severity = .info
    f.title = "Logical switch ports without an owner"
    f.verdictReason = "Needs the OVN northbound database, which is not in the evidence."
    return f
  }
}
