import ClusterState
import Model

/// `port-twin: address`: another port of OVN has an address of its port, and is not known to be on another switch;
/// `port-twin: switch`: and it is on the same one.
struct PortTwinTest: StateTest {
  static let word = "port-twin"
  private let asksForSwitch: Bool

  init(_ fields: inout RuleFields, about kinds: [ResourceKind]) throws(RuleError) {
    asksForSwitch = try fields.word("port-twin", ["address", "switch"]) == "switch"
  }

  /// The port shows that its owner was set up, whether or not the IP objects were listed.
  var isTelling: Bool { true }

  func answer(_ asked: Asked, in world: World) -> Answer {
    switch world.cache.portTwins(world.state).places[asked.ref.name] {
    case nil: .no
    case .sameSwitch?: .yes
    case .unknown?: asksForSwitch ? .unknown("on which switches the two ports are") : .yes
    }
  }

  func subjects(_ kind: ResourceKind, in world: World) -> [ResourceRef]? {
    world.cache.portTwins(world.state).places.keys.map { ResourceRef(kind, name: $0) }
  }
}
