import Model

/// `finalizer: any`: it has one; `finalizer: NAME`: it has that one; `finalizer: none`.
struct FinalizerTest: StateTest {
  static let word = "finalizer"
  private let name: String

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    name = try fields.required("finalizer")
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    guard let found = world.state.finalizers(of: asked.ref) else {
      return .unknown("the evidence does not show its finalizers")
    }
    switch name {
    case "any": return Answer(!found.isEmpty)
    case "none": return Answer(found.isEmpty)
    default: return Answer(found.contains(name))
    }
  }
}
