import Model
import Testing

@testable import ClusterState

/// What a list may prove by its silence: altered lists never turn unknown into no.
@Suite struct ListLawTests {
  static let base = Instant(seconds: 1_795_465_860)
  static let later = base + 600_000_000_000

  struct List {
    var file: String
    var objects: [ObjectRecord]
    var time: Instant? = ListLawTests.later
    var remaining: Int?
    var version: UInt64?
    var shape = ListHeader.Shape.list
  }

  func object(
    _ kind: String, _ name: String, _ namespace: String = "", _ fields: [String: String] = [:],
    labels: [String: String] = [:], created: Instant = base
  ) -> ObjectRecord {
    var o = ObjectRecord()
    (o.kind, o.name, o.namespace, o.fields, o.labels) = (kind, name, namespace, fields, labels)
    (o.created, o.resourceVersion, o.uid) = (created, 10, "\(kind)-\(name)")
    return o
  }

  func ip(_ pod: String, _ namespace: String, type: String = "", address: String = "10.0.0.2") -> ObjectRecord {
    object(
      "IP", "\(pod).\(namespace)", "",
      [
        "spec.podName": pod, "spec.namespace": namespace, "spec.subnet": "s", "spec.podType": type,
        "spec.v4IpAddress": address,
      ], labels: ["s": ""])
  }

  func pod(_ name: String, _ namespace: String, phase: String = "Running", created: Instant = base)
    -> ObjectRecord
  { object("Pod", name, namespace, ["status.phase": phase, "spec.nodeName": "n-\(name)"], created: created) }

  var pods: [ObjectRecord] {
    [pod("a", "kube-system"), pod("b", "default"), pod("c", "ns")]
  }

  func state(_ lists: [List]) -> ClusterState {
    var collector = StateCollector()
    for (i, list) in lists.enumerated() {
      collector.beginStream(StreamInfo(id: i, display: list.file, chain: [list.file]))
      collector.list(ListHeader(resourceVersion: list.version, shape: list.shape))
      if let remaining = list.remaining { collector.continueList(remaining: remaining) }
      for var o in list.objects {
        if let time = list.time { o.managers = [.init(name: "m", operation: "Update", subresource: "", time: time)] }
        collector.object(o, change: nil, at: RecordPosition(offset: 0, line: 1))
      }
      collector.endStream()
    }
    return collector.finish()
  }

  func verdict(_ lists: [List], _ name: String = "gone.ns") -> AddressState? {
    Ledger(state(lists)).entry(of: ResourceRef(.ip, name: name))?.state
  }

