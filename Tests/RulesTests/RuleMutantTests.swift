import Model
import Pipeline
import Testing

@testable import Rules

/// Every part of a rule is needed: leave it out, or turn it round, and an example of the rule shows it.
@Suite struct RuleMutantTests {
  /// Parts of which no example has been found yet that needs them. One that an example needs by now fails the test.
  static let untold: [String: Set<String>] = [
    // Where another address of the pod is handed out too late to count, its own port or routing shows that it was made.
    "KOV-004": ["limit of step 'committed' lifted"]
  ]

  @Test(arguments: RuleExampleTests.rules.map(\.id))
  func examplesNeedEveryPart(_ id: String) throws {
    let rule = try #require(RuleExampleTests.rules.first { $0.id == id })
    #expect(!RuleMutant.all(of: rule).isEmpty)
    #expect(try Set(RuleTesting.survivors(ofBuiltIn: [rule]).map(\.change)) == Self.untold[id, default: []])
  }

  /// A mutant differs from its rule where it says, and nowhere refers to a step that is not there.
  @Test(arguments: RuleExampleTests.rules.map(\.id))
  func mutantsAreWhole(_ id: String) throws {
    let rule = try #require(RuleExampleTests.rules.first { $0.id == id })
    for mutant in RuleMutant.all(of: rule) {
      let names = Set(mutant.rule.sequence.map(\.name))
      let references =
        mutant.rule.sequence.flatMap { [$0.after, $0.before, $0.sameAs] }
        + [mutant.rule.persistence?.step, mutant.rule.rate?.step, mutant.rule.deadline?.step]
        + mutant.rule.absences.map { $0.from.isEmpty ? nil : $0.from }
      #expect(Set(references.compactMap { $0 }).isSubset(of: names), "\(mutant.change)")
      let parts = mutant.rule.sequence.count + mutant.rule.absences.count + mutant.rule.state.count
      let whole = rule.sequence.count + rule.absences.count + rule.state.count
      #expect(parts == whole || parts == whole - 1)
    }
  }
}
