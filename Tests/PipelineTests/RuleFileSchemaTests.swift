import Foundation
import Model
import Reports
import Testing

@testable import Rules

/// The schema that editors use says what the reader of rule files says.
@Suite struct RuleFileSchemaTests {
  private static func schema(_ name: String) throws -> [String: Any] {
    let text = try #require(ReportSchema.named(name))
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func itKnowsEveryEvent() throws {
    let definitions = try #require(try Self.schema("rule")["$defs"] as? [String: Any])
    let event = try #require(definitions["event"] as? [String: Any])
    #expect(Set(event["enum"] as? [String] ?? []) == Set(ObservationKind.allCases.map(\.rawValue)))
  }

  @Test func itKnowsEveryQuestionAboutTheState() throws {
    let definitions = try #require(try Self.schema("rule")["$defs"] as? [String: Any])
    let test = try #require(definitions["test"] as? [String: Any])
    let words = (test["oneOf"] as? [[String: Any]] ?? []).compactMap { ($0["required"] as? [String])?.first }
    #expect(Set(words) == Set(StateTests.all.map { $0.word }))
  }

  /// A key that nobody reads is complained of with those that are read.
  @Test func itKnowsEveryKeyOfARule() throws {
    let mistakes = Rule.mistakes(yaml: Array("qqqqqqqqqqqq: 1\n".utf8), file: "x.yaml")
    let text = try #require(mistakes.first { $0.description.contains("known here: ") }?.description)
    let known = text.components(separatedBy: "known here: ")[1].components(separatedBy: ", ")
    let properties = try #require(try Self.schema("rule")["properties"] as? [String: Any])
    #expect(Set(known) == Set(properties.keys))
  }

  @Test func itKnowsEveryKindOfFile() throws {
    let properties = try #require(try Self.schema("kind")["properties"] as? [String: Any])
    for key in ["kind", "group", "references", "back-off", "keeps", "finalizers"] { #expect(properties[key] != nil) }
  }
}
