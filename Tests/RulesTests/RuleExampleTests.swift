import Foundation
import Model
import Pipeline
import Testing

@testable import Rules

/// Every rule carries lines that must, and lines that must not, lead to a finding; they are its tests.
@Suite struct RuleExampleTests {
  static let rules = (try? RulePack.builtIn())?.rules ?? []

  @Test func thereAreRules() {
    #expect(Self.rules.count >= 8)
    #expect(Set(Self.rules.map(\.id)).count == Self.rules.count)
  }

  @Test(arguments: rules.flatMap { rule in rule.examples.map { (rule.id, $0.name) } })
  func example(_ id: String, _ name: String) throws {
    let rule = try #require(Self.rules.first { $0.id == id })
    let example = try #require(rule.examples.first { $0.name == name })
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("example-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try example.log.write(to: folder.appendingPathComponent("controller.log"), atomically: true, encoding: .utf8)
    if !example.objects.isEmpty {
      try example.objects.write(to: folder.appendingPathComponent("objects.yaml"), atomically: true, encoding: .utf8)
    }
    var options = AnalyzeOptions()
    options.inputs = [folder.path]
    let report = try Analysis.run(options).report
    let found = report.findings.filter { $0.verdict != .refuted }
    #expect(Set(found.map(\.rule)) == Set(example.finds))
    if let verdict = example.verdict { #expect(found.first { $0.rule == id }?.verdict == verdict) }
    #expect(report.bytes.notUnderstood == 0)
  }

  @Test(arguments: rules.map(\.id))
  func hasBothKindsOfExample(_ id: String) throws {
    let rule = try #require(Self.rules.first { $0.id == id })
    #expect(rule.examples.contains { $0.finds.contains(id) })
  }

  @Test(arguments: rules.map(\.id))
  func refersOnlyToRulesThatExist(_ id: String) throws {
    let rule = try #require(Self.rules.first { $0.id == id })
    let known = Set(Self.rules.map(\.id))
    #expect(Set(rule.supersedes + rule.follows).isSubset(of: known))
  }

  /// A patch of `ips` without a name would strip every finalizer of the cluster.
  @Test(arguments: rules.map(\.id))
  func neverPatchesWithoutAName(_ id: String) throws {
    let rule = try #require(Self.rules.first { $0.id == id })
    for remedy in rule.remediation where remedy.command.contains("patch") {
      #expect(remedy.command.contains("kubectl patch ip {ip} "))
      #expect(remedy.isPerObject)
      #expect(remedy.preconditions.contains("subnet-gone") && remedy.preconditions.contains("owner-gone"))
    }
  }
}
