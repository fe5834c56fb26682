import ClusterState
import Model

/// `field: spec.qosPolicy`, or `field: events.REASON` for what Warnings about the object say, with one of `equals`, `in`, `matches`, `set: yes|no`, `same-as: FIELD`.
struct FieldTest: StateTest {
  static let word = "field"
  private let path: String
  private let wanted: Wanted

  private enum Wanted {
    case oneOf([String])
    case matching(TextPattern)
    case set(Bool)
    case sameAs(String)
  }

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    path = try fields.field("field", of: kinds)
    if fields.has("equals") {
      wanted = .oneOf([try fields.text("equals") ?? ""])
    } else if fields.has("in") {
      wanted = .oneOf(try fields.words("in").map(\.text))
    } else if fields.has("matches") {
      wanted = .matching(try fields.pattern("matches"))
    } else if fields.has("same-as") {
      wanted = .sameAs(try fields.field("same-as", of: kinds))
    } else if fields.has("set") {
      wanted = .set(try fields.flag("set"))
    } else {
      throw fields.lacks(oneOf: ["equals", "in", "matches", "set", "same-as"])
    }
  }

  /// An Event tells of what it is about, whether or not objects of the kind were listed.
  var isTelling: Bool { ClusterState.isToldByEvents(path) }

  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? {
    isTelling ? world.state.complained(of: kind) : nil
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    if isTelling {
      // Events stay when what they are about is gone.
      switch world.exists(asked.ref) {
      case .no: return .no
      case .unknown where world.state.isComplaintDated(about: asked.ref): return .unknown("whether it is there still")
      case .yes, .unknown: break
      }
    }
    let found = world.state.answer(path, of: asked.ref)
    if case .unknown(let why) = found { return .unknown(why) }
    let text = if case .value(let text) = found { text } else { "" }
    switch wanted {
    case .oneOf(let texts): return Answer(texts.contains(text))
    case .matching(let pattern): return pattern.matches(text)
    case .set(let isSet): return Answer(isSet != text.isEmpty)
    case .sameAs(let other):
      switch world.state.answer(other, of: asked.ref) {
      case .value(let value): return Answer(value == text)
      case .missing: return Answer(text.isEmpty)
      case .unknown(let why): return .unknown(why)
      }
    }
  }
}
