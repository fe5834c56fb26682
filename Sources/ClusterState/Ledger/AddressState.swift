/// Where an IP object or Vip stands. Every object is in exactly one state.
public enum AddressState: String, Sendable, CaseIterable {
  /// Its pod exists.
  case inUse = "in-use"
  /// Its pod is gone, and a StatefulSet or virtual machine keeps it.
  case kept
  /// Reserved by a label.
  case reserved
  case vip
  case node
  /// Gateway of an underlay Subnet's interconnection.
  case u2o
  case multicast = "mcast"
  /// Its pod went, or its deletion was asked for, a moment before the evidence ends.
  case inGrace = "in-grace"
  /// Its owner is gone, and the controller's collector may still take it.
  case waiting
  /// Being deleted, and cannot finish.
  case leaking
  /// Its owner is gone, and nothing keeps it.
  case leaked
  /// Another object holds the same address in the same Subnet.
  case conflict
  /// Its pod is not shown, but may have been left out of what is shown.
  case unproven
  /// The same, and its network is being taken down or is gone.
  case suspect
  /// It stands in a table, and no pod of the tables has its name or address.
  case unlisted
  /// Not to be told.
  case unknown

  /// The object is where it should be.
  public var isFine: Bool {
    switch self {
    case .inUse, .kept, .reserved, .vip, .node, .u2o, .multicast: true
    case .inGrace, .waiting, .leaking, .leaked, .conflict, .unproven, .suspect, .unlisted, .unknown:
      false
    }
  }
}
