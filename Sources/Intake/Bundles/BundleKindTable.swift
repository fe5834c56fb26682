/// The kinds of bundles, and the paths that tell them.
public enum BundleKindTable {
  /// Finds bundles by the paths of their streams: each element is a `Provenance.chain`.
  ///
  /// Paths are not trusted; one deeper than folders are walked, or a member with `..`, tells nothing. The result does
  /// not depend on their order: it is sorted by root. O(bytes of the paths).
  public static func recognize(paths: [[String]]) -> [RecognizedBundle] {
    var search = BundleSearch(index: index)
    for chain in paths { search.take(chain) }
    return search.finish()
  }

  /// All kinds that can be recognized.
  public static var kinds: [BundleKind] { layouts.map(\.kind) }

  private static let index = BundleSignIndex(layouts)

  static let layouts: [BundleLayout] = ofKubernetes + ofNodes + ofVendors + [redirections]

  private static let ofKubernetes: [BundleLayout] = [
    BundleLayout(
      "cluster-info-dump", "kubectl cluster-info dump", parts: ["kubectl-get"],
      [
        .weak("nodes.(json|yaml|txt)"),
        .weak("{namespace}/replication-controllers.(json|yaml|txt)"),
        .weak("{namespace}/{pod}/logs.txt"),
      ]),
    BundleLayout(
      "troubleshoot", "troubleshoot support bundle", parts: ["kubectl-get"],
      [
        .strong("cluster-resources/pods/logs/{namespace}/{pod}/*.log"),
        .strong(
          "cluster-resources/custom-resources/*.(json|yaml)", "cluster-resources/custom-resources/*/*.(json|yaml)"),
        .strong("cluster-resources/auth-cani-list/{namespace}.json"),
        .weak(
          "cluster-resources/(nodes|namespaces|custom-resource-definitions|pvs|groups|resources|clusterroles).json"),
        .weak("cluster-resources/(pods|events|leases|deployments|daemonsets|statefulsets|services)/{namespace}.json"),
        .weak("cluster-info/cluster_version.json"),
        .weak("host-collectors/system/*.json", "host-collectors/run-host/*"),
        .weak("version.yaml", "analysis.json", "execution-data/summary.txt"),
      ]),
    BundleLayout(
      "support-bundle-kit", "support-bundle-kit bundle (Harvester, Longhorn)", parts: ["kubectl-get"],
      [
        .strong("yamls/cluster/(v1|*/v*)/*.yaml", "yamls/namespaced/{namespace}/(v1|*/v*)/*.yaml"),
        .weak("bundleGenerationError.log"),
        .weak("metadata.yaml"),
        .weak("logs/{namespace}/{pod}/{container}.log(|.1)"),
        .weak("nodes/{node}.zip"),
      ]),
    BundleLayout(
      "must-gather", "OpenShift must-gather", parts: ["kubectl-get", "oc-adm-inspect", "must-gather"],
      [
        .strong("must-gather.local.{number}//**"),
        .strong("must-gather.logs"),
        .weak("(|*/)gather.logs"),
        .weak("(|*/)host_service_logs/(masters|workers)/*.log"),
        .weak("(|*/)audit_logs/(kube-apiserver|openshift-apiserver|oauth-apiserver|etcd)/*"),
        .weak("(|*/)cluster-scoped-resources/**"),
      ]),
    BundleLayout(
      "oc-adm-inspect", "oc adm inspect", parts: ["kubectl-get"],
      [
        .strong("inspect.local.{number}//**"),
        .strong("namespaces/{namespace}/pods/{pod}/{container}/{container}/logs/(current|previous)(|.insecure).log"),
        .weak("cluster-scoped-resources/**"),
        .weak("namespaces/{namespace}/(core|apps|batch|*.*)/*.yaml", "namespaces/{namespace}/pods/{pod}/{pod}.yaml"),
        .weak("event-filter.html", "timestamp"),
      ]),
    BundleLayout(
      "crust-gather", "crust-gather snapshot", parts: ["kubectl-get"],
      [
        .strong("namespaces/{namespace}/v1/pod/{pod}/{container}/(current|previous).log"),
        .weak("namespaces/{namespace}/(v1|*-v1|*-v1*|*-v2*)/*/*.(yaml|json)"),
        .weak("cluster/(v1|*-v1|*-v1*|*-v2*)/*/*.(yaml|json)"),
      ]),
    BundleLayout(
      "velero", "velero backup", parts: ["kubectl-get"],
      [
        .strong("velero-backup.json"),
        .strong("resources/*/*-preferredversion/(namespaces/{namespace}|cluster)/*.json"),
        .weak("resources/*/namespaces/{namespace}/*.json"),
        .weak("resources/*/cluster/*.json"),
        .weak("metadata/version"),
      ]),
  ]

