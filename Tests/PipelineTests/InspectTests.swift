import Foundation
import Reports
import Testing

@testable import Pipeline

@Suite struct InspectTests {
  private func tables(_ inputs: [String]) throws -> [String: TableDocument] {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = inputs
    let tables = try InspectTables.run(options).tables
    return Dictionary(uniqueKeysWithValues: tables.map { ($0.title, $0) })
  }

  private func text(_ table: TableDocument, _ row: Int, _ column: String) -> String {
    guard let at = table.columns.firstIndex(where: { $0.id == column }) else { return "" }
    if case .text(let text) = table.rows[row][at].value { return text }
    return ""
  }

  @Test func aBundleIsNamedAndItsReleaseTold() throws {
    let tables = try tables(["fixtures/recordings/1.12.28-wrappings/bundles/support-bundle.tar.gz"])
    let bundles = try #require(tables["Bundles"])
    #expect(text(bundles, 0, "kind") == "troubleshoot")
    let controllers = try #require(tables["Controllers"])
    #expect(controllers.rows.indices.allSatisfy { text(controllers, $0, "versions") == "v1.12.28" })
  }

  @Test func whatIsMissingIsNamedWithItsCommand() throws {
    let tables = try tables(["fixtures/recordings/1.12.28-races-and-repairs/evidence/after/ips.json"])
    let needs = try #require(tables["Evidence that rules ask for"])
    var states: [String: (state: String, command: String)] = [:]
    for row in needs.rows.indices {
      states[text(needs, row, "evidence")] = (text(needs, row, "state"), text(needs, row, "command"))
    }
    // No Subnet says how many there are.
    #expect(states["IP objects"]?.state == "in part")
    #expect(states["controller log"]?.state == "no")
    #expect(states["Subnets"]?.command.contains("kubectl get subnets") == true)
    #expect(needs.rows.count == EvidenceNeed.allCases.count)
  }

  @Test func theBytesAddUp() throws {
    let tables = try tables(["fixtures/recordings/1.16.2-quiet/evidence"])
    let bytes = try #require(tables["Bytes"])
    let numbers = bytes.rows.map { row -> Int64 in if case .number(let n) = row[1].value { n } else { -1 } }
    #expect(numbers.dropLast().reduce(0, +) == numbers.last)
    #expect((numbers.last ?? 0) > 1_000_000)
  }

  @Test(arguments: [80, 100, 1000])
  func isLaidOutToBeRead(_ width: Int) throws {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = ["fixtures/recordings/1.12.28-leader-lost/evidence"]
    let tables = try InspectTables.run(options).tables
    var look = RenderOptions()
    look.width = width
    let text = String(decoding: TextTableRenderer(options: look).render(tables), as: UTF8.self)
    let commands = tables.flatMap(\.commands).map(\.command)
    for line in text.split(separator: "\n") where line.unicodeScalars.count > min(width, 100) {
      #expect(commands.contains { line.hasSuffix($0) }, "\(line)")
    }
    for command in commands { #expect(text.contains("\n    \(command)\n")) }
    #expect(!text.contains("sha256"))
    #expect(text.contains("kube-ovn-controller"))
  }

  /// Libraries of a 1.16 controller log JSON with UTC times between the klog lines: they tell the zone, and nothing lies in
  /// 1970.
  @Test func recordsOfLibrariesDoNotSetTheClockOfKlog() throws {
    let log = try TextLog.read("fixtures/recordings/1.16.2-quiet/evidence/pods")
    var plain = String(decoding: log, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: " ", maxSplits: 3).last ?? ""
    }
    #expect(plain.contains { $0.hasPrefix("{") })
    plain = plain.map { $0.hasPrefix("I1123 2") ? Substring($0.replacing("I1123 2", with: "I1124 2")) : $0 }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("zap-\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(plain.joined(separator: "\n").utf8).write(to: file)
    let streams = try #require(try tables([file.path])["Streams"])
    let first = streams.columns.firstIndex { $0.id == "first" }.map { streams.rows[0][$0].value }
    guard case .instant(let instant)? = first else {
      Issue.record("no first time")
      return
    }
    #expect(instant.rfc3339.hasPrefix("2026-11-2"))
  }
}
