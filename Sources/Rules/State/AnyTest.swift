import Model

/// `any: [CONDITION, …]`: at least one of them holds.
struct AnyTest: StateTest {
  static let word = "any"
  private let tests: [any StateTest]

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    tests = try fields.list("any") { (f: inout RuleFields) throws(RuleError) in try StateTests.read(&f, about: kinds) }
  }

  var isTelling: Bool { tests.contains(where: \.isTelling) }

  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? {
    let known = tests.compactMap { $0.subjects(kind, in: world) }
    if known.isEmpty { return nil }
    // What one of them tells of need not be listed; for the others, all that is listed may be meant.
    return Array(Set(known.joined()).union(known.count == tests.count ? [] : world.state.refs(of: kind)))
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    tests.reduce(.no) { $0 || $1.answer(asked, in: world) }
  }
}
