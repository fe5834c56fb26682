import ClusterState
import Model

/// `twin: [FIELD, …]`: another living object of its kind has the same values in all these fields.
struct TwinTest: StateTest {
  static let word = "twin"
  private let paths: [String]

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    paths = try fields.fieldPaths("twin", of: kinds)
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    let group = world.cache.twins(asked.ref.kind, paths, world.state)[asked.ref] ?? []
    return group.filter { $0 != asked.ref }.reduce(.no) { found, other in
      found || (world.exists(other) && Answer(world.terminating(other) == nil))
    }
  }

  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? {
    Array(world.cache.twins(kind, paths, world.state).keys)
  }
}
