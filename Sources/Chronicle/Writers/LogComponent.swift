import ByteLexing
import Model

/// What kind of program wrote a log; what it can show depends on it.
public enum LogComponent: String, Sendable, Hashable, CaseIterable {
  case controller
  case cni
  case ovn
  case pinger
  case speaker
  case monitor
  case webhook
  case kubelet
  case apiServer = "kube-apiserver"
  case controllerManager = "kube-controller-manager"
  case scheduler = "kube-scheduler"
  case etcd
  case multus
  case kubevirt
  case unknown

  /// Names of containers, pods and files, each a part that tells; the first that fits decides.
  private static let signs: [(part: StaticString, component: LogComponent)] = [
    ("kube-ovn-controller", .controller), ("kube-ovn-cni", .cni), ("cni-server", .cni), ("kube-ovn-pinger", .pinger),
    ("pinger", .pinger), ("kube-ovn-speaker", .speaker), ("kube-ovn-monitor", .monitor), ("kube-ovn-webhook", .webhook),
    ("ovn-central", .ovn), ("ovs-ovn", .ovn), ("openvswitch", .ovn), ("ovn-northd", .ovn), ("ovn-controller", .ovn),
    ("ovsdb-server", .ovn), ("ovs-vswitchd", .ovn), ("kube-apiserver", .apiServer),
    ("kube-controller-manager", .controllerManager), ("kube-scheduler", .scheduler), ("kubelet", .kubelet),
    ("etcd", .etcd), ("multus", .multus), ("virt-controller", .kubevirt), ("virt-handler", .kubevirt),
    ("virt-api", .kubevirt), ("virt-launcher", .kubevirt),
  ]

  /// The component that a name speaks of.
  public init(named name: String) {
    let lower = name.utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
    let text = lower.span.bytes
    self = Self.signs.first { text.firstIndex(of: $0.part) >= 0 }?.component ?? .unknown
  }

  /// What container, pod or file name say, in that order, else whether it shows a controller's start or work.
  init(_ source: Source) {
    let writer = source.writer
    let names = [writer.container, writer.pod, source.fileName]
    let told = names.lazy.map { LogComponent(named: $0) }.first { $0 != .unknown }
    self = told ?? (writer.lives.contains { $0.firstWork != .max || $0.hasStart } ? .controller : .unknown)
  }

  /// It writes in the zone of its node: Kube-OVN's pods mount the node's local time, those of the control plane do not.
  var keepsTimeOfNode: Bool {
    switch self {
    case .apiServer, .controllerManager, .scheduler, .etcd, .kubevirt, .multus: false
    case .controller, .cni, .ovn, .pinger, .speaker, .monitor, .webhook, .kubelet, .unknown: true
    }
  }

  /// What a controller prints that waits for the lease.
  static let waiting = KindMask([.leaseAttempted, .leaseObserved])
}
