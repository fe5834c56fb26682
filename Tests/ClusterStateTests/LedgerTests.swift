import Model
import Testing

@testable import ClusterState

extension ClusterState {
  fileprivate func deletionState(_ subnet: ResourceRef) -> DeletionState? {
    Ledger(self).deletion(ofSubnet: subnet.name)?.state
  }
}

@Suite struct LedgerTests {
  private static let base = Instant(seconds: 1_795_465_860)

  private func object(
    _ kind: String, _ name: String, namespace: String = "", _ fields: [String: String] = [:],
    labels: [String: String] = [:], deleted: Instant? = nil
  ) -> ObjectRecord {
    var o = ObjectRecord()
    (o.kind, o.name, o.namespace, o.fields, o.labels, o.deletionRequested) = (
      kind, name, namespace, fields, labels, deleted
    )
    o.created = Self.base
    o.resourceVersion = 10
    o.uid = "\(kind)-\(name)"
    return o
  }

  private func ip(
    _ pod: String, _ namespace: String, subnet: String = "s", type: String = "", address: String = "10.0.0.2",
    labels: [String: String] = [:], deleted: Instant? = nil
  ) -> ObjectRecord {
    object(
      "IP", namespace.isEmpty ? "node-\(pod)" : "\(pod).\(namespace)",
      [
        "spec.podName": pod, "spec.namespace": namespace, "spec.subnet": subnet, "spec.podType": type,
        "spec.ipAddress": address,
      ], labels: [subnet: ""].merging(labels) { $1 }, deleted: deleted)
  }

  /// A state made of lists, each ten minutes younger than its objects. Of every namespace some pod is shown.
  private func state(_ objects: [ObjectRecord], empty: [String] = []) -> ClusterState {
    var builder = StateCollector()
    var stream = 0
    let system = [
      object("Pod", "kube-ovn-controller-x", namespace: "kube-system"), object("Pod", "p", namespace: "default"),
      object("Pod", "other", namespace: "ns"),
    ]
    for (kind, members) in Dictionary(grouping: objects + system, by: \.kind).sorted(by: { $0.key < $1.key }) {
      builder.beginStream(source(stream, kind.lowercased() + "s.yaml"))
      builder.list(ListHeader(itemKind: kind, shape: .typedList))
      for var member in members {
        member.managers = [
          .init(name: "m", operation: "Update", subresource: "", time: Self.base + 600_000_000_000)
        ]
        builder.object(member, change: nil, at: RecordPosition(offset: 0, line: 1))
      }
      builder.endStream()
      stream += 1
    }
    for kind in empty {
      builder.beginStream(source(stream, kind.lowercased() + "s.yaml"))
      builder.list(ListHeader(itemKind: kind, shape: .typedList))
      builder.endStream()
      stream += 1
    }
    return builder.finish()
  }

  private func source(_ id: Int, _ name: String) -> StreamInfo {
    StreamInfo(id: id, display: "d/" + name, chain: ["d/" + name])
  }

  private func entry(_ state: ClusterState, _ name: String) throws -> LedgerEntry {
    try #require(Ledger(state).entry(of: ResourceRef(.ip, name: name)))
  }

  @Test func aLivingPodUsesItsAddress() throws {
    let s = state([ip("a", "ns"), object("Pod", "a", namespace: "ns")])
    #expect(try entry(s, "a.ns").state == .inUse)
  }

  @Test func aMissingPodLeaks() throws { #expect(try entry(state([ip("a", "ns")]), "a.ns").state == .leaked) }

  @Test func withoutAPodListNothingIsSaid() throws {
    var builder = StateCollector()
    builder.beginStream(source(0, "ips.yaml"))
    builder.list(ListHeader(itemKind: "IP", shape: .typedList))
    builder.object(ip("a", "ns"), change: nil, at: RecordPosition(offset: 0, line: 1))
    builder.endStream()
    #expect(try entry(builder.finish(), "a.ns").state == .unproven)
  }

  @Test func aPodListOfOneNamespaceSaysNothingOfOthers() throws {
    var builder = StateCollector()
    for (i, o) in [ip("a", "ns"), object("Pod", "b", namespace: "other")].enumerated() {
      builder.beginStream(source(i, i == 0 ? "ips.yaml" : "pods.yaml"))
      builder.list(ListHeader(itemKind: o.kind, shape: .typedList))
      builder.object(o, change: nil, at: RecordPosition(offset: 0, line: 1))
      builder.endStream()
    }
    #expect(try entry(builder.finish(), "a.ns").state == .unproven)
  }

  @Test func aStatefulSetKeepsItsAddresses() throws {
    let set = object("StatefulSet", "web", namespace: "ns", ["spec.replicas": "2"])
    let s = state([
      ip("web-1", "ns", type: "StatefulSet"), ip("web-2", "ns", type: "StatefulSet", address: "10.0.0.3"), set,
    ])
    #expect(try entry(s, "web-1.ns").state == .kept)
    #expect(try entry(s, "web-2.ns").state == .leaked)
  }

  @Test func aDeletedStatefulSetKeepsNothing() throws {
    #expect(
      try entry(state([ip("web-0", "ns", type: "StatefulSet")], empty: ["StatefulSet"]), "web-0.ns").state == .leaked)
    #expect(try entry(state([ip("web-0", "ns", type: "StatefulSet")]), "web-0.ns").state == .unproven)
  }

