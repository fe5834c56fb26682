import Testing

@testable import Rules

@Suite struct RuleSchemaTests {
  private static let valid = """
    id: KOV-900
    class: some-class
    title: A title
    mechanism: Because
    sequence:
      - step: one
        event: ip.allocated
        says: it begins
    """

  private func error(_ text: String) -> RuleError? {
    do throws(RuleError) {
      _ = try Rule(yaml: Array(text.utf8), file: "rule.yaml")
      return nil
    } catch { return error }
  }

  @Test func acceptsTheSmallestRule() { #expect(error(Self.valid) == nil) }

  @Test(arguments: [
    ("titel: x", "unknown key 'titel'; did you mean 'title'?"), ("severity: criticl", "unknown word 'criticl'; did you mean 'critical'?"),
    ("persists:\n  step: two", "'two' is no step of this rule"), ("id: again", "the key 'id' stands here twice"),
  ])
  func refusesMistakes(_ addition: String, _ message: String) {
    #expect(error(Self.valid + "\n" + addition)?.message == message)
  }

  @Test func namesThePlaceOfAMistake() {
    let found = error(Self.valid.replacingOccurrences("event: ip.allocated", "event: ip.alocated"))
    #expect(found?.mark == Mark(line: 7, column: 12))
    #expect(found?.message == "unknown word 'ip.alocated'; did you mean 'ip.allocated'?")
  }

  @Test func refusesAStepBeforeItsReference() {
    let text = Self.valid + "\n  - step: two\n    event: ip.gone\n    after: three\n    says: x"
    #expect(error(text)?.message == "step 'two' refers to 'three', which is no step before it")
  }

  @Test(arguments: ["", "- a", "a: &x 1\nb: *x", "{", "a: [", "\u{0}"])
  func refusesWhatIsNoRule(_ text: String) { #expect(error(text) != nil) }

  @Test func refusesDeepNesting() { #expect(error(String(repeating: "[", count: 5000)) != nil) }
}

extension String {
  fileprivate func replacingOccurrences(_ a: String, _ b: String) -> String { replacing(a, with: b) }
}
