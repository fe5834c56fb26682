import Testing

@testable import Formats

/// What a paste shows not to be there, beside what it lists.
@Suite struct PasteAbsenceTests {
  private static let listing = """
    $ kubectl get ip
    NAME         V4IP        V6IP   MAC                 NODE     SUBNET
    web-0.team   10.70.0.7          00:00:00:11:22:33   node-1   blue

    """
  private static let columns =
    "NAME   PROVIDER   VPC           PROTOCOL   CIDR            PRIVATE   NAT     DEFAULT   GATEWAYTYPE   V4USED   V4AVAILABLE"

  private func shown(_ text: String, _ line: SourceLocation = #_sourceLocation) throws -> [String?] {
    let objects = try PasteRecorder.read(text, line).objects.filter { $0.kind == "IP" }
    let object = try #require(objects.first, sourceLocation: line)
    return [object.fields["answers.pod"], object.fields["answers.subnet"]]
  }

  @Test(arguments: [
    ("$ kubectl get pods -n team\nNo resources found in team namespace.\n", true),
    ("$ kubectl -n team get all\nNo resources found in team namespace.\n", true),
    ("$ kubectl get pods -n team -o wide | grep web\nNo resources found in team namespace.\n", true),
    ("$ kubectl get pod web-0 -n team\nError from server (NotFound): pods \"web-0\" not found\n", true),
    ("$ kubectl get ns team\nError from server (NotFound): namespaces \"team\" not found\n", true),
    (
      "$ kubectl get pods -n team\nNAME    READY   STATUS    RESTARTS   AGE\nweb-1   1/1     Running   0          3d\n",
      true
    ),
    // Some of them, those of others, or of another kind.
    ("$ kubectl get pods -n team -l app=web\nNo resources found in team namespace.\n", false),
    ("$ kubectl get pods -n team --field-selector status.phase=Failed\nNo resources found in team namespace.\n", false),
    ("$ kubectl get pods -n tools\nNo resources found in tools namespace.\n", false),
    ("$ kubectl get sts -n team\nNo resources found in team namespace.\n", false),
    ("$ kubectl get pod web-1 -n team\nError from server (NotFound): pods \"web-1\" not found\n", false),
    ("$ kubectl get pod web-0\nError from server (NotFound): pods \"web-0\" not found\n", false),
    (
      "$ kubectl get pods -n team | grep web-1\nNAME    READY   STATUS    RESTARTS   AGE\nweb-1   1/1     Running   0          3d\n",
      false
    ),
    ("No resources found in team namespace.\n", false),
  ])
  func knowsWhichPodsWereLookedFor(_ answer: String, _ isShown: Bool) throws {
    let wanted: String? = isShown ? "not shown" : nil
    #expect(try shown(Self.listing + answer) == [wanted, nil])
    #expect(try shown(answer + Self.listing) == [wanted, nil])
  }

  @Test(arguments: [
    ("$ kubectl get subnet blue\nError from server (NotFound): subnets.kubeovn.io \"blue\" not found\n", true),
    (
      "$ kubectl get subnet\n\(PasteAbsenceTests.columns)\njoin   ovn        ovn-cluster   IPv4       100.64.0.0/16   false     false   false     distributed   2        65531\n",
      true
    ),
    ("$ kubectl get subnet red\nError from server (NotFound): subnets.kubeovn.io \"red\" not found\n", false),
    (
      "$ kubectl get subnet join\n\(PasteAbsenceTests.columns)\njoin   ovn        ovn-cluster   IPv4       100.64.0.0/16   false     false   false     distributed   2        65531\n",
      false
    ),
  ])
  func knowsWhichSubnetsWereLookedFor(_ answer: String, _ isShown: Bool) throws {
    let wanted: String? = isShown ? "not shown" : nil
    #expect(try shown(Self.listing + answer) == [nil, wanted])
    #expect(try shown(answer + Self.listing) == [nil, wanted])
  }

