import Model

/// What a table is a table of, and which column is which field. From the printer columns of Kube-OVN 1.8 to 1.16 and of
/// Kubernetes.
struct TableKind {
  let kind: String
  /// Field paths by column name.
  let fields: [String: String]

  /// The kind that the columns give away.
  static func of(_ columns: [String]) -> TableKind? {
    let set = Set(columns)
    return known.first { $0.marks.isSubset(of: set) && $0.absent.isDisjoint(with: set) }?.table
  }

  /// The kind that a file name begins with (`ips.txt`, `pods-wide.out`) or a resource name (`ip.kubeovn.io`) means.
  static func named(_ text: String) -> TableKind? {
    let text = text.lowercased()
    let word = String(text.prefix { $0.isLetter || ($0 == "-" && text.hasPrefix("net")) })
    guard let kind = ResourceKind.named(text)?.apiKind ?? words[word] else { return nil }
    return known.first { $0.table.kind == kind }?.table ?? TableKind(kind: kind, fields: [:])
  }

  /// True if objects of the kind have no namespace, so that a namespace beside their name is not theirs.
  static func isClusterScoped(_ kind: String) -> Bool {
    kind == "PersistentVolume" || ResourceKind.named(kind).map { $0.isDeclared && !$0.isNamespaced } ?? false
  }

  /// The kind as the API writes it for a word as people or tables write it: `pod`, `ips`, `net-attach-def`.
  static func kind(forWord word: String) -> String {
    words[word.lowercased()] ?? ResourceKind.named(word)?.apiKind ?? word
  }

  private struct Known {
    var table: TableKind
    /// Columns that must be there, and such that must not.
    var marks: Set<String>
    var absent: Set<String> = []

    init(table: TableKind, marks: Set<String>, absent: Set<String> = []) {
      (self.table, self.marks, self.absent) = (table, marks, absent)
    }

    /// `own`: columns beside those that tables of several kinds share.
    init(
      _ kind: String, _ fields: [String: String], _ own: [String: String] = [:], marks: Set<String>,
      absent: Set<String> = []
    ) {
      self.init(
        table: TableKind(kind: kind, fields: fields.merging(own) { $1 }), marks: marks, absent: absent)
    }
  }

  /// Columns of every rule of a NAT gateway, and of OVN's own.
  private static let gatewayRule = [
    "EIP": "spec.eip", "V4IP": "status.v4ip", "V6IP": "status.v6ip", "NATGWDP": "status.natGwDp",
    "READY": "status.ready",
  ]
  private static let ovnRule = [
    "VPC": "status.vpc", "V4EIP": "status.v4Eip", "V6EIP": "status.v6Eip", "V4IP": "status.v4Ip",
    "V6IP": "status.v6Ip", "READY": "status.ready",
  ]

