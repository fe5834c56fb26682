/// Finds where a JSON value ends without reading it: counts brackets outside strings. Resumable, so that a value may
/// arrive in pieces and no byte is looked at twice.
///
/// It does not validate; what it cuts out still has to be parsed. Input is untrusted.
struct JSONStructure {
  /// Why scanning stopped.
  enum Stop {
    /// The value is complete; `position` is just after it.
    case closed
    /// `position` is just after a `[` directly inside the outermost container.
    case innerList
    /// A line ended inside a string, so something is missing before `position`, which is just after the line end.
    case broken
    /// All bytes were looked at.
    case exhausted
  }

  /// Offset of the next byte to look at.
  private(set) var position = 0
  /// Brackets open at `position`.
  private(set) var depth = 0
  private var inString = false

  /// Starts at the first byte of a value.
  init() {}

  /// Starts inside `depth` open brackets.
  init(depth: Int) { self.depth = depth }

  /// Tells that `count` bytes in front of `position` were dropped.
  mutating func dropped(_ count: Int) { position -= count }

  /// Goes on through `bytes`, whose first byte is the one the scan began with. O(n).
  mutating func run(_ bytes: UnsafeRawBufferPointer, stopAtInnerLists: Bool) -> Stop {
    var at = position
    defer { position = at }
    let count = bytes.count
    while true {
      if inString {
        at = Self.skipText(bytes, at)
        guard at < count else { return .exhausted }
        switch bytes[at] {
        case UInt8(ascii: "\""): inString = false
        case UInt8(ascii: "\\"):
          // What is escaped may not have arrived yet.
          guard at + 1 < count else { return .exhausted }
          at += 1
          if bytes[at] == UInt8(ascii: "\n") { continue }
        case UInt8(ascii: "\n"):
          at += 1
          inString = false
          return .broken
        default: break
        }
        at += 1
        continue
      }
      at = Self.skipBlanks(bytes, at)
      guard at < count else { return .exhausted }
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "["):
        depth += 1
        if depth == 2, stopAtInnerLists { return .innerList }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return .closed }
      default: break
      }
    }
  }

  /// Offset of the first byte at or after `start` that may matter inside a string.
  @inline(__always)
  private static func skipText(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    let low: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    var at = start
    while at &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = word ^ (low &* 0x22)
      let slash = word ^ (low &* 0x5C)
      let line = word ^ (low &* 0x0A)
      let hit =
        (((quote &- low) & ~quote) | ((slash &- low) & ~slash) | ((line &- low) & ~line)) & high
      if hit != 0 { return at &+ UInt64(littleEndian: hit).trailingZeroBitCount / 8 }
      at &+= 8
    }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x22 || byte == 0x5C || byte == 0x0A { return at }
      at &+= 1
    }
    return at
  }

  /// Skips indentation, most of a pretty-printed dump, eight bytes at a time.
  @inline(__always)
  private static func skipBlanks(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var at = start
    while at &+ 8 <= bytes.count,
      bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) == 0x2020_2020_2020_2020
    {
      at &+= 8
    }
    return at
  }
}
