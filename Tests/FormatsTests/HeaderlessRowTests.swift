import Testing

@testable import Formats

@Suite struct HeaderlessRowTests {
  private static let row = "web-0.shop.net1.shop   10.16.0.9   00:00:00:77:74:4B   node-6   net1"

  @Test func aLineNumberIsNoName() throws {
    for number in ["14  ", "    7\t"] {
      #expect(HeaderlessRow.kind(number + Self.row, nil) == "IP")
      let object = try #require(HeaderlessRow.object(number + Self.row, kind: "IP", namespace: ""))
      #expect(object.name == "web-0.shop.net1.shop")
      #expect(object.fields["spec.v4IpAddress"] == "10.16.0.9")
    }
  }

  @Test func everyIPObjectIsNamedByAPodOrANode() {
    let command = PasteCommand("kubectl get ip | grep 10.16.0.9")
    #expect(HeaderlessRow.kind("web-0.shop   10.16.0.9   net1", command) == "IP")
    #expect(HeaderlessRow.kind("14   10.16.0.9   net1", command) == nil)
    #expect(HeaderlessRow.kind("node-6   10.16.0.9   net1", command) == "IP")
  }
}
