import ClusterState
import Model

/// `count: [OvnFip, OvnSnatRule]`, `by: eip`: how many objects of other kinds refer to it, `is: 0` or `at-least: 1`; of these
/// only the living (`deleting: no`) or those being deleted (`deleting: yes`), and none whose name fits `except`. Without
/// `by`, all objects of the kinds.
struct CountTest: StateTest {
  static let word = "count"
  private let kinds: [ResourceKind]
  private let reference: String?
  private let deleting: Bool?
  private let except: TextPattern?
  private let exactly: Int?
  private let atLeast: Int

  init(_ fields: inout RuleFields, about subjects: [ResourceKind]) throws(RuleError) {
    kinds = try fields.apiKinds("count")
    reference = fields.has("by") ? try fields.anyReference("by", of: kinds) : nil
    deleting = fields.has("deleting") ? try fields.flag("deleting") : nil
    except = fields.has("except") ? try fields.pattern("except") : nil
    exactly = try fields.number("is")
    atLeast = try fields.number("at-least") ?? 0
    if exactly == nil, atLeast == 0 { throw fields.lacks(oneOf: ["is", "at-least"]) }
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    var sure = 0
    var doubt: String?
    for kind in kinds {
      let pointer = reference.flatMap { kind.facts.reference($0) }
      // Objects of a kind that cannot refer to the subject are none.
      if reference != nil, pointer.map({ ResourceKind(apiKind: $0.target) != asked.ref.kind }) ?? true { continue }
      if case .unknown(let why) = world.isWhole(kind, for: asked.ref) { doubt = doubt ?? why }
      var candidates: [ResourceRef]
      if let pointer {
        let found = world.cache.referrers(kind, pointer, world.state)
        candidates = found.byTarget[asked.ref] ?? []
        for ref in found.unknown where world.exists(ref) != .no {
          doubt = doubt ?? "no evidence shows what \(ref.display) refers to"
        }
      } else {
        candidates = world.state.refs(of: kind)
      }
      for ref in candidates where ref != asked.ref {
        switch counts(ref, world) {
        case .yes: sure += 1
        case .no: continue
        case .unknown(let why): doubt = doubt ?? why
        }
      }
    }
    if let exactly {
      if sure > exactly { return .no }
      if let doubt { return .unknown(doubt) }
      return Answer(sure == exactly)
    }
    if sure >= atLeast { return .yes }
    return doubt.map { .unknown($0) } ?? .no
  }

  private func counts(_ ref: ResourceRef, _ world: World) -> Answer {
    if let except {
      switch except.matches(ref.name) {
      case .yes: return .no
      case .no: break
      case let unknown: return unknown
      }
    }
    var answer = world.exists(ref)
    if let deleting { answer = answer && Answer((world.terminating(ref) != nil) == deleting) }
    return answer
  }
}
