import Model
import Testing

@testable import Formats

@Suite struct DocumentsNorthboundTests {
  private func read(_ name: String) throws -> CollectingSink {
    let bytes = try Documents.fixture(name)
    let format = try #require(Documents.identify(bytes, name), "\(name)")
    return try Documents.read(bytes, as: format, named: name)
  }

  @Test func listings() throws {
    let json = try read("ovn-nb-lsp.json").ports
    #expect(json.count == 6)
    #expect(json[0].name == "job-52-77.ci" && json[0].logicalSwitch == "ovn-default")
    #expect(json[0].externalIDs["pod"] == "ci/job-52-77" && json[0].addresses == ["2e:50:19:79:f5:e4 10.16.0.159"])
    let list = try read("ovn-nb-list.txt").ports
    #expect(list.map(\.name) == ["nginx.default", "join-ovn-cluster"])
    #expect(list[0].externalIDs == ["ls": "ovn-default", "pod": "default/nginx", "vendor": "kube-ovn"])
    #expect(list[0].addresses == ["00:00:00:3F:DD:2D 10.16.0.10"] && list[1].type == "router")
    let show = try read("ovn-nb-show.txt").ports
    let port = try #require(show.first { $0.name == "queue-0.routing" })
    #expect(port.logicalSwitch == "ovn-default" && port.addresses == ["fe:2f:f5:35:f3:5b 10.16.0.148"])
    #expect(!show.contains { $0.name.hasPrefix("ovn-cluster-") })
  }

