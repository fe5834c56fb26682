import ByteLexing

/// Which scalar leaves of which kinds are kept in `ObjectRecord.fields`. This table is the only place that decides it.
///
/// `*` stands for every element of a list (the field is named by its index) or every key of a map. Conditions
/// (`status.conditions`) and metadata are kept for every kind and are not listed. `config.…` of a net-attach-def is
/// read out of the JSON text in `spec.config`. Sources: the API types of Kube-OVN 1.8 to 1.16, and the API
/// documentation of Kubernetes, KubeVirt and Multus.
enum FieldSelection {
  /// Paths by kind.
  static let table: [String: [String]] = [
    "IP": spec(
      "podName", "namespace", "subnet", "nodeName", "ipAddress", "v4IpAddress", "v6IpAddress", "macAddress", "podType",
      "attachSubnets.*", "attachIps.*"),
    "Subnet": spec(
      "cidrBlock", "protocol", "gateway", "excludeIps.*", "provider", "vpc", "namespaces.*", "vlan", "default",
      "private", "u2oInterconnection", "u2oInterconnectionIP", "gatewayType", "gatewayNode")
      + status(
        "v4usingIPs", "v4availableIPs", "v4usingIPrange", "v4availableIPrange", "v6usingIPs", "v6availableIPs",
        "v6usingIPrange", "v6availableIPrange", "u2oInterconnectionIP", "u2oInterconnectionVPC", "mcastQuerierIP",
        "activateGateway"),
    "Vpc": spec("namespaces.*")
      + status("subnets.*", "default", "standby", "router", "defaultLogicalSwitch", "vpcPeerings.*"),
    "Vip": spec("namespace", "subnet", "type", "v4ip", "v6ip", "macAddress", "selector.*", "attachSubnets.*")
      + status("v4ip", "v6ip", "mac", "type", "ready"),
    "OvnEip": spec("externalSubnet", "v4Ip", "v6Ip", "macAddress", "type")
      + status("v4Ip", "v6Ip", "macAddress", "type", "nat", "ready"),
    "OvnFip": spec("ovnEip", "ipType", "ipName", "vpc", "v4Ip", "v6Ip", "type") + natStatus,
    "OvnSnatRule": spec("ovnEip", "vpcSubnet", "ipName", "vpc", "v4IpCidr", "v6IpCidr") + natStatus,
    "OvnDnatRule": spec("ovnEip", "ipType", "ipName", "vpc", "v4Ip", "v6Ip", "internalPort", "externalPort", "protocol")
      + natStatus,
    "IptablesEIP": spec("v4ip", "v6ip", "macAddress", "natGwDp", "externalSubnet", "qosPolicy")
      + status("ready", "ip", "nat", "redo", "qosPolicy"),
    "IptablesFIPRule": spec("eip", "internalIp") + status("ready", "v4ip", "v6ip", "natGwDp", "redo"),
    "IptablesSnatRule": spec("eip", "internalCIDR") + status("ready", "v4ip", "v6ip", "natGwDp", "redo"),
    "IptablesDnatRule": spec("eip", "externalPort", "internalIp", "internalPort", "protocol")
      + status("ready", "v4ip", "v6ip", "natGwDp", "redo"),
    "VpcNatGateway": spec("vpc", "subnet", "lanIp", "selector.*", "externalSubnets.*", "qosPolicy", "replicas")
      + status("qosPolicy", "externalSubnets.*", "selector.*"),
    "VpcEgressGateway": spec("vpc", "internalSubnet", "externalSubnet", "replicas", "internalIPs.*", "externalIPs.*")
      + status("ready", "phase", "replicas"),
    "VpcDns": spec("vpc", "subnet", "replicas") + status("active"),
    "IPPool": spec("subnet", "ips.*", "namespaces.*")
      + status(
        "v4UsingIPs", "v4AvailableIPs", "v4UsingIPRange", "v4AvailableIPRange", "v6UsingIPs", "v6AvailableIPs",
        "v6UsingIPRange", "v6AvailableIPRange"),
    "Vlan": spec("id", "provider") + status("subnets.*"),
    "ProviderNetwork": spec("defaultInterface", "excludeNodes.*") + status("ready", "readyNodes.*", "vlans.*"),
    "SwitchLBRule": spec("vip", "namespace", "selector.*", "endpoints.*") + status("service", "ports"),
    "SecurityGroup": status("portGroup", "ingressLastSyncSuccess", "egressLastSyncSuccess"),
    "QoSPolicy": spec("shared", "bindingType") + status("shared", "bindingType"),
    "Pod": spec("nodeName", "hostNetwork", "restartPolicy", "containers.*.name", "containers.*.image")
      + status(
        "phase", "podIP", "podIPs.*.ip", "reason", "startTime", "containerStatuses.*.name",
        "containerStatuses.*.restartCount", "containerStatuses.*.lastState.terminated.finishedAt",
        "containerStatuses.*.lastState.terminated.reason", "containerStatuses.*.lastState.terminated.exitCode"),
    "StatefulSet": spec("replicas", "serviceName", "podManagementPolicy", "ordinals.start", templateAnnotations)
      + status("replicas", "readyReplicas", "currentReplicas") + images,
    "Deployment": spec("replicas", templateAnnotations)
      + status("replicas", "readyReplicas", "availableReplicas", "updatedReplicas") + images,
    "DaemonSet": spec(templateAnnotations) + status("desiredNumberScheduled", "currentNumberScheduled", "numberReady")
      + images,
    "ReplicaSet": spec("replicas") + status("replicas", "readyReplicas"),
    "VirtualMachine": spec("running", "runStrategy", "template.metadata.annotations.*")
      + status("printableStatus", "ready", "created"),
    "VirtualMachineInstance": status("phase", "nodeName", "reason", "interfaces.*.ipAddress", "interfaces.*.mac"),
    "Node": spec("unschedulable", "podCIDR")
      + status(
        "addresses.*.type", "addresses.*.address", "nodeInfo.kubeletVersion", "nodeInfo.kernelVersion",
        "nodeInfo.osImage"),
    "Namespace": spec("finalizers.*") + status("phase"),
    "Lease": spec("holderIdentity", "acquireTime", "renewTime", "leaseTransitions", "leaseDurationSeconds"),
    "NetworkAttachmentDefinition": [],
    "CustomResourceDefinition": spec("group", "names.kind", "names.plural"),
  ]

