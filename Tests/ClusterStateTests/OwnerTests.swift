import Model
import Testing

@testable import ClusterState

/// Who owns an address, other than the pod that its object names.
@Suite struct OwnerTests {
  private static let base = Instant(seconds: 1_795_465_860)

  private func object(
    _ kind: String, _ name: String, _ namespace: String = "", _ fields: [String: String] = [:]
  ) -> ObjectRecord {
    var o = ObjectRecord()
    (o.kind, o.name, o.namespace, o.fields) = (kind, name, namespace, fields)
    (o.created, o.resourceVersion, o.uid) = (Self.base, 10, "\(kind)-\(name)")
    o.managers = [.init(name: "m", operation: "Update", subresource: "", time: Self.base + 600_000_000_000)]
    return o
  }

  private func ip(_ name: String, pod: String, _ namespace: String, type: String = "", address: String = "10.0.0.2")
    -> ObjectRecord
  {
    var o = object(
      "IP", name, "",
      [
        "spec.podName": pod, "spec.namespace": namespace, "spec.subnet": "s", "spec.podType": type,
        "spec.v4IpAddress": address,
      ])
    o.labels = ["s": ""]
    return o
  }

  private func state(_ objects: [ObjectRecord]) -> ClusterState {
    var collector = StateCollector()
    let system = [object("Pod", "a", "kube-system"), object("Pod", "b", "default"), object("Pod", "c", "ns")]
    for (i, part) in Dictionary(grouping: objects + system, by: \.kind).sorted(by: { $0.key < $1.key }).enumerated() {
      let name = "d/\(part.key.lowercased())s.yaml"
      collector.beginStream(StreamInfo(id: i, display: name, chain: [name]))
      collector.list(ListHeader(shape: .list))
      for o in part.value { collector.object(o, change: nil, at: RecordPosition(offset: 0, line: 1)) }
      collector.endStream()
    }
    return collector.finish()
  }

  private func verdict(_ objects: [ObjectRecord], _ name: String) -> AddressState? {
    Ledger(state(objects)).entry(of: ResourceRef(.ip, name: name))?.state
  }

  @Test(arguments: [
    ("u2o-interconnection.ovn-cluster.s", AddressState.u2o), ("mcast-querier.s", .multicast),
  ])
  func theControllersOwnAddressesAreNoLeaks(_ name: String, _ wanted: AddressState) {
    #expect(verdict([ip(name, pod: name, "default")], name) == wanted)
    // A pod may be called like that.
    #expect(verdict([ip(name + ".default", pod: name, "default")], name + ".default") == .leaked)
  }

  @Test func ownerReferencesDecideBeforeThePod() {
    var owned = ip("x.ns", pod: "x", "ns")
    owned.owners = [.init(kind: "Subnet", name: "s", uid: "1")]
    #expect(verdict([owned, object("Subnet", "s")], "x.ns") == .kept)
    #expect(verdict([owned], "x.ns") == .unknown)
  }

  @Test func anAddressInALivingPodIsInUse() {
    var launcher = object("Pod", "virt-launcher-vm-abcde", "ns")
    launcher.annotations = [
      "ovn.kubernetes.io/ip_address": "10.0.0.2,fd00::2", "ovn.kubernetes.io/logical_switch": "s",
    ]
    #expect(verdict([ip("other.ns", pod: "other", "ns"), launcher], "other.ns") == .inUse)
    // Another Subnet may have the same addresses.
    launcher.annotations["ovn.kubernetes.io/logical_switch"] = "t"
    #expect(verdict([ip("other.ns", pod: "other", "ns"), launcher], "other.ns") == .leaked)
    // The pod's own object accounts for it.
    launcher.annotations["ovn.kubernetes.io/logical_switch"] = "s"
    let own = ip("virt-launcher-vm-abcde.ns", pod: "virt-launcher-vm-abcde", "ns")
    #expect(verdict([ip("other.ns", pod: "other", "ns"), launcher, own], "other.ns") == .leaked)
  }

  @Test func aMachineIsLookedForBeforeAnyPod() {
    let address = ip("vm.ns", pod: "vm", "ns", type: "VirtualMachine")
    #expect(
      verdict([address, object("VirtualMachine", "vm", "ns"), object("VirtualMachine", "w", "t")], "vm.ns") == .kept)
    #expect(verdict([address], "vm.ns") == .unproven)
    #expect(
      verdict([address, object("VirtualMachine", "v", "ns"), object("VirtualMachine", "w", "t")], "vm.ns") == .leaked)
    var launcher = object("Pod", "virt-launcher-vm-abcde", "ns")
    launcher.owners = [.init(kind: "VirtualMachineInstance", name: "vm", uid: "1")]
    #expect(verdict([address, launcher], "vm.ns") == .inUse)
  }

  @Test func namesOfPodsHaveDots() {
    #expect(
      verdict([ip("web.v1.2.ns", pod: "web.v1.2", "ns"), object("Pod", "web.v1.2", "ns")], "web.v1.2.ns") == .inUse)
    #expect(
      verdict(
        [
          ip("api.v2-0.ns", pod: "api.v2-0", "ns", type: "StatefulSet"),
          object("StatefulSet", "api.v2", "ns", ["spec.replicas": "1"]), object("StatefulSet", "q", "t"),
        ], "api.v2-0.ns") == .kept)
  }

  @Test func aGatewayThatIsMadeAgainKeepsItsAddress() {
    let name = "vpc-nat-gw-g-0"
    #expect(verdict([ip("\(name).ns", pod: name, "ns"), object("VpcNatGateway", "g")], "\(name).ns") == .kept)
  }

  @Test func theQuestionsNameWhatIsTerminating() {
    var eip = object("OvnEip", "e")
    eip.deletionRequested = Self.base
    var odd = object("Whatever", "w")
    odd.deletionRequested = Self.base
    let open = Ledger(state([eip, odd])).openQuestions(limit: 10)
    #expect(open.questions.map(\.ref.kind.apiKind).sorted() == ["OvnEip", "Whatever"])
    #expect(Ledger(state([ip("c.ns", pod: "c", "ns")])).openQuestions(limit: 10).count == 0)
  }
}
