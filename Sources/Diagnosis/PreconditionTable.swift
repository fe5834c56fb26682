import Model
import Rules

/// Something that must hold before a command is run for one object: whether the evidence proves it, and how to check it.
struct Precondition {
  var text: String
  var isProven: Bool
  /// The evidence shows that it does not hold.
  var isRefuted = false
  /// Only another release makes it hold.
  var needsUpgrade = false
  /// For a person to run; quoted.
  var check = ""
  /// A shell condition with words in braces that fails when it does not hold or cannot be answered.
  var guardTemplate = ""
}

/// The preconditions that rules name.
struct PreconditionTable {
  /// Releases of the controllers in the evidence.
  let versions: [ClosedRange<ReleaseVersion>]

  func condition(_ name: String, _ c: Candidate, _ names: ObjectNames) -> Precondition {
    switch name {
    case "owner-gone": ownerGone(c, names)
    case "not-reserved": notReserved(c, names)
    case "no-port": noPort(c, names)
    case "address-unused": addressUnused(c, names)
    case "subnet-gone": subnetGone(c, names)
    case "is-terminating": isTerminating(c, names)
    case "no-orphan-panic": noOrphanPanic
    case "no-duplicate-address":
      Precondition(
        text: "no two IP objects hold one address (nothing is listed)", isProven: false,
        check:
          "kubectl get ips.kubeovn.io -o jsonpath='{range .items[*]}{.spec.subnet} {.spec.ipAddress}{\"\\n\"}{end}' | sort | uniq -d"
      )
    default: OtherPreconditions.condition(name, c, names, versions) ?? Precondition(text: name, isProven: false)
    }
  }

  private func isLeaked(_ c: Candidate) -> Bool {
    c.verdict == .confirmed && (c.facts.ledger == "leaked" || c.facts.ledger == "leaking")
  }

  static func absent(_ command: String) -> String {
    "found=$(\(command) --ignore-not-found -o name) && [ -z \"$found\" ]"
  }

  private func ownerGone(_ c: Candidate, _ names: ObjectNames) -> Precondition {
    var condition = Precondition(
      text: "its pod is gone, and nothing keeps its address", isProven: isLeaked(c))
    if names.pod.isEmpty {
      // The evidence does not tell the pod; the object does.
      condition.check = CommandTemplate(
        "kubectl get ips.kubeovn.io {ip} -o jsonpath='{.spec.namespace}/{.spec.podName}'"
      ).command(
        names)
      condition.guardTemplate =
        "namespace=$(kubectl get ips.kubeovn.io {ip} -o jsonpath='{.spec.namespace}') && [ -n \"$namespace\" ] &&\n"
        + "  pod=$(kubectl get ips.kubeovn.io {ip} -o jsonpath='{.spec.podName}') && [ -n \"$pod\" ] &&\n"
        + "  " + Self.absent("kubectl -n \"$namespace\" get pod \"$pod\"")
      return condition
    }
    let get = "kubectl -n {namespace} get pod {pod}"
    condition.check = CommandTemplate(get).command(names)
    condition.guardTemplate = Self.absent(get)
    // `web-3` may belong to a StatefulSet `web` that brings it back, unless that ends before it.
    if let dash = names.pod.lastIndex(of: "-"), let ordinal = Int(names.pod[names.pod.index(after: dash)...]),
      ordinal >= 0
    {
      let set = "kubectl -n {namespace} get sts \"${pod%-*}\" --ignore-not-found -o jsonpath="
      condition.guardTemplate +=
        " &&\n  keeps=$(\(set)'{.spec.replicas}') &&\n  first=$(\(set)'{.spec.ordinals.start}') &&\n"
        + "  [ $((${keeps:-0} + ${first:-0})) -le \"${pod##*-}\" ]"
    }
    return condition
  }

  private func notReserved(_ c: Candidate, _ names: ObjectNames) -> Precondition {
    let get = "kubectl get ips.kubeovn.io {ip} -o jsonpath='{.metadata.labels.ovn\\.kubernetes\\.io/ip_reserved}'"
    return Precondition(
      text: "it is not reserved on purpose", isProven: isLeaked(c), check: CommandTemplate(get).command(names),
      guardTemplate: "reserved=$(\(get)) &&\n  [ \"$reserved\" != true ]")
  }

