import Model
import Testing

@testable import ClusterState

/// Lists that do not fit together, or that show a clean-up under way: neither a leak nor that all is well.
@Suite struct MismatchTests {
  private static let base = Instant(seconds: 1_795_465_860)
  private static let later = base + 600_000_000_000

  private func object(
    _ kind: String, _ name: String, _ namespace: String = "", _ fields: [String: String] = [:], labels: [String] = []
  ) -> ObjectRecord {
    var o = ObjectRecord()
    (o.kind, o.name, o.namespace, o.fields) = (kind, name, namespace, fields)
    o.labels = Dictionary(uniqueKeysWithValues: labels.map { ($0, "") })
    (o.created, o.resourceVersion, o.uid) = (Self.base, 10, "\(kind)-\(name)")
    o.managers = [.init(name: "m", operation: "Update", subresource: "", time: Self.later)]
    return o
  }

  private func ip(_ pod: String, subnet: String = "s", labels: [String]? = nil) -> ObjectRecord {
    object(
      "IP", "\(pod).ns", "",
      [
        "spec.podName": pod, "spec.namespace": "ns", "spec.subnet": subnet, "spec.podType": "",
        "spec.v4IpAddress": "10.0.0.\(pod.utf8.reduce(0) { ($0 + Int($1)) % 200 })",
      ], labels: labels ?? [subnet])
  }

  private func pod(_ name: String, _ namespace: String = "ns", _ fields: [String: String] = [:], address: String = "")
    -> ObjectRecord
  {
    var o = object("Pod", name, namespace, ["status.phase": "Running"].merging(fields) { $1 })
    if !address.isEmpty { o.annotations = ["ovn.kubernetes.io/ip_address": address] }
    return o
  }

  private var subnets: [ObjectRecord] {
    [
      object("Subnet", "s", "", ["spec.default": "true", "status.v4usingIPs": "1"]),
      object("Subnet", "t", "", ["status.v4usingIPs": "0"]),
    ]
  }

  private func state(
    _ objects: [[ObjectRecord]], ports: [NorthboundPort] = [], _ alter: (inout ObjectRecord) -> Void = { _ in }
  ) -> ClusterState {
    var collector = StateCollector()
    let vpc = object("Vpc", "ovn-cluster", "", ["status.default": "true", "status.subnets.0": "s"])
    for (i, list) in ([[vpc]] + objects).enumerated() {
      let file = "d/\(list.first?.kind.lowercased() ?? "x")s.yaml"
      collector.beginStream(StreamInfo(id: i, display: file, chain: [file]))
      collector.list(ListHeader(shape: .list))
      for var o in list {
        alter(&o)
        collector.object(o, change: nil, at: RecordPosition(offset: 0, line: 1))
      }
      for port in i == 0 ? ports : [] { collector.port(port, at: RecordPosition(offset: 0, line: 1)) }
      collector.endStream()
    }
    return collector.finish()
  }

  private var pods: [ObjectRecord] { [pod("a", "ns"), pod("b", "default"), pod("c", "kube-system")] }

  private func reasons(_ state: ClusterState) -> [String] {
    Ledger(state).openQuestions(limit: 20).questions.map { "\($0.ref.display): \($0.reason)" }
  }

  @Test func listsThatFitLeaveNothingOpen() {
    #expect(reasons(state([[ip("a")], subnets, pods])) == [])
  }

