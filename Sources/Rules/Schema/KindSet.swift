import Model

/// A set of observation kinds as bits, because membership is asked for every event a rule looks at.
public struct KindSet: Sendable, Hashable {
  private var words = SIMD4<UInt64>.zero

  /// The empty set.
  public init() {}

  /// True for the empty set.
  public var isEmpty: Bool { words == .zero }

  /// Adds a kind.
  public mutating func insert(_ kind: ObservationKind) { words[Int(kind.code >> 6)] |= 1 << UInt64(kind.code & 63) }

  /// Adds the kind with that code.
  @inline(__always) mutating func insert(code: UInt8) { words[Int(code >> 6)] |= 1 << UInt64(code & 63) }

  /// Adds all kinds of the other set.
  mutating func formUnion(_ other: KindSet) { words |= other.words }

  /// True if some kind is in both sets. O(1).
  public func intersects(_ other: KindSet) -> Bool { words & other.words != .zero }

  /// True if the kind with that code is in the set. O(1).
  @inline(__always) public func contains(code: UInt8) -> Bool { words[Int(code >> 6)] >> UInt64(code & 63) & 1 != 0 }
}
