/// Where the tools that collect logs put names into paths; the first that fits counts.
enum PathLayouts {
  private static let cri = "{container}/{restart}.log(|.{rotatedAt}|.{rotatedAt}.*)"

  private static let inspect = "namespaces/{namespace}/pods/{pod}/{container}/*/logs/"

  static let all: [PathHintTable.Layout] = logs + nodes + kit + objects

  /// Logs of containers.
  private static let logs: [PathHintTable.Layout] = [
    .init("namespaces/{namespace}/v1/pod/{pod}/{container}/previous.log", "crust-gather", previous: true),
    .init("namespaces/{namespace}/v1/pod/{pod}/{container}/current.log", "crust-gather"),
    // oc adm inspect, and so must-gather, writes the container's name twice.
    .init(inspect + "previous(.insecure|).log", "oc-adm-inspect", previous: true),
    .init(inspect + "current(.insecure|).log", "oc-adm-inspect"),
    .init(inspect + "rotated/{restart}.log(|.{rotatedAt})", "oc-adm-inspect"),
    .init("cluster-resources/pods/logs/{namespace}/{pod}/{container}-previous.log", "troubleshoot", previous: true),
    .init("cluster-resources/pods/logs/{namespace}/{pod}/{container}.log", "troubleshoot"),
    .init("{kindNode}/pods/{namespace}_{pod}_{uid}/" + cri, "kind-logs"),
    .init("{namespace}_{pod}_{uid}/" + cri, "pod-logs"),
    .init("{namespace}_{pod}/" + cri, "pod-logs"),
    .init("{kindNode}/containers/{pod}_{namespace}_{container}-{containerID}.log", "kind-logs"),
    .init("{pod}_{namespace}_{container}-{containerID}.log", "pod-logs"),
    .init("cluster-info/{namespace}/podlogs/{pod}/*_-c_{container}", "sosreport"),
    .init("cluster-info/{namespace}/podlogs/{pod}/*", "sosreport"),
    .init("kubernetes/pods/{namespace}/{pod}/logs-{container}-previous.(txt|out)", "cozyreport", previous: true),
    .init("kubernetes/pods/{namespace}/{pod}/logs-{container}.(txt|out)", "cozyreport"),
    .init("{node}/kubernetes-logs/{namespace}/{container}-exited.log", "talos", previous: true),
    .init("{node}/kubernetes-logs/{namespace}/{container}.log", "talos"),
    // Rancher joins namespace and pod by a dash: only namespaces known to hold the controller can be told apart.
    .init("podlogs/kube-system-{pod}-previous", "rancher", previous: true, namespace: "kube-system"),
    .init("podlogs/cozy-kubeovn-{pod}-previous", "rancher", previous: true, namespace: "cozy-kubeovn"),
    .init("podlogs/kube-system-{pod}", "rancher", namespace: "kube-system"),
    .init("podlogs/cozy-kubeovn-{pod}", "rancher", namespace: "cozy-kubeovn"),
    .init("{namespace}/{pod}/logs.txt", "cluster-info-dump"),
  ]

  /// Logs of a node. A folder above `kube-ovn` is a node only where a tool says so: the log itself names its machine.
  private static let nodes: [PathHintTable.Layout] = [
    .init("*ko-log*/{node}/(kube-ovn|ovn|openvswitch|linux)/*.log.{rotation}", "kubectl-ko-log"),
    .init("*ko-log*/{node}/(kube-ovn|ovn|openvswitch|linux)/*.log", "kubectl-ko-log"),
    .init("{kindNode}/(kube-ovn|ovn|openvswitch)/*.log.{rotation}", "kind-logs"),
    .init("{kindNode}/(kube-ovn|ovn|openvswitch)/*.log", "kind-logs"),
    .init("{kindNode}/(kubelet|containerd|journal|serial).log", "kind-logs"),
    .init("var/log/kube-ovn/kube-ovn-*.log.{rotation}", "node-logs"),
    .init("var/log/kube-ovn/kube-ovn-*.log", "node-logs"),
  ]

  /// support-bundle-kit: `.log.1` is the previous instance, not a rotation. Folders `logs` are common: late.
  private static let kit: [PathHintTable.Layout] = [
    .init("logs/{namespace}/{podFolder}/{container}.log.1", "support-bundle-kit", previous: true),
    .init("logs/{namespace}/{podFolder}/{container}.log", "support-bundle-kit"),
  ]

  /// Dumps of objects, of one namespace.
  private static let objects: [PathHintTable.Layout] = [
    .init("cluster-resources/custom-resources/*/{namespace}.(json|yaml)", "troubleshoot"),
    .init("cluster-resources/*/{namespace}.json", "troubleshoot"),
    .init("yamls/namespaced/{namespace}/(*|*/*)/*.yaml", "support-bundle-kit"),
    .init("resources/*/(|*/)namespaces/{namespace}/*.json", "velero"),
    .init("namespaces/{namespace}/(v1|*-v*)/*/*.(yaml|json)", "crust-gather"),
    .init("namespaces/{namespace}/pods/*/*.yaml", "oc-adm-inspect"),
    .init("namespaces/{namespace}/(core|*.*|apps|batch)/*.yaml", "oc-adm-inspect"),
  ]
}
