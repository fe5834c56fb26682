/// Which scalar leaves of an object are kept, by kind: paths that begin with one of these.
///
/// What Kube-OVN's rules and ledger ask for, from its API types (`pkg/apis/kubeovn/v1`); for every kind the conditions.
enum FieldSelection {
  static func prefixes(for kind: String) -> [[UInt8]] { table[kind] ?? common }

  private static let common = ["status.conditions.", "status.phase"].map { Array($0.utf8) }

  private static let table: [String: [[UInt8]]] = [
    "IP": ["spec."],
    "Subnet": [
      "spec.cidrBlock", "spec.protocol", "spec.gateway", "spec.excludeIps", "spec.provider", "spec.vpc", "spec.namespaces",
      "spec.vlan", "spec.default", "spec.u2oInterconnection", "status.",
    ],
    "Vpc": ["spec.namespaces", "status."],
    "Vip": ["spec.", "status."],
    "IPPool": ["spec.", "status."],
    "Vlan": ["spec."],
    "ProviderNetwork": ["spec.", "status.ready"],
    "OvnEip": ["spec.", "status."],
    "OvnFip": ["spec.", "status."],
    "OvnSnatRule": ["spec.", "status."],
    "OvnDnatRule": ["spec.", "status."],
    "IptablesEIP": ["spec.", "status."],
    "IptablesFIPRule": ["spec.", "status."],
    "IptablesSnatRule": ["spec.", "status."],
    "IptablesDnatRule": ["spec.", "status."],
    "VpcNatGateway": ["spec.vpc", "spec.subnet", "spec.lanIp", "spec.externalSubnets", "status."],
    "SwitchLBRule": ["spec.", "status."],
    "Pod": ["spec.nodeName", "spec.hostNetwork", "status.phase", "status.podIP", "status.reason", "spec.containers."],
    "StatefulSet": ["spec.replicas", "spec.serviceName", "status.replicas", "spec.template.metadata.annotations."],
    "VirtualMachine": ["spec.running", "spec.runStrategy", "status.printableStatus"],
    "VirtualMachineInstance": ["status.phase", "status.nodeName"],
    "Node": ["status.addresses.", "spec.unschedulable"],
    "Namespace": ["status.", "spec.finalizers"],
    "Lease": ["spec."],
    "NetworkAttachmentDefinition": ["spec.config"],
    "Deployment": ["status.replicas", "spec.template.spec.containers."],
    "DaemonSet": ["status.numberReady", "spec.template.spec.containers."],
  ].mapValues { $0.map { Array($0.utf8) } }
}
