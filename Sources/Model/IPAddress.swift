/// An IPv4 or IPv6 address. What it is read from is not trusted.
public struct IPAddress: Sendable, Hashable {
  public let isV6: Bool
  /// The address as a number, of IPv4 in the lowest 32 bits.
  public let value: UInt128

  /// Reads an address without prefix length; `nil` for anything else.
  public init?(_ text: String) {
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
  public init?(_ text: UnsafeRawBufferPointer) {
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

  /// The eight groups of an IPv6 address.
  public var groups: [UInt16] { (0..<8).map { UInt16(truncatingIfNeeded: value >> UInt128(112 - 16 * $0)) } }

  /// An IPv4 address as it is written.
  public static func text(v4 value: UInt32) -> String {
    [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
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
