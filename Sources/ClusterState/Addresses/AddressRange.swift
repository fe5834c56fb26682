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

/// An IPv4 or IPv6 address.
struct IPAddress: Sendable, Hashable {
  var isV6: Bool
  var value: UInt128

  /// Reads an address without prefix length; `nil` for anything else.
  init?(_ text: String) {
    let trimmed = text.filter { $0 != " " }
    if let v4 = Self.v4(Substring(trimmed)) {
      isV6 = false
      value = UInt128(v4)
      return
    }
    guard let v6 = Self.v6(trimmed) else { return nil }
    isV6 = true
    value = v6
  }

  private init(isV6: Bool, value: UInt128) {
    self.isV6 = isV6
    self.value = value
  }

  /// Reads an address from its bytes, IPv4 without making a `String`.
  init?(_ text: UnsafeRawBufferPointer) {
    var (value, part, digits, dots) = (UInt32(0), UInt32(0), 0, 0)
    for byte in text {
      if byte == UInt8(ascii: "."), digits > 0 {
        value = value << 8 | part
        (part, digits, dots) = (0, 0, dots + 1)
      } else if byte &- 48 < 10, digits < 3 {
        part = part * 10 + UInt32(byte - 48)
        digits += 1
      } else {
        digits = 0
        break
      }
      if part > 255 || dots > 3 { break }
    }
    if dots == 3, digits > 0, part <= 255 {
      self.init(isV6: false, value: UInt128(value << 8 | part))
      return
    }
    self.init(String(decoding: text, as: UTF8.self))
  }

  private static func v4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard part.utf8.count <= 3, part.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let byte = UInt8(part) else {
        return nil
      }
      value = value << 8 | UInt32(byte)
    }
    return value
  }

  private static func v6(_ text: String) -> UInt128? {
    guard text.utf8.count <= 45, text.contains(":") else { return nil }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
    if halves.count == 1 { return head.count == 8 ? join(head) : nil }
    guard let tail = groups(halves[1]), head.count + tail.count < 8 else { return nil }
    return join(head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail)
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    var out: [UInt16] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      if part.contains(".") {
        guard let v4 = v4(part) else { return nil }
        out += [UInt16(v4 >> 16), UInt16(v4 & 0xffff)]
      } else {
        guard !part.isEmpty, part.utf8.count <= 4, let group = UInt16(part, radix: 16) else { return nil }
        out.append(group)
      }
    }
    return out.count <= 8 ? out : nil
  }

  private static func join(_ groups: [UInt16]) -> UInt128 { groups.reduce(0) { $0 << 16 | UInt128($1) } }
}
