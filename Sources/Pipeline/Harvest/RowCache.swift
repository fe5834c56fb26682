import Chronicle

/// Remembers the newest event of each kind and subject, so that a row of equal ones is found in O(1).
struct RowCache {
  /// Number of an event in the low half, the upper half of the hash of what it says in the high half: most strangers are told
  /// apart without a look at them. `vacant` is an empty slot.
  private var slots: [UInt64] = []
  /// The instant of the last line of each row.
  private var lasts: [Int64] = []
  private static let vacant = UInt64.max

  /// The event that `event` repeats, if its row is still open.
  func earlier(of event: Event, in events: [Event]) -> Int? {
    if slots.isEmpty { return nil }
    let hash = Self.hash(event)
    let held = slots[Self.slot(hash)]
    guard held != Self.vacant, held >> 32 == hash >> 32 else { return nil }
    let i = Int(held & 0xFFFF_FFFF)
    guard i < events.count else { return nil }
    let e = events[i]
    guard e.code == event.code, e.subject == event.subject, e.related == event.related, e.detail == event.detail,
      e.source == event.source
    else { return nil }
    return e.isOpen(at: event.instant) ? i : nil
  }

  /// Takes the next line of a row that is open; false if it is the last one once more: a text that shows a line twice.
  mutating func goesOn(with event: Event) -> Bool {
    let slot = Self.slot(Self.hash(event))
    defer { lasts[slot] = event.instant }
    return lasts[slot] != event.instant
  }

  mutating func note(_ event: Event, at index: Int) {
    if slots.isEmpty {
      slots = [UInt64](repeating: Self.vacant, count: 4096)
      lasts = [Int64](repeating: 0, count: 4096)
    }
    let hash = Self.hash(event)
    lasts[Self.slot(hash)] = event.instant
    slots[Self.slot(hash)] = (hash & ~0xFFFF_FFFF) | UInt64(UInt32(clamping: index))
  }

  private static func slot(_ hash: UInt64) -> Int { Int(hash >> 52) }

  private static func hash(_ e: Event) -> UInt64 {
    var h = UInt64(e.subject) &* 0x9E37_79B9_7F4A_7C15
    h ^= UInt64(e.related) &* 0xC2B2_AE3D_27D4_EB4F
    return (h ^ UInt64(e.detail) ^ UInt64(e.code) << 40 ^ UInt64(e.source) << 48) &* 0xD6E8_FEB8_6659_FD93
  }
}