  /// Kept for kinds that the table does not know.
  static let unknownKind = status("phase", "ready", "reason")

  /// Most fields kept of one object; a list with more elements is cut there.
  static let fieldLimit = 20_000

  /// True for annotation keys that are kept. `kubectl`'s copy of the whole object is not evidence of anything else.
  static func keepsAnnotation(_ key: UnsafeRawBufferPointer) -> Bool {
    guard key.bytes.firstIndex(of: "kubernetes.io") >= 0 || key.bytes.firstIndex(of: "k8s.cni.cncf.io") >= 0
    else { return false }
    return !DocumentTree.equal(key, "kubectl.kubernetes.io/last-applied-configuration")
  }

  /// The same for a key that was already decoded.
  static func keepsAnnotation(_ key: String) -> Bool {
    Array(key.utf8).withUnsafeBytes { keepsAnnotation($0) }
  }

  private static let templateAnnotations = "template.metadata.annotations.*"
  private static let images = spec("template.spec.containers.*.name", "template.spec.containers.*.image")
  private static let natStatus = status("ready", "v4Eip", "v6Eip", "v4Ip", "v6Ip", "vpc", "v4IpCidr", "v6IpCidr")
  private static func spec(_ paths: String...) -> [String] { paths.map { "spec." + $0 } }
  private static func status(_ paths: String...) -> [String] { paths.map { "status." + $0 } }
}