  @Test func aLivingPodWithoutItsObject() {
    // One of several: a list that lacks many of them is no whole one.
    let others = (0..<5).map { "p\($0)" }
    let living = pods + others.map { pod($0, "ns", address: ip($0).fields["spec.v4IpAddress"] ?? "") }
    let lists = [[ip("a")] + others.map { ip($0) }, subnets, living + [pod("x", "ns", address: "10.0.0.250")]]
    #expect(
      reasons(state(lists) { o in if o.name == "s" { o.fields["status.v4usingIPs"] = "6" } }).filter {
        $0.hasPrefix("Pod")
      } == ["Pod ns/x: it has an address by its annotations, and no IP object"])
  }

  @Test func anAddressInASubnetThatDoesNotExist() {
    #expect(
      reasons(state([[ip("a"), ip("b", subnet: "old")], subnets, pods + [pod("b", "ns")]]))
        == ["IP b.ns: its Subnet old does not exist"])
  }

  @Test func aLabelOfAnotherSubnet() {
    #expect(
      reasons(state([[ip("a", labels: ["s", "t"])], subnets, pods]))
        .first == "IP a.ns: it carries the label of Subnet t, which counts it, and is in Subnet s")
  }

  @Test func aCounterBelowWhatIsListed() {
    let many = ["a", "d", "e", "f"]
    #expect(
      reasons(state([many.map { ip($0) }, subnets, pods + many.dropFirst().map { pod($0, "ns") }]))
        == ["Subnet s: addresses in use by its counter: 1, listed: 4"])
  }

  /// A pod that came back without the network, or with another address, does not need what the first one left.
  @Test func aPodOfTheSameName() {
    let own = ip("a").fields["spec.v4IpAddress"] ?? ""
    func reason(_ pod: ObjectRecord) -> [String] { reasons(state([[ip("a")], subnets, pods.dropFirst() + [pod]])) }
    #expect(reason(pod("a")) == [])
    #expect(reason(pod("a", address: own)) == [])
    let addressed = pod("b", "default", address: "10.0.0.98")
    #expect(
      reasons(state([[ip("a")], subnets, [pod("a"), addressed, pod("c", "kube-system")]])).contains(
        "IP a.ns: its pod has no address yet, or none any more"))
    #expect(reason(pod("a", address: "10.0.9.9")) == ["IP a.ns: a pod of its name exists, which has other addresses"])
    #expect(
      reason(pod("a", "ns", ["spec.hostNetwork": "true"]))
        == ["IP a.ns: a pod of its name exists, in the network of its node"])
    #expect(
      reason(pod("a", "ns", ["status.phase": "Succeeded"], address: own))
        == ["IP a.ns: its pod has ended, and a pod that ended keeps no address"])
  }

  @Test func aPoolThatCountsWhatNothingHas() {
    func reasons(_ range: String) -> [String] {
      let pool = object("IPPool", "p", "", ["spec.subnet": "s", "status.v4UsingIPRange": range])
      return self.reasons(state([[ip("a")], subnets, pods, [pool]]))
    }
    let own = ip("a").fields["spec.v4IpAddress"] ?? ""
    #expect(reasons(own) == [])
    #expect(
      reasons("\(own),10.0.7.1-10.0.7.3")
        == ["IPPool p: it counts 10.0.7.1 as used, and nothing that is listed has that address"])
  }

  @Test func whatNamesAnObjectThatDoesNotExist() {
    func reasons(_ subnet: String) -> [String] {
      let vip = object("Vip", "v", "", ["spec.subnet": subnet], labels: [])
      return self.reasons(state([[ip("a")], subnets, pods, [vip]])).filter { $0.hasPrefix("Vip") }
    }
    #expect(reasons("t") == [])
    #expect(reasons("old") == ["Vip v: its Subnet old does not exist"])
    let rule = object("OvnFip", "f", "", ["spec.ovnEip": "gone"])
    let eip = object("OvnEip", "e", "", ["spec.externalSubnet": "t"])
    #expect(
      self.reasons(state([[ip("a")], subnets, pods, [rule], [eip]])).contains(
        "OvnFip f: it names OvnEip gone, which does not exist"))
  }

  @Test func aCounterThatItsRangeContradicts() {
    func reasons(_ range: String) -> [String] {
      self.reasons(
        state([[ip("a")], subnets, pods]) { if $0.name == "s" { $0.fields["status.v4usingIPrange"] = range } })
    }
    #expect(reasons("10.0.0.97") == [])
    #expect(reasons("10.0.0.2-10.0.0.4") == ["Subnet s: addresses in use by its counter: 1, in the range of these: 3"])
    #expect(reasons("") == ["Subnet s: addresses in use by its counter: 1, in the range of these: 0"])
  }

  @Test func whatShouldHaveGoneLongAgo() {
    func reasons(_ kind: String, _ minutes: Int64) -> [String] {
      let thing = object(kind, "x", kind == "Pod" ? "ns" : "")
      return self.reasons(
        state([[ip("a")], subnets, pods, [thing]]) { o in
          if o.name == "x" { o.deletionRequested = Self.later + -minutes * 60_000_000_000 }
        })
    }
    #expect(reasons("Pod", 2) == [])
    let text = "its deletion was asked for, and the evidence does not show that it went"
    #expect(reasons("Pod", 30) == ["Pod ns/x: \(text)"])
    #expect(reasons("Namespace", 30) == ["Namespace x: \(text)"])
  }

  @Test func subnetsWithoutWhatTheControllerGives() {
    let bare = object("Subnet", "u", "", ["spec.vpc": "ovn-cluster"])
    #expect(
      reasons(state([[ip("a")], subnets + [bare], pods]))
        == ["Subnet u: it is shown without finalizers and status: whether it is being deleted is not to be seen"])
  }

  @Test func aPortWithoutPodAndObject() {
    var port = NorthboundPort()
    (port.name, port.uuid, port.logicalSwitch) = ("gone.ns", "1", "s")
    port.externalIDs = ["pod": "ns/gone"]
    #expect(
      reasons(state([[ip("a")], subnets, pods], ports: [port]))
        == ["Pod ns/gone: it does not exist, and OVN has its port gone.ns without an IP object"])
    #expect(
      reasons(state([[ip("a")], subnets, [pods[0]]], ports: [port])).contains(
        "Pod ns/gone: OVN has its port gone.ns without an IP object, and no list rules it out or shows it"))
  }

  /// Nothing shows since when the leader works, whose collector takes what has a port.
  @Test func theCollectorMayTakeWhatHasAPort() {
    var port = NorthboundPort()
    (port.name, port.uuid, port.logicalSwitch) = ("gone.ns", "1", "s")
    let ref = ResourceRef(.ip, name: "gone.ns")
    #expect(Ledger(state([[ip("gone")], subnets, pods], ports: [port])).entry(of: ref)?.state == .waiting)
    #expect(Ledger(state([[ip("gone")], subnets, pods])).entry(of: ref)?.state == .leaked)
  }

  @Test func whatIsJustCleanedUpIsNotLeaked() {
    func ledger(_ age: Int64) -> Ledger {
      Ledger(
        state([[ip("gone")], subnets, pods]) { o in
          if o.kind == "Subnet", o.name == "s" { o.deletionRequested = Self.later + -age * 1_000_000_000 }
        })
    }
    let ref = ResourceRef(.ip, name: "gone.ns")
    #expect(ledger(5).entry(of: ref)?.state == .inGrace)
    #expect(ledger(5).deletion(ofSubnet: "s")?.state == .terminating)
    #expect(ledger(120).entry(of: ref)?.state == .leaked)
    #expect(ledger(120).deletion(ofSubnet: "s")?.state == .stuck)
  }

  @Test func anAddressThatASubnetLeavesOutDoesNotHoldIt() {
    let held = Ledger(
      state([[ip("gone")], subnets, pods]) { o in
        guard o.kind == "Subnet", o.name == "s" else { return }
        o.deletionRequested = Self.base
        o.fields["spec.excludeIps.0"] = "10.0.0.1..10.0.0.254"
      })
    #expect(held.deletion(ofSubnet: "s")?.holders == [])
  }

  @Test func aControllerThatIsNotReady() {
    func absence(_ ready: String) -> String? {
      state([
        [ip("a")], subnets,
        pods + [pod("kube-ovn-controller-1", "kube-system", ["status.containerStatuses.0.ready": ready])],
      ]).controllerAbsence
    }
    #expect(absence("true") == nil)
    #expect(absence("false") == "no pod of kube-ovn-controller was ready")
    #expect(state([[ip("a")], subnets, pods]).controllerAbsence == nil)
  }

  @Test func aLeaseThatNobodyRenews() {
    func minutes(_ age: Int64) -> Int? {
      let renewed = (Self.later + -age * 60_000_000_000).rfc3339
      let lease = object("Lease", "kube-ovn-controller", "kube-system", ["spec.renewTime": renewed])
      return state([[ip("a")], subnets, pods, [lease]]).minutesWithoutLeader
    }
    #expect(minutes(1) == nil)
    #expect(minutes(80) == 80)
    #expect(state([[ip("a")], subnets, pods]).minutesWithoutLeader == nil)
  }

  @Test func theReleaseStandsInTheImage() {
    let fields = [
      "spec.containers.0.name": "kube-ovn-controller",
      "spec.containers.0.image": "docker.io/kubeovn/kube-ovn:v1.15.4@sha256:0",
    ]
    let shown = state([pods + [pod("kube-ovn-controller-1", "kube-system", fields)]])
    #expect(shown.controllerReleases == [ReleaseVersion(1, 15, 4)])
  }
}
