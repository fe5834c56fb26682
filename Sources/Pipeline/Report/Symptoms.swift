import Chronicle
import ClusterState
import Diagnosis
import Model
import Reports
import Rules

/// What people notice first, with the finding that explains each: pods without an address, addresses that are used twice,
/// deletions that do not finish.
struct Symptoms {
  let pack: RulePack
  let chronicle: Chronicle
  let state: ClusterState
  let findings: [Finding]

  /// A pod is not late before this; nanoseconds.
  private static let patience: Int64 = 10_000_000_000

  private var open: [Finding] { findings.filter { $0.verdict < .resolved } }

  /// In the order of a report.
  var entries: [SymptomEntry] { pods + shared + deletions }

  // MARK: Pods

  private var pods: [SymptomEntry] {
    let crash = findings.first { $0.harm == .controllerDown && $0.verdict < .resolved }
    var failing: [ResourceRef] = []
    var blocked: [ResourceRef] = []
    var homeless: [ResourceRef] = []
    var unexplained: [ResourceRef] = []
    for pod in state.waitingPods {
      if hasFailed(chronicle.resources.find(pod.ref)) {
        failing.append(pod.ref)
      } else if crash != nil, !pod.hasAllocation {
        blocked.append(pod.ref)
      } else if !pod.hasAllocation, isLate(pod) {
        if isGone(pod.subnet) { homeless.append(pod.ref) } else { unexplained.append(pod.ref) }
      }
    }
    if state.newest(.pod) == nil { failing = failingByLog }
    var result: [SymptomEntry] = []
    if let crash, !blocked.isEmpty {
      var entry = SymptomEntry(kind: .podsWithoutAddress, objects: blocked)
      entry.explainedBy = [crash.id]
      entry.text =
        "\(Quantity.counted(blocked)) without an address (\(list(blocked))): the controller crashes, \(crash.id)."
      result.append(entry)
    }
    if !failing.isEmpty {
      var entry = SymptomEntry(kind: .podsWithoutAddress, objects: failing)
      entry.text =
        "\(Quantity.counted(failing)) without an address (\(list(failing))): the log shows that the controller fails to give one."
      result.append(entry)
    }
    if !homeless.isEmpty {
      var entry = SymptomEntry(kind: .podsWithoutAddress, objects: homeless)
      entry.text =
        "\(Quantity.counted(homeless)) without an address (\(list(homeless))): the Subnet asked for does not exist."
      result.append(entry)
    }
    if !unexplained.isEmpty {
      var entry = SymptomEntry(kind: .podsWithoutAddress, objects: unexplained)
      entry.text =
        "\(Quantity.counted(unexplained)) without an address (\(list(unexplained))): the cause is not shown."
      result.append(entry)
    }
    return result
  }

  private func isGone(_ subnet: String) -> Bool {
    guard !subnet.isEmpty else { return false }
    if case .absent = state.sighting(of: ResourceRef(.subnet, name: subnet)).presence { return true }
    return false
  }

  private func isLate(_ pod: WaitingPod) -> Bool {
    guard let created = pod.created, let asOf = pod.asOf else { return true }
    return asOf - created >= Self.patience
  }

  private static let failures: Set<ObservationKind> = [.ipAllocationFailed]
  private static let successes: Set<ObservationKind> = [
    .ipAllocated, .podRoutingBegan, .podDeleteQueued, .podDeleteBegan, .podGone, .podAbsent,
  ]

  /// The last that the log shows of the pod's address is that it was not to be had.
  private func hasFailed(_ pod: ResourceID) -> Bool {
    guard pod != 0 else { return false }
    for n in chronicle.events(of: pod).reversed() {
      let kind = chronicle.events[Int(n)].kind
      if Self.failures.contains(kind) { return true }
      if Self.successes.contains(kind) { return false }
    }
    return false
  }

  private var failingByLog: [ResourceRef] {
    guard chronicle.events.contains(where: { Self.failures.contains($0.kind) }) else { return [] }
    return chronicle.resources.all(.pod).filter(hasFailed).map { chronicle.resources.ref($0) }.sorted()
  }

  // MARK: Addresses

  /// Two objects that hold one address.
  private var shared: [SymptomEntry] {
    AddressConflict.all(findings, state).map { conflict in
      let shared = conflict.shared
      var entry = SymptomEntry(
        kind: .addressesShared, objects: shared.groups.isEmpty ? shared.alone : shared.refs.sorted())
      entry.explainedBy = conflict.findings
      entry.text =
        "\(shared.phrase) (\(shared.text)): " + (conflict.verdict <= .probable ? "" : "not proven: ")
        + "\(Self.ids(conflict.findings))."
      return entry
    }
  }

  // MARK: Deletions

  private var deletions: [SymptomEntry] {
    var explained: Set<ResourceRef> = []
    // Objects of one kind in one sentence, with all findings that explain some of them.
    var kinds: [ResourceKind] = []
    var byKind: [ResourceKind: (refs: [ResourceRef], findings: [String])] = [:]
    for finding in open where finding.verdict <= .probable {
      for c in finding.candidates where c.facts.isTerminating || pack.rules[finding.rule].outcome == .stuck {
        let ref = c.subject.ref
        guard explained.insert(ref).inserted else { continue }
        if byKind[ref.kind] == nil { kinds.append(ref.kind) }
        byKind[ref.kind, default: ([], [])].refs.append(ref)
        if byKind[ref.kind]?.findings.last != finding.id { byKind[ref.kind]?.findings.append(finding.id) }
      }
    }
    var result: [SymptomEntry] = []
    for kind in kinds {
      guard let (refs, ids) = byKind[kind] else { continue }
      var entry = SymptomEntry(kind: .deletionsUnfinished, objects: refs)
      entry.explainedBy = ids
      entry.text = "\(Quantity.counted(refs)) cannot go (\(list(refs))): \(Self.ids(ids))."
      result.append(entry)
    }
    let rest = state.terminating.filter { !explained.contains($0) }
    if !rest.isEmpty {
      let waiting = Set(rest)
      let suspected = open.filter { finding in
        finding.verdict == .suspected && finding.candidates.contains { waiting.contains($0.subject.ref) }
      }
      var entry = SymptomEntry(kind: .deletionsUnfinished, objects: rest)
      entry.explainedBy = suspected.map(\.id)
      entry.text =
        "\(Quantity.counted(rest)) Terminating (\(list(rest))): "
        + (suspected.isEmpty ? "no finding explains it." : "not proven: \(Self.ids(entry.explainedBy)).")
      result.append(entry)
    }
    return result
  }

  private static func ids(_ ids: [String]) -> String {
    Quantity.list(ids, most: 4)
  }

  private func list(_ refs: [ResourceRef]) -> String { SharedAddresses.list(refs) }
}
