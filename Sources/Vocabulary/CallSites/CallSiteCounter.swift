/// Counts from which source lines a process logs; a few nanoseconds a line.
///
/// Bounded: no more than `limit` distinct places are kept, further ones are counted as dropped. Input is untrusted;
/// two places whose hashes collide count as one, which can cost a vote but nothing else.
public struct CallSiteCounter: Sendable {
  /// Most distinct places that are kept.
  public static let limit = 8192

  /// Lines from places that were not kept.
  public private(set) var dropped = 0

  private struct Slot: Sendable, BitwiseCopyable {
    var key: UInt64 = 0
    var entry: UInt32 = 0
    var count: UInt32 = 0
  }

  private struct Entry: Sendable {
    var file: String
    var line: Int
    var severity: UInt8
    var opening: [UInt8]
  }

  private var slots: [Slot]
  private var entries: [Entry] = []

  /// A counter that has seen nothing.
  public init() { slots = Array(repeating: Slot(), count: 64) }

  /// Notes one line.
  ///
  /// - Parameters:
  ///   - site: where it comes from.
  ///   - message: the message, of which the beginning is kept when the place is new.
  public mutating func note(_ site: SiteKey, message: UnsafeRawBufferPointer = .init(start: nil, count: 0)) {
    let place = UInt64(truncatingIfNeeded: site.line) << 8 | UInt64(site.severity)
    let key = MessageKey.joined(file: site.fileHash, opening: place)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot].key != key {
      if slots[slot].key == 0 {
        add(key, site, message)
        return
      }
      slot = (slot + 1) & mask
    }
    if slots[slot].count < .max { slots[slot].count += 1 }
  }

  @inline(never)
  private mutating func add(_ key: UInt64, _ site: SiteKey, _ message: UnsafeRawBufferPointer) {
    guard entries.count < Self.limit, site.file.count <= 255 else {
      dropped += 1
      return
    }
    if (entries.count + 1) * 2 > slots.count { grow() }
    insert(Slot(key: key, entry: UInt32(entries.count), count: 1))
    entries.append(
      Entry(
        file: String(decoding: site.file, as: UTF8.self), line: site.line, severity: site.severity,
        opening: Array(message.prefix(CallSite.openingLimit))))
  }

  private mutating func insert(_ new: Slot) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: new.key) & mask
    while slots[slot].key != 0 { slot = (slot + 1) & mask }
    slots[slot] = new
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    for slot in old where slot.key != 0 { insert(slot) }
  }

  /// Distinct places and how many lines came from each, for `CallSiteIndex.vote`.
  public var sites: [CallSite: Int] {
    var result: [CallSite: Int] = [:]
    for slot in slots where slot.key != 0 {
      let entry = entries[Int(slot.entry)]
      let site = CallSite(file: entry.file, line: entry.line, severity: entry.severity, opening: entry.opening)
      result[site, default: 0] += Int(slot.count)
    }
    return result
  }
}
