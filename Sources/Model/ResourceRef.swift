/// What kind of thing a timeline is about.
public enum ResourceKind: UInt8, Sendable, Hashable, CaseIterable {
  case unknown, pod, ip, subnet, vpc, netAttachDef, logicalSwitchPort, address, mac, node, namespace, statefulSet
  case virtualMachine, vip, natResource, replica, workKey, other

  /// The API kind as `kubectl` prints it, for example `IP`; for what the API has no kind for, a plain word.
  public var apiKind: String {
    switch self {
    case .unknown: "Unknown"
    case .pod: "Pod"
    case .ip: "IP"
    case .subnet: "Subnet"
    case .vpc: "Vpc"
    case .netAttachDef: "NetworkAttachmentDefinition"
    case .logicalSwitchPort: "LogicalSwitchPort"
    case .address: "Address"
    case .mac: "MAC"
    case .node: "Node"
    case .namespace: "Namespace"
    case .statefulSet: "StatefulSet"
    case .virtualMachine: "VirtualMachine"
    case .vip: "Vip"
    case .natResource: "NatResource"
    case .replica: "Controller"
    case .workKey: "WorkKey"
    case .other: "Object"
    }
  }

  /// The kind an API kind or plural resource name stands for: `IP`, `ips`, `net-attach-def`; `.other` when not special.
  public init(apiKind text: String) {
    switch text.lowercased() {
    case "pod", "pods", "po": self = .pod
    case "ip", "ips": self = .ip
    case "subnet", "subnets": self = .subnet
    case "vpc", "vpcs": self = .vpc
    case "networkattachmentdefinition", "network-attachment-definitions", "network-attachment-definition",
      "net-attach-def", "nad", "nads", "net-attach-defs":
      self = .netAttachDef
    case "logicalswitchport", "lsp", "port": self = .logicalSwitchPort
    case "address", "addr": self = .address
    case "mac": self = .mac
    case "node", "nodes", "no": self = .node
    case "namespace", "namespaces", "ns": self = .namespace
    case "statefulset", "statefulsets", "sts": self = .statefulSet
    case "virtualmachine", "virtualmachines", "vm", "virtualmachineinstance", "virtualmachineinstances", "vmi":
      self = .virtualMachine
    case "vip", "vips": self = .vip
    case "controller", "replica": self = .replica
    case "ovneip", "ovn-eips", "ovnfip", "ovn-fips", "ovnsnatrule", "ovn-snat-rules", "ovndnatrule", "ovn-dnat-rules",
      "iptableseip", "iptables-eips", "iptablesfiprule", "iptables-fip-rules", "iptablessnatrule",
      "iptables-snat-rules", "iptablesdnatrule", "iptables-dnat-rules":
      self = .natResource
    default: self = .other
    }
  }
}

/// One object by name. Two objects that shared a name at different times have the same reference and different UIDs.
public struct ResourceRef: Hashable, Sendable, Comparable {
  public var kind: ResourceKind
  /// Empty for cluster-scoped objects.
  public var namespace: String
  public var name: String

  /// Names one object.
  public init(_ kind: ResourceKind, namespace: String = "", name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// `Pod ns/name` or `IP name`, the form reports print.
  public var display: String { kind.apiKind + " " + (namespace.isEmpty ? name : namespace + "/" + name) }

  public static func < (a: ResourceRef, b: ResourceRef) -> Bool {
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    if a.namespace != b.namespace { return a.namespace < b.namespace }
    return a.name < b.name
  }
}
