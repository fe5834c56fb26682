import Model
import Pipeline
import Testing

@testable import Rules

/// Each part of the state is as old as the list that shows it.
@Suite struct StateAgeTests {
  /// A pod that is there again contradicts what the log tells of its addresses, although the Subnets were listed before that.
  @Test func aNewerListOfPodsContradictsWhateverTheAgeOfTheSubnets() throws {
    let rule = try #require(RuleExampleTests.rules.first { $0.id == "KOV-002" })
    var example = try #require(rule.examples.first)
    // With outer times, so that the zone is known.
    example.log = example.log.split(separator: "\n").map { line in
      let time = line.split(separator: " ")[1]
      return "2026-03-19T\(time)000Z \(line)\n"
    }.joined()
    (example.finds, example.verdict) = (["KOV-001"], nil)
    example.objects = Self.objects(
      Self.pod("web-0", "shop", node: "n1", version: 301, created: "09:16:25"))
    #expect(try RuleTesting.runBuiltIn(rule, example) == [])
    example.objects = Self.objects("")
    #expect(try RuleTesting.runBuiltIn(rule, example) != [])
  }

  private static func pod(_ name: String, _ namespace: String, node: String, version: Int, created: String) -> String {
    """
    - apiVersion: v1
      kind: Pod
      metadata:
        name: \(name)
        namespace: \(namespace)
        resourceVersion: "\(version)"
        uid: 47caaeb1-868b-40a4-8658-702c1be71\(version)
        creationTimestamp: "2026-03-19T\(created)Z"
      spec: {nodeName: \(node)}
      status: {phase: Running}

    """
  }

  private static func objects(_ pod: String) -> String {
    """
    apiVersion: v1
    kind: List
    items:
    - apiVersion: kubeovn.io/v1
      kind: Subnet
      metadata:
        name: ovn-default
        resourceVersion: "150"
        uid: 47caaeb1-868b-40a4-8658-702c1be70ea0
        creationTimestamp: "2026-03-19T09:00:00Z"
      spec: {cidrBlock: 10.16.0.0/16, default: true, provider: ovn, vpc: ovn-cluster}
    - apiVersion: kubeovn.io/v1
      kind: Subnet
      metadata:
        name: join
        resourceVersion: "151"
        uid: 47caaeb1-868b-40a4-8658-702c1be70ea1
        creationTimestamp: "2026-03-19T09:00:00Z"
      spec: {cidrBlock: 100.64.0.0/16, provider: ovn, vpc: ovn-cluster}
    ---
    apiVersion: v1
    kind: List
    items:
    - apiVersion: kubeovn.io/v1
      kind: IP
      metadata:
        name: web-0.shop
        resourceVersion: "200"
        uid: 47caaeb1-868b-40a4-8658-702c1be70ea2
        creationTimestamp: "2026-03-19T09:14:58Z"
      spec: {podName: web-0, namespace: shop, subnet: ovn-default, v4IpAddress: 10.16.0.9, ipAddress: 10.16.0.9, podType: ""}
    - apiVersion: kubeovn.io/v1
      kind: IP
      metadata:
        name: api-0.shop
        resourceVersion: "300"
        uid: 47caaeb1-868b-40a4-8658-702c1be70ea3
        creationTimestamp: "2026-03-19T09:16:20Z"
      spec: {podName: api-0, namespace: shop, subnet: ovn-default, v4IpAddress: 10.16.0.10, ipAddress: 10.16.0.10, podType: ""}
    ---
    apiVersion: v1
    kind: List
    items:
    \(pod)\(Self.pod("api-0", "shop", node: "n2", version: 299, created: "09:16:19"))\(Self.pod("kube-proxy-x7k2p", "kube-system", node: "n2", version: 199, created: "08:16:19"))
    """
  }
}
