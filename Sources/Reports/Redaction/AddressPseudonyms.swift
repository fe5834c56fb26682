import Model

/// Other addresses in place of real ones, so that a reader can still follow: two addresses that share the first n bits
/// share them afterwards, too (from the first byte on; of IPv6 from the first group on), so what lay in one network lies
/// in one network. Inside a Subnet of the evidence the number of an address within its Subnet stays, and with it ranges
/// and the gateway.
///
/// First bytes go to 240 and up, first groups to `fc01` and up, which nobody uses: what is a pseudonym can be seen, and it
/// is no real address of the evidence.
struct AddressPseudonyms: Sendable {
  /// Decides which bits change.
  var key: [UInt8] = []
  /// Pseudonyms of first bytes of IPv4 and first groups of IPv6 addresses.
  private(set) var firstBytes: [UInt16: UInt16] = [:]
  private(set) var firstGroups: [UInt16: UInt16] = [:]
  /// First bytes and groups that evidence uses.
  private var usedBytes: Set<UInt16> = []
  private var usedGroups: Set<UInt16> = []
  private var networks: Set<Prefix> = []
  /// All that lead to a network.
  private var paths: Set<Prefix> = []
  private var turns: [Prefix: Bool] = [:]

  /// The first bits of an address, the others zero.
  private struct Prefix: Hashable {
    var high: UInt64
    var low: UInt64
    var length: UInt8
    var isV6: Bool

    /// The address has no bits behind the prefix.
    func isAll(_ high: UInt64, _ low: UInt64) -> Bool { self.high == high && self.low == low }
  }

  // MARK: What evidence uses

  /// Notes an address, so that no pseudonym is like it.
  mutating func note(v4 value: UInt32) {
    if Self.isSomebody(value) { usedBytes.insert(UInt16(value >> 24)) }
  }

  /// The unspecified address, loopback, broadcast and masks name nobody.
  private static func isSomebody(_ value: UInt32) -> Bool { value != 0 && value >> 24 != 127 && value >> 24 != 255 }

  /// Notes an address, so that no pseudonym is like it.
  mutating func note(v6 groups: [UInt16]) { usedGroups.insert(groups[0]) }

  /// Notes the addresses in a text.
  mutating func note(addresses text: String) {
    for piece in RedactionScanner(text).pieces() {
      switch piece.token {
      case .ipv4(let value, _): note(v4: value)
      case .ipv6(let groups, _): note(v6: groups)
      default: break
      }
    }
  }

  /// Notes the blocks of a Subnet.
  mutating func note(networks text: String) {
    for piece in RedactionScanner(text).pieces() {
      switch piece.token {
      case .ipv4(let value, let length?): add(UInt64(value) << 32, 0, length, isV6: false)
      case .ipv6(let groups, let length?):
        let (high, low) = Self.halves(groups)
        add(high, low, length, isV6: true)
      default: break
      }
    }
  }

  private mutating func add(_ high: UInt64, _ low: UInt64, _ length: Int, isV6: Bool) {
    networks.insert(Self.prefix(high, low, length, isV6: isV6))
    for i in 0..<length { paths.insert(Self.prefix(high, low, i, isV6: isV6)) }
  }

  /// Gives what was noted its place, in an order that no input decides.
  mutating func settle() {
    for byte in usedBytes.sorted() { _ = firstByte(byte) }
    for group in usedGroups.sorted() { _ = firstGroup(group) }
  }

  /// Takes over what an earlier run gave out; see `entries`.
  mutating func restore(_ entry: RedactionMap.Entry) {
    let (from, to) = (RedactionScanner(entry.original).pieces(), RedactionScanner(entry.pseudonym).pieces())
    switch (from.first?.token, to.first?.token) {
    case (.ipv4(let a, 8)?, .ipv4(let b, 8)?): firstBytes[UInt16(a >> 24)] = UInt16(b >> 24)
    case (.ipv6(let a, 16)?, .ipv6(let b, 16)?): firstGroups[a[0]] = b[0]
    default: break
    }
  }

  /// The networks that were given others.
  var entries: [RedactionMap.Entry] {
    firstBytes.map { RedactionMap.Entry(.network, "\($0.key).0.0.0/8", "\($0.value).0.0.0/8") }
      + firstGroups.map {
        RedactionMap.Entry(.network, "\(String($0.key, radix: 16))::/16", "\(String($0.value, radix: 16))::/16")
      }
  }

  // MARK: IPv4

  /// The pseudonym of an address or block, as text with the block's length. O(bits).
  mutating func text(v4 value: UInt32, prefix: Int?) -> String {
    var mapped = value
    let first = value >> 24
    if Self.isSomebody(value), prefix != 0 {
      mapped = UInt32(truncatingIfNeeded: turned(UInt64(value) << 32, 0, from: 8, isV6: false).high >> 32)
      mapped = mapped & 0x00ff_ffff | UInt32(firstByte(UInt16(first))) << 24
      if let prefix, prefix < 32, value << UInt32(prefix) == 0 { mapped &= ~(UInt32.max >> UInt32(prefix)) }
    }
    let bytes = [24, 16, 8, 0].map { String(mapped >> UInt32($0) & 0xff) }.joined(separator: ".")
    return bytes + (prefix.map { "/\($0)" } ?? "")
  }

