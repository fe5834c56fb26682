import Model

/// `owned: no`: an object of the kinds named in its owner references exists (`yes`), or none does (`no`).
struct OwnedTest: StateTest {
  static let word = "owned"
  private let wanted: Bool

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    wanted = try fields.flag("owned")
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    let owners = world.state.owners(of: asked.ref)
    if owners.isEmpty { return Answer(!wanted) }
    let isOwned = owners.reduce(Answer.no) { $0 || world.exists($1) }
    return wanted ? isOwned : !isOwned
  }
}
