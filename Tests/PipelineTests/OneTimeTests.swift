import Model
import Testing

@testable import Pipeline

/// What stands in one text, or in one folder, need not have been so at one time; and a list may be a part of one.
@Suite struct OneTimeTests {
  /// Rules whose findings are more than a suspicion, and rules that suspect something.
  private func rules(_ files: [String: String]) throws -> (strong: Set<String>, weak: Set<String>) {
    let scratch = try ScratchFolder()
    for (name, content) in files { try scratch.write(name, content.utf8) }
    var (strong, weak): (Set<String>, Set<String>) = ([], [])
    for finding in try Recordings.analyze(files.keys.sorted().map { scratch.path($0) }).report.findings {
      if finding.verdict == .suspected { weak.insert(finding.rule) } else { strong.insert(finding.rule) }
    }
    return (strong, weak)
  }

  private func pod(_ name: String, made: String, ready: String, mac: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata:
      annotations:
        ovn.kubernetes.io/ip_address: 10.16.0.9
        ovn.kubernetes.io/logical_switch: ovn-default
        ovn.kubernetes.io/mac_address: 00:00:00:11:22:\(mac)
      creationTimestamp: "2024-03-14T\(made)Z"
      name: \(name)
      namespace: shop
      resourceVersion: "1\(mac)"
      uid: 3f4d9b0e-3a5a-4c1c-8f5f-0000000000\(mac)
    status:
      conditions:
      - lastTransitionTime: "2024-03-14T\(ready)Z"
        status: "True"
        type: Ready
      phase: Running
      podIP: 10.16.0.9

    """
  }

  @Test func aPodThatWaitedHadNoAddressThen() throws {
    let before = pod("web-0", made: "05:00:00", ready: "05:01:00", mac: "32")
    let later = pod("api-0", made: "04:00:00", ready: "07:00:00", mac: "33")
    #expect(try rules(["web.yaml": before, "api.yaml": later]).strong.isEmpty)
    // Each was ready before the other one was seen for the last time.
    let together = pod("api-0", made: "04:00:00", ready: "05:01:00", mac: "33")
    #expect(try rules(["web.yaml": before, "api.yaml": together]).strong.contains("KOV-050"))
  }

  @Test func portsOfOneAddressInTwoShowingsAreNoTwins() throws {
    let uuid = "1e5e5d2a-2a8f-4c4c-9a68-5f7d8d3f5d2f"
    func show(_ ports: [(String, String)]) -> String {
      "$ kubectl ko nbctl show ovn-default\nswitch \(uuid) (ovn-default)\n"
        + ports.map { "    port \($0.0)\n        addresses: [\"00:00:00:11:22:\($0.1) 10.16.0.9\"]\n" }.joined()
    }
    let deletion = "$ kubectl delete pod web-0 -n shop\npod \"web-0\" deleted\n"
    let apart = try rules(["a.txt": show([("web-0.shop", "32")]) + deletion + show([("api-0.shop", "99")])])
    #expect(!apart.strong.union(apart.weak).contains("KOV-056"))
    let one = try rules(["a.txt": show([("web-0.shop", "32"), ("api-0.shop", "99")])])
    #expect(one.strong.union(one.weak).contains("KOV-056"))
  }

  @Test(arguments: [
    " | grep -v Running", " -l app=api", " --field-selector=status.phase!=Running", " -w", " | head -3", "CUT",
  ])
  func aPartOfThePodsLacksNone(_ how: String) throws {
    let pods = """
      NAMESPACE     NAME   READY   STATUS    RESTARTS   AGE
      kube-system   c-1    0/1     Pending   0          2h
      shop          d-0    0/1     Pending   0          2h

      """
    let addresses = """
      $ kubectl get ip
      NAME         V4IP        V6IP   MAC                 NODE   SUBNET
      web-0.shop   10.16.0.9          86:d4:02:47:a8:55   n2     ovn-default

      """
    func found(_ text: String) throws -> Bool {
      let found = try rules(["paste.txt": text])
      return found.strong.union(found.weak).contains("KOV-059")
    }
    let command = "$ kubectl get pod -A"
    #expect(try found("\(command)\n\(pods)\(addresses)"))
    let part = how == "CUT" ? "\(command)\n\(pods)...\n\(addresses)" : "\(command)\(how)\n\(pods)\(addresses)"
    #expect(try !found(part))
    let machine = pods.replacing("d-0    0/1     Pending", with: "virt-launcher-web-0-9k2lq    1/1     Running")
    #expect(try !found("\(command)\n\(machine)\(addresses)"))
  }

  @Test(arguments: [false, true])
  func linesBesideThoseThatWereLookedForCoverNothing(_ isNumbered: Bool) throws {
    let line = "       1 pod.go:224] enqueue add pod shop/web-"
    let groups = [1, 2, 3, 40, 41, 42].map { number in
      (isNumbered ? "\(number):" : "") + "I0319 09:10:\(number < 10 ? "0" : "")\(number).000000\(line)\(number)\n"
    }
    let text = isNumbered ? groups.joined() : groups[..<3].joined() + "--\n" + groups[3...].joined()
    let scratch = try ScratchFolder()
    try scratch.write("lines", text.utf8)
    let report = try Recordings.analyze([scratch.path("lines")]).report
    let reasons = report.coverage.first?.gaps.map(\.reason) ?? []
    #expect(reasons.contains("the lines in between were left out by a search"))
  }

  @Test(arguments: [
    "subnet.kubeovn.io/net1 created", "subnet.kubeovn.io/net1 created  ", "subnet.kubeovn.io \"net1\" force deleted",
  ])
  func whatChangedBetweenTwoTablesIsSeen(_ answer: String) throws {
    func found(_ between: String) throws -> Bool {
      let text = """
        $ kubectl get subnet
        NAME          PROVIDER   VPC           PROTOCOL   CIDR            PRIVATE   NAT     DEFAULT   GATEWAYTYPE   V4USED   V4AVAILABLE   V6USED   V6AVAILABLE   EXCLUDEIPS
        ovn-default   ovn        ovn-cluster   IPv4       10.16.0.0/16    false     true    true      distributed   4        65529         0        0             ["10.16.0.1"]
        \(between)$ kubectl get ip
        NAME               V4IP         V6IP   MAC                 NODE      SUBNET
        web-7d4b9-x.shop   10.17.0.9           00:00:00:11:22:32   n1        net1

        """
      let found = try rules(["paste.txt": text])
      return found.strong.union(found.weak).contains("KOV-109")
    }
    #expect(try found(""))
    #expect(try !found("$ kubectl apply -f net1.yaml\n\(answer)\n"))
  }
}
