import Model

/// A set of observation kinds as bits, because membership is asked for every event a rule looks at.
public struct KindSet: Sendable, Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// The empty set.
  public init() {}

  /// True for the empty set.
  public var isEmpty: Bool { low | high == 0 }

  /// Adds a kind.
  public mutating func insert(_ kind: ObservationKind) {
    let code = kind.code
    if code < 64 { low |= 1 << UInt64(code) } else { high |= 1 << UInt64(code - 64) }
  }

  /// True if the kind with that code is in the set. O(1).
  @inline(__always) public func contains(code: UInt8) -> Bool {
    (code < 64 ? low >> UInt64(code) : high >> UInt64(code &- 64)) & 1 != 0
  }
}
