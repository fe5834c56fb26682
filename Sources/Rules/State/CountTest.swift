import ClusterState
import Model

/// `count: [OvnFip, OvnSnatRule]`, `by: eip`: how many objects of other kinds refer to it, `is: 0` or `at-least: 1`; of these
/// only the living (`deleting: no`) or those being deleted (`deleting: yes`), and none whose name fits `except`. Instead of
/// `by`, `having: [FIELD, …]` and `as: [FIELD, …]`: those whose fields have the values that these of it have. With neither, all
/// objects of the kinds.
struct CountTest: StateTest {
  static let word = "count"
  private let kinds: [ResourceKind]
  private let reference: String?
  /// Fields of the others, and those of the subject with the same values.
  private let alike: (others: [String], own: [String])?
  private let deleting: Bool?
  private let except: TextPattern?
  private let exactly: Int?
  private let atLeast: Int

  init(_ fields: inout RuleFields, about subjects: [ResourceKind]) throws(RuleError) {
    kinds = try fields.apiKinds("count")
    reference = fields.has("by") ? try fields.anyReference("by", of: kinds) : nil
    if fields.has("having") {
      let others = try fields.fieldPaths("having", of: kinds)
      let own = try fields.fieldPaths("as", of: subjects)
      if others.count != own.count { try fields.fail(fields.error("as", "as many fields as 'having' has are needed")) }
      alike = (others, own)
    } else {
      alike = nil
    }
    deleting = fields.has("deleting") ? try fields.flag("deleting") : nil
    except = fields.has("except") ? try fields.pattern("except") : nil
    exactly = try fields.number("is")
    atLeast = try fields.number("at-least") ?? 0
    if exactly == nil, atLeast == 0 { throw fields.lacks(oneOf: ["is", "at-least"]) }
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    var sure = 0
    var doubt: String?
    var values: [String] = []
    for path in alike?.own ?? [] {
      switch world.state.answer(path, of: asked.ref) {
      case .value(let value): values.append(value)
      case .missing: return .unknown("it has no \(path)")
      case .unknown(let why): return .unknown(why)
      }
    }
    for kind in kinds {
      guard let found = candidates(kind, asked.ref, values, world) else { continue }
      if case .unknown(let why) = world.isWhole(kind, for: asked.ref) { doubt = doubt ?? why }
      for ref in found.unknown where world.exists(ref) != .no {
        doubt = doubt ?? unseen(ref)
      }
      for ref in found.refs where ref != asked.ref {
        switch counts(ref, world) {
        case .yes where world.state.wereApart(asked.ref, ref): doubt = doubt ?? "they are shown at different times"
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

  /// The objects of a kind that are meant, and those of which no evidence shows whether they are; `nil` if the kind cannot
  /// refer to the subject.
  private func candidates(
    _ kind: ResourceKind, _ subject: ResourceRef, _ values: [String], _ world: World
  ) -> (refs: [ResourceRef], unknown: [ResourceRef])? {
    if let reference {
      guard let pointer = kind.facts.reference(reference), ResourceKind(apiKind: pointer.target) == subject.kind else {
        return nil
      }
      let found = world.cache.referrers(kind, pointer, world.state)
      return (found.byTarget[subject] ?? [], found.unknown)
    }
    if let alike {
      let found = world.cache.holders(kind, alike.others, world.state)
      return (found.byValues[values] ?? [], found.unknown)
    }
    return (world.state.refs(of: kind), [])
  }

  private func unseen(_ ref: ResourceRef) -> String {
    alike.map { "no evidence shows \($0.others.joined(separator: ", ")) of \(ref.display)" }
      ?? "no evidence shows what \(ref.display) refers to"
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