  private static let known: [Known] = [
    Known(
      table: TableKind(
        kind: "Subnet",
        fields: [
          "PROVIDER": "spec.provider", "VPC": "spec.vpc", "VLAN": "spec.vlan", "PROTOCOL": "spec.protocol",
          "CIDR": "spec.cidrBlock", "PRIVATE": "spec.private", "DEFAULT": "spec.default",
          "GATEWAYTYPE": "spec.gatewayType", "V4USED": "status.v4usingIPs", "V4AVAILABLE": "status.v4availableIPs",
          "V6USED": "status.v6usingIPs", "V6AVAILABLE": "status.v6availableIPs", "EXCLUDEIPS": "spec.excludeIps",
          "U2OINTERCONNECTIONIP": "status.u2oInterconnectionIP", "GATEWAY": "spec.gateway",
        ]), marks: ["NAME", "CIDR"]),
    Known(
      table: TableKind(
        kind: "IP",
        fields: [
          "V4IP": "spec.v4IpAddress", "V6IP": "spec.v6IpAddress", "MAC": "spec.macAddress", "NODE": "spec.nodeName",
          "SUBNET": "spec.subnet", "POD": "spec.podName", "PODNAME": "spec.podName", "POD_NAMESPACE": "spec.namespace",
          "PODTYPE": "spec.podType",
        ]), marks: ["NAME", "V4IP", "MAC", "NODE", "SUBNET"]),
    Known(
      table: TableKind(
        kind: "Vip",
        fields: [
          "V4IP": "status.v4ip", "V6IP": "status.v6ip", "MAC": "status.mac", "SUBNET": "spec.subnet",
          "TYPE": "status.type", "READY": "status.ready", "NAMESPACE": "spec.namespace",
        ]), marks: ["NAME", "V4IP", "SUBNET"], absent: ["NODE"]),
    Known(
      table: TableKind(
        kind: "OvnEip",
        fields: [
          "V4IP": "status.v4Ip", "V6IP": "status.v6Ip", "MAC": "status.macAddress", "TYPE": "status.type",
          "NAT": "status.nat", "READY": "status.ready", "EXTERNALSUBNET": "spec.externalSubnet",
        ]), marks: ["NAME", "V4IP", "MAC", "TYPE", "READY"], absent: ["SUBNET", "NATGWDP"]),
    Known(
      table: TableKind(
        kind: "IptablesEIP",
        fields: [
          "IP": "status.ip", "MAC": "spec.macAddress", "NAT": "status.nat", "NATGWDP": "spec.natGwDp",
          "READY": "status.ready", "EXTERNALSUBNET": "spec.externalSubnet",
        ]), marks: ["NAME", "IP", "MAC", "NATGWDP", "READY"]),
    Known(
      "IptablesDnatRule", gatewayRule,
      [
        "PROTOCOL": "spec.protocol", "INTERNALIP": "spec.internalIp", "EXTERNALPORT": "spec.externalPort",
        "INTERNALPORT": "spec.internalPort",
      ], marks: ["NAME", "EIP", "INTERNALIP", "EXTERNALPORT", "NATGWDP"]),
    Known(
      "IptablesFIPRule", gatewayRule, ["INTERNALIP": "spec.internalIp"],
      marks: ["NAME", "EIP", "INTERNALIP", "NATGWDP"]),
    Known(
      "IptablesSnatRule", gatewayRule, ["INTERNALCIDR": "spec.internalCIDR"],
      marks: ["NAME", "EIP", "INTERNALCIDR", "NATGWDP"]),
    Known(
      "OvnDnatRule", ovnRule,
      [
        "EIP": "spec.ovnEip", "PROTOCOL": "status.protocol", "INTERNALPORT": "status.internalPort",
        "EXTERNALPORT": "status.externalPort", "IPNAME": "spec.ipName",
      ], marks: ["NAME", "V4EIP", "EXTERNALPORT"]),
    Known(
      "OvnFip", ovnRule, ["TYPE": "spec.type", "IPTYPE": "spec.ipType", "IPNAME": "spec.ipName"],
      marks: ["NAME", "V4EIP", "V4IP", "IPNAME"]),
    Known(
      "OvnSnatRule", ovnRule, ["V4IPCIDR": "status.v4IpCidr", "V6IPCIDR": "status.v6IpCidr"],
      marks: ["NAME", "V4EIP", "V4IPCIDR"]),
    Known(
      "SwitchLBRule", ["VIP": "spec.vip", "SERVICE": "status.service"], marks: ["NAME", "VIP", "PORT(S)", "SERVICE"]),
    Known(
      "VpcNatGateway",
      ["VPC": "spec.vpc", "SUBNET": "spec.subnet", "LANIP": "spec.lanIp", "READY": "status.ready"],
      marks: ["NAME", "VPC", "SUBNET"], absent: ["ACTIVE", "NODE"]),
    Known(
      "IPPool",
      [
        "SUBNET": "spec.subnet", "IPS": "spec.ips", "V4USED": "status.v4UsingIPs",
        "V4AVAILABLE": "status.v4AvailableIPs",
      ], marks: ["NAME", "SUBNET", "IPS", "V4USED"]),
    Known("Vlan", ["ID": "spec.id", "PROVIDER": "spec.provider"], marks: ["NAME", "ID", "PROVIDER"]),
    Known(
      "ProviderNetwork", ["DEFAULTINTERFACE": "spec.defaultInterface"], marks: ["NAME", "DEFAULTINTERFACE", "READY"]),
    Known(
      "QoSPolicy", ["SHARED": "spec.shared", "BINDINGTYPE": "spec.bindingType"],
      marks: ["NAME", "SHARED", "BINDINGTYPE"]),
    Known(
      table: TableKind(
        kind: "Vpc",
        fields: [
          "STANDBY": "status.standby", "SUBNETS": "status.subnets", "NAMESPACES": "spec.namespaces",
          "DEFAULTSUBNET": "status.defaultLogicalSwitch",
        ]), marks: ["NAME", "STANDBY", "SUBNETS"]),
    Known(
      table: TableKind(
        kind: "Pod", fields: ["STATUS": "status.phase", "IP": "status.podIP", "NODE": "spec.nodeName"]),
      marks: ["NAME", "READY", "STATUS", "RESTARTS"]),
    Known(table: TableKind(kind: "Node", fields: [:]), marks: ["NAME", "STATUS", "ROLES", "VERSION"]),
    Known(
      table: TableKind(kind: "Lease", fields: ["HOLDER": "spec.holderIdentity"]), marks: ["NAME", "HOLDER", "AGE"]),
    Known(
      table: TableKind(
        kind: "VirtualMachineInstance", fields: ["PHASE": "status.phase", "NODENAME": "status.nodeName"]),
      marks: ["NAME", "PHASE", "NODENAME"]),
    Known(
      table: TableKind(kind: "VirtualMachine", fields: ["STATUS": "status.printableStatus"]),
      marks: ["NAME", "STATUS", "READY", "AGE"], absent: ["RESTARTS"]),
    Known(
      table: TableKind(kind: "StatefulSet", fields: [:]), marks: ["NAME", "READY", "AGE"],
      absent: ["STATUS", "UP-TO-DATE", "AVAILABLE", "RESTARTS", "PHASE"]),
    Known(
      table: TableKind(kind: "Namespace", fields: ["STATUS": "status.phase"]), marks: ["NAME", "STATUS", "AGE"],
      absent: ["READY", "ROLES", "NAMESPACE", "VOLUME", "RESTARTS", "PHASE", "COMPLETIONS"]),
  ]

