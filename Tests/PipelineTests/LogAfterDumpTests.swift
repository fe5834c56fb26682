import Model
import Testing

@testable import Pipeline

/// A list shows what was when it was read: a log that goes on tells what became of it.
@Suite struct LogAfterDumpTests {
  private static let made = "20:35:59"

  private func log(_ lines: String) -> String {
    """
    2026-11-23T20:30:00.000000000Z stderr F I1123 20:30:00.000000       1 controller.go:37] Starting OVN controller
    2026-11-23T20:30:01.000000000Z stderr F I1123 20:30:01.000000       1 controller.go:37] Starting workers
    2026-11-23T20:35:59.251200000Z stderr F I1123 20:35:59.251200       1 ipam.go:61] allocate v4 10.61.0.3, v6 , mac 9e:b4:84:ef:35:da for shop/web-w8dtq from subnet shop-net
    2026-11-23T20:36:00.464264000Z stderr F I1123 20:36:00.463644       1 pod.go:913] handle delete pod shop/web-w8dtq
    2026-11-23T20:36:00.535441000Z stderr F I1123 20:36:00.535396       1 pod.go:1067] try release all ip address for deleting pod shop/web-w8dtq
    2026-11-23T20:36:00.635441000Z stderr F I1123 20:36:00.635396       1 pod.go:930] take 172 ms to handle delete pod shop/web-w8dtq

    """ + lines
  }

  private func objects(_ kind: String, _ items: [(name: String, made: String, rest: String)]) -> String {
    "apiVersion: v1\nkind: List\nitems:\n"
      + items.map { item in
        """
        - apiVersion: \(kind == "Pod" ? "v1" : "kubeovn.io/v1")
          kind: \(kind)
          metadata:
            name: \(item.name)
            creationTimestamp: "2026-11-23T\(item.made)Z"
            resourceVersion: "338"
            uid: cc9660c3-4a3a-4216-b730-\(item.name.utf8.reduce(170_452_259_100) { $0 + Int($1) })
        \(item.rest)

        """
      }.joined()
  }

  private func address(_ name: String, _ pod: String, _ ip: String, _ made: String) -> (String, String, String) {
    (
      name, made,
      """
          labels: {shop-net: "", ovn.kubernetes.io/subnet: shop-net}
          finalizers: [kubeovn.io/kube-ovn-controller]
        spec: {podName: \(pod), namespace: shop, subnet: shop-net, v4IpAddress: \(ip), ipAddress: \(ip)}
      """
    )
  }

  private func pod(_ name: String, _ namespace: String) -> (String, String, String) {
    (name, "20:36:42", "    namespace: \(namespace)\n  spec: {nodeName: n1}\n  status: {phase: Running}")
  }

  /// The IP object is said to be there, or to be in doubt.
  private func isOpen(_ end: String) throws -> Bool {
    let scratch = try ScratchFolder()
    try scratch.write("kube-ovn-controller.log", log(end).utf8)
    let ips = objects(
      "IP",
      [
        address("web-w8dtq.shop", "web-w8dtq", "10.61.0.3", Self.made),
        address("api-0.shop", "api-0", "10.61.0.4", "20:36:42"),
      ])
    try scratch.write("dump/ips.yaml", ips.utf8)
    let subnets = objects(
      "Subnet",
      [("shop-net", "20:30:30", "  spec: {cidrBlock: 10.61.0.0/24, default: true}\n  status: {v4usingIPs: 2}")])
    try scratch.write("dump/subnets.yaml", subnets.utf8)
    try scratch.write("dump/pods.yaml", objects("Pod", [pod("coredns", "kube-system"), pod("api-0", "shop")]).utf8)
    let report = try Recordings.analyze(["kube-ovn-controller.log", "dump"].map { scratch.path($0) }).report
    return report.unknowns.contains { $0.subject.contains("web-w8dtq.shop") }
      || report.findings.contains { finding in
        finding.verdict <= .suspected && finding.objects.contains { $0.ref.name == "web-w8dtq.shop" }
      }
  }

  @Test func whatTheLogShowsToGoAfterTheListIsNotThere() throws {
    let later = """
      2026-11-23T20:39:00.928098000Z stderr F I1123 20:39:00.928027       1 ip.go:255] ip cr web-w8dtq.shop release ipam pod key shop/web-w8dtq from subnet shop-net
      2026-11-23T20:39:00.938453000Z stderr F I1123 20:39:00.937147       1 ip.go:267] deleting ip web-w8dtq.shop enqueue update status subnet shop-net

      """
    #expect(try isOpen(""))
    #expect(try !isOpen(later))
  }
}
