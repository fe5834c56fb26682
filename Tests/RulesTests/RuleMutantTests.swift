import Model
import Pipeline
import Testing

@testable import Rules

/// Every part of a rule is needed: leave it out, or turn it round, and an example of the rule shows it.
@Suite struct RuleMutantTests {
  @Test(arguments: RuleExampleTests.rules.map(\.id))
  func examplesNeedEveryPart(_ id: String) throws {
    let rule = try #require(RuleExampleTests.rules.first { $0.id == id })
    #expect(!RuleMutant.all(of: rule).isEmpty)
    #expect(try RuleTesting.survivors(ofBuiltIn: [rule]).map(\.change) == [])
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
