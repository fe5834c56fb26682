import Testing

@testable import Intake

/// Realistic lists of paths, as the tools lay them out.
enum BundleFixtures {
  static let uid = "0b6c2a51-4f0e-4f39-8a4c-2d2b1c8c6a11"
  static let hash = String(repeating: "0123456789abcdef", count: 4)
  static let pod = "kube-ovn-controller-6c9f7d5b8-x2vbn"

  static let all: [(kind: String, paths: [String])] = [
    (
      "cluster-info-dump",
      [
        "nodes.json", "kube-system/events.json", "kube-system/pods.json", "kube-system/replication-controllers.json",
        "kube-system/\(pod)/logs.txt", "ci/pods.json", "ci/job-1/logs.txt",
      ]
    ),
    (
      "troubleshoot",
      [
        "version.yaml", "analysis.json", "execution-data/summary.txt", "cluster-info/cluster_version.json",
        "cluster-resources/nodes.json", "cluster-resources/pods/kube-system.json", "cluster-resources/events/ci.json",
        "cluster-resources/custom-resources/ips.kubeovn.io.json", "cluster-resources/auth-cani-list/ci.json",
        "cluster-resources/custom-resources/network-attachment-definitions.k8s.cni.cncf.io/ci.json",
        "cluster-resources/pods/logs/kube-system/\(pod)/kube-ovn-controller-previous.log",
        "kube-ovn/\(pod)/kube-ovn-controller.log",
      ]
    ),
    (
      "support-bundle-kit",
      [
        "metadata.yaml", "bundleGenerationError.log", "yamls/cluster/v1/nodes.yaml",
        "yamls/cluster/kubeovn.io/v1/ips.yaml",
        "yamls/namespaced/kube-system/v1/pods.yaml", "yamls/namespaced/kube-system/events.k8s.io/v1/events.yaml",
        "logs/kube-system/\(pod)/kube-ovn-controller.log", "logs/kube-system/\(pod)/kube-ovn-controller.log.1",
        "nodes/n1.zip",
      ]
    ),
    (
      "must-gather",
      [
        "must-gather.local.4711/timestamp", "must-gather.local.4711/must-gather.logs",
        "must-gather.local.4711/quay-io-openshift-x/version", "must-gather.local.4711/quay-io-openshift-x/gather.logs",
        "must-gather.local.4711/quay-io-openshift-x/cluster-scoped-resources/core/nodes/n1.yaml",
        "must-gather.local.4711/quay-io-openshift-x/namespaces/kube-system/core/events.yaml",
        "must-gather.local.4711/quay-io-openshift-x/namespaces/kube-system/pods/\(pod)/kube-ovn-controller/kube-ovn-controller/logs/current.log",
      ]
    ),
    (
      "must-gather",
      [
        "quay-io-openshift-x/version", "quay-io-openshift-x/gather.logs",
        "quay-io-openshift-x/cluster-scoped-resources/core/nodes/n1.yaml",
        "quay-io-openshift-x/namespaces/kube-system/core/pods.yaml",
        "quay-io-openshift-x/host_service_logs/masters/crio_service.log",
      ]
    ),
    (
      "oc-adm-inspect",
      [
        "event-filter.html", "timestamp", "cluster-scoped-resources/kubeovn.io/ips/web-1.default.yaml",
        "namespaces/kube-system/kube-system.yaml", "namespaces/kube-system/core/events.yaml",
        "namespaces/kube-system/pods/\(pod)/\(pod).yaml",
        "namespaces/kube-system/pods/\(pod)/kube-ovn-controller/kube-ovn-controller/logs/previous.insecure.log",
      ]
    ),
    (
      "crust-gather",
      [
        "event-filter.html", "cluster/kubeovn.io-v1/ip/web-1.default.yaml", "cluster/v1/node/n1.yaml",
        "namespaces/kube-system/v1/pod/\(pod).yaml",
        "namespaces/kube-system/apps-v1/deployment/kube-ovn-controller.yaml",
        "namespaces/kube-system/v1/pod/\(pod)/kube-ovn-controller/current.log",
      ]
    ),
    (
      "velero",
      [
        "metadata/version", "resources/pods/namespaces/ci/job-1.json",
        "resources/pods/v1-preferredversion/namespaces/ci/job-1.json",
        "resources/ips.kubeovn.io/cluster/job-1.ci.json",
      ]
    ),
    (
      "kubectl-ko-log",
      [
        "kubectl-ko-log/n1/kube-ovn/kube-ovn-controller.log", "kubectl-ko-log/n1/kube-ovn/kube-ovn-controller.log.7.gz",
        "kubectl-ko-log/n1/ovn/ovn-northd.log", "kubectl-ko-log/n2/linux/top.log",
        "kubectl-ko-log/n2/openvswitch/ovs-vswitchd.log",
      ]
    ),
    (
      "kubectl-ko-log",
      [
        "n1/kube-ovn/kube-ovn-cni.log", "n1/ovn/ovn-controller.log.1.gz", "n1/openvswitch/ovs-ctl.log",
        "n1/linux/ipset.log",
      ]
    ),
    (
      "node-logs",
      ["kube-ovn-controller.log", "kube-ovn-controller.log.1.gz", "kube-ovn-controller.log.2.gz", "kube-ovn-cni.log"]
    ),
    ("node-logs", ["var/log/kube-ovn/kube-ovn-controller.log.3.gz"]),
    (
      "kind-logs",
      [
        "docker-info.txt", "kind-version.txt", "kind-worker2/kubernetes-version.txt", "kind-worker2/kubelet.log",
        "kind-worker2/inspect.json", "kind-worker2/pods/kube-system_\(pod)_\(uid)/kube-ovn-controller/0.log",
        "kind-worker2/containers/\(pod)_kube-system_kube-ovn-controller-\(hash).log",
        "kind-worker2/kube-ovn/kube-ovn-cni.log",
        "kind-worker2/ovn/ovn-controller.log", "kind-control-plane/journal.log",
      ]
    ),
    (
      "pod-logs",
      [
        "pods/kube-system_\(pod)_\(uid)/kube-ovn-controller/0.log",
        "pods/kube-system_\(pod)_\(uid)/kube-ovn-controller/1.log.20261123-203100.gz",
        "containers/\(pod)_kube-system_kube-ovn-controller-\(hash).log",
      ]
    ),
    ("pod-logs", ["kube-system_\(pod)_\(uid)/kube-ovn-controller/12.log"]),
    (
      "sosreport",
      [
        "sos_commands/date/date", "sos_logs/ui.log", "sos_reports/sos.json",
        "var/log/pods/kube-system_etcd-n1_\(uid)/etcd/0.log",
        "sos_commands/kubernetes/cluster-info/kubectl_get_--all-namespaces_true_events",
        "var/log/openvswitch/ovs-vswitchd.log",
      ]
    ),
    ("rancher", ["rke2/podlogs/kube-system-\(pod)", "rke2/kubectl/events", "systeminfo/date"]),
    (
      "cozyreport",
      [
        "summary.txt", "cozystack/version.txt", "kubernetes/nodes.txt",
        "kubernetes/pods/cozy-kubeovn/\(pod)/describe.txt",
        "kubernetes/pods/cozy-kubeovn/\(pod)/logs-kube-ovn-controller-previous.txt",
      ]
    ),
    (
      "talos",
      [
        "kubernetesResources/nodes.yaml", "10.5.0.2/service-logs/kubelet.log",
        "10.5.0.2/kubernetes-logs/kube-system/kube-ovn-controller-exited.log",
      ]
    ),
    ("kubectl-get", ["ips.yaml", "subnets.yaml", "pods.txt", "events.json.gz", "notes.md"]),
    ("kubectl-get", ["kubectl-get-ips.txt", "subnets.kubeovn.io.json"]),
  ]
}

