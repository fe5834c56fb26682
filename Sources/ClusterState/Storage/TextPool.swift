import ByteLexing

/// Every distinct text once, in one byte array, named by a small number. 0 is the empty text.
///
/// A dump of 200 000 IP objects repeats the same few thousand subnet, node and label texts; a `String` each would cost
/// several times the memory the ledger may use.
struct TextPool: Sendable {
  typealias ID = UInt32

  private var bytes: [UInt8] = []
  private var ends: [UInt32] = [0]
  /// Open addressing, linear probing; 0 marks a free slot because the empty text is never looked up here.
  private var slots = [ID](repeating: 0, count: 16)
  /// Eight bits of each slot's hash, 0 for a free slot: texts that differ are told apart without looking at them.
  private var tags = [UInt8](repeating: 0, count: 16)

  /// Most bytes of distinct text that are kept; what comes later is stored as the empty text.
  static let byteLimit = Int(UInt32.max) - (1 << 20)

  /// Number of texts, the empty one included.
  var count: Int { ends.count }

  /// The number of `text`, added if new. Amortised O(length).
  mutating func intern(_ text: String) -> ID {
    var copy = text
    return copy.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
  }

  /// The number of a text in bytes, added if new. Amortised O(length).
  mutating func intern(_ utf8: UnsafeRawBufferPointer) -> ID {
    if utf8.isEmpty || bytes.count + utf8.count > Self.byteLimit { return 0 }
    let hash = SeededHash.of(utf8)
    let place = slot(of: utf8, hash)
    if slots[place] != 0 { return slots[place] }
    let id = ID(ends.count)
    bytes.append(contentsOf: utf8)
    ends.append(UInt32(bytes.count))
    slots[place] = id
    tags[place] = Self.tag(hash)
    if ends.count * 8 > slots.count * 7 { grow() }
    return id
  }

  /// The number of `text` if it was interned before.
  func find(_ text: String) -> ID? {
    var copy = text
    return copy.withUTF8 { utf8 -> ID? in
      if utf8.isEmpty { return 0 }
      let text = UnsafeRawBufferPointer(utf8)
      let id = slots[slot(of: text, SeededHash.of(text))]
      return id == 0 ? nil : id
    }
  }

  /// The text with this number.
  subscript(id: ID) -> String {
    String(decoding: bytes[range(id)], as: UTF8.self)
  }

  /// True if the text with this number is `utf8`. O(length).
  func isText(_ id: ID, _ utf8: UnsafeRawBufferPointer) -> Bool { isEqual(range(id), utf8) }

  /// Calls `body` with the bytes of a text.
  func withBytes<R>(_ id: ID, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let range = range(id)
    return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Length in bytes.
  func length(_ id: ID) -> Int { range(id).count }

  /// Takes over all texts of another pool; the result maps its numbers to those of this one. O(texts).
  mutating func absorb(_ other: TextPool) -> [ID] {
    var map = [ID](repeating: 0, count: other.ends.count)
    other.bytes.withUnsafeBytes { all in
      for id in 1..<max(1, other.ends.count) {
        map[id] = intern(UnsafeRawBufferPointer(rebasing: all[other.range(ID(id))]))
      }
    }
    return map
  }

  /// Orders texts by their bytes. O(length).
  func isOrdered(_ a: ID, before b: ID) -> Bool {
    let (x, y) = (range(a), range(b))
    return bytes.withUnsafeBytes { all in
      var i = 0
      let common = min(x.count, y.count)
      while i < common {
        let (left, right) = (all[x.lowerBound + i], all[y.lowerBound + i])
        if left != right { return left < right }
        i += 1
      }
      return x.count < y.count
    }
  }

  private func range(_ id: ID) -> Range<Int> {
    let index = Int(id)
    guard index > 0, index < ends.count else { return 0..<0 }
    return Int(ends[index - 1])..<Int(ends[index])
  }

  private func slot(of utf8: UnsafeRawBufferPointer, _ hash: Int) -> Int {
    let mask = tags.count - 1
    let tag = Self.tag(hash)
    return tags.withUnsafeBufferPointer { tags in
      var place = hash & mask
      while tags[place] != 0 {
        if tags[place] == tag, isEqual(range(slots[place]), utf8) { return place }
        place = (place + 1) & mask
      }
      return place
    }
  }

  @inline(__always)
  private static func tag(_ hash: Int) -> UInt8 { UInt8(truncatingIfNeeded: hash >> 56) | 1 }

  @inline(__always)
  private func isEqual(_ range: Range<Int>, _ utf8: UnsafeRawBufferPointer) -> Bool {
    guard range.count == utf8.count else { return false }
    guard let other = utf8.baseAddress else { return true }
    return bytes.withUnsafeBytes { all in
      guard let base = all.baseAddress else { return false }
      return sameBytes(base + range.lowerBound, other, range.count)
    }
  }

  private mutating func grow() {
    // The old table is of no use for making the new one, and both together would be the peak.
    let size = slots.count * 2
    (slots, tags) = ([], [])
    slots = [ID](repeating: 0, count: size)
    tags = [UInt8](repeating: 0, count: size)
    let mask = size - 1
    bytes.withUnsafeBytes { all in
      for id in 1..<ends.count {
        let hash = SeededHash.of(UnsafeRawBufferPointer(rebasing: all[range(ID(id))]))
        var place = hash & mask
        while tags[place] != 0 { place = (place + 1) & mask }
        slots[place] = ID(id)
        tags[place] = Self.tag(hash)
      }
    }
  }
}

/// A hash for tables in memory; seeded per process, so that hostile names cannot make long probe chains.
enum SeededHash {
  private static let seed = UInt64.random(in: 1...UInt64.max) | 1

  /// Hash of a text. O(length).
  @inline(__always)
  static func of(_ text: UnsafeRawBufferPointer) -> Int {
    guard let base = text.baseAddress else { return 0 }
    let count = text.count
    var state = seed ^ UInt64(truncatingIfNeeded: count)
    if count >= 8 {
      var at = 0
      while at < count &- 8 {
        state = mix(state, base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        at &+= 8
      }
      state = mix(state, base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    } else if count >= 4 {
      let low = UInt64(base.loadUnaligned(as: UInt32.self))
      let high = UInt64(base.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
      state = mix(state, low | high << 32)
    } else {
      var word: UInt64 = 0
      for i in 0..<count { word = word << 8 | UInt64(base.load(fromByteOffset: i, as: UInt8.self)) }
      state = mix(state, word)
    }
    return Int(truncatingIfNeeded: mix(state, 0x9E37_79B9_7F4A_7C15))
  }

  /// Hash of two words.
  @inline(__always)
  static func of(_ a: UInt64, _ b: UInt64) -> Int { Int(truncatingIfNeeded: mix(mix(seed, a), b)) }

  @inline(__always)
  private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F ^ seed)
    return product.high ^ product.low
  }
}
