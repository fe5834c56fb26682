import Model

/// Addresses from one to another, both included, of one IP version.
struct AddressRange: Sendable, Hashable {
  var isV6: Bool
  var first: UInt128
  var last: UInt128

  /// Number of addresses.
  var count: UInt128 { last == .max && first == 0 ? .max : last - first + 1 }

  func contains(_ address: IPAddress) -> Bool {
    address.isV6 == isV6 && address.value >= first && address.value <= last
  }

  /// Reads a status range, `10.16.0.2-10.16.0.9,10.16.0.12`. Parts that are no addresses are left out.
  static func list(_ text: String) -> [AddressRange] {
    text.split(separator: ",").compactMap { part in
      let ends = part.split(separator: "-", maxSplits: 1).map(String.init)
      return AddressRange(ends)
    }
  }

  /// Reads one element of `spec.excludeIps`: `10.0.0.1` or `10.0.0.1..10.0.0.9`.
  init?(excluded text: String) {
    guard let dots = text.firstRange(of: "..") else {
      self.init([text])
      return
    }
    self.init([String(text[..<dots.lowerBound]), String(text[dots.upperBound...])])
  }

  private init?(_ ends: [String]) {
    guard let first = ends.first.flatMap(IPAddress.init), let last = ends.last.flatMap(IPAddress.init),
      first.isV6 == last.isV6, first.value <= last.value
    else { return nil }
    isV6 = first.isV6
    self.first = first.value
    self.last = last.value
  }
}
