import Foundation
import Model
import Pipeline
import Testing

@testable import Rules

/// Less evidence never makes a claim: whatever kind of object is taken out of an example, no rule becomes surer than it was,
/// and an object's deletion taken back ends every claim that it is stuck.
@Suite struct LessEvidenceTests {
  static let examples = RuleExampleTests.rules.flatMap { rule in
    rule.examples.filter { !$0.objects.isEmpty }.map { (rule.id, $0) }
  }

  private func findings(_ example: Rule.Example, objects: String) throws -> [String: Verdict] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("less-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if !example.log.isEmpty {
      try example.log.write(to: folder.appendingPathComponent("controller.log"), atomically: true, encoding: .utf8)
    }
    if !example.ports.isEmpty {
      try example.ports.write(to: folder.appendingPathComponent("ovn-nb-show.txt"), atomically: true, encoding: .utf8)
    }
    try objects.write(to: folder.appendingPathComponent("objects.yaml"), atomically: true, encoding: .utf8)
    var options = AnalyzeOptions()
    options.inputs = [folder.path]
    var found: [String: Verdict] = [:]
    for finding in try Analysis.run(options).report.findings {
      found[finding.rule] = min(found[finding.rule] ?? .notEvaluated, finding.verdict)
    }
    return found
  }

  /// The items of a list as text, with what stands before them.
  private func items(_ objects: String) -> (head: String, items: [String]) {
    var parts = objects.components(separatedBy: "- apiVersion:")
    let head = parts.removeFirst()
    return (head, parts.map { "- apiVersion:" + $0 })
  }

  private func kind(_ item: String) -> String {
    item.split(separator: "\n").first { $0.hasPrefix("  kind: ") }.map { String($0.dropFirst(8)) } ?? ""
  }

  @Test(arguments: examples.map { ($0.0, $0.1.name) })
  func noKindLessMakesSurer(_ id: String, _ name: String) throws {
    let example = try #require(Self.examples.first { $0.0 == id && $0.1.name == name }?.1)
    let before = try findings(example, objects: example.objects)
    let (head, items) = items(example.objects)
    for gone in Set(items.map(kind)).sorted() {
      let after = try findings(example, objects: head + items.filter { kind($0) != gone }.joined())
      for (rule, verdict) in after where verdict < .suspected {
        #expect(before[rule].map { $0 <= verdict } ?? false, "\(id) without \(gone): \(rule) \(verdict)")
      }
    }
  }

  @Test(arguments: examples.map { ($0.0, $0.1.name) })
  func whatNobodyDeletesIsNotStuck(_ id: String, _ name: String) throws {
    let example = try #require(Self.examples.first { $0.0 == id && $0.1.name == name }?.1)
    let rule = try #require(RuleExampleTests.rules.first { $0.id == id })
    guard rule.outcome == .stuck, example.finds.contains(id), example.log.isEmpty else { return }
    let lines = example.objects.components(separatedBy: "\n").filter { !$0.contains("deletion") }
    #expect(try findings(example, objects: lines.joined(separator: "\n"))[id] == nil)
  }
}
