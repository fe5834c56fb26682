import Model

/// The addresses of one Subnet counted again, beside what the API server says.
public struct SubnetAccount: Sendable {
  public var name: String
  /// IP objects whose `spec.subnet` names it.
  public var bySpec: Int
  /// IP objects that carry its label, which is what the controller counts.
  public var byLabel: Int
  /// Of these, addresses in `spec.excludeIps`, which the controller leaves out.
  public var excluded: Int
  /// Reserved Vips and addresses of NAT gateways, which the controller adds.
  public var others: Int
  /// What `status.v4usingIPs` or, in a Subnet with IPv6 only, `status.v6usingIPs` should say.
  public var recount: Int { byLabel - excluded + others }
  /// What it says; `nil` where the Subnet was not dumped with its status.
  public var counter: Int?
  /// Addresses in `status.v4usingIPrange` (or v6): what the controller's memory holds. `nil` if not dumped.
  public var inMemory: Int?
  /// `status.v4availableIPs` (or v6).
  public var available: Int?
  /// Counter minus recount, where both can be known.
  public var drift: Int?
  /// Why `drift` is not known; empty if it is.
  public var doubt: String
  public var deletion: Deletion?
}

extension Ledger {
  /// Accounts of all Subnets that exist or that IP objects name, by name. O(objects).
  ///
  /// The controller counts IP objects by label, without those in `excludeIps`, and adds reserved Vips and EIPs
  /// (`calcSubnetStatusIP`, 1.8 to 1.16).
  public func accounts() -> [SubnetAccount] {
    var names = Set(
      state.refs(of: .subnet).filter { ref in
        if case .absent = state.sighting(of: ref).presence { return false }
        return true
      }.map(\.name))
    var bySpec: [TextPool.ID: Int] = [:]
    var vips: [TextPool.ID: Int] = [:]
    for row in rows where row.subnet != 0 {
      if row.state == .vip { vips[row.subnet, default: 0] += 1 } else { bySpec[row.subnet, default: 0] += 1 }
    }
    for id in externals {
      if let subnet = self.subnet(ofExternal: id) { vips[subnet, default: 0] += 1 }
    }
    for subnet in bySpec.keys { names.insert(state.store.texts[subnet]) }
    for subnet in vips.keys { names.insert(state.store.texts[subnet]) }
    let scope = state.newest(.ip)?.coverage[.ip]?.scope
    return names.sorted().map { name in
      let id = state.store.texts.find(name)
      var account = account(of: name, bySpec: id.flatMap { bySpec[$0] } ?? 0, vips: id.flatMap { vips[$0] } ?? 0)
      if let counter = account.counter, scope == .all { account.drift = counter - account.recount }
      if account.counter == nil {
        account.doubt = "no evidence shows the Subnet's status"
      } else if scope != .all {
        account.doubt = state.newest(.ip)?.coverage[.ip]?.reason ?? "the IP objects were not dumped"
      }
      return account
    }
  }

  /// How many addresses a Subnet counts, and how many of them lists show; `nil` where its status is not shown.
  public func counted(inSubnet name: String) -> (using: Int, shown: Int)? {
    let shown = rowNumbers(name).count
    return account(of: name, bySpec: 0, vips: 0).counter.map { ($0, shown) }
  }

  /// The addresses that a Subnet leaves out, by its fields.
  static func excludes(_ fields: [String: String]) -> [AddressRange] {
    fields.filter { $0.key.hasPrefix("spec.excludeIps.") }.compactMap { AddressRange(excluded: $0.value) }
  }

  private func account(of name: String, bySpec: Int, vips: Int) -> SubnetAccount {
    let ref = ResourceRef(.subnet, name: name)
    let record = state.record(of: ref)
    let fields = record?.fields ?? [:]
    let isV6 = fields["spec.protocol"] == "IPv6"
    let version = isV6 ? "v6" : "v4"
    let excludes = Self.excludes(fields)
    let texts = state.store.texts
    let field = texts.find(isV6 ? "spec.v6IpAddress" : "spec.v4IpAddress")
    var (labelled, excluded) = (0, 0)
    forEachLabelled(texts.find(name) ?? 0) { object in
      labelled += 1
      guard !excludes.isEmpty, let text = state.store.value(object, .field, field),
        let address = texts.withBytes(text, { IPAddress($0) })
      else { return }
      if excludes.contains(where: { $0.contains(address) }) { excluded += 1 }
    }
    func number(_ key: String) -> Int? { fields[key].flatMap { AddressCount($0)?.exact } }
    let range = fields["status.\(version)usingIPrange"]
    let gone = if case .present = state.sighting(of: ref).presence { false } else { true }
    return SubnetAccount(
      name: name, bySpec: bySpec, byLabel: labelled, excluded: excluded, others: vips,
      counter: gone ? nil : number("status.\(version)usingIPs"),
      inMemory: gone ? nil : range.map { AddressRange.list($0).reduce(0) { $0 + Int(clamping: $1.count) } },
      available: gone ? nil : number("status.\(version)availableIPs"), drift: nil, doubt: "",
      deletion: deletion(ofSubnet: name))
  }
}
