/// Pairs of resources that one message names together, counted; how names are told apart rests on them.
public struct ResourceLinks: Sendable {
  private var counts: [UInt64: UInt32] = [:]

  /// No pairs.
  public init() {}

  /// Counts one message that names both. The order of the two matters.
  public mutating func note(_ a: ResourceID, _ b: ResourceID) {
    guard a != 0, b != 0 else { return }
    counts[UInt64(a) << 32 | UInt64(b), default: 0] += 1
  }

  /// All pairs with their counts, in ascending order of the numbers.
  public var all: [(a: ResourceID, b: ResourceID, count: Int)] {
    counts.sorted { $0.key < $1.key }.map {
      (ResourceID(truncatingIfNeeded: $0.key >> 32), ResourceID(truncatingIfNeeded: $0.key), Int($0.value))
    }
  }

  /// Adds the pairs of `other`, whose numbers `map` translates.
  public mutating func absorb(_ other: ResourceLinks, _ map: [ResourceID]) {
    for (key, count) in other.counts {
      let a = map[Int(key >> 32)]
      let b = map[Int(UInt32(truncatingIfNeeded: key))]
      counts[UInt64(a) << 32 | UInt64(b), default: 0] += count
    }
  }
}