  private static let words: [String: String] = {
    var words: [String: String] = [:]
    for (kind, plural) in [
      ("IP", "ips"), ("Subnet", "subnets"), ("Vpc", "vpcs"), ("Vip", "vips"), ("Pod", "pods"), ("Node", "nodes"),
      ("Namespace", "namespaces"), ("StatefulSet", "statefulsets"), ("Lease", "leases"), ("OvnEip", "ovneips"),
      ("OvnFip", "ovnfips"), ("IptablesEIP", "iptableseips"), ("VpcNatGateway", "vpcnatgateways"),
      ("Deployment", "deployments"), ("DaemonSet", "daemonsets"), ("ReplicaSet", "replicasets"), ("Job", "jobs"),
      ("VirtualMachine", "virtualmachines"), ("VirtualMachineInstance", "virtualmachineinstances"),
      ("NetworkAttachmentDefinition", "networkattachmentdefinitions"), ("IPPool", "ippools"), ("Vlan", "vlans"),
      ("Service", "services"), ("Endpoints", "endpoints"),
    ] {
      words[plural] = kind
      words[kind.lowercased()] = kind
    }
    for (word, kind) in [
      ("po", "Pod"), ("no", "Node"), ("ns", "Namespace"), ("sts", "StatefulSet"), ("vm", "VirtualMachine"),
      ("vmi", "VirtualMachineInstance"), ("net-attach-def", "NetworkAttachmentDefinition"),
      ("net-attach-defs", "NetworkAttachmentDefinition"), ("nad", "NetworkAttachmentDefinition"),
      ("nads", "NetworkAttachmentDefinition"),
      ("network-attachment-definitions", "NetworkAttachmentDefinition"),
      ("network-attachment-definition", "NetworkAttachmentDefinition"),
    ] {
      words[word] = kind
    }
    return words
  }()
}