@Suite struct BundleKindTests {
  @Test(arguments: BundleFixtures.all.indices)
  func recognizesUnpacked(_ i: Int) throws {
    let fixture = BundleFixtures.all[i]
    let found = BundleKindTable.recognize(paths: fixture.paths.map { ["/tickets/4711/" + $0] })
    #expect(found.map(\.kind.id) == [fixture.kind])
    let root = try #require(found.first?.root)
    #expect(root.hasPrefix("/tickets/4711"))
    #expect(fixture.paths.contains { ("/tickets/4711/" + $0).hasPrefix(root + "/") })
    #expect(found.first?.reason.isEmpty == false)
    #expect(found == BundleKindTable.recognize(paths: fixture.paths.reversed().map { ["/tickets/4711/" + $0] }))
  }

  @Test(arguments: BundleFixtures.all.indices)
  func recognizesArchives(_ i: Int) {
    let fixture = BundleFixtures.all[i]
    let found = BundleKindTable.recognize(paths: fixture.paths.map { ["a.zip", "./top/\($0)"] })
    #expect(found.map(\.kind.id) == [fixture.kind])
    #expect(found.first?.root == "a.zip")
    let leading = BundleKindTable.recognize(paths: fixture.paths.map { ["a.zip", "/" + $0] })
    #expect(leading.map(\.kind.id) == [fixture.kind])
  }

