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

  /// Drops pairs of IP objects for which `isUseless` holds, all but a few objects for each Subnet: those few still teach how
  /// the objects of that Subnet are named.
  public mutating func prune(isUseless: (ResourceID) -> Bool, isSubnet: (ResourceID) -> Bool) {
    var taught: [ResourceID: Int] = [:]
    var teachers: Set<ResourceID> = []
    for key in counts.keys.sorted() {
      let (a, b) = (ResourceID(truncatingIfNeeded: key >> 32), ResourceID(truncatingIfNeeded: key))
      guard isSubnet(b), isUseless(a), taught[b, default: 0] < 16 else { continue }
      taught[b, default: 0] += 1
      teachers.insert(a)
    }
    counts = counts.filter { key, _ in
      let a = ResourceID(truncatingIfNeeded: key >> 32)
      return !isUseless(a) || teachers.contains(a)
    }
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
