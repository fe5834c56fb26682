import Model

/// A set of kinds of observations, of fixed width.
public struct KindMask: Sendable, Hashable {
  @usableFromInline var bits = SIMD4<UInt64>(repeating: 0)

  /// The empty set.
  public init() {}

  /// The set of these.
  public init(_ kinds: [ObservationKind]) { for kind in kinds { insert(kind) } }

  /// Adds one. O(1).
  @inlinable @inline(__always) public mutating func insert(_ kind: ObservationKind) {
    withUnsafeMutableBytes(of: &bits) { $0[Int(kind.code >> 3)] |= 1 &<< (kind.code & 7) }
  }

  /// O(1).
  @inlinable @inline(__always) public func contains(_ kind: ObservationKind) -> Bool {
    withUnsafeBytes(of: bits) { $0[Int(kind.code >> 3)] & (1 &<< (kind.code & 7)) != 0 }
  }

  /// Adds all of the other.
  public mutating func formUnion(_ other: KindMask) { bits |= other.bits }

  /// Some kind is in both.
  public func intersects(_ other: KindMask) -> Bool { (bits & other.bits) != SIMD4<UInt64>(repeating: 0) }
}
