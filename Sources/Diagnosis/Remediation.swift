import Chronicle
import Model
import Rules

/// One step of the way out, ready to be shown. Commands are quoted; several objects give several lines, never a wildcard.
public struct RemediationStep: Sendable, Hashable {
  /// `R0` to `R5` of the safe primitives, or empty.
  public var primitive = ""
  public var title = ""
  public var preconditions: [ProvenCondition] = []
  public var command = ""
  public var expect = ""
  public var verify = ""
  public var undo = ""
}

/// Something that must hold before a command is run.
public struct ProvenCondition: Sendable, Hashable {
  public var text: String
  /// The evidence proves it for every object, as of its end.
  public var isProven: Bool
  /// Command that checks it.
  public var check: String
}

/// Turns a rule's remedies into steps for the objects of a finding.
///
/// A command that cannot be taken back is guarded by the checks of every precondition that the evidence does not prove, in
/// the same line, so that pasting it is safe.
public struct RemediationPlanner {
  /// More objects than this are not written out; the report says how many are left.
  static let objectLimit = 50

  private let chronicle: Chronicle
  private let nics: NicTable
  /// Releases of the controllers in the evidence, for preconditions about versions.
  private let versions: [ReleaseVersion]

  /// Makes a planner.
  public init(chronicle: Chronicle, nics: NicTable, versions: [ReleaseVersion]) {
    self.chronicle = chronicle
    self.nics = nics
    self.versions = versions
  }

  /// The steps for a finding; none for one that is over or refuted.
  public func plan(_ rule: Rule, _ candidates: [Candidate]) -> [RemediationStep] {
    let open = candidates.filter { $0.verdict < .resolved && $0.subject.ref.kind != .address }
    guard !open.isEmpty else { return [] }
    return rule.remediation.compactMap { remedy in
      let concerned = open.filter { concerns(remedy, $0) }
      return concerned.isEmpty ? nil : step(remedy, concerned)
    }
  }

  private func concerns(_ remedy: Rule.Remedy, _ c: Candidate) -> Bool {
    guard let wanted = remedy.whenSubnet else { return true }
    switch (wanted, c.facts.subnet) {
    case (.present, .absent): return false
    case (.absent, .present): return false
    case (.absent, .unknown): return seenGone(c)
    case (.present, .unknown): return !seenGone(c)
    default: return true
    }
  }

  /// The log shows that the Subnet of the interface went.
  private func seenGone(_ c: Candidate) -> Bool {
    guard c.subject.kind == .ip else { return false }
    let subnet = nics.nics[c.subject.number].subnet
    return subnet != 0 && c.witness.contains { chronicle.events[$0.event].kind == .subnetGone && chronicle.events[$0.event].subject == subnet }
  }

  private func step(_ remedy: Rule.Remedy, _ concerned: [Candidate]) -> RemediationStep {
    let shown = remedy.isPerObject ? Array(concerned.prefix(Self.objectLimit)) : Array(concerned.prefix(1))
    var step = RemediationStep(primitive: remedy.primitive, title: remedy.title)
    for name in remedy.preconditions {
      let all = (remedy.isPerObject ? concerned : [concerned[0]]).map { condition(name, $0) }
      let checks = zip(shown, shown.map { condition(name, $0) }).map { $1.check }.filter { !$0.isEmpty }
      step.preconditions.append(
        ProvenCondition(
          text: all[0].text, isProven: all.allSatisfy(\.isProven), check: Self.lines(checks)))
    }
    let isIrreversible = remedy.command.contains("finalizers")
    step.command = Self.lines(shown.map { c in
      let command = fill(remedy.command, c, quoted: true)
      guard isIrreversible else { return command }
      // The evidence is of some time ago, and the command cannot be taken back: what was proven is checked again.
      let guards = remedy.preconditions.map { condition($0, c) }.filter { !$0.guardCommand.isEmpty }
      return (guards.map(\.guardCommand) + [command]).joined(separator: " && ")
    })
    if concerned.count > shown.count, remedy.isPerObject {
      step.title += " (first \(shown.count) of \(concerned.count); the JSON report lists all)"
    }
    step.expect = fill(remedy.expect, shown[0], quoted: false)
    step.verify = Self.lines(shown.prefix(remedy.isPerObject ? shown.count : 1).map { fill(remedy.verify, $0, quoted: true) })
    step.undo = remedy.undo
    return step
  }

  private static func lines(_ texts: [String]) -> String {
    var seen: Set<String> = []
    return texts.filter { !$0.isEmpty && seen.insert($0).inserted }.joined(separator: "\n")
  }

  // MARK: Names

  private struct Names {
    var ip = "", subnet = "", vpc = "", namespace = "", pod = "", address = ""
  }

  private func names(_ c: Candidate) -> Names {
    var names = Names()
    switch c.subject.kind {
    case .ip:
      let nic = nics.nics[c.subject.number]
      names.ip = c.subject.ref.name
      if nic.pod != 0 {
        let pod = chronicle.resources.ref(nic.pod)
        (names.namespace, names.pod) = (pod.namespace, pod.name)
        for n in chronicle.events(of: nic.pod) {
          let e = chronicle.events[Int(n)]
          if e.kind == .ipAllocated, e.related == nic.subnet { names.address = chronicle.texts.text(e.detail) }
        }
      }
      if nic.subnet != 0 { names.subnet = chronicle.resources.key(nic.subnet) }
    case .subnet: names.subnet = c.subject.ref.name
    case .vpc: names.vpc = c.subject.ref.name
    default: break
    }
    return names
  }

