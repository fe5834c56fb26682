import Model

/// `older-than: 60s`: it was made at least so long before the evidence ends.
struct AgeTest: StateTest {
  static let word = "older-than"
  private let atLeast: Int64

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    atLeast = try fields.duration("older-than") ?? 0
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    guard let made = world.state.lives(of: asked.ref).last?.created?.instant,
      let asOf = world.state.sighting(of: asked.ref).asOf
    else { return .unknown("the evidence does not tell its age") }
    // What a list holds shows only that it is no older: it may have been read any time later.
    return asOf - made >= atLeast ? .yes : .unknown("how long it has been there")
  }
}
