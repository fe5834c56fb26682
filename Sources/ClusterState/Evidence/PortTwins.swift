import Model

/// Ports of OVN that have an address together with another port.
public struct PortTwins: Sendable {
  /// Where two ports with one address are.
  public enum Place: Sendable, Hashable {
    case sameSwitch
    /// The evidence does not say on which switch one of them is.
    case unknown
  }

  /// By name of the port.
  public private(set) var places: [String: Place] = [:]

  /// What was captured at one time: a file, or what `show` printed of one switch, which people do before and after.
  private struct Capture: Hashable {
    var stream: Int32
    var block: UInt32

    init(_ row: PortTable.Row) { (stream, block) = (row.stream, row.port.block) }
  }

  /// What one capture shows under one address.
  private struct Slot: Hashable {
    var capture: Capture
    var address: Substring
  }

  private struct Holder {
    var name: String
    var logicalSwitch: String
  }

  /// O(rows of the table of ports). Of two captures each is looked at alone: what had an address in an old one may have
  /// given it up since. Only what every capture that knows one of the two shows counts.
  init(_ table: PortTable) {
    var holders: [Slot: [Holder]] = [:]
    var captures: [String: Set<Capture>] = [:]
    for (name, rows) in table.byName {
      for row in rows where !row.port.isDeleted && row.port.type.isEmpty {
        captures[name, default: []].insert(Capture(row))
        for address in Self.addresses(row.port) {
          holders[Slot(capture: Capture(row), address: address), default: []].append(
            Holder(name: name, logicalSwitch: row.port.logicalSwitch))
        }
      }
    }
    var shown: [Pair: Set<Capture>] = [:]
    var place: [Pair: Place] = [:]
    for (slot, all) in holders where all.count > 1 && all.count <= Self.mostHolders {
      for (i, a) in all.enumerated() {
        for b in all[..<i] where a.name != b.name {
          let isKnown = !a.logicalSwitch.isEmpty && !b.logicalSwitch.isEmpty
          if isKnown, a.logicalSwitch != b.logicalSwitch { continue }
          let pair = Pair(a: min(a.name, b.name), b: max(a.name, b.name))
          shown[pair, default: []].insert(slot.capture)
          if isKnown || place[pair] == nil { place[pair] = isKnown ? .sameSwitch : .unknown }
        }
      }
    }
    for (pair, place) in place
    where shown[pair] == (captures[pair.a] ?? []).union(captures[pair.b] ?? []) {
      for name in [pair.a, pair.b] where places[name] != .sameSwitch { places[name] = place }
    }
  }

  private struct Pair: Hashable {
    var a: String
    var b: String
  }

  /// An address that more ports have is a placeholder.
  private static let mostHolders = 16

  /// The addresses beside the MAC; words such as `dynamic` and `router` are none, nor is what somebody hid.
  private static func addresses(_ port: NorthboundPort) -> Set<Substring> {
    var found: Set<Substring> = []
    for text in port.addresses {
      for word in text.split(separator: " ").dropFirst() where IPAddress(String(word)) != nil {
        found.insert(word)
      }
    }
    return found
  }
}

extension ClusterState {
  /// Ports that share an address; O(ports) at each call.
  public var portTwins: PortTwins { PortTwins(ports) }
}
