import Foundation
import Model
import Testing

@testable import Reports

/// The queue of `triage` against the schema that is compiled into the program.
@Suite struct TriageSchemaTests {
  private func tree(_ document: TriageDocument) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(document.json())) as? [String: Any])
  }

  private static let full: TriageEntry = {
    var entry = TriageEntry()
    (entry.path, entry.kind, entry.verdict, entry.severity) = (
      "a/\"b\"\n.tar", "troubleshoot support bundle", "CONFIRMED", "critical"
    )
    (entry.classes, entry.leaked, entry.stuck, entry.resolved, entry.isOngoing) = (["x"], 3, 1, 2, true)
    (entry.from, entry.to, entry.versions, entry.group, entry.bytes) = (0, 1_000_000_000, ["v1.12.28"], 1, .max >> 1)
    (entry.present, entry.missing) = (["controller log"], ["pods"])
    return entry
  }()

  @Test func everyEntryKeepsTheSchema() throws {
    let schema = try JSONSchema(text: ReportSchema.triage)
    var document = TriageDocument()
    #expect(schema.problems(of: try tree(document)).isEmpty)
    document.bundles = [Self.full, TriageEntry()]
    for verdict in Verdict.allCases {
      var entry = Self.full
      entry.verdict = verdict.rawValue
      document.bundles.append(entry)
    }
    document.isPartial = true
    #expect(schema.problems(of: try tree(document)) == [])
  }

  @Test(arguments: ["verdict", "rank", "from", "leaked", "classes", "coverage", "group", "extra"])
  func theSchemaNoticesMistakes(_ key: String) throws {
    let schema = try JSONSchema(text: ReportSchema.triage)
    var document = TriageDocument()
    document.bundles = [Self.full]
    var tree = try tree(document)
    var bundles = try #require(tree["bundles"] as? [[String: Any]])
    bundles[0][key] = key == "from" ? "yesterday" : key == "group" || key == "rank" ? 0 : "LIKELY"
    tree["bundles"] = bundles
    #expect(!schema.problems(of: tree).isEmpty)
  }
}
