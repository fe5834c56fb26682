import Model

/// `terminating: 45s`: its deletion was asked for at least so long before the evidence ends. `terminating: no`: it was not.
struct TerminatingTest: StateTest {
  static let word = "terminating"
  private let atLeast: Int64?

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    atLeast = try fields.isNo("terminating") ? nil : try fields.duration("terminating")
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    switch world.exists(asked.ref) {
    case .yes: break
    case let other: return other
    }
    guard let deletion = world.terminating(asked.ref) else {
      if atLeast != nil, world.state.isShownInPart(asked.ref) {
        return .unknown("a table does not show metadata.deletionTimestamp")
      }
      return Answer(atLeast == nil)
    }
    guard let atLeast else { return .no }
    guard let lasted = deletion.lasted else { return .unknown("the evidence does not tell when it was collected") }
    // What a list holds shows only that it is no older: it may have been read any time later.
    return lasted >= atLeast ? .yes : .unknown("for how long it has been Terminating")
  }

  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? {
    atLeast == nil ? nil : world.cache.deleting(kind, world.state)
  }
}