  @Test func everyKindHasAFixture() {
    #expect(Set(BundleKindTable.kinds.map(\.id)) == Set(BundleFixtures.all.map(\.kind)))
    #expect(Set(BundleKindTable.kinds.map(\.id)).count == BundleKindTable.kinds.count)
  }

  /// No sign that counts as weak is enough alone, however many files show it.
  @Test func oneWeakSignClaimsNothing() {
    for path in [
      "nodes.json", "x/logs.txt", "metadata.yaml", "version.yaml", "analysis.json", "summary.txt", "ips.yaml",
      "timestamp",
      "kube-ovn-controller.log", "cluster-resources/nodes.json", "n1/kube-ovn/kube-ovn-cni.log", "metadata/version",
      "resources/pods/cluster/x.json", "logs/a/b/c.log", "a/b/logs.txt", "n1/kubelet.log", "cluster/v1/node/a.yaml",
      "image/gather.logs", "kube-ovn-controller.log.1.gz", "cluster-scoped-resources/core/nodes/n1.yaml",
      "systeminfo/date",
    ] {
      #expect(BundleKindTable.recognize(paths: [["/t/" + path]]).isEmpty, "\(path)")
      #expect(BundleKindTable.recognize(paths: [["/t/" + path], ["/t/" + path], ["/u/" + path]]).isEmpty, "\(path)")
    }
    #expect(BundleKindTable.recognize(paths: [["l/a/b/logs.txt"], ["l/a/c/logs.txt"], ["l/d/e/logs.txt"]]).isEmpty)
    #expect(BundleKindTable.recognize(paths: [["a/version.yaml"], ["a/analysis.json"]]).isEmpty)
    // The previous instance that support-bundle-kit keeps is no rotation.
    #expect(BundleKindTable.recognize(paths: [["p/kube-ovn-controller.log"], ["p/kube-ovn-controller.log.1"]]).isEmpty)
  }