  @Test func machinesReservationsNodesAndGatewaysAreNoLeaks() throws {
    let s = state([
      ip("vm", "ns", type: "VirtualMachine"), object("VirtualMachine", "vm", namespace: "ns"),
      ip("r", "ns", address: "10.0.0.9", labels: ["ovn.kubernetes.io/ip_reserved": "true"]), ip("n1", ""),
      object("Node", "n1"),
      object("IP", "u2o-interconnection.vpc.s", ["spec.subnet": "s"]),
      object("IP", "mcast-querier.s", ["spec.subnet": "s"]),
    ])
    #expect(try entry(s, "vm.ns").state == .kept)
    #expect(try entry(s, "r.ns").state == .reserved)
    #expect(try entry(s, "node-n1").state == .node)
    #expect(try entry(s, "u2o-interconnection.vpc.s").state == .u2o)
    #expect(try entry(s, "mcast-querier.s").state == .multicast)
  }

  @Test func terminatingIsLeakingOnlyAfterAWhile() throws {
    #expect(try entry(state([ip("a", "ns", deleted: Self.base)]), "a.ns").state == .leaking)
    #expect(try entry(state([ip("a", "ns", deleted: Self.base + 595_000_000_000)]), "a.ns").state == .inGrace)
  }

  @Test func twoOwnersOfOneAddressAreAConflict() throws {
    let s = state([
      ip("a", "ns"), ip("b", "ns"), object("Pod", "a", namespace: "ns"), object("Pod", "b", namespace: "ns"),
    ])
    #expect(try entry(s, "a.ns").state == .conflict)
  }

  @Test func aSubnetIsStuckOnlyIfNothingLivingHoldsIt() {
    let subnet = object("Subnet", "s", ["status.v4usingIPs": "1"], deleted: Self.base)
    let ref = ResourceRef(.subnet, name: "s")
    #expect(state([ip("a", "ns"), subnet]).deletionState(ref) == .stuck)
    #expect(state([ip("a", "ns"), object("Pod", "a", namespace: "ns"), subnet]).deletionState(ref) == .terminating)
    #expect(state([object("Subnet", "s")]).deletionState(ref) == .ok)
  }

  @Test func aSelectedListProvesNoAbsence() {
    let subnet = object("Subnet", "s", ["status.v4usingIPs": "40"])
    let s = state([ip("a", "ns"), subnet])
    guard case .unknown? = Optional(s.sighting(of: ResourceRef(.ip, name: "other.ns")).presence) else {
      Issue.record("a list of one object where forty are counted is no whole list")
      return
    }
  }

  @Test func theNewestSnapshotCounts() throws {
    var builder = StateCollector()
    for (i, folder) in ["before", "after"].enumerated() {
      var o = ip("a", "ns")
      o.resourceVersion = UInt64(10 + i * 100)
      builder.beginStream(source(i, "\(folder)/ips.yaml"))
      builder.list(ListHeader(itemKind: "IP", shape: .typedList))
      if folder == "before" { builder.object(o, change: nil, at: RecordPosition(offset: 0, line: 1)) }
      for name in ["b", "c"] {
        o.name = name + "." + name
        o.fields["spec.subnet"] = name
        o.fields["spec.namespace"] = name
        builder.object(o, change: nil, at: RecordPosition(offset: 0, line: 1))
      }
      builder.endStream()
    }
    let s = builder.finish()
    guard case .absent? = Optional(s.sighting(of: ResourceRef(.ip, name: "a.ns")).presence) else {
      Issue.record("the object went between the two dumps")
      return
    }
  }
}