  private static let ofNodes: [BundleLayout] = [
    BundleLayout(
      "kubectl-ko-log", "kubectl ko log output", parts: ["node-logs"],
      [
        .strong("*ko-log*//{node}/(kube-ovn|ovn|openvswitch|linux)/*(.log|.log.*)"),
        .weak("{machine}/kube-ovn/kube-ovn-*(.log|.log.*)"),
        .weak("{machine}/linux/(iptables-legacy|iptables-nft|ipset|xfrm|ipsec).log"),
        .weak("{machine}/linux/(dmesg|route|link|neigh|memory|top|sysctl|netstat|addr|tcp).log"),
        .weak("{machine}/ovn/(ovn-controller|ovn-northd|ovsdb-server-nb|ovsdb-server-sb)(.log|.log.*)"),
        .weak("{machine}/openvswitch/(ovs-vswitchd|ovsdb-server|ovs-ctl)(.log|.log.*)"),
      ]),
    BundleLayout(
      "node-logs", "/var/log/kube-ovn of a node",
      [
        .strong("var/log/kube-ovn//kube-ovn-*(.log|.log.*)"),
        .weak("kube-ovn-controller.log"),
        .weak("kube-ovn-controller.log.{oldRotation}"),
        .weak("kube-ovn-cni(.log|.log.*)"),
        .weak("kube-ovn-monitor(.log|.log.*)"),
        .weak("kube-ovn-pinger(.log|.log.*)"),
        .weak("kube-ovn-(speaker|ic-controller)(.log|.log.*)"),
      ]),
    BundleLayout(
      "kind-logs", "kind export logs", parts: ["pod-logs", "node-logs", "kubectl-ko-log"],
      [
        .strong("{kindNode}/kubernetes-version.txt"),
        .strong("{kindNode}/pods/{namespace}_{pod}_{uid}/{container}/{restart}.log"),
        .weak("{machine}/kubernetes-version.txt"),
        .weak("(docker-info|podman-info|kind-version).txt"),
        .weak("{machine}/(inspect.json|serial.log|images.log|alternatives.log)"),
        .weak(
          "{machine}/(kubelet|containerd|journal).log",
          "{machine}/pods/{namespace}_{pod}_{uid}/{container}/{restart}.log"),
      ]),
    BundleLayout(
      "pod-logs", "container logs of a node (/var/log/pods)", parts: ["pod-logs"],
      [
        .strong("pods/{namespace}_{pod}(|_{uid})/{container}/{restart}.log(|.{rotatedAt})"),
        .strong("{namespace}_{pod}_{longUID}/{container}/{restart}.log(|.{rotatedAt})"),
        .strong("containers/{pod}_{namespace}_{container}-{containerID}.log"),
      ]),
    BundleLayout(
      "sosreport", "sosreport", parts: ["kubectl-get", "pod-logs", "node-logs"],
      [
        .strong("sos_commands/**"), .strong("sos_logs/**"), .strong("sos_reports/**"),
      ]),
  ]

  private static let ofVendors: [BundleLayout] = [
    BundleLayout(
      "rancher", "Rancher log collector bundle", parts: ["kubectl-get", "pod-logs"],
      [
        .strong("(rke2|k3s|kubeadm)/podlogs/*"),
        .weak("(rke2|k3s|kubeadm)/kubectl/*"),
        .weak("systeminfo/*"),
      ]),
    BundleLayout(
      "cozyreport", "cozystack report", parts: ["kubectl-get"],
      [
        .weak("summary.txt"),
        .weak("kubernetes/pods/{namespace}/{pod}/(pod.yaml|describe.txt|describe.out|logs-*.txt|logs-*.out)"),
        .weak("kubernetes/(version|nodes|namespaces|events|pods|events-warnings).(txt|out)"),
        .weak("cozystack/**", "flux/**"),
      ]),
    BundleLayout(
      "talos", "talosctl support bundle", parts: ["kubectl-get"],
      [
        .weak("kubernetesResources/(nodes|systemPods).yaml"),
        .weak("{node}/service-logs/*.log"),
        .weak("{node}/kubernetes-logs/{namespace}/{container}.log"),
      ]),
  ]

  /// Lists that somebody wrote into one folder by hand.
  private static let redirections = BundleLayout(
    "kubectl-get", "output of kubectl get",
    [
      "ips", "subnets", "vpcs", "vips", "ippools", "pods", "events", "nodes", "namespaces", "leases", "net-attach-defs",
      "statefulsets", "deployments", "services",
    ].map { .weak("(|kubectl-|kubectl-get-|kubectl_get_|get-)\($0)(|.kubeovn.io|-*|_*).(yaml|yml|json|txt|out)") })
}
