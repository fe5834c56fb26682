import Chronicle

/// Remembers the newest event of each kind and subject, so that a row of equal ones is found in O(1).
struct RowCache {
  /// A row ends when nothing equal came for this long.
  static let patience: Int64 = 10_000_000_000
  private var slots: [Int32] = []

  /// The event that `event` repeats, if its row is still open.
  func earlier(of event: Event, in events: [Event]) -> Int? {
    if slots.isEmpty { return nil }
    let i = Int(slots[slot(event)])
    guard i >= 0, i < events.count else { return nil }
    let e = events[i]
    guard e.code == event.code, e.subject == event.subject, e.related == event.related, e.detail == event.detail,
      e.source == event.source
    else { return nil }
    let quiet = event.instant &- (e.instant &+ Int64(e.span) * 1_000_000)
    return quiet >= 0 && quiet < Self.patience ? i : nil
  }

  mutating func note(_ event: Event, at index: Int) {
    if slots.isEmpty { slots = [Int32](repeating: -1, count: 4096) }
    slots[slot(event)] = Int32(clamping: index)
  }

  private func slot(_ e: Event) -> Int {
    var h = UInt64(e.subject) &* 0x9E37_79B9_7F4A_7C15
    h ^= UInt64(e.related) &* 0xC2B2_AE3D_27D4_EB4F
    h = (h ^ UInt64(e.detail) ^ UInt64(e.code) << 40 ^ UInt64(e.source) << 48) &* 0xD6E8_FEB8_6659_FD93
    return Int(h >> 52)
  }
}
