import Testing

@testable import Formats

@Suite struct HeaderlessRowTests {
  private static let row = "web-0.shop.net1.shop   10.16.0.9   00:00:00:77:74:4B   node-6   net1"

  @Test func aLineNumberIsNoName() throws {
    for number in ["14  ", "    7\t", "14:", "14: "] {
      #expect(HeaderlessRow.kind(number + Self.row, nil) == "IP")
      let object = try #require(HeaderlessRow.object(number + Self.row, kind: "IP", namespace: ""))
      #expect(object.name == "web-0.shop.net1.shop")
      #expect(object.fields["spec.v4IpAddress"] == "10.16.0.9")
    }
  }

  /// Markdown, windows of programs for terminals, and pages of the web.
  @Test(arguments: [" | ", "|", " │ ", "\u{a0}\u{a0}"])
  func cellsMayStandBetweenBars(_ bar: String) throws {
    let cells = Self.row.split(separator: " ").joined(separator: bar)
    let objects = try PasteRecorder.read("The list:\n\n\(bar)\(cells)\(bar)\n", #_sourceLocation).objects
    #expect(objects.map(\.name) == ["web-0.shop.net1.shop"])
    #expect(objects.first?.fields["spec.subnet"] == "net1")
  }

  @Test func everyIPObjectIsNamedByAPodOrANode() {
    let command = PasteCommand("kubectl get ip | grep 10.16.0.9")
    #expect(HeaderlessRow.kind("web-0.shop   10.16.0.9   net1", command) == "IP")
    #expect(HeaderlessRow.kind("14   10.16.0.9   net1", command) == nil)
    #expect(HeaderlessRow.kind("node-6   10.16.0.9   net1", command) == "IP")
  }

  @Test func aCellThatWasCutNamesNoSubnet() throws {
    let cut = "web-0.shop   10.16.0.9   00:00:00:77:74:4B   no…"
    let object = try #require(HeaderlessRow.object(cut, kind: "IP", namespace: ""))
    #expect(object.fields["spec.subnet"] == nil)
    #expect(object.fields["spec.v4IpAddress"] == "10.16.0.9")
  }

  /// The Subnet of the nodes has no type of a gateway.
  @Test func readsTheSubnetOfTheNodes() throws {
    let row =
      "join   ovn   ovn-cluster   IPv4   100.64.0.0/16   false   false   false   3   65530   0   0   [\"100.64.0.1\"]"
    #expect(HeaderlessRow.kind(row, nil) == "Subnet")
    let object = try #require(HeaderlessRow.object(row, kind: "Subnet", namespace: ""))
    #expect(object.fields["status.v4usingIPs"] == "3")
    #expect(object.fields["status.v4availableIPs"] == "65530")
    #expect(object.fields["spec.gatewayType"] == nil)
  }

  /// Somebody masked a name, or a mail program wrote `&quot;` for a quote: the columns behind it no longer stand below the
  /// header's.
  @Test func readsRowsWhoseColumnsWereMoved() throws {
    let text = """
      $ kubectl get subnet
      NAME   PROVIDER   VPC           PROTOCOL   CIDR           PRIVATE   NAT     DEFAULT   GATEWAYTYPE   V4USED   V4AVAILABLE   V6USED   V6AVAILABLE   EXCLUDEIPS       U2OINTERCONNECTIONIP
      blue   ovn        ovn-cluster   IPv4       10.70.0.0/24   false     false   false     distributed   1        252           0        0             [&quot;10.70.0.1&quot;]
      net-of-somebody   ovn        ovn-cluster   IPv4       10.71.0.0/24   false     false   false     distributed   4        249           0        0             ["10.71.0.1"]

      """
    let objects = try PasteRecorder.read(text, #_sourceLocation).objects
    #expect(objects.map(\.name) == ["blue", "net-of-somebody"])
    #expect(objects.map { $0.fields["status.v4usingIPs"] } == ["1", "4"])
  }
}
