import ByteLexing
import Model

/// Number of a text within one `TextTable`; 0 is the empty text.
public typealias TextID = UInt32

/// Gives every distinct byte string a small number, without making a `String`.
///
/// Open addressing over one arena; interning is O(length), amortised. Content is untrusted and never interpreted.
public struct TextTable: Sendable {
  private var arena: [UInt8] = []
  /// `ends[i]` is where text `i` ends in the arena; text 0 is empty.
  private var ends: [UInt32] = [0]
  @usableFromInline private(set) var tags: [UInt16] = [0]
  /// Number of a text in the low half, upper half of its hash in the high half: strangers are told apart without a look
  /// at their bytes. 0 is an empty slot.
  private var slots: [UInt64]
  private var mask: Int
  /// The text last met under each tag, tags of one remainder together: neighbouring log lines mostly name the same pod and Subnet.
  private var recent: [Recent] = []
  private static let recentCount = 16

  private struct Recent: Sendable, BitwiseCopyable {
    /// 0 if there is none.
    var id: UInt32 = 0
    /// Where it lies in the arena.
    var begin: UInt32 = 0
    var length: UInt32 = 0
    var tag: UInt16 = 0
  }

  /// An empty table, small: thousands of streams have one each.
  public init(capacity: Int = 8) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    mask = size - 1
  }

  /// Forgets all texts; the memory is used again, unless there was much more of it than they needed. O(texts).
  mutating func removeAll() {
    if ends.count * 16 < slots.count {
      self = TextTable()
      return
    }
    arena.removeAll(keepingCapacity: true)
    ends.removeLast(ends.count - 1)
    tags.removeLast(tags.count - 1)
    for i in slots.indices { slots[i] = 0 }
    recent.removeAll(keepingCapacity: true)
  }

  /// Gives up what only makes the next texts quicker: tens of thousands of tables may wait for one another.
  mutating func settle() { recent = [] }

  /// Number of texts, counting the empty one.
  public var count: Int { ends.count }

  /// Bytes held, for the memory budget.
  public var byteCount: Int { arena.count + ends.count * 6 + slots.count * 8 }

  /// The number of `bytes` under `tag`; equal bytes under different tags are different texts.
  public mutating func intern(_ bytes: UnsafeRawBufferPointer, tag: UInt16 = 0) -> UInt32 {
    if bytes.isEmpty && tag == 0 { return 0 }
    if recent.isEmpty { recent = [Recent](repeating: Recent(), count: Self.recentCount) }
    let place = Int(tag) & (Self.recentCount - 1)
    let last = recent[place]
    if last.id != 0, last.tag == tag, Int(last.length) == bytes.count, holds(bytes, at: Int(last.begin)) {
      return last.id
    }
    let id = internNew(bytes, tag)
    if id != 0 {
      recent[place] = Recent(
        id: id, begin: ends[Int(id) - 1], length: UInt32(truncatingIfNeeded: bytes.count), tag: tag)
    }
    return id
  }

  private mutating func internNew(_ bytes: UnsafeRawBufferPointer, _ tag: UInt16) -> UInt32 {
    let hash = Self.hash(bytes, tag)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let held = slots[slot]
      if held == 0 { break }
      if held >> 32 == hash >> 32, matches(UInt32(truncatingIfNeeded: held), bytes, tag) {
        return UInt32(truncatingIfNeeded: held)
      }
      slot = (slot &+ 1) & mask
    }
    // Positions in the arena are 32 bits; beyond that everything new shares the empty text instead of trapping.
    guard arena.count + bytes.count < Int(UInt32.max), ends.count < Int(UInt32.max) - 1 else { return 0 }
    let id = UInt32(ends.count)
    arena.append(contentsOf: bytes)
    ends.append(UInt32(arena.count))
    tags.append(tag)
    slots[slot] = (hash & ~0xFFFF_FFFF) | UInt64(id)
    if ends.count * 2 > slots.count { grow() }
    return id
  }

  /// The number of `text`; see `intern(_:tag:)`.
  public mutating func intern(_ text: String, tag: UInt16 = 0) -> UInt32 {
    var copy = text
    return copy.withUTF8 { intern(UnsafeRawBufferPointer($0), tag: tag) }
  }

  /// The number of `bytes` if they were interned before, else 0.
  public func find(_ bytes: UnsafeRawBufferPointer, tag: UInt16 = 0) -> UInt32 {
    let hash = Self.hash(bytes, tag)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let held = slots[slot]
      if held == 0 { return 0 }
      if held >> 32 == hash >> 32, matches(UInt32(truncatingIfNeeded: held), bytes, tag) {
        return UInt32(truncatingIfNeeded: held)
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// The number of `text` if it was interned before, else 0.
  public func find(_ text: String, tag: UInt16 = 0) -> UInt32 {
    var copy = text
    return copy.withUTF8 { find(UnsafeRawBufferPointer($0), tag: tag) }
  }

  /// Text number `id`; invalid UTF-8 becomes U+FFFD. For what is shown.
  public func text(_ id: UInt32) -> String { withBytes(id) { String(decoding: $0, as: UTF8.self) } }

  /// The tag that text `id` was interned under.
  @inlinable public func tag(_ id: UInt32) -> UInt16 { tags[Int(id)] }

  /// Calls `body` with the bytes of text `id`.
  public func withBytes<R>(_ id: UInt32, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    let range = range(id)
    return try arena.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Interns every text of `other` here, in order, and returns the number here for each number there.
  ///
  /// An empty table takes the other over as it is.
  public mutating func absorb(_ other: TextTable) -> [UInt32] {
    if count == 1 {
      self = other
      return (0..<UInt32(other.count)).map { $0 }
    }
    var map = [UInt32](repeating: 0, count: other.count)
    for id in 1..<max(1, other.count) {
      map[id] = other.withBytes(UInt32(id)) { intern($0, tag: other.tags[id]) }
    }
    return map
  }

  private func range(_ id: UInt32) -> Range<Int> {
    let i = Int(id)
    return i == 0 ? 0..<0 : Int(ends[i - 1])..<Int(ends[i])
  }

  private func matches(_ id: UInt32, _ bytes: UnsafeRawBufferPointer, _ tag: UInt16) -> Bool {
    let i = Int(id)
    let begin = Int(ends[i - 1])
    return Int(ends[i]) - begin == bytes.count && tags[i] == tag && holds(bytes, at: begin)
  }

  /// The arena holds these bytes at `begin`, where there are as many.
  @inline(__always)
  private func holds(_ bytes: UnsafeRawBufferPointer, at begin: Int) -> Bool {
    guard let wanted = bytes.baseAddress else { return true }
    return arena.withUnsafeBytes { held in
      guard let base = held.baseAddress else { return false }
      return sameBytes(base + begin, wanted, bytes.count)
    }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    mask = slots.count - 1
    for held in old where held != 0 {
      // The low half of the hash is not kept.
      let id = UInt32(truncatingIfNeeded: held)
      var slot = withBytes(id) { Int(truncatingIfNeeded: Self.hash($0, tags[Int(id)])) & mask }
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = held
    }
  }

  /// A multiplicative hash, eight bytes at a time. Collisions made on purpose cost time, bounded by the table's load.
  private static func hash(_ bytes: UnsafeRawBufferPointer, _ tag: UInt16) -> UInt64 {
    var h: UInt64 = 0x9E37_79B9_7F4A_7C15 &+ UInt64(tag)
    var i = 0
    while i + 8 <= bytes.count {
      h = (h ^ bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self)) &* 0xD6E8_FEB8_6659_FD93
      h ^= h >> 32
      i += 8
    }
    while i < bytes.count {
      h = (h ^ UInt64(bytes[i])) &* 0x0000_0100_0000_01B3
      i += 1
    }
    h = (h ^ UInt64(bytes.count)) &* 0xD6E8_FEB8_6659_FD93
    return h ^ (h >> 29)
  }
}