  @Test func signsOfDifferentPlacesDoNotAddUp() {
    #expect(
      BundleKindTable.recognize(paths: [["/a/nodes.json"], ["/b/kube-system/replication-controllers.json"]]).isEmpty)
    #expect(
      BundleKindTable.recognize(paths: [["nodes.json"], ["a.tar", "kube-system/replication-controllers.json"]]).isEmpty)
  }

  @Test func tellsNeighboursApart() throws {
    let dump = try #require(BundleFixtures.all.first { $0.kind == "cluster-info-dump" }).paths
    let shoot = try #require(BundleFixtures.all.first { $0.kind == "troubleshoot" }).paths
    let sos = try #require(BundleFixtures.all.first { $0.kind == "sosreport" }).paths
    var chains = dump.map { ["t/dump/" + $0] } + shoot.map { ["t/sb.tar.gz", "support-bundle/" + $0] }
    chains += shoot.map { ["t/sb/" + $0] } + dump.map { ["t/outer.zip", "in/a.tar", "d/" + $0] }
    chains += dump.map { ["t/outer.zip", "one/" + $0] } + sos.map { ["t/outer.zip", "sos/" + $0] }
    let found = BundleKindTable.recognize(paths: chains)
    #expect(
      found.map { "\($0.root) \($0.kind.id)" } == [
        "t/dump cluster-info-dump", "t/outer.zip!in/a.tar cluster-info-dump", "t/outer.zip!one cluster-info-dump",
        "t/outer.zip!sos sosreport", "t/sb troubleshoot", "t/sb.tar.gz troubleshoot",
      ])
    #expect(BundleKindTable.recognize(paths: chains.reversed()) == found)
  }

  /// Lists of a dump are its own; those that stand next to logs of a node are not.
  @Test func keepsListsNextToLogs() {
    let pods = BundleFixtures.all.first { $0.kind == "pod-logs" }?.paths ?? []
    let found = BundleKindTable.recognize(paths: (pods + ["after/ips.yaml", "after/pods.yaml"]).map { ["e/" + $0] })
    #expect(found.map { "\($0.root) \($0.kind.id)" } == ["e pod-logs", "e/after kubectl-get"])
  }

  @Test func rootsOfRelativeInputs() {
    let files = ["nodes.json", "kube-system/replication-controllers.json"]
    #expect(BundleKindTable.recognize(paths: files.map { [$0] }).map(\.root) == ["."])
    #expect(BundleKindTable.recognize(paths: files.map { ["/" + $0] }).map(\.root) == ["/"])
    #expect(BundleKindTable.recognize(paths: files.map { ["../x/" + $0] }).map(\.root) == ["../x"])
    #expect(BundleKindTable.recognize(paths: files.map { ["./" + $0] }).map(\.root) == ["."])
  }

  @Test func takesAnArchiveForAPath() {
    let found = BundleKindTable.recognize(paths: [
      ["sb.zip", "top/nodes/n1.zip", "n1/logs/kernel.log"], ["sb.zip", "top/metadata.yaml"],
    ])
    #expect(found.map(\.kind.id) == ["support-bundle-kit"])
    #expect(found.first?.root == "sb.zip")
    #expect(found.first?.reason == "metadata.yaml, nodes/n1.zip")
  }

  @Test func survivesHostilePaths() {
    let deep = String(repeating: "a/", count: 10_000) + "kubectl-ko-log/n1/kube-ovn/kube-ovn-controller.log"
    let long = String(repeating: "_-ko-log", count: 50_000)
    let chains: [[String]] = [
      [], [""], ["/"], ["//"], [".."], ["a.tar", "../../sos_commands/x/y"], ["a.tar", "x/../sos_logs/y"], [deep],
      ["a.tar", deep],
      [long + "/n1/linux/top.log"], ["\u{0}/\u{1B}[31m/\u{202E}"], ["a.tar", ""], ["a.tar", "./"],
      ["b.tar", "*/**/{pod}"],
      ["cluster-resources/pods/logs/../../x.log"], ["must-gather.local.99999999999999999999999/x"],
      Array(repeating: "x.tar", count: 5_000),
    ]
    #expect(BundleKindTable.recognize(paths: chains).isEmpty)
    #expect(BundleKindTable.recognize(paths: []).isEmpty)
    for chain in chains { _ = PathHintTable.hints(for: chain.last ?? "") }
  }

  @Test func reasonsAreBounded() throws {
    let found = BundleKindTable.recognize(paths: [["sos_commands/" + String(repeating: "x", count: 100_000)]])
    #expect(found.count == 1)
    #expect(try #require(found.first).reason.count < 200)
  }
}
