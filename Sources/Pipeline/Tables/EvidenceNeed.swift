import ClusterState
import Model
import Rules

/// A kind of evidence that rules ask for, and the command that collects it.
enum EvidenceNeed: String, CaseIterable {
  case log = "controller log"
  case previousLog = "log of the process before"
  case ips = "IP objects"
  case subnets = "Subnets"
  case vpcs = "Vpcs"
  case pods = "pods"
  case statefulSets = "StatefulSets"
  case namespaces = "namespaces"
  case vips = "Vips"
  case netAttachDefs = "net-attach-defs"
  case audit = "API server audit log"
  case events = "Kubernetes Events"
  case northbound = "OVN northbound ports"

  /// How much of it is there.
  enum Extent: Equatable {
    case whole(String)
    case partial(String)
    case missing(String)
  }

  /// The rules, of a pack, that cannot prove or refute without it.
  func rules(_ pack: RulePack) -> [String] { pack.rules.filter { needs($0) }.map(\.id) }

  private func needs(_ rule: Rule) -> Bool {
    let conditions = rule.confirm + rule.refute
    let usesLedger = conditions.contains { !$0.ledger.isEmpty }
    let usesSubnetState = conditions.contains { !$0.subnetState.isEmpty }
    let usesVpcState = conditions.contains { !$0.vpcState.isEmpty }
    switch self {
    case .log, .previousLog: return !rule.sequence.isEmpty
    case .ips, .pods, .statefulSets, .namespaces: return usesLedger || usesSubnetState
    case .subnets:
      return usesSubnetState || usesVpcState || rule.subject == .subnet || conditions.contains { $0.subnet != nil }
    case .vips: return usesSubnetState
    case .vpcs: return usesVpcState || rule.subject == .vpc
    case .netAttachDefs: return rule.sequence.contains { $0.relations.contains(.nads) }
    case .audit: return !rule.sequence.isEmpty
    case .events: return false
    case .northbound: return rule.remediation.contains { $0.preconditions.contains("no-port") }
    }
  }

  /// What it is good for beside rules.
  var use: String {
    switch self {
    case .log: "what the controller did"
    case .previousLog: "what happened before the process started"
    case .audit: "who deleted or patched what, to the microsecond"
    case .events: "timelines of pods"
    case .northbound: "whether a port still carries the address, before anything is removed"
    default: "what exists now"
    }
  }

  /// The command that collects it.
  var command: String {
    switch self {
    case .log:
      "kubectl -n kube-system logs -l app=kube-ovn-controller --prefix --timestamps --tail=-1 > kube-ovn-controller.log"
    case .previousLog:
      "kubectl -n kube-system logs -l app=kube-ovn-controller --prefix --timestamps --tail=-1 --previous > previous.log"
    case .ips: "kubectl get ips.kubeovn.io -o yaml > ips.yaml"
    case .subnets: "kubectl get subnets.kubeovn.io -o yaml > subnets.yaml"
    case .vpcs: "kubectl get vpcs.kubeovn.io -o yaml > vpcs.yaml"
    case .pods: "kubectl get pods -A -o yaml > pods.yaml"
    case .statefulSets: "kubectl get statefulsets -A -o yaml > statefulsets.yaml"
    case .namespaces: "kubectl get namespaces -o yaml > namespaces.yaml"
    case .vips: "kubectl get vips.kubeovn.io -o yaml > vips.yaml"
    case .netAttachDefs: "kubectl get network-attachment-definitions -A -o yaml > net-attach-defs.yaml"
    case .audit: "copy the audit log from the control plane nodes (path: --audit-log-path of kube-apiserver)"
    case .events: "kubectl get events -A -o yaml > events.yaml"
    case .northbound:
      "kubectl ko nbctl --format=json --columns=_uuid,name,addresses,external_ids list logical_switch_port > ports.json"
    }
  }

  /// How much of it the evidence holds.
  func extent(_ evidence: Evidence) -> Extent {
    let state = evidence.ledger.state
    switch self {
    case .log:
      guard !evidence.coverage.isEmpty else { return .missing(nothing(evidence)) }
      let gaps = evidence.coverage.gaps.count
      return gaps == 0 ? .whole("without gaps") : .partial("\(gaps) gaps")
    case .previousLog:
      guard !evidence.coverage.isEmpty else { return .missing(nothing(evidence)) }
      let lives = evidence.chronicle.writers.filter { $0.component == .controller }.flatMap(\.lives)
      guard let first = lives.min(by: { $0.from < $1.from }), first.hasStart else {
        return .partial("the log begins in the middle of a process")
      }
      return .whole("the log begins with the start of a process")
    case .ips: return dumped(.ip, state)
    case .subnets: return dumped(.subnet, state)
    case .vpcs: return dumped(.vpc, state)
    case .pods: return dumped(.pod, state)
    case .statefulSets: return dumped(.statefulSet, state)
    case .namespaces: return dumped(.namespace, state)
    case .vips: return dumped(.vip, state)
    case .netAttachDefs: return dumped(.netAttachDef, state)
    case .audit:
      guard let begin = state.auditBegin, let end = state.auditEnd else { return .missing("no audit records") }
      return .whole("\(begin.shortText) – \(end.shortText)")
    case .events: return state.hasEvents ? .whole("") : .missing("no Events")
    case .northbound: return state.hasPorts ? .whole("") : .missing("no ports")
    }
  }

  private func nothing(_ evidence: Evidence) -> String {
    let reason = evidence.coverage.reasonForNothing
    return reason.isEmpty ? "no kube-ovn-controller log" : reason
  }

  private func dumped(_ kind: ResourceKind, _ state: ClusterState) -> Extent {
    guard let coverage = state.newest(kind)?.coverage[kind] else { return .missing("not dumped") }
    switch coverage.scope {
    case .all: return .whole("\(coverage.count) objects: \(coverage.reason)")
    case .namespaces(let names):
      return .partial("\(coverage.count) objects of \(names.count) \(names.count == 1 ? "namespace" : "namespaces")")
    case .partial: return .partial("\(coverage.count) objects: \(coverage.reason)")
    }
  }
}
