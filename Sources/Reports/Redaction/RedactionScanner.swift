import Model

/// Cuts a text into what a redaction looks at: labels, addresses and UIDs, and what stands between them.
///
/// A label is a part of a name without dots, slashes, colons and underscores: `web-0.shop.ovn` has three. So every form in
/// which names are put together (`ns/name`, `name.namespace`, a port's `pod.ns.provider`) is made of the same labels.
/// The text is not trusted. O(length).
struct RedactionScanner {
  /// What a piece of a text is.
  enum Token: Equatable {
    case label, between
    case ipv4(UInt32, prefix: Int?)
    case ipv6([UInt16], prefix: Int?)
    case mac, uuid
  }

  /// Longest text of an IPv6 address, with an IPv4 address at its end.
  private static let addressLimit = 46

  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The text of a piece.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The byte there; `nil` beyond the ends.
  func byte(_ at: Int) -> UInt8? { bytes.indices.contains(at) ? bytes[at] : nil }

  /// All pieces in order, without gaps.
  func pieces() -> [(token: Token, range: Range<Int>)] {
    var found: [(token: Token, range: Range<Int>)] = []
    var at = 0
    func add(_ token: Token, to end: Int) {
      if token == .between, let last = found.last, last.token == .between {
        found[found.count - 1].range = last.range.lowerBound..<end
      } else {
        found.append((token, at..<end))
      }
      at = end
    }
    while at < bytes.count {
      if isBoundary(before: at), let special = special(at) {
        add(special.token, to: special.end)
      } else if let end = labelEnd(at) {
        add(.label, to: end)
      } else {
        add(.between, to: min(bytes.count, at + betweenLength(at)))
      }
    }
    return found
  }