  /// Rows that were left out, and names that were cut, may be the very ones.
  @Test(arguments: [
    "...\n", "…\n", "(more)\n",
    "blu…   ovn        ovn-cluster   IPv4       10.70.0.0/16   false     false   false     distributed   2        65531\n",
  ])
  func saysNothingOfTablesThatAreNotWhole(_ rest: String) throws {
    let table =
      "$ kubectl get subnet\n\(Self.columns)\njoin   ovn        ovn-cluster   IPv4       100.64.0.0/16   false     false   false     distributed   2        65531\n"
    #expect(try shown(table + rest + Self.listing) == [nil, nil])
    #expect(try shown(table + "\n" + Self.listing) == [nil, "not shown"])
    #expect(try shown(table + "```\n" + Self.listing) == [nil, "not shown"])
  }

  private static let join =
    "join   ovn        ovn-cluster   IPv4       100.64.0.0/16   false     false   false                   2        65531\n"

  /// What is not read of a table may be what was looked for.
  @Test func saysNothingOfTablesOfWhichARowIsNotRead() throws {
    let table = "$ kubectl get subnet\n\(Self.columns)\n\(Self.join)"
    let masked =
      "***   ovn        ovn-cluster   IPv4       10.70.0.0/16   false     false   false     distributed   2        65531\n"
    #expect(try shown(table + masked + "\n" + Self.listing) == [nil, nil])
    #expect(try shown(table + "\n" + Self.listing) == [nil, "not shown"])
    #expect(try shown(table + "\n" + Self.listing.replacing("blue", with: "bluXXX")) == [nil, nil])
  }

  /// In a text that was put in another order a table stands below the command of the next one, and a header alone.
  @Test func saysNothingOfTablesOfAnotherKind() throws {
    let rows = Self.listing.drop { $0 != "\n" }.dropFirst()
    #expect(try shown("$ kubectl get subnet\n" + rows) == [nil, nil])
    #expect(try shown("$ kubectl get subnet\n\(Self.columns)\n\n" + Self.listing) == [nil, nil])
  }

  @Test(arguments: [
    ("$ kubectl get vpc-nat-gw\nNo resources found\n", true),
    ("$ kubectl get vpc-nat-gateways.kubeovn.io\nNo resources found\n", true),
    (
      "$ kubectl get vpc-nat-gw gw1\nError from server (NotFound): vpc-nat-gateways.kubeovn.io \"gw1\" not found\n",
      true
    ),
    (
      "$ kubectl get vpc-nat-gw gw\nError from server (NotFound): vpc-nat-gateways.kubeovn.io \"gw\" not found\n", false
    ),
    ("$ kubectl get vpc\nNo resources found\n", false), ("No resources found\n", false),
  ])
  func knowsWhichGatewaysWereLookedFor(_ answer: String, _ isShown: Bool) throws {
    let listing =
      "$ kubectl get ip | grep net\nvpc-nat-gw-gw1-0.kube-system   10.0.1.254    00:00:00:C5:A9:19   n1   net\n"
    let objects = try PasteRecorder.read(listing + answer, #_sourceLocation).objects
    #expect(objects.map { $0.fields["answers.gateway"] } == [isShown ? "not shown" : nil])
  }

  @Test(arguments: [
    "$ kubectl delete pod web-0 -n team\npod \"web-0\" deleted\n", "$ kubectl apply -f team.yaml\npod/web-0 created\n",
  ])
  func saysNothingAcrossAChange(_ change: String) throws {
    let answer = "$ kubectl get pods -n team\nNo resources found in team namespace.\n"
    #expect(try shown(Self.listing + change + answer) == [nil, nil])
    #expect(try shown(answer + change + Self.listing) == [nil, nil])
    #expect(try shown(change + answer + Self.listing) == ["not shown", nil])
  }

  @Test func saysItOfWholeObjectsToo() throws {
    let text = """
      $ kubectl get subnet blue
      Error from server (NotFound): subnets.kubeovn.io "blue" not found
      $ kubectl get ip web-0.team -o yaml
      apiVersion: kubeovn.io/v1
      kind: IP
      metadata:
        name: web-0.team
        uid: 0c7d9d5e-62a6-4c0b-8a88-2f4b6a1d9e10
        creationTimestamp: "2026-03-19T09:00:00Z"
      spec:
        subnet: blue
        podName: web-0
        namespace: team

      """
    #expect(try shown(text) == [nil, "not shown"])
  }
}
