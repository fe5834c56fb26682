import Model
import Rules

/// Preconditions of steps for objects of any kind. The command checks each itself: evidence is of some time ago.
enum OtherPreconditions {
  static func condition(
    _ name: String, _ c: Candidate, _ names: ObjectNames, _ versions: [ClosedRange<ReleaseVersion>]
  ) -> Precondition? {
    switch name {
    case "router-gone":
      Precondition(
        text: "its router does not exist", isProven: false,
        check: CommandTemplate("kubectl get {resource} {name} -o jsonpath='{.status.vpc}'").command(names),
        guardTemplate: "vpc=$(kubectl get {resource} {name} -o jsonpath='{.status.vpc}') && [ -n \"$vpc\" ] &&\n  "
          + PreconditionTable.absent("kubectl get vpcs.kubeovn.io \"$vpc\""))
    case "gateway-gone":
      Precondition(
        text: "its gateway does not exist", isProven: false,
        check: CommandTemplate("kubectl get {resource} {name} -o yaml").command(names),
        guardTemplate: "gateway=$(kubectl get {resource} {name} -o jsonpath='{.spec.natGwDp}{.status.natGwDp}') && "
          + "[ -n \"$gateway\" ] &&\n  "
          + PreconditionTable.absent("kubectl get vpc-nat-gateways.kubeovn.io \"$gateway\""))
    case "users-gone":
      Precondition(
        text: "no rule uses it", isProven: false,
        check: CommandTemplate(users + " | grep -cxF -e {name}").command(names),
        guardTemplate: "all=$(\(users)) &&\n  ! printf '%s\\n' \"$all\" | grep -qxF -e {name}")
    case "no-rule-uses-it":
      Precondition(
        text: "no SwitchLBRule exists", isProven: c.verdict == .confirmed,
        check: "kubectl get switch-lb-rules.kubeovn.io")
    case "machine-gone":
      Precondition(
        text: "the virtual machine and its instance are gone", isProven: c.verdict == .confirmed,
        check: names.pod.isEmpty
          ? CommandTemplate("kubectl get ips.kubeovn.io {ip} -o jsonpath='{.spec.namespace}/{.spec.podName}'").command(
            names)
          : CommandTemplate("kubectl -n {namespace} get vm,vmi {pod} --ignore-not-found").command(names))
    case "vlan-present":
      Precondition(
        text: "its VLAN exists", isProven: false,
        check: CommandTemplate("kubectl get subnets.kubeovn.io {subnet} -o jsonpath='{.spec.vlan}'").command(names))
    case "leader-heals":
      leaderHeals(versions)
    case "nothing-reserved-ahead":
      Precondition(
        text: "nothing is reserved ahead of its owner", isProven: false,
        check: "kubectl get ips.kubeovn.io -l ovn.kubernetes.io/ip_reserved=true")
    default: nil
    }
  }

  /// The start of a leader collects left-over IP objects by their owners only from 1.14.7 on.
  private static func leaderHeals(_ versions: [ClosedRange<ReleaseVersion>]) -> Precondition {
    let healing = ReleaseVersion(1, 14, 7)
    let idle = versions.last.flatMap { $0.upperBound < healing ? $0.upperBound : nil }
    return Precondition(
      text: "a restart heals it in this release"
        + (idle.map { ": the evidence shows v\($0.major).\($0.minor).\($0.patch), where it does not" } ?? ""),
      isProven: versions.last.map { $0.lowerBound >= healing } ?? false, isRefuted: idle != nil)
  }

  /// The EIPs that rules of NAT name.
  private static let users =
    "kubectl get ovn-fips.kubeovn.io,ovn-snat-rules.kubeovn.io,ovn-dnat-rules.kubeovn.io,"
    + "iptables-fip-rules.kubeovn.io,iptables-snat-rules.kubeovn.io,iptables-dnat-rules.kubeovn.io "
    + "-o jsonpath='{range .items[*]}{.spec.ovnEip}{.spec.eip}{\"\\n\"}{end}'"
}