  // MARK: Labels

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
  }

  /// A label begins and ends with a letter or a digit, and may have dashes inside.
  private func labelEnd(_ start: Int) -> Int? {
    var at = start
    var end: Int?
    while at < bytes.count {
      if Self.isAlphanumeric(bytes[at]) {
        at += 1
        end = at
      } else if bytes[at] == UInt8(ascii: "-"), end != nil {
        at += 1
        // An address behind a dash is one: `vip-10.16.0.5`.
        if let special = special(at), special.token != .label { return end }
      } else if bytes[at] >= 0x80, foreignBetween(at) == nil {
        at += 1
        end = at
      } else {
        break
      }
    }
    return end
  }

  /// Punctuation and signs beyond ASCII, which belong to no name: their length.
  private func foreignBetween(_ at: Int) -> Int? {
    let second = byte(at + 1) ?? 0
    switch bytes[at] {
    case 0xc2: return 2
    // Up to U+2BFF: dashes, quotes, arrows, frames, ticks.
    case 0xe2 where second < 0xb0: return 3
    case 0xe3 where second == 0x80: return 3
    case 0xef where second == 0xbc && (0x80...0x8f).contains(byte(at + 2) ?? 0): return 3
    case 0xef where second == 0xbc && [0x9a, 0x9b, 0x9f].contains(byte(at + 2) ?? 0): return 3
    default: return nil
    }
  }

  /// Bytes between labels that belong together: a letter behind a backslash is no beginning of a name.
  private func betweenLength(_ at: Int) -> Int {
    if bytes[at] == UInt8(ascii: "\\"), let next = byte(at + 1) {
      switch next {
      case UInt8(ascii: "u") where hexCount(at + 2, 4) == 4: return 6
      case UInt8(ascii: "x") where hexCount(at + 2, 2) == 2: return 4
      case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"): return 2
      default: return 1
      }
    }
    if bytes[at] == UInt8(ascii: "%"), hexCount(at + 1, 2) == 2 { return 3 }
    return bytes[at] >= 0x80 ? foreignBetween(at) ?? 1 : 1
  }

  private func hexCount(_ at: Int, _ most: Int) -> Int {
    var count = 0
    while count < most, let next = byte(at + count), Self.hexValue(next) != nil { count += 1 }
    return count
  }

  static func hexValue(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte - 0x30)
    case 0x41...0x46: UInt16(byte - 0x37)
    case 0x61...0x66: UInt16(byte - 0x57)
    default: nil
    }
  }

  // MARK: Addresses

  /// Nothing before belongs to the same word.
  private func isBoundary(before at: Int) -> Bool {
    guard let before = byte(at - 1) else { return true }
    if before == UInt8(ascii: "."), let digit = byte(at - 2) { return !(0x30...0x39).contains(digit) }
    return !Self.isAlphanumeric(before) && before < 0x80
  }

  /// What begins at a place and has the shape of an address or a UID.
  private func special(_ at: Int) -> (token: Token, end: Int)? {
    guard let first = byte(at), Self.hexValue(first) != nil || first == UInt8(ascii: ":") else { return nil }
    if let end = groups([8, 4, 4, 4, 12], UInt8(ascii: "-"), at) { return (.uuid, end) }
    for mark in [UInt8(ascii: ":"), UInt8(ascii: "-")] {
      if let end = groups([2, 2, 2, 2, 2, 2], mark, at), byte(end) != mark { return (.mac, end) }
    }
    if let found = ipv6(at) { return found }
    if let (value, end) = ipv4(at), endsWord(end) {
      let (prefix, after) = self.prefix(end, most: 32)
      return (.ipv4(value, prefix: prefix), after)
    }
    return nil
  }

  private func groups(_ lengths: [Int], _ mark: UInt8, _ start: Int) -> Int? {
    var at = start
    for (number, length) in lengths.enumerated() {
      if number > 0 {
        guard byte(at) == mark else { return nil }
        at += 1
      }
      guard hexCount(at, length) == length else { return nil }
      at += length
    }
    return endsWord(at) ? at : nil
  }

  private func endsWord(_ at: Int) -> Bool {
    guard let next = byte(at) else { return true }
    if next == UInt8(ascii: "."), let digit = byte(at + 1) { return !(0x30...0x39).contains(digit) }
    return !Self.isAlphanumeric(next) && next < 0x80
  }

  private func ipv4(_ start: Int) -> (value: UInt32, end: Int)? {
    var at = start
    var value: UInt32 = 0
    for number in 0..<4 {
      if number > 0 {
        guard byte(at) == UInt8(ascii: ".") else { return nil }
        at += 1
      }
      var part: UInt32 = 0
      var digits = 0
      while let next = byte(at), (0x30...0x39).contains(next), digits < 3 {
        part = part * 10 + UInt32(next - 0x30)
        digits += 1
        at += 1
      }
      guard digits > 0, part < 256 else { return nil }
      value = value << 8 | part
    }
    return (value, at)
  }

  /// `/24` behind an address.
  private func prefix(_ end: Int, most: Int) -> (Int?, Int) {
    guard byte(end) == UInt8(ascii: "/") else { return (nil, end) }
    var (value, at) = (0, end + 1)
    while let next = byte(at), (0x30...0x39).contains(next), at < end + 4 {
      value = value * 10 + Int(next - 0x30)
      at += 1
    }
    guard at > end + 1, value <= most, endsWord(at) else { return (nil, end) }
    return (value, at)
  }

  private func ipv6(_ start: Int) -> (token: Token, end: Int)? {
    var end = start
    var colons = 0
    while let next = byte(end), end - start < Self.addressLimit {
      if next == UInt8(ascii: ":") {
        colons += 1
      } else if Self.hexValue(next) == nil, next != UInt8(ascii: ".") {
        break
      }
      end += 1
    }
    guard colons >= 2 else { return nil }
    // A sentence or a key may end behind the address.
    while end > start, let last = byte(end - 1), last == UInt8(ascii: ".") || last == UInt8(ascii: ":") {
      if last == UInt8(ascii: ":"), byte(end - 2) == UInt8(ascii: ":") { break }
      end -= 1
    }
    guard end > start, endsWord(end), let address = bytes[start..<end].withUnsafeBytes({ IPAddress($0) }), address.isV6
    else { return nil }
    let (prefix, after) = prefix(end, most: 128)
    return (.ipv6(address.groups, prefix: prefix), after)
  }
}
