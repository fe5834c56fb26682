/// Every distinct text once, in one byte array, named by a small number. 0 is the empty text.
///
/// A dump of 200 000 IP objects repeats the same few thousand subnet, node and label texts; a `String` each would cost
/// several times the memory the ledger may use.
struct TextPool: Sendable {
  typealias ID = UInt32

  private var bytes: [UInt8] = []
  private var ends: [UInt32] = [0]
  /// Open addressing, linear probing; 0 marks a free slot because the empty text is never looked up here.
  private var slots = [ID](repeating: 0, count: 1024)

  /// Most bytes of distinct text that are kept; what comes later is stored as the empty text.
  static let byteLimit = Int(UInt32.max) - (1 << 20)

  /// The number of `text`, added if new. Amortised O(length).
  mutating func intern(_ text: String) -> ID {
    var copy = text
    return copy.withUTF8 { intern($0) }
  }

  /// The number of `text` if it was interned before.
  func find(_ text: String) -> ID? {
    var copy = text
    return copy.withUTF8 { utf8 -> ID? in
      if utf8.isEmpty { return 0 }
      let id = slots[slot(of: utf8)]
      return id == 0 ? nil : id
    }
  }

  /// The text with this number.
  subscript(id: ID) -> String {
    String(decoding: bytes[range(id)], as: UTF8.self)
  }

  /// Length in bytes.
  func length(_ id: ID) -> Int { range(id).count }

  /// Takes over all texts of another pool; the result maps its numbers to those of this one. O(texts).
  mutating func absorb(_ other: TextPool) -> [ID] {
    var map = [ID](repeating: 0, count: other.ends.count)
    other.bytes.withUnsafeBufferPointer { all in
      for id in 1..<max(1, other.ends.count) {
        map[id] = intern(UnsafeBufferPointer(rebasing: all[other.range(ID(id))]))
      }
    }
    return map
  }

  /// Orders texts by their bytes. O(length).
  func isOrdered(_ a: ID, before b: ID) -> Bool {
    bytes[range(a)].lexicographicallyPrecedes(bytes[range(b)])
  }

  private mutating func intern(_ utf8: UnsafeBufferPointer<UInt8>) -> ID {
    if utf8.isEmpty || bytes.count + utf8.count > Self.byteLimit { return 0 }
    let place = slot(of: utf8)
    if slots[place] != 0 { return slots[place] }
    let id = ID(ends.count)
    bytes.append(contentsOf: utf8)
    ends.append(UInt32(bytes.count))
    slots[place] = id
    if ends.count * 10 > slots.count * 7 { grow() }
    return id
  }

  private func range(_ id: ID) -> Range<Int> {
    let index = Int(id)
    guard index > 0, index < ends.count else { return 0..<0 }
    return Int(ends[index - 1])..<Int(ends[index])
  }

  private func hash(_ utf8: UnsafeRawBufferPointer) -> Int {
    // Seeded per process, so that hostile names cannot make long probe chains; numbers do not depend on it.
    var hasher = Hasher()
    hasher.combine(bytes: utf8)
    return hasher.finalize()
  }

  private func slot(of utf8: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    var place = hash(UnsafeRawBufferPointer(utf8)) & mask
    while slots[place] != 0 {
      let r = range(slots[place])
      if r.count == utf8.count, isEqual(r.lowerBound, utf8) { return place }
      place = (place + 1) & mask
    }
    return place
  }

  private func isEqual(_ start: Int, _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    for i in 0..<utf8.count where bytes[start + i] != utf8[i] { return false }
    return true
  }

  private mutating func grow() {
    var larger = [ID](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for id in 1..<ends.count {
      let h = bytes.withUnsafeBytes { hash(UnsafeRawBufferPointer(rebasing: $0[range(ID(id))])) }
      var place = h & mask
      while larger[place] != 0 { place = (place + 1) & mask }
      larger[place] = ID(id)
    }
    slots = larger
  }
}
