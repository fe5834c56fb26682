/// Pairs of resources that one message names together, counted; how names are told apart rests on them.
public struct ResourceLinks: Sendable {
  private struct Pair: Sendable, BitwiseCopyable {
    /// Both numbers; 0 is an empty slot, as no resource has the number 0.
    var key: UInt64 = 0
    var count: UInt32 = 0

    var a: ResourceID { ResourceID(truncatingIfNeeded: key >> 32) }
    var b: ResourceID { ResourceID(truncatingIfNeeded: key) }
  }

  /// Open addressing; a power of two, or none.
  private var slots: [Pair] = []
  private var used = 0

  /// No pairs; takes no memory before the first.
  public init() {}

  /// Forgets all pairs; the memory is used again, unless there was much more of it than they needed. O(pairs).
  mutating func removeAll() {
    if used * 16 < slots.count { slots = [] }
    for i in slots.indices { slots[i] = Pair() }
    used = 0
  }

  /// Counts one message that names both. The order of the two matters. O(1), amortised.
  public mutating func note(_ a: ResourceID, _ b: ResourceID) {
    guard a != 0, b != 0 else { return }
    add(UInt64(a) << 32 | UInt64(b), 1)
  }

  mutating func add(_ key: UInt64, _ count: UInt32) {
    if (used + 1) * 2 > slots.count { grow() }
    let slot = slot(of: key)
    if slots[slot].key == 0 {
      slots[slot].key = key
      used += 1
    }
    slots[slot].count &+= count
  }

  /// Where the pair is, or would be put.
  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    let hash = key &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while slots[slot].key != 0, slots[slot].key != key { slot = (slot &+ 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Pair(), count: max(16, old.count * 2))
    for pair in old where pair.key != 0 { slots[slot(of: pair.key)] = pair }
  }

  /// Drops pairs of IP objects for which `isUseless` holds, all but a few objects for each Subnet: those few still teach how
  /// the objects of that Subnet are named. O(pairs log pairs).
  public mutating func prune(isUseless: (ResourceID) -> Bool, isSubnet: (ResourceID) -> Bool) {
    var useless: [Pair] = []
    var kept = ResourceLinks()
    for pair in slots where pair.key != 0 {
      if isUseless(pair.a) { useless.append(pair) } else { kept.add(pair.key, pair.count) }
    }
    let lessons = useless.filter { isSubnet($0.b) }.sorted { $0.key < $1.key }
    let most = useless.reduce(0) { max($0, $1.a, $1.b) }
    var taught = [UInt8](repeating: 0, count: Int(most) + 1)
    var isTeacher = [Bool](repeating: false, count: Int(most) + 1)
    for pair in lessons where taught[Int(pair.b)] < Self.teachersPerSubnet {
      taught[Int(pair.b)] += 1
      isTeacher[Int(pair.a)] = true
    }
    for pair in useless where isTeacher[Int(pair.a)] { kept.add(pair.key, pair.count) }
    self = kept
  }

  private static let teachersPerSubnet: UInt8 = 16

  /// All pairs with their counts, in ascending order of the numbers.
  public var all: [(a: ResourceID, b: ResourceID, count: Int)] {
    slots.filter { $0.key != 0 }.sorted { $0.key < $1.key }.map { ($0.a, $0.b, Int($0.count)) }
  }

  /// Adds the pairs of `other`, whose numbers `map` translates.
  public mutating func absorb(_ other: ResourceLinks, _ map: [ResourceID]) {
    for pair in other.slots where pair.key != 0 {
      add(UInt64(map[Int(pair.a)]) << 32 | UInt64(map[Int(pair.b)]), pair.count)
    }
  }
}
