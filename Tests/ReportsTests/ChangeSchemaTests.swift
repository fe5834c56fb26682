import Foundation
import Model
import Testing

@testable import Reports

/// What `follow` prints for programs against the schema that is compiled into the program.
@Suite struct ChangeSchemaTests {
  private static func line(_ change: FindingChange) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(FollowRecord.json(change))) as? [String: Any])
  }

  private static var full: FindingChange {
    var change = FindingChange()
    (change.rule, change.leakClass, change.verdict, change.before) = ("KOV-001", "ip-leak", .confirmed, .suspected)
    change.object = ResourceRef(.pod, namespace: "a\"b", name: "\n")
    (change.first, change.last, change.pendingUntil) = (.init(seconds: 0), .init(seconds: 1), .init(seconds: 2))
    (change.place, change.reasons) = ("log:1", ["because"])
    return change
  }

  @Test func everyChangeKeepsTheSchema() throws {
    let schema = try JSONSchema(text: try #require(ReportSchema.named("change")))
    var changes = [Self.full]
    for verdict in [Verdict?.none] + Verdict.allCases {
      var change = FindingChange()
      (change.rule, change.verdict, change.before) = ("KOV-001", verdict, verdict)
      changes.append(change)
    }
    for change in changes { #expect(schema.problems(of: try Self.line(change)) == []) }
  }

  @Test(arguments: ["type", "rule", "fingerprint", "verdict", "outcome", "first", "reasons", "extra"])
  func theSchemaNoticesMistakes(_ key: String) throws {
    let schema = try JSONSchema(text: try #require(ReportSchema.named("change")))
    var line = try Self.line(Self.full)
    line[key] = 1
    #expect(!schema.problems(of: line).isEmpty)
    line[key] = nil
    #expect(schema.problems(of: line).isEmpty == (key == "extra"))
  }
}
