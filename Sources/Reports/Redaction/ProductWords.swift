/// The words that a redaction leaves as they are: those of this program, of Kube-OVN and of Kubernetes.
public struct ProductWords: Sendable {
  private var words: Set<String>
  /// Whole texts that hold no name of anything.
  private let texts: Set<String>

  /// The words of these texts beside those that every report may use. O(length). The texts must come from the program or
  /// its rules, never from evidence.
  public init(_ texts: some Sequence<String>) {
    words = Self.builtIn
    self.texts = Set(texts)
    for text in texts { words.formUnion(Self.labels(of: text)) }
  }

  /// The text stands like this in the program or its rules. O(length).
  func isText(_ text: String) -> Bool { texts.contains(text) }

  /// The word belongs to the product. O(1).
  func contains(_ label: String) -> Bool {
    if words.contains(label) || Self.isReason(label) { return true }
    guard let first = label.utf8.first, (0x41...0x5a).contains(first) else { return false }
    return words.contains(label.lowercased())
  }

  /// Reasons of Events, as `ValidateLogicalSwitchFailed`, which no release has all of.
  private static func isReason(_ label: String) -> Bool {
    ["Success", "Failed", "Changed", "Conflict"].contains { label.hasSuffix($0) }
      && label.utf8.first.map { (0x41...0x5a).contains($0) } ?? false
  }

  /// Phrases and labels of reports, and words of the API that quoted lines are full of.
  private static let builtIn: Set<String> = {
    var words = reserved
    for (english, _) in Phrasebook.phrases + Phrasebook.sentences { words.formUnion(labels(of: english)) }
    for label in Label.allCases { words.formUnion(labels(of: Lexicon.entry(label).en)) }
    words.formUnion(
      [apiWords, logWords, commandWords].joined(separator: " ").split(whereSeparator: { $0 == " " || $0 == "\n" }).map(
        String.init))
    return words
  }()

  private static func labels(of text: String) -> [String] {
    let scanner = RedactionScanner(text)
    let labels = scanner.pieces().filter { $0.token == .label }.map { scanner.text($0.range) }
    return labels + labels.filter { $0.utf8.first.map { (0x41...0x5a).contains($0) } ?? false }.map { $0.lowercased() }
  }

  /// Names that every installation has: they tell nothing of a cluster, and a report without them cannot be followed.
  static let reserved = components.union(places)

  private static let places: Set<String> = [
    "kube-system", "kube-public", "kube-node-lease", "default", "kubernetes", "kubeovn", "kube-ovn", "ovn", "ovs",
    "ovn-default", "ovn-cluster", "ovn-nad", "join", "node-local-dns", "kubevirt", "kubevirt-io", "io", "k8s", "cni",
    "cncf", "system", "serviceaccount", "serviceaccounts", "masters", "authenticated", "unauthenticated", "nodes",
    "anonymous", "apiserver", "u2o-interconnection", "mcast-querier", "ovn-vpc-external-network",
    "ovn-vpc-nat-gw-config",
    "ovn-vpc-nat-config", "kube-ovn-webhook", "kube-ovn-speaker", "ovn-ovs", "localhost", "stdin", "cluster",
  ]

  /// Programs and accounts that are parts of Kubernetes and Kube-OVN; their pods are named after them.
  private static let components: Set<String> = [
    "kube-ovn-controller", "kube-ovn-cni", "kube-ovn-pinger", "kube-ovn-monitor", "kube-ovn-app", "ovn-central",
    "ovs-ovn", "ovs-ovn-dpdk", "coredns", "kube-dns", "kube-apiserver", "kube-controller-manager", "kube-scheduler",
    "kube-proxy", "kubelet", "etcd", "cloud-controller-manager", "multus", "kube-multus-ds", "virt-api",
    "virt-controller", "virt-handler", "virt-operator", "ovn-ic-controller", "ovn-ic-server", "ovsdb-server",
    "ovn-northd", "ovn-controller", "kube-ovn-ic-controller",
    "attachdetach-controller", "certificate-controller", "clusterrole-aggregation-controller", "cronjob-controller",
    "daemon-set-controller", "deployment-controller", "disruption-controller", "endpoint-controller",
    "endpointslice-controller", "endpointslicemirroring-controller", "ephemeral-volume-controller", "expand-controller",
    "generic-garbage-collector", "horizontal-pod-autoscaler", "job-controller", "namespace-controller",
    "node-controller", "persistent-volume-binder", "pod-garbage-collector", "pv-protection-controller",
    "pvc-protection-controller", "replicaset-controller", "replication-controller", "resourcequota-controller",
    "root-ca-cert-publisher", "route-controller", "service-account-controller", "service-controller",
    "statefulset-controller", "ttl-after-finished-controller", "ttl-controller", "bootstrap-signer", "token-cleaner",
  ]

  static func isComponent(_ name: String) -> Bool { components.contains(name) }

  /// What workloads and pods of Kube-OVN and KubeVirt begin with, which says what they are.
  static let prefixes = ["vpc-nat-gw", "virt-launcher"]

  /// What Kube-OVN, KubeVirt and kubectl put around the names of other things.
  static let joints: Set<String> = [
    "virt", "launcher", "vpc", "nat", "gw", "node", "u2o", "interconnection", "lb", "svc", "join", "ovn", "cluster",
    "audit", "ip", "mcast", "querier", "subnet", "external", "eip", "fip", "snat", "dnat",
  ]
}
