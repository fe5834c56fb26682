import Model

/// A set of kinds of observations, of fixed width.
public struct KindMask: Sendable, Hashable {
  private var bits = SIMD4<UInt64>(repeating: 0)

  /// The empty set.
  public init() {}

  /// The set of these.
  public init(_ kinds: [ObservationKind]) { for kind in kinds { insert(kind) } }

  /// Adds one. O(1).
  @inline(__always) public mutating func insert(_ kind: ObservationKind) {
    bits[Int(kind.code >> 6)] |= 1 &<< UInt64(kind.code & 63)
  }

  /// O(1).
  @inline(__always) public func contains(_ kind: ObservationKind) -> Bool {
    bits[Int(kind.code >> 6)] & (1 &<< UInt64(kind.code & 63)) != 0
  }

  /// Adds all of the other.
  public mutating func formUnion(_ other: KindMask) { bits |= other.bits }

  /// Some kind is in both.
  public func intersects(_ other: KindMask) -> Bool { (bits & other.bits) != SIMD4<UInt64>(repeating: 0) }
}
