import Model

/// `port: present`: OVN has a port of its name.
struct PortTest: StateTest {
  static let word = "port"
  private let wanted: Rule.Condition.Presence

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    wanted = try fields.word("port", Rule.Condition.Presence.self) ?? .present
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    switch asked.facts.port {
    case .present: Answer(wanted == .present)
    case .absent: Answer(wanted == .absent)
    case .unknown(let why): .unknown(why)
    }
  }
}
