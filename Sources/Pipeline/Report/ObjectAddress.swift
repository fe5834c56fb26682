import ClusterState
import Model
import Rules

/// The address that an object has, and the Subnet it is of, as the newest evidence of the object says; empty where that shows
/// none.
struct ObjectAddress: Hashable {
  private(set) var address = ""
  private(set) var subnet = ""

  /// The fields that hold them, by kind: that with both families, or one for each. Of a pod those of its default network.
  private static let fields: [ResourceKind: (addresses: [[String]], subnet: String)] = [
    .ip: ([["spec.ipAddress"], ["spec.v4IpAddress", "spec.v6IpAddress"]], "spec.subnet"),
    .pod: (
      [["metadata.annotations.ovn.kubernetes.io/ip_address"]], "metadata.annotations.ovn.kubernetes.io/logical_switch"
    ),
    .vip: ([["status.v4ip", "status.v6ip"]], "spec.subnet"),
  ]

  /// Reads them; of another object of that name, by its UID, they are not told.
  init(of c: Candidate, _ state: ClusterState) {
    let ref = c.subject.ref
    guard let (addresses, subnet) = Self.fields[ref.kind] else { return }
    if !c.facts.uid.isEmpty, let uid = state.lives(of: ref).last?.uid, !uid.isEmpty, uid != c.facts.uid { return }
    func value(_ path: String) -> String? {
      if case .value(let value) = state.answer(path, of: ref) { value } else { nil }
    }
    address = addresses.lazy.map { $0.compactMap(value).joined(separator: ",") }.first { !$0.isEmpty } ?? ""
    self.subnet = value(subnet) ?? ""
    if address.isEmpty, ref.kind == .ip { readPort(ref.name, state) }
  }

  /// Takes the address of the port that has an IP object's name, if all captures of the database agree.
  private mutating func readPort(_ name: String, _ state: ClusterState) {
    let ports = state.ports(named: name).map(\.port)
    // The first word is the MAC.
    let held = Set(
      ports.map { port in
        port.addresses.flatMap { $0.split(separator: " ").dropFirst() }.map(String.init).filter { IPAddress($0) != nil }
      })
    guard held.count == 1, let addresses = held.first else { return }
    address = addresses.joined(separator: ",")
    let switches = Set(ports.map(\.logicalSwitch))
    if subnet.isEmpty, switches.count == 1 { subnet = switches.first ?? "" }
  }

  /// One address of one Subnet.
  struct Single: Hashable, Comparable {
    var subnet: String
    var address: String

    static func < (a: Single, b: Single) -> Bool { (a.subnet, a.address) < (b.subnet, b.address) }
  }

  /// One for each family; a pod on a dual-stack Subnet has two.
  var singles: [Single] { address.split(separator: ",").map { Single(subnet: subnet, address: String($0)) } }
}
