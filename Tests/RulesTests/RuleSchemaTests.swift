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
    ("titel: x", "unknown key 'titel'; did you mean 'title'?"),
    ("severity: criticl", "unknown word 'criticl'; did you mean 'critical'?"),
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

  @Test func takesChineseBesideEnglish() throws {
    let text = Self.valid.replacingOccurrences("title: A title", "title:\n  en: A title\n  zh: 标题")
      .replacingOccurrences("says: it begins", "says: {en: it begins, zh: \"开始\"}")
      .replacingOccurrences(
        "mechanism: Because", "mechanism:\n  en: >\n    Because\n    of it\n  zh: >\n    因为，\n    Vpc 与\n    子网")
    let rule = try Rule(yaml: Array(text.utf8), file: "rule.yaml")
    #expect(rule.title == "A title" && rule.sequence[0].says == "it begins" && rule.mechanism == "Because of it")
    #expect(rule.chinese == ["A title": "标题", "it begins": "开始", "Because of it": "因为，Vpc 与子网"])
  }

  @Test(arguments: [
    ("title:\n  zh: 标题", "the key 'en' is missing here"),
    ("title:\n  en: x\n  cn: y", "unknown key 'cn'; did you mean 'en'?"),
    ("title: [x]", "expected a single value here"),
    ("titel: A title", "unknown key 'titel'; did you mean 'title'?"),
  ])
  func refusesMistakesInWordings(_ title: String, _ message: String) {
    #expect(error(Self.valid.replacingOccurrences("title: A title", title))?.message == message)
  }

  /// Commands print English in every language; all other texts of a built-in rule have Chinese beside them.
  @Test func builtInRulesSpeakBothLanguages() throws {
    for rule in try RulePack.builtIn().rules {
      var texts = [rule.title, rule.mechanism, rule.affected]
      texts += rule.sequence.map(\.says) + rule.absences.map(\.says) + (rule.confirm + rule.refute).map(\.says)
      texts += rule.remediation.flatMap { [$0.title, $0.undo] }
      for text in texts where !text.isEmpty { #expect(rule.chinese[text] != nil, "\(rule.id): \(text)") }
    }
  }

  @Test(arguments: ["", "- a", "a: &x 1\nb: *x", "{", "a: [", "\u{0}"])
  func refusesWhatIsNoRule(_ text: String) { #expect(error(text) != nil) }

  @Test func refusesDeepNesting() { #expect(error(String(repeating: "[", count: 5000)) != nil) }
}

extension String {
  fileprivate func replacingOccurrences(_ a: String, _ b: String) -> String { replacing(a, with: b) }
}