  private func noPort(_ c: Candidate, _ names: ObjectNames) -> Precondition {
    let find = "kubectl ko nbctl --bare --columns=_uuid find logical_switch_port name={ip}"
    let isGone = if case .absent = c.facts.port { c.verdict == .confirmed } else { false }
    let isThere = if case .present = c.facts.port { true } else { false }
    return Precondition(
      text: isThere ? "OVN has no port of that name: the evidence still shows one" : "OVN has no port of that name",
      isProven: isGone, isRefuted: isThere, check: CommandTemplate(find).command(names),
      guardTemplate: "port=$(\(find)) && [ -z \"$port\" ]")
  }

  private func addressUnused(_ c: Candidate, _ names: ObjectNames) -> Precondition {
    let address = names.address.split(separator: ",").first.map(String.init) ?? ""
    let get =
      address.isEmpty
      ? CommandTemplate("kubectl get ips.kubeovn.io {ip} -o jsonpath='{.spec.ipAddress}'").command(names)
      : "kubectl get ips.kubeovn.io -o wide | grep -wF -e \(ShellQuoting.word(address))"
    let isAlone = c.facts.addressSharers?.isEmpty ?? false && c.verdict == .confirmed
    let sharers = (c.facts.addressSharers ?? []).map(\.name).sorted().joined(separator: ", ")
    let holds = "'{.spec.subnet} {.spec.ipAddress}'"
    let all = "'{range .items[*]}{.spec.subnet} {.spec.ipAddress}{\"\\n\"}{end}'"
    return Precondition(
      text: sharers.isEmpty
        ? "no other IP object holds its address"
        : "no other IP object holds its address: the evidence shows \(sharers), so release nothing in OVN or IPAM",
      isProven: isAlone, isRefuted: !sharers.isEmpty, check: get,
      guardTemplate: "holds=$(kubectl get ips.kubeovn.io {ip} -o jsonpath=\(holds)) &&\n"
        + "  [ \"$(kubectl get ips.kubeovn.io -o jsonpath=\(all) | grep -cxF -e \"$holds\")\" = 1 ]")
  }

  private func subnetGone(_ c: Candidate, _ names: ObjectNames) -> Precondition {
    let get = "kubectl get subnets.kubeovn.io {subnet}"
    let isGone = if case .absent = c.facts.subnet { true } else { false }
    return Precondition(
      text: "its Subnet does not exist", isProven: isGone && c.verdict == .confirmed,
      check: names.subnet.isEmpty ? "" : CommandTemplate(get).command(names),
      guardTemplate: names.subnet.isEmpty
        ? "subnet=$(kubectl get ips.kubeovn.io {ip} -o jsonpath='{.spec.subnet}') && [ -n \"$subnet\" ] &&\n  "
          + Self.absent("kubectl get subnets.kubeovn.io \"$subnet\"") : Self.absent(get))
  }

  private func isTerminating(_ c: Candidate, _ names: ObjectNames) -> Precondition {
    let object = c.subject.kind == .ip ? "ips.kubeovn.io {ip}" : "{resource} {name}"
    let get = "kubectl get \(object) -o jsonpath='{.metadata.deletionTimestamp}'"
    return Precondition(
      text: "its deletion was asked for", isProven: c.facts.isTerminating && c.verdict == .confirmed,
      check: CommandTemplate(get).command(names), guardTemplate: "asked=$(\(get)) && [ -n \"$asked\" ]")
  }

  private var noOrphanPanic: Precondition {
    let panics = ReleaseVersion(1, 15, 3)...ReleaseVersion(1, 15, 4)
    let panicking = versions.first { panics.contains($0.lowerBound) && panics.contains($0.upperBound) }?.upperBound
    return Precondition(
      text: "no controller of v1.15.3 or v1.15.4 runs, which panic on such objects"
        + (panicking.map { ": the evidence shows v1.15.\($0.patch), so upgrade first" } ?? ""),
      isProven: !versions.isEmpty && !versions.contains { $0.overlaps(panics) }, isRefuted: panicking != nil,
      needsUpgrade: panicking != nil,
      check:
        "kubectl -n kube-system get deploy kube-ovn-controller -o jsonpath='{.spec.template.spec.containers[*].image}'")
  }
}
