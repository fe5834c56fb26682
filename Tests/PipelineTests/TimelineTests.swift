import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

@Suite struct TimelineTests {
  private static let evidence = "fixtures/recordings/1.12.28-races-and-repairs/evidence"

  private func rows(_ queries: [ResourceQuery], related: Bool = false, inputs: [String] = [Self.evidence]) throws
    -> [[String]]
  {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = inputs
    var selection = TimelineTable.Selection()
    selection.queries = queries
    selection.followsRelated = related
    let table = try #require(try TimelineTable.run(options, selection).tables.first)
    return table.rows.map { row in
      row.map { cell in
        switch cell.value {
        case .text(let text): text
        case .number(let number): String(number)
        default: ""
        }
      }
    }
  }

  /// A leaked IP object of the truth file, so that no name stands in the test.
  private func leaked() throws -> (ip: String, pod: ResourceRef) {
    let data = try Data(
      contentsOf: Recordings.root.appendingPathComponent("fixtures/recordings/1.12.28-races-and-repairs/truth.json"))
    let tree = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let object = try #require((tree["ipObjects"] as? [[String: Any]])?.first { $0["state"] as? String == "leaked" })
    let name = try #require(object["name"] as? String)
    let parts = name.split(separator: ".").map(String.init)
    return (name, ResourceRef(.pod, namespace: parts[1], name: parts[0]))
  }

  @Test func aPodIsSeenFromAllSourcesInOneOrder() throws {
    let rows = try rows([.object(try leaked().pod)])
    #expect(Set(rows.map { $0[2] }).isSuperset(of: ["log", "audit", "event"]))
    #expect(rows.map { $0[0] } == rows.map { $0[0] }.sorted())
    for row in rows { #expect(!row[6].isEmpty && row[7] != "") }
  }

  /// Each quoted line is the line of that number in that file.
  @Test func quotedLinesStandWhereTheRowSays() throws {
    let log = try TextLog.read(Self.evidence + "/pods")
    let lines = String(decoding: log, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let rows = try rows([.object(try leaked().pod)]).filter { $0[2] == "log" && $0[6].hasSuffix("/0.log.gz") }
    #expect(!rows.isEmpty)
    for row in rows {
      let line = lines[try #require(Int(row[7])) - 1]
      #expect(line.hasPrefix(row[8].prefix(200)) && !row[8].isEmpty)
    }
  }

  /// Two states of one object: what differs is a row; another UID is another object, and the same version the same state.
  @Test func whatChangedBetweenTwoStatesIsARow() throws {
    let text = try Fixtures.content(Self.evidence + "/after/subnets.json")
    let list = try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
    let items = try #require(list["items"] as? [[String: Any]])
    let new = try #require(items.first { ($0["status"] as? [String: Any])?["v4usingIPs"] is Int })
    let metadata = try #require(new["metadata"] as? [String: Any])
    let name = try #require(metadata["name"] as? String)
    let version = try #require(Int(metadata["resourceVersion"] as? String ?? ""))
    var status = try #require(new["status"] as? [String: Any])
    let using = try #require(status["v4usingIPs"] as? Int)
    status["v4usingIPs"] = using + 7
    let folder = try ScratchFolder()
    func changes(version: Int, uid: Any?) throws -> [[String]] {
      var old = new
      old["status"] = status
      old["metadata"] = metadata.merging(["resourceVersion": String(version), "uid": uid ?? metadata["uid"] as Any]) {
        $1
      }
      try folder.write("before.json", try JSONSerialization.data(withJSONObject: old))
      try folder.write("after.json", try JSONSerialization.data(withJSONObject: new))
      return try rows(
        [.object(ResourceRef(.subnet, name: name))], inputs: [folder.path("before.json"), folder.path("after.json")]
      ).filter { $0[4].hasPrefix("changed since ") }
    }
    let told = try changes(version: version - 1, uid: nil)
    #expect(told.count == 1 && told[0][4].hasSuffix(": status.v4usingIPs \(using + 7) → \(using)"), "\(told)")
    #expect(try changes(version: version + 1, uid: nil).first?[4].hasSuffix("\(using) → \(using + 7)") == true)
    #expect(try changes(version: version, uid: nil).isEmpty)
    #expect(try changes(version: version - 1, uid: UUID().uuidString.lowercased()).isEmpty)
  }

  @Test func relatedFollowsThePodToItsAddressesSubnetsAndVpc() throws {
    let (ip, pod) = try leaked()
    let objects = Set(try rows([.object(pod)], related: true).map { $0[3] })
    #expect(objects.contains("IP \(ip)"))
    #expect(objects.contains { $0.hasPrefix("Subnet ") })
    #expect(objects.contains { $0.hasPrefix("Vpc ") })
  }

  @Test func anAddressAMACAndAUIDLeadToTheObject() throws {
    let ip = try leaked().ip
    var options = AnalyzeOptions()
    options.inputs = [Self.evidence]
    let ledger = try Evidence.gather(options, progress: { _ in }, isCancelled: { false }).ledger
    let entry = try #require(ledger.entry(of: ResourceRef(.ip, name: ip)))
    for text in [entry.address, entry.mac, entry.uid] {
      let query = try #require(ResourceQuery(text), "\(text)")
      #expect(try rows([query]).contains { $0[3] == "IP \(ip)" }, "\(text)")
    }
  }

  @Test func whatNoEvidenceNamesIsSaid() throws {
    var options = AnalyzeOptions()
    options.inputs = [Self.evidence + "/after"]
    var selection = TimelineTable.Selection()
    selection.queries = [ResourceQuery(.pod, "no-such-namespace/no-such-pod")]
    let result = try TimelineTable.run(options, selection)
    #expect(result.status == .inconclusive)
    #expect(result.tables.first?.introduction.first?.contains("no-such-pod") == true)
  }

  @Test(arguments: [
    ("pod/ns/a", ResourceQuery.object(ResourceRef(.pod, namespace: "ns", name: "a"))),
    ("ip/a.ns.net.ns.ovn", .object(ResourceRef(.ip, name: "a.ns.net.ns.ovn"))), ("10.16.0.5", .address("10.16.0.5")),
    ("fd00:10:16::5", .address("fd00:10:16::5")), ("0A:58:0a:10:00:05", .mac("0a:58:0a:10:00:05")),
    ("059ca0b1-68b8-4afa-9364-76aabbccddee", .uid("059ca0b1-68b8-4afa-9364-76aabbccddee")),
  ])
  func queries(_ text: String, _ expected: ResourceQuery) { #expect(ResourceQuery(text) == expected) }

  @Test(arguments: ["", "evidence/", "nokind/x", "a.b.c.d", "1.2.3.256", "pod/"])
  func whatIsNoQuery(_ text: String) { #expect(ResourceQuery(text) == nil) }
}
