import Model

/// Numbers the objects: every distinct key once.
struct KeyTable: Sendable {
  private(set) var keys: [ObjectKey] = []
  /// Open addressing, linear probing; -1 marks a free slot.
  private var slots = [ObjectID](repeating: -1, count: 16)

  /// Number of keys.
  var count: Int { keys.count }

  /// The key with that number.
  subscript(id: ObjectID) -> ObjectKey { keys[Int(id)] }

  /// The number of a key, if it was met before.
  func find(_ key: ObjectKey) -> ObjectID? {
    let id = slots[slot(of: key)]
    return id < 0 ? nil : id
  }

  /// The number of a key, added if new. Amortised O(1).
  mutating func intern(_ key: ObjectKey) -> ObjectID {
    let place = slot(of: key)
    if slots[place] >= 0 { return slots[place] }
    let id = ObjectID(keys.count)
    keys.append(key)
    slots[place] = id
    if keys.count * 8 > slots.count * 7 { grow() }
    return id
  }

  private func slot(of key: ObjectKey) -> Int {
    let mask = slots.count - 1
    var place = Self.hash(key) & mask
    while slots[place] >= 0, keys[Int(slots[place])] != key { place = (place + 1) & mask }
    return place
  }

  private static func hash(_ key: ObjectKey) -> Int {
    SeededHash.of(UInt64(key.name) << 32 | UInt64(key.namespace), UInt64(key.kind.rawValue))
  }

  private mutating func grow() {
    let size = slots.count * 2
    slots = []
    slots = [ObjectID](repeating: -1, count: size)
    let mask = size - 1
    for (id, key) in keys.enumerated() {
      var place = Self.hash(key) & mask
      while slots[place] >= 0 { place = (place + 1) & mask }
      slots[place] = ObjectID(id)
    }
  }
}
