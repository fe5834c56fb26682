import ClusterState
import Model

/// `twin: [FIELD, …]`: another living object of its kind has the same values in all these fields. `unlike: FIELD`: and another
/// value in that one. `that: [TEST, …]`: and none of these is known not to hold for it. `together: yes`: and both were there at
/// one time.
struct TwinTest: StateTest {
  static let word = "twin"
  static let keys = ["unlike", "that", "together"]
  private let paths: [String]
  private let unlike: String?
  private let tests: [any StateTest]
  private let isTogether: Bool

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    paths = try fields.fieldPaths("twin", of: kinds)
    unlike = fields.has("unlike") ? try fields.field("unlike", of: kinds) : nil
    tests = try fields.list("that") { (f: inout RuleFields) throws(RuleError) in try StateTests.read(&f, about: kinds) }
    isTogether = try fields.flag("together")
  }

  var sharedFields: [String] { paths }

  func answer(_ asked: Asked, in world: World) -> Answer {
    let group = world.cache.twins(asked.ref.kind, paths, world.state)[asked.ref] ?? []
    let found = group.prefix(Self.most).lazy.filter { $0 != asked.ref }.reduce(Answer.no) { found, other in
      found
        || (world.exists(other) && Answer(world.terminating(other) == nil) && differs(asked.ref, other, world)
          && holds(for: other, in: world) && areOfOneTime(asked.ref, other, world))
    }
    return group.count > Self.most ? found || .unknown("whether one of \(group.count) others is like it") : found
  }

  /// A dump that is made to be slow has thousands of objects that are alike, and each is held against each.
  private static let most = 200

  private func holds(for other: ResourceRef, in world: World) -> Answer {
    let asked = Asked(ref: other, facts: SubjectFacts(), resources: [])
    return Answer(!tests.contains { $0.answer(asked, in: world) == .no })
  }

  private func differs(_ a: ResourceRef, _ b: ResourceRef, _ world: World) -> Answer {
    guard let unlike else { return .yes }
    guard case .value(let x) = world.state.answer(unlike, of: a), case .value(let y) = world.state.answer(unlike, of: b)
    else { return .unknown("whether the two differ in \(unlike)") }
    return Answer(x.lowercased() != y.lowercased())
  }

  private func areOfOneTime(_ a: ResourceRef, _ b: ResourceRef, _ world: World) -> Answer {
    if world.state.wereApart(a, b) { return .no }
    return !isTogether || world.state.wereTogether(a, b) ? .yes : .unknown("whether the two were there at one time")
  }

  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? {
    Array(world.cache.twins(kind, paths, world.state).keys)
  }
}
