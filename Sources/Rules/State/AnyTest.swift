import Model

/// `any: [CONDITION, …]`: at least one of them holds.
struct AnyTest: StateTest {
  static let word = "any"
  private let tests: [any StateTest]

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    tests = try fields.list("any") { (f: inout RuleFields) throws(RuleError) in try StateTests.read(&f, about: kinds) }
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    tests.reduce(.no) { $0 || $1.answer(asked, in: world) }
  }
}
