import ClusterState
import Model

/// `present: vpc`, `absent: gateway`: whether what a reference of the kind's file names exists. Instead of the reference, a
/// kind and a pattern whose first group is the name: `absent: {kind: VpcNatGateway, from: spec.podName, pattern: …}`. Of a kind
/// that lives in namespaces the second group is the namespace.
struct ExistenceTest {
  private let references: [ResourceKind: KindReference]
  private let named: (kind: ResourceKind, field: String, pattern: TextPattern, name: String)?

  init(_ word: String, _ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    if fields.isMapping(word) {
      references = [:]
      named = try fields.group(word) { (f: inout RuleFields) throws(RuleError) in
        (
          try f.apiKind("kind"), try f.field("from", of: kinds), try f.pattern("pattern"), try f.text("name") ?? "{}"
        )
      }
    } else {
      references = try fields.reference(word, of: kinds)
      named = nil
    }
  }

  /// Whether it exists.
  func exists(_ asked: Asked, in world: World) -> Answer {
    guard let targets = targets(asked.ref, world.state) else {
      return .unknown("no evidence shows what it refers to")
    }
    guard !targets.isEmpty else { return .unknown("it refers to nothing") }
    return targets.reduce(.no) { $0 || world.exists($1, for: asked.ref) }
  }

  private func targets(_ ref: ResourceRef, _ state: ClusterState) -> [ResourceRef]? {
    if let named {
      guard case .value(let text) = state.answer(named.field, of: ref) else { return nil }
      guard let part = named.pattern.group(1, in: text) else { return [] }
      let name = named.name.replacing("{}", with: part)
      guard named.kind.isNamespaced else { return [ResourceRef(named.kind, name: name)] }
      guard let namespace = named.pattern.group(2, in: text) else { return [] }
      return [ResourceRef(named.kind, namespace: namespace, name: name)]
    }
    return references[ref.kind].flatMap { World.targets($0, of: ref, state) }
  }

  /// See `ExistenceTest`.
  struct Present: StateTest {
    static let word = "present"
    private let test: ExistenceTest
    init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
      test = try ExistenceTest(Self.word, &fields, about: kinds)
    }
    func answer(_ asked: Asked, in world: World) -> Answer { test.exists(asked, in: world) }
  }

  /// See `ExistenceTest`.
  struct Absent: StateTest {
    static let word = "absent"
    private let test: ExistenceTest
    init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
      test = try ExistenceTest(Self.word, &fields, about: kinds)
    }
    func answer(_ asked: Asked, in world: World) -> Answer { !test.exists(asked, in: world) }
  }
}

extension World {
  /// The objects that a reference names; `nil` if no evidence shows the field.
  static func targets(_ reference: KindReference, of ref: ResourceRef, _ state: ClusterState) -> [ResourceRef]? {
    let kind = ResourceKind(apiKind: reference.target)
    var namespace = kind.isNamespaced ? ref.namespace : ""
    if !reference.namespaceField.isEmpty {
      guard case .value(let text) = state.answer(reference.namespaceField, of: ref) else { return nil }
      namespace = text
    }
    return state.values(reference.field, of: ref)?.map { ResourceRef(kind, namespace: namespace, name: $0) }
  }
}
