import ClusterState
import Model

/// `ledger: [leaked, leaking]`: the place of an IP object or a Vip in the address ledger.
struct LedgerTest: StateTest {
  static let word = "ledger"
  private let states: Set<String>

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    states = Set(try fields.words("ledger", of: AddressState.allCases.map(\.rawValue)))
  }

  func answer(_ asked: Asked, in world: World) -> Answer {
    guard let state = asked.facts.ledger else { return .unknown("no dump shows the IP objects") }
    if state == AddressState.unknown.rawValue, !states.contains(state) { return .unknown(asked.facts.ledgerReason) }
    return Answer(states.contains(state))
  }
}