  private func fill(_ template: String, _ c: Candidate, quoted: Bool) -> String {
    let names = names(c)
    var out = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      out += rest[..<open]
      let word = String(rest[rest.index(after: open)..<close])
      let bare = word.hasSuffix(".bare")
      let value: String? =
        switch bare ? String(word.dropLast(5)) : word {
        case "ip": names.ip
        case "subnet": names.subnet
        case "vpc": names.vpc
        case "namespace": names.namespace
        case "pod": names.pod
        default: nil
        }
      if let value {
        out += quoted && !bare ? ShellQuoting.word(value) : value
      } else {
        // Braces that are no placeholder belong to the command, for example to a JSON path.
        out += "{"
        rest = rest[rest.index(after: open)...]
        continue
      }
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  // MARK: Preconditions

  private struct Condition {
    var text: String
    var isProven: Bool
    var check = ""
    /// The check as a shell condition that fails when it cannot be answered.
    var guardCommand = ""
  }

  private func condition(_ name: String, _ c: Candidate) -> Condition {
    let names = names(c)
    let (ip, subnet) = (ShellQuoting.word(names.ip), ShellQuoting.word(names.subnet))
    let (space, pod) = (ShellQuoting.word(names.namespace), ShellQuoting.word(names.pod))
    let isLeaked = c.verdict == .confirmed && (c.facts.ledger == "leaked" || c.facts.ledger == "leaking")
    func absent(_ command: String) -> String { "found=$(\(command) --ignore-not-found -o name) && [ -z \"$found\" ]" }
    switch name {
    case "owner-gone":
      let get = names.pod.isEmpty ? "" : "kubectl -n \(space) get pod \(pod)"
      return Condition(
        text: "the pod is gone, and no StatefulSet or virtual machine keeps the address", isProven: isLeaked, check: get,
        guardCommand: get.isEmpty ? "" : absent(get))
    case "not-reserved":
      let get = "kubectl get ip \(ip) -o jsonpath='{.metadata.labels.ovn\\.kubernetes\\.io/ip_reserved}'"
      return Condition(
        text: "the address is not reserved on purpose", isProven: isLeaked, check: get,
        guardCommand: "reserved=$(\(get)) && [ \"$reserved\" != true ]")
    case "no-port":
      let find = "kubectl ko nbctl --bare --columns=_uuid find logical_switch_port name=\(ip)"
      let isGone = if case .absent = c.facts.port { c.verdict == .confirmed } else { false }
      let isThere = if case .present = c.facts.port { true } else { false }
      return Condition(
        text: isThere ? "OVN has no port of that name: the evidence still shows one" : "OVN has no port of that name",
        isProven: isGone, check: find,
        guardCommand: "port=$(\(find)) && [ -z \"$port\" ]")
    case "address-unused":
      let address = names.address.split(separator: ",").first.map(String.init) ?? ""
      let get = address.isEmpty
        ? "kubectl get ip \(ip) -o jsonpath='{.spec.ipAddress}'" : "kubectl get ip -o wide | grep -wF -e \(ShellQuoting.word(address))"
      let isAlone = c.facts.addressSharers?.isEmpty ?? false && c.verdict == .confirmed
      let sharers = (c.facts.addressSharers ?? []).map(\.name).sorted().joined(separator: ", ")
      return Condition(
        text: sharers.isEmpty
          ? "no other IP object holds the address: only this one is listed"
          : "no other IP object holds the address: the evidence shows \(sharers), so release nothing in OVN or IPAM",
        isProven: isAlone, check: get)
    case "subnet-gone":
      let get = "kubectl get subnet \(subnet)"
      let isGone = if case .absent = c.facts.subnet { true } else { false }
      return Condition(
        text: "the Subnet does not exist", isProven: isGone && c.verdict == .confirmed, check: get,
        guardCommand: names.subnet.isEmpty ? "" : absent(get))
    case "is-terminating":
      let get = "kubectl get ip \(ip) -o jsonpath='{.metadata.deletionTimestamp}'"
      return Condition(
        text: "its deletion was asked for", isProven: c.facts.isTerminating && c.verdict == .confirmed, check: get,
        guardCommand: "asked=$(\(get)) && [ -n \"$asked\" ]")
    case "no-orphan-panic":
      let isSafe = !versions.isEmpty && versions.allSatisfy { !($0.major == 1 && $0.minor == 15 && (3...4).contains($0.patch)) }
      return Condition(
        text: "the controller is not v1.15.3 or v1.15.4, which panic on such objects", isProven: isSafe,
        check: "kubectl -n kube-system get deploy kube-ovn-controller -o jsonpath='{.spec.template.spec.containers[*].image}'")
    case "no-duplicate-address":
      return Condition(
        text: "no two IP objects hold one address: nothing is listed", isProven: false,
        check: "kubectl get ip -o jsonpath='{range .items[*]}{.spec.subnet} {.spec.ipAddress}{\"\\n\"}{end}' | sort | uniq -d")
    default: return Condition(text: name, isProven: false)
    }
  }
}