  /// Of listings with picked columns the columns tell the table; without the UUID they may be of picked rows too.
  @Test func pickedColumns() throws {
    func read(_ text: String) throws -> CollectingSink {
      let bytes = Array(text.utf8)
      return try Documents.read(bytes, as: try #require(Documents.identify(bytes, "out.txt")), named: "out.txt")
    }
    let ports = try read(
      """
      name                : web-0.shop
      addresses           : ["00:00:00:3F:DD:2D 10.16.0.10"]
      external_ids        : {ls=shop-net, pod="shop/web-0", vendor=kube-ovn}

      name                : plain
      addresses           : ["00:00:00:3F:DD:2E 10.16.0.11"]
      external_ids        : {}

      name                : a-set
      addresses           : ["10.16.0.10", "10.16.0.11"]
      external_ids        : {vendor=kube-ovn}

      """)
    #expect(ports.ports.map(\.name) == ["web-0.shop", "plain"])
    #expect(ports.ports.allSatisfy { $0.isExcerpt } && ports.objects.isEmpty)
    let policies = try read(
      """
      priority            : 31000
      match               : "ip4.dst == 10.17.0.0/16"
      action              : allow
      nexthops            : []
      external_ids        : {subnet=shop-net, vendor=kube-ovn}
      _uuid               : 1b6e9a44-8f0c-4c3e-9d37-5b1f2b7f0001

      """)
    let policy = try #require(policies.objects.first)
    #expect(policy.kind == "Logical_Router_Policy" && policy.uid == "1b6e9a44-8f0c-4c3e-9d37-5b1f2b7f0001")
    #expect(policy.fields["external_ids.subnet"] == "shop-net" && policy.fields["match"] == "ip4.dst == 10.17.0.0/16")
    let groups = try read(
      """
      name                : ovn.sg.web
      external_ids        : {sg=web, type=security_group, vendor=kube-ovn}
      ports               : []
      acls                : []

      """)
    #expect(groups.objects.map(\.kind) == ["Port_Group"] && groups.objects.first?.name == "ovn.sg.web")
  }

  @Test(arguments: [
    "a : b", "name : x", "name                : x", "name                 : x", "Name                : x", ":", "",
  ])
  func aColumnIsFilledUp(_ line: String) {
    #expect(NorthboundList.isColumn(line) == (line == "name                : x"))
  }

  @Test func databaseFile() throws {
    let sink = try read("standalone.db")
    // Inserted, changed (a tag that says nothing here is not told), deleted, inserted anew; the last record is torn.
    #expect(sink.ports.map(\.isDeleted) == [false, false, true, false])
    #expect(sink.ports.map(\.name) == Array(repeating: "nginx.default", count: 4))
    #expect(sink.ports.allSatisfy { $0.logicalSwitch == "ovn-default" })
    #expect(sink.ports[0].written?.rfc3339 == "2026-11-23T09:15:24.006000Z")
    #expect(sink.ports[1].externalIDs["security_groups"] == "x" && sink.ports[1].externalIDs["vendor"] == "kube-ovn")
    #expect(sink.notUnderstood > 0 && sink.samples.count == 1)
  }

  /// A database file of these transactions.
  private func database(_ transactions: [String]) -> [UInt8] {
    transactions.flatMap { text -> [UInt8] in
      let data = Array((text + "\n").utf8)
      return Array("OVSDB JSON \(data.count) \(data.withUnsafeBytes { SHA1.hexDigest($0) })\n".utf8) + data
    }
  }

  @Test func rowsOfDeclaredTablesAreAJournal() throws {
    let sink = try Documents.read(
      database([
        #"{"Port_Group":{"u1":{"name":"ovn.sg.web","external_ids":["map",[["sg","web"],["type","security_group"]]]}},"_date":1795465860000}"#,
        #"{"_is_diff":true,"Port_Group":{"u1":{"ports":["uuid","u9"]}},"_date":1795465861000}"#,
        #"{"_is_diff":true,"Port_Group":{"u1":{"external_ids":["map",[["vendor","kube-ovn"]]]}},"_date":1795465862000}"#,
        #"{"_is_diff":true,"Port_Group":{"u1":{"external_ids":["map",[["type","security_group"]]]}},"_date":1795465863000}"#,
        #"{"ACL":{"u2":{"match":"ip"}},"Port_Group":{"u1":null,"u3":null},"_date":1795465864000}"#,
      ]), as: OVSDBFileFormat.self)
    #expect(sink.lists == [ListHeader(shape: .journal)])
    // Ports of the group are not kept, so a change of them says nothing.
    #expect(sink.changes == [.added, .modified, .modified, .deleted])
    #expect(sink.objects.allSatisfy { $0.kind == "Port_Group" && $0.name == "ovn.sg.web" && $0.uid == "u1" })
    #expect(sink.objects[0].fields == ["external_ids.sg": "web", "external_ids.type": "security_group"])
    #expect(sink.objects[1].fields["external_ids.vendor"] == "kube-ovn")
    #expect(sink.objects[2].fields == ["external_ids.sg": "web", "external_ids.vendor": "kube-ovn"])
    #expect(sink.objects[3].created == sink.objects[0].created)
    #expect(sink.objects[3].deletionRequested == sink.objects[0].created.map { $0 + 4_000_000_000 })
  }

  @Test func tablesWithACaptionAreRows() throws {
    let text =
      #"{"caption":"Logical_Router_Policy table","headings":["_uuid","external_ids","match","priority"],"data":"#
      + #"[[["uuid","u1"],["map",[["subnet","shop-net"],["vendor","kube-ovn"]]],"ip4.dst == 10.17.0.0/16",31000]]}"#
    let sink = try Documents.read(Array(text.utf8), as: NorthboundJSONFormat.self)
    let row = try #require(sink.objects.first)
    #expect(row.kind == "Logical_Router_Policy" && row.name == "u1" && row.created == nil)
    #expect(row.fields["external_ids.subnet"] == "shop-net" && row.fields["priority"] == "31000")
  }

  @Test func clusteredFileCountsWhatWasCommitted() throws {
    let sink = try read("clustered.db")
    // The first entry 2 was replaced, entry 4 never committed.
    #expect(sink.ports.map(\.name) == ["nginx.default", "nginx.default"])
    #expect(sink.ports.map(\.isDeleted) == [false, true])
  }

  @Test func damagedRecordsAreFound() throws {
    var bytes = try Documents.fixture("standalone.db")
    let text = String(decoding: bytes, as: UTF8.self)
    let at = try #require(text.utf8.firstRange(of: "10.16.0.10".utf8))
    bytes[text.utf8.distance(from: text.utf8.startIndex, to: at.lowerBound)] = UInt8(ascii: "9")
    let sink = try Documents.read(bytes, as: OVSDBFileFormat.self)
    #expect(sink.notUnderstood > 300)
    #expect(sink.ports.allSatisfy { !$0.addresses.contains { $0.contains("90.16") } })
  }

  @Test func checksums() {
    func digest(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { SHA1.hexDigest($0) } }
    #expect(digest("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    #expect(digest("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(digest(String(repeating: "a", count: 1000)) == "291e9a6c66994949b57ba5e650361e98fc36b1ba")
  }
}
