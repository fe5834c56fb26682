import Testing

@testable import Intake

@Suite struct PathHintTableTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let path: String
    var node: String?
    var namespace: String?
    var pod: String?
    var container: String?
    var previous = false
    var sequence: Int?
    var testDescription: String { path }
  }

  static let pod = BundleFixtures.pod
  static let c = "kube-ovn-controller"
  static let system = "kube-system"
  static let cri = "kube-system_\(pod)_\(BundleFixtures.uid)/kube-ovn-controller"
  static let linked = "\(pod)_kube-system_kube-ovn-controller-\(BundleFixtures.hash).log"
  static let inspect = "x/namespaces/kube-system/pods/\(pod)/\(c)/\(c)/logs"

  static let cases: [Case] = [
    Case(path: "kubectl-ko-log/n1.example/kube-ovn/kube-ovn-controller.log", node: "n1.example", sequence: 0),
    Case(path: "kubectl-ko-log/n1/kube-ovn/kube-ovn-controller.log.1.gz", node: "n1", sequence: 1),
    Case(path: "job-ko-log/n1/ovn/ovn-northd.log.7.gz", node: "n1", sequence: 7),
    Case(path: "/var/log/kube-ovn/kube-ovn-controller.log.2.gz", sequence: 2),
    Case(path: "/var/log/kube-ovn/kube-ovn-controller.log", sequence: 0),
    Case(path: "ticket/kube-ovn/kube-ovn-controller.log.12.zst", sequence: 12),
    Case(path: "dir/\(pod)/kube-ovn-controller.log.3.gz", pod: pod, sequence: 3),
    Case(path: "dir/\(pod)/kube-ovn-controller.log", pod: pod, container: c, sequence: 0),
    Case(path: "dump/kube-system/\(pod)/logs.txt.gz", namespace: system, pod: pod),
    Case(
      path: "sb/cluster-resources/pods/logs/kube-system/\(pod)/\(c).log", namespace: system, pod: pod, container: c,
      sequence: 0),
    Case(
      path: "cluster-resources/pods/logs/kube-system/\(pod)/\(c)-previous.log", namespace: system, pod: pod,
      container: c, previous: true),
    Case(path: "sb/kube-ovn/\(pod)/\(c)-previous.log", pod: pod, container: c, previous: true),
    Case(path: "sb/logs/kube-system/\(pod)/\(c).log", namespace: system, pod: pod, container: c, sequence: 0),
    Case(path: "sb/logs/kube-system/\(pod)/\(c).log.1", namespace: system, pod: pod, container: c, previous: true),
    Case(path: "\(inspect)/current.log", namespace: system, pod: pod, container: c),
    Case(path: "\(inspect)/previous.log", namespace: system, pod: pod, container: c, previous: true),
    Case(path: "\(inspect)/previous.insecure.log", namespace: system, pod: pod, container: c, previous: true),
    Case(path: "\(inspect)/rotated/2.log.20261123-203100.gz", namespace: system, pod: pod, container: c, sequence: 2),
    Case(path: "s/namespaces/kube-system/v1/pod/\(pod)/\(c)/current.log", namespace: system, pod: pod, container: c),
    Case(
      path: "s/namespaces/kube-system/v1/pod/\(pod)/\(c)/previous.log", namespace: system, pod: pod, container: c,
      previous: true),
    Case(path: "/var/log/pods/\(cri)/0.log", namespace: system, pod: pod, container: c, sequence: 0),
    Case(path: "/var/log/pods/\(cri)/0.log.20261123-203100", namespace: system, pod: pod, container: c, sequence: 0),
    Case(path: "pods/\(cri)/14.log.20261123-203100.gz", namespace: system, pod: pod, container: c, sequence: 14),
    Case(path: "pods/kube-system_\(pod)/\(c)/4.log", namespace: system, pod: pod, container: c, sequence: 4),
    Case(path: "/var/log/containers/\(linked)", namespace: system, pod: pod, container: c),
    Case(
      path: "logs/kind-worker/pods/\(cri)/3.log", node: "kind-worker", namespace: system, pod: pod, container: c,
      sequence: 3),
    Case(
      path: "logs/a-control-plane2/containers/\(linked)", node: "a-control-plane2", namespace: system, pod: pod,
      container: c),
    Case(path: "logs/kind-worker/kube-ovn/kube-ovn-cni.log", node: "kind-worker", sequence: 0),
    Case(path: "logs/n1/kube-ovn/kube-ovn-cni.log", sequence: 0),
    Case(path: "logs/kind-worker/kubelet.log", node: "kind-worker"),
    Case(
      path:
        "sos/sos_commands/kubernetes/cluster-info/kube-system/podlogs/\(pod)/kubectl_--namespace_kube-system_logs_\(pod)_-c_\(c)",
      namespace: system, pod: pod, container: c),
    Case(path: "sos_commands/kubernetes/cluster-info/kubectl_get_events"),
    Case(path: "rke2/podlogs/kube-system-\(pod)-previous", namespace: system, pod: pod, previous: true),
    Case(path: "rke2/podlogs/kube-system-\(pod)", namespace: system, pod: pod),
    Case(
      path: "r/kubernetes/pods/cozy-kubeovn/\(pod)/logs-\(c)-previous.txt", namespace: "cozy-kubeovn", pod: pod,
      container: c, previous: true),
    Case(
      path: "10.5.0.2/kubernetes-logs/kube-system/\(c)-exited.log", node: "10.5.0.2", namespace: system, container: c,
      previous: true),
    Case(path: "b/resources/pods/v1-preferredversion/namespaces/ci/job-1.json", namespace: "ci"),
    Case(path: "sb/yamls/namespaced/ci/v1/pods.yaml", namespace: "ci"),
    Case(path: "kube-ovn-controller-previous.log", previous: true, sequence: nil),
    Case(path: "ips-previous.yaml"),
    Case(path: "some_folder/x/readme.log"),
    Case(path: "..//_/0.log"),
    Case(path: "ns_pod_uid/../0.log"),
    Case(path: "Top\\logs\\kube-system\\\(pod)\\\(c).log.1", namespace: system, pod: pod, container: c, previous: true),
    Case(path: ""),
  ]

  @Test(arguments: cases)
  func readsNames(_ expected: Case) {
    let hints = PathHintTable.hints(for: expected.path)
    #expect(hints.node == expected.node)
    #expect(hints.namespace == expected.namespace)
    #expect(hints.pod == expected.pod)
    #expect(hints.container == expected.container)
    #expect(hints.isPrevious == expected.previous)
    #expect(hints.sequence == expected.sequence)
  }

  @Test func namesTheFileWithoutCompression() {
    #expect(PathHintTable.hints(for: "a/Events.JSON.gz").fileName == "events.json")
    #expect(PathHintTable.hints(for: "a/.gz").fileName == ".gz")
  }

  @Test func deepPathsKeepTheirNames() {
    let hints = PathHintTable.hints(for: String(repeating: "a/", count: 10_000) + "pods/\(Self.cri)/7.log")
    #expect(hints.pod == Self.pod)
    #expect(hints.sequence == 7)
  }
}
