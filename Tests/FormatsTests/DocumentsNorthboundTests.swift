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