  private mutating func firstByte(_ byte: UInt16) -> UInt16 {
    if let known = firstBytes[byte] { return known }
    let taken = Set(firstBytes.values).union(usedBytes)
    let free = (Array(240...254) + Array(1...223)).first { !taken.contains($0) && $0 != 127 && $0 != byte }
    firstBytes[byte] = free ?? 240
    return free ?? 240
  }

  // MARK: IPv6

  /// The pseudonym of an address or block, as text with the block's length. O(bits).
  mutating func text(v6 groups: [UInt16], prefix: Int?) -> String {
    if groups[0...4].allSatisfy({ $0 == 0 }), groups[5] == 0xffff {
      return "::ffff:" + text(v4: UInt32(groups[6]) << 16 | UInt32(groups[7]), prefix: nil)
    }
    let tail = prefix.map { "/\($0)" } ?? ""
    // The unspecified address and loopback.
    if groups[0...6].allSatisfy({ $0 == 0 }), groups[7] < 2 || prefix == 0 { return Self.text(groups) + tail }
    let (high, low) = Self.halves(groups)
    var (mapped, interface) = turned(high, low, from: 16, isV6: true)
    // What is no number within a network may be made from a MAC address.
    if low >> 16 != 0, !paths.contains(Self.prefix(high, low, 64, isV6: true)) {
      interface = hash(Self.prefix(high, low, 128, isV6: true))
    }
    mapped = mapped & ~(0xffff << 48) | UInt64(firstGroup(groups[0])) << 48
    if let prefix, prefix < 128, Self.prefix(high, low, prefix, isV6: true).isAll(high, low) {
      let network = Self.prefix(mapped, interface, prefix, isV6: true)
      (mapped, interface) = (network.high, network.low)
    }
    let parts = [mapped, interface].flatMap { half in
      [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
    }
    return Self.text(parts) + tail
  }

  private mutating func firstGroup(_ group: UInt16) -> UInt16 {
    // Link-local and multicast say what they are by it.
    if group & 0xffc0 == 0xfe80 || group >= 0xff00 { return group }
    if let known = firstGroups[group] { return known }
    let taken = Set(firstGroups.values).union(usedGroups)
    let free = (UInt16(0xfc01)...0xfcff).first { !taken.contains($0) && $0 != group } ?? 0xfcff
    firstGroups[group] = free
    return free
  }

  private static func halves(_ groups: [UInt16]) -> (high: UInt64, low: UInt64) {
    (groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }, groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
  }

  /// As RFC 5952 has it: the longest row of zeros is left out.
  private static func text(_ groups: [UInt16]) -> String {
    var best = 0..<0
    var at = 0
    while at < groups.count {
      var end = at
      while end < groups.count, groups[end] == 0 { end += 1 }
      if end - at > max(1, best.count) { best = at..<end }
      at = max(end, at + 1)
    }
    let words = groups.map { String($0, radix: 16) }
    if best.isEmpty { return words.joined(separator: ":") }
    return words[..<best.lowerBound].joined(separator: ":") + "::" + words[best.upperBound...].joined(separator: ":")
  }

  // MARK: Bits

  /// The bits from `from` on, each turned or not as the bits before it say.
  private mutating func turned(_ high: UInt64, _ low: UInt64, from: Int, isV6: Bool) -> (high: UInt64, low: UInt64) {
    var (outHigh, outLow) = (high, low)
    var isInside = false
    let width = isV6 ? 128 : 32
    for i in 0..<width {
      let before = Self.prefix(high, low, i, isV6: isV6)
      if networks.contains(before) { isInside = true }
      if i < from { continue }
      // Without a Subnet that says so, what is shorter than a /24 or a /64 is part of the network.
      let isNetwork = paths.contains(before) || i < 2 * from || (!isInside && i < (isV6 ? 64 : 24))
      guard isNetwork, turns(before) else { continue }
      if i < 64 { outHigh ^= 1 << UInt64(63 - i) } else { outLow ^= 1 << UInt64(127 - i) }
    }
    return (outHigh, outLow)
  }

  private mutating func turns(_ before: Prefix) -> Bool {
    if let known = turns[before] { return known }
    let answer = hash(before) & 1 == 1
    turns[before] = answer
    return answer
  }

  private func hash(_ prefix: Prefix) -> UInt64 {
    var sha = SHA256()
    key.withUnsafeBytes { sha.update($0) }
    let words = [prefix.high, prefix.low, UInt64(prefix.length) | (prefix.isV6 ? 256 : 0)]
    words.withUnsafeBytes { sha.update($0) }
    return sha.digest().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func prefix(_ high: UInt64, _ low: UInt64, _ length: Int, isV6: Bool) -> Prefix {
    let keptHigh = length >= 64 ? high : length == 0 ? 0 : high & ~(UInt64.max >> UInt64(length))
    let keptLow = length <= 64 ? 0 : length >= 128 ? low : low & ~(UInt64.max >> UInt64(length - 64))
    return Prefix(high: keptHigh, low: keptLow, length: UInt8(length), isV6: isV6)
  }
}