  @Test func aWholeListProves() {
    #expect(
      verdict([List(file: "d/ips.yaml", objects: [ip("gone", "ns")]), List(file: "d/pods.yaml", objects: pods)])
        == .leaked)
  }

  @Test func aPageProvesNothing() {
    #expect(
      verdict([
        List(file: "d/ips.yaml", objects: [ip("gone", "ns")]), List(file: "d/pods.yaml", objects: pods, remaining: 4),
      ]) == .unproven)
  }

  @Test func pagesOfOneReadingAreWholeTogether() {
    let ips = List(file: "d/ips.yaml", objects: [ip("gone", "ns")])
    let first = List(file: "d/pods-1.json", objects: Array(pods.prefix(2)), remaining: 1, version: 20)
    let second = List(file: "d/pods-2.json", objects: Array(pods.suffix(1)), version: 20)
    #expect(verdict([ips, first, second]) == .leaked)
    let other = List(file: "d/pods-2.json", objects: Array(pods.suffix(1)), version: 30)
    let longer = List(file: "d/pods-1.json", objects: Array(pods.prefix(2)), remaining: 2, version: 20)
    #expect(verdict([ips, first, other]) != .leaked)
    #expect(verdict([ips, longer, second]) != .leaked)
  }

  @Test func anUnseenNamespaceMayHaveBeenLeftOut() {
    #expect(
      verdict([
        List(file: "d/ips.yaml", objects: [ip("gone", "ns")]),
        List(file: "d/pods.yaml", objects: Array(pods.prefix(2))),
      ]) == .unproven)
  }

  @Test func podsOfOneNamespaceSayNothingOfOthers() {
    let nads = [
      object("NetworkAttachmentDefinition", "x", "a"), object("NetworkAttachmentDefinition", "x", "b"),
    ]
    #expect(
      verdict([
        List(file: "d/ips.yaml", objects: [ip("gone", "ns")]), List(file: "d/nads.yaml", objects: nads),
        List(file: "d/pods.yaml", objects: [pod("b", "default"), pod("c", "default")]),
      ]) == .unproven)
  }

  @Test func podsOfOnePhaseOrNodeAreASelection() {
    let ips = List(file: "d/ips.yaml", objects: [ip("gone", "ns")])
    let failed = [
      pod("a", "kube-system", phase: "Failed"), pod("b", "default", phase: "Pending"),
      pod("c", "ns", phase: "Succeeded"),
    ]
    #expect(verdict([ips, List(file: "d/pods.yaml", objects: failed)]) == .unproven)
  }

  @Test func workloadsCountTheirPods() {
    let web = object("Deployment", "web", "ns", ["status.replicas": "3"])
    #expect(
      verdict([
        List(file: "d/ips.yaml", objects: [ip("gone", "ns")]), List(file: "d/deployments.yaml", objects: [web]),
        List(file: "d/pods.yaml", objects: pods),
      ]) == .unproven)
  }

  @Test func pickedRowsDoNotWidenAWholeList() {
    // The list of all namespaces but `ns`, and rows of a table in which somebody looked for something else.
    let row = List(file: "d/pods.txt", objects: [pod("d", "ns")], shape: .table)
    #expect(
      verdict([
        List(file: "d/ips.yaml", objects: [ip("gone", "ns")]),
        List(file: "d/pods.yaml", objects: Array(pods.prefix(2))), row,
      ]) == .unproven)
  }

  @Test func ownersOfLivingPodsAreShownByAWholeList() {
    var member = pod("db-0", "ns")
    member.owners = [.init(kind: "StatefulSet", name: "db", uid: "u")]
    let other = object("StatefulSet", "cache", "default")
    func state(of member: ObjectRecord) -> AddressState? {
      verdict(
        [
          List(file: "d/ips.yaml", objects: [ip("db-1", "ns", type: "StatefulSet")]),
          List(file: "d/statefulsets.yaml", objects: [other, object("StatefulSet", "x", "kube-system")]),
          List(file: "d/pods.yaml", objects: pods + [member]),
        ], "db-1.ns")
    }
    #expect(state(of: pod("db-0", "ns")) == .leaked)
    #expect(state(of: member) == .unproven)
  }

  /// What is missing in a list of IP objects of which other lists know more.
  @Test func livingPodsAndNodesHaveAddresses() {
    func presence(_ ips: [ObjectRecord], _ others: [List]) -> Presence {
      self.state([List(file: "d/ips.yaml", objects: ips)] + others).sighting(of: ResourceRef(.ip, name: "gone.ns"))
        .presence
    }
    let subnets = List(
      file: "d/subnets.yaml", objects: [object("Subnet", "s", "", ["spec.default": "true", "status.v4usingIPs": "3"])])
    let living = ["a", "b", "c"].map { name in
      var pod = pod(name, "ns")
      pod.annotations = ["ovn.kubernetes.io/ip_address": "10.0.0.3"]
      return pod
    }
    let pods = List(file: "d/pods.yaml", objects: self.pods + living)
    #expect(presence(["a", "b", "c"].map { ip($0, "ns") }, [subnets, pods]) == .absent)
    #expect(presence([ip("a", "ns")], [subnets, pods]) != .absent)
    let node = object("IP", "node-n-a", "", ["spec.podName": "n-a", "spec.subnet": "join", "spec.nodeName": "n-a"])
    #expect(presence(["a", "b", "c"].map { ip($0, "ns") } + [node], [subnets, pods]) != .absent)
    let counted = object("Subnet", "s", "", ["spec.default": "true", "status.v4usingIPs": "9"])
    #expect(presence([], [List(file: "d/subnets.yaml", objects: [counted])]) != .absent)
  }

  /// `kubectl get ip NAME NAME -o yaml` looks like a whole list: only what Subnets count shows whether it is.
  @Test func addressesThatNoSubnetCountsAreASelection() {
    func presence(_ ips: [ObjectRecord], _ others: [List] = []) -> Presence {
      self.state([List(file: "d/ips.yaml", objects: ips)] + others).sighting(of: ResourceRef(.ip, name: "gone.ns"))
        .presence
    }
    var other = ip("b", "default")
    other.fields["spec.subnet"] = "t"
    let counts = ["status.v4usingIPs": "1"]
    let subnets = List(
      file: "d/subnets.yaml", objects: [object("Subnet", "s", "", counts), object("Subnet", "t", "", counts)])
    let uncounted = List(file: "d/subnets.yaml", objects: [object("Subnet", "s"), object("Subnet", "t")])
    #expect(presence([ip("a", "ns"), other]) != .absent)
    #expect(presence([ip("a", "ns"), other], [subnets]) == .absent)
    #expect(presence([ip("a", "ns"), other], [uncounted]) != .absent)
    // One Subnet counts one more than the list shows, which may be the one that is looked for.
    let more = List(
      file: "d/subnets.yaml",
      objects: [object("Subnet", "s", "", ["status.v4usingIPs": "2"]), object("Subnet", "t", "", counts)])
    #expect(presence([ip("a", "ns"), other], [more]) != .absent)
    // Nor does an empty list say anything by itself.
    #expect(presence([], [List(file: "d/subnets.yaml", objects: [])]) != .absent)
  }

  @Test func podsWithoutThoseOfTheSystemAreASelection() {
    let named = [pod("b", "default"), pod("c", "ns")]
    let gone = ResourceRef(.pod, namespace: "ns", name: "gone")
    #expect(state([List(file: "d/pods.yaml", objects: named)]).sighting(of: gone).presence != .absent)
    #expect(state([List(file: "d/pods.yaml", objects: pods)]).sighting(of: gone).presence == .absent)
  }

  @Test func mostNodesDoNotGo() {
    func state(of shown: Int) -> AddressState? {
      let nodes = (1...5).map { n in
        object("IP", "node-n\(n)", "", ["spec.podName": "n\(n)", "spec.nodeName": "n\(n)", "spec.subnet": "join"])
      }
      return verdict(
        [
          List(file: "d/ips.yaml", objects: nodes),
          List(file: "d/nodes.yaml", objects: (1...shown).map { object("Node", "n\($0)") }),
          List(
            file: "d/pods.yaml",
            objects: ["kube-system", "default"].map { object("Pod", "a", $0, ["status.phase": "Running"]) }),
        ], "node-n5")
    }
    #expect(state(of: 4) == .leaked)
    #expect(state(of: 1) == .unknown)
  }

  /// Where a DaemonSet has a pod on every node but one, the pods of that one were left out.
  @Test func aNodeWithoutPodsShowsThatTheyWereLeftOut() {
    func daemon(_ node: String) -> ObjectRecord {
      var o = object("Pod", "proxy-\(node)", "kube-system", ["status.phase": "Running", "spec.nodeName": node])
      o.owners = [.init(kind: "DaemonSet", name: "proxy", uid: "proxy")]
      return o
    }
    let nodes = List(file: "d/nodes.yaml", objects: ["n-a", "n-b", "n-c", "n-d"].map { object("Node", $0) })
    let ips = List(file: "d/ips.yaml", objects: [ip("gone", "ns"), ip("d", "ns")])
    func state(_ daemons: [String]) -> AddressState? {
      verdict([ips, nodes, List(file: "d/pods.yaml", objects: pods + daemons.map(daemon))])
    }
    #expect(state(["n-a", "n-b", "n-c"]) == .unproven)
    #expect(state(["n-a", "n-b", "n-c", "n-d"]) == .leaked)
    #expect(state([]) == .leaked)
  }

  /// A list that shows nothing and has no date may be older or newer than one that shows something.
  @Test(arguments: [("before", "after"), ("after", "before"), ("1", "2"), ("2", "1")])
  func anEmptyListWithoutDateLeavesOpenWhatAnotherOneShows(_ full: String, _ empty: String) {
    let lists = [
      List(file: "d/ovn-fips-\(full).yaml", objects: [object("OvnFip", "f")]),
      List(file: "d/ovn-fips-\(empty).yaml", objects: []),
    ].sorted { $0.file < $1.file }
    let presence = state(lists).sighting(of: ResourceRef(ResourceKind(apiKind: "OvnFip"), name: "f")).presence
    if case .unknown = presence {} else { Issue.record("\(presence)") }
    let alone = state([lists.first { !$0.objects.isEmpty }].compactMap(\.self))
    #expect(alone.sighting(of: ResourceRef(ResourceKind(apiKind: "OvnFip"), name: "f")).presence == .present)
  }

  /// A copy beside a list is a list of its own, whatever ending it has.
  @Test(arguments: ["bak", "old", "1", "yaml~", "20261123-2030"])
  func copiesAreNoParts(_ suffix: String) {
    func list(_ file: String, _ names: [String], _ version: UInt64) -> List {
      List(
        file: file,
        objects: names.map { name in
          var o = ip(name, "ns")
          o.resourceVersion = version
          return o
        })
    }
    let state = state([list("d/ips.yaml", ["a"], 500), list("d/ips.yaml.\(suffix)", ["a", "b"], 40)])
    #expect(state.snapshots.count == 2)
    #expect(state.snapshots.last?.coverage[.ip]?.count == 1)
  }

  /// The version tells which of two lists is the newer one, whatever lies beside them that has none.
  @Test func aListWithoutVersionPutsNoOthersInAnotherOrder() {
    func eip(_ name: String, _ version: UInt64, _ created: Instant) -> ObjectRecord {
      var o = object("OvnEip", name, created: created)
      o.resourceVersion = version
      return o
    }
    let lists = [
      List(file: "d/7-deployments.yaml", objects: [object("Deployment", "web", "shop")], time: nil),
      List(file: "d/x-none.yaml", objects: [], time: nil),
      List(file: "d/7-ovn-eips.yaml", objects: [eip("a", 500, Self.base)], time: nil),
      List(file: "d/8-ovn-eips.yaml", objects: [eip("a", 40, Self.base), eip("b", 60, Self.later)], time: nil),
    ]
    for order in [[0, 1, 2, 3], [1, 0, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1], [0, 3, 1, 2]] {
      let presence = state(order.map { lists[$0] }).sighting(
        of: ResourceRef(ResourceKind(apiKind: "OvnEip"), name: "b")
      ).presence
      #expect(presence == .absent, "\(order)")
    }
  }

  /// A listing of ports proves an absence only if it has those of the nodes, and is no excerpt.
  @Test func pickedPortsProveNothing() {
    func state(_ names: [String], isExcerpt: Bool = false) -> AddressState? {
      var collector = StateCollector()
      let lists = [
        [
          ip("gone", "ns"), ip("b", "default"),
          object("IP", "node-n", "", ["spec.podName": "n", "spec.subnet": "join"]),
        ],
        [pod("a", "kube-system"), pod("b", "default")],
      ]
      for (i, objects) in lists.enumerated() {
        collector.beginStream(StreamInfo(id: i, display: "", chain: [["d/ips.yaml", "d/pods.yaml"][i]]))
        collector.list(ListHeader(resourceVersion: nil, shape: .list))
        for var o in objects {
          if o.name == "b.default" { o.created = Self.base + 1_000_000_000 }
          o.managers = [.init(name: "m", operation: "Update", subresource: "", time: Self.later)]
          collector.object(o, change: nil, at: RecordPosition(offset: 0, line: 1))
        }
        collector.endStream()
      }
      collector.beginStream(StreamInfo(id: 2, display: "", chain: ["d/show.txt"]))
      for name in names {
        var port = NorthboundPort()
        (port.name, port.isExcerpt) = (name, isExcerpt)
        collector.port(port, at: RecordPosition(offset: 0, line: 1))
      }
      collector.endStream()
      return Ledger(collector.finish()).entry(of: ResourceRef(.ip, name: "gone.ns"))?.state
    }
    #expect(state(["b.default", "node-n"]) == .leaked)
    #expect(state(["b.default"]) == .unproven)
    #expect(state(["b.default", "node-n"], isExcerpt: true) == .unproven)
  }

  @Test func neighboursDoNotDateAList() {
    let lease = object("Lease", "l", "kube-system", ["spec.renewTime": "2026-12-24T20:41:00.000000Z"])
    let s = state([
      List(file: "d/ips.yaml", objects: [ip("gone", "ns")]), List(file: "d/leases.yaml", objects: [lease]),
    ])
    #expect(s.newest(.ip)?.time(.ip) == Self.later)
    #expect(s.sighting(of: ResourceRef(.ip, name: "gone.ns")).asOf == Self.later)
  }

  @Test func podsThatCameAfterTheAddressesMakeThemOld() {
    var young = pod("young", "ns", created: Self.later + 3_600_000_000_000)
    young.annotations = ["ovn.kubernetes.io/ip_address": "10.0.0.77"]
    #expect(
      verdict([
        List(file: "d/ips.yaml", objects: [ip("gone", "ns")]),
        List(file: "d/pods.yaml", objects: pods + [young], time: Self.later + 7_200_000_000_000),
      ]) == .unknown)
  }

  @Test func aManifestIsNoObject() {
    var manifest = ip("gone", "ns")
    manifest.uid = ""
    #expect(
      verdict([List(file: "d/ips.yaml", objects: [manifest]), List(file: "d/pods.yaml", objects: pods)]) == .unknown)
    // Nor does the manifest of a pod keep an address.
    var written = object("Pod", "gone", "ns")
    written.uid = ""
    #expect(
      verdict([
        List(file: "d/ips.yaml", objects: [ip("gone", "ns")]), List(file: "d/pods.yaml", objects: pods),
        List(file: "d/app.yaml", objects: [written], time: nil, shape: .documents),
      ]) == .leaked)
  }

  @Test func subnetsAreGoneOnlyByWhatTheVpcsList() {
    let subnets = [
      object("Subnet", "ovn-default", "", ["spec.default": "true", "spec.vpc": "ovn-cluster"]),
      object("Subnet", "join", "", ["spec.vpc": "ovn-cluster"]),
    ]
    func vpc(_ names: [String]) -> List {
      var fields = ["status.default": "true"]
      for (i, name) in names.enumerated() { fields["status.subnets.\(i)"] = name }
      return List(file: "d/vpcs.yaml", objects: [object("Vpc", "ovn-cluster", "", fields)])
    }
    let list = List(file: "d/subnets.yaml", objects: subnets)
    let ref = ResourceRef(.subnet, name: "s")
    #expect(state([list, vpc(["join", "ovn-default"])]).sighting(of: ref).presence == .absent)
    for lists in [[list], [list, vpc(["join", "ovn-default", "s"])]] {
      guard case .unknown = state(lists).sighting(of: ref).presence else {
        Issue.record("a Subnet that a list lacks may exist")
        continue
      }
    }
  }
}
