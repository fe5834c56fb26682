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
    #expect(try RuleTesting.runBuiltIn(rule, example) == [])
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

  /// A patch without a name would strip every finalizer of the cluster.
  @Test(arguments: rules.map(\.id))
  func neverPatchesWithoutAName(_ id: String) throws {
    let rule = try #require(Self.rules.first { $0.id == id })
    for remedy in rule.remediation where remedy.command.contains("patch") {
      #expect(remedy.isPerObject)
      #expect(!remedy.preconditions.isEmpty)
      if remedy.command.contains("finalizers") {
        #expect(remedy.preconditions.contains("is-terminating"))
        let names = [
          "kubectl patch ip {ip} ", "kubectl patch ips.kubeovn.io {ip} ", "kubectl patch {resource} {name} ",
        ]
        #expect(names.contains { remedy.command.contains($0) })
      }
    }
  }
}
