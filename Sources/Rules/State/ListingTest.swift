import ClusterState
import Model

/// `unlisted: {value: spec.subnet, kind: VpcNatGateway, from: metadata.name, pattern: …, in: [spec.subnet, …]}`: the object of
/// `kind` whose name is the first group of `pattern` in `from` exists, and none of its fields `in` holds the value that the
/// subject has in `value`. A field that holds nothing stands for something that the object does not say: the answer is unknown.
struct ListingTest: StateTest {
  static let word = "unlisted"
  private let value: String
  private let kind: ResourceKind
  private let from: String
  private let pattern: TextPattern
  private let fields: [String]

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    let read = try fields.group(Self.word) { (f: inout RuleFields) throws(RuleError) in
      let kind = try f.apiKind("kind")
      return (
        value: try f.field("value", of: kinds), kind: kind, from: try f.field("from", of: kinds),
        pattern: try f.pattern("pattern"), fields: try f.fieldPaths("in", of: [kind])
      )
    }
    guard let read else { throw fields.missing(Self.word) }
    (value, kind, from, pattern, self.fields) = (read.value, read.kind, read.from, read.pattern, read.fields)
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    guard case .value(let named) = world.state.answer(from, of: asked.ref),
      case .value(let wanted) = world.state.answer(value, of: asked.ref)
    else { return .unknown("no evidence shows what it refers to") }
    guard let name = pattern.group(1, in: named) else { return .no }
    let other = ResourceRef(kind, name: name)
    if let doubt = world.age(of: kind, "", for: asked.ref) { return .unknown(doubt) }
    let exists = world.exists(other)
    if exists != .yes { return exists }
    for field in fields {
      guard let values = world.state.values(field, of: other), !values.isEmpty else {
        return .unknown("no evidence shows \(field) of \(other.display)")
      }
      if values.contains(wanted) { return .no }
    }
    return .yes
  }
}
