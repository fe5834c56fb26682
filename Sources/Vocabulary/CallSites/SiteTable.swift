import ByteLexing
import Model

/// The places in the source that print the lines of a stream. Each has a number, and what may be printed there is looked up
/// once: most lines come from a few places, and most places print one message.
///
/// Bounded: no more than `limit` places are told apart, further ones have no number. Input is untrusted.
public struct SiteTable: Sendable {
  /// Most distinct places that have a number.
  public static let limit = 8192

  /// What was found out about one line.
  public struct Reading: Sendable, BitwiseCopyable {
    /// Of the place that printed it, counted from 0; -1 beyond the limit.
    public var site: Int
    /// The observation was filled.
    public var isUnderstood: Bool
    /// It begins as something that is printed there, and goes on in another way.
    public var isStray = false
  }

  /// What tells places apart: with names of at most sixteen bytes, all of it.
  private struct Key: Sendable, BitwiseCopyable, Equatable {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    /// Line, severity and the length of the name; 0 marks an empty slot.
    var place: UInt64 = 0

    init() {}

    @inline(__always)
    init(_ site: SiteKey) {
      (head, tail) = MessageKey.ends(site.file)
      place =
        UInt64(truncatingIfNeeded: site.line) << 24 | UInt64(site.severity) << 16 | 1 << 15
        | UInt64(truncatingIfNeeded: site.file.count & 0x7FFF)
    }

    /// Number of the slot that is looked at first.
    @inline(__always)
    func slot(_ mask: Int) -> Int {
      Int(truncatingIfNeeded: MessageKey.mix((head ^ tail &* 0x9E37_79B9_7F4A_7C15) &+ place)) & mask
    }
  }

  private struct Slot: Sendable, BitwiseCopyable {
    var key = Key()
    var site: UInt32 = 0
    /// First bytes of the message that the shortlist is for.
    var opening = Slot.noOpening
    /// Templates that may fit, in `shortlists`.
    var first: UInt32 = 0
    var count: UInt32 = 0

    static let noOpening = UInt32.max
  }

  private struct Site: Sendable {
    var file: [UInt8]
    var line: Int
    var severity: UInt8
  }

  private let vocabulary: Vocabulary
  private var slots: [Slot] = []
  private var sites: [Site] = []
  private var shortlists: [TemplateTable.Candidate] = []

  /// A table that knows no place yet; it takes no memory before the first.
  public init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// What a message from a place says, as `Vocabulary.match` would say it. One hash lookup and a few word comparisons.
  ///
  /// `observation`: overwritten; means something only if the message is understood.
  public mutating func read(
    _ message: UnsafeRawBufferPointer, from site: SiteKey, into observation: inout Observation
  ) -> Reading {
    // Most messages come from a known place, and begin there as one before did.
    let place = known(site)
    var end = message.count
    guard place >= 0, let base = message.baseAddress else { return readAnew(message, site, into: &observation) }
    // White space at the end is the log writer's, not the message's.
    while end > 0, base.load(fromByteOffset: end &- 1, as: UInt8.self) <= 0x20 { end &-= 1 }
    guard end >= 16 else { return readAnew(message, site, into: &observation) }
    let (word0, word1) = (base.loadUnaligned(as: UInt64.self), base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    guard slots[place].opening == TemplateTable.Query.opening(word0) else {
      return readAnew(message, site, into: &observation)
    }
    let (number, first, count) = (Int(slots[place].site), Int(slots[place].first), Int(slots[place].count))
    if count == 0 { return Reading(site: number, isUnderstood: false) }
    let template = shortlists.withUnsafeBufferPointer { all in
      vocabulary.table.match(
        base, end, word0, word1, among: UnsafeBufferPointer(rebasing: all[first..<first &+ count]), into: &observation)
    }
    if template < 0 { return stray(word0, word1, place) }
    vocabulary.complete(&observation, by: template, message)
    return Reading(site: number, isUnderstood: true)
  }

  /// `read`, for any message.
  @inline(never)
  private mutating func readAnew(
    _ message: UnsafeRawBufferPointer, _ site: SiteKey, into observation: inout Observation
  ) -> Reading {
    let place = slot(of: site)
    let number = place < 0 ? -1 : Int(slots[place].site)
    guard let query = TemplateTable.Query(message, from: site) else {
      return Reading(site: number, isUnderstood: false)
    }
    let template = vocabulary.table.match(query, into: &observation)
    if place >= 0, slots[place].opening == Slot.noOpening { addShortlist(query, template, to: place) }
    if template >= 0 {
      vocabulary.complete(&observation, by: template, message)
      return Reading(site: number, isUnderstood: true)
    }
    guard place >= 0, slots[place].opening == query.opening else { return Reading(site: number, isUnderstood: false) }
    return stray(query.word0, query.word1, place)
  }

  /// What fits no template, and begins as the one that the shortlist of the place is for.
  @inline(never)
  private func stray(_ word0: UInt64, _ word1: UInt64, _ place: Int) -> Reading {
    let list = shortlists[Int(slots[place].first)..<Int(slots[place].first) + Int(slots[place].count)]
    return Reading(
      site: Int(slots[place].site), isUnderstood: false, isStray: list.contains { $0.isOpening(word0, word1) })
  }

  /// The place with a number.
  func callSite(_ number: Int, opening: [UInt8]) -> CallSite {
    let site = sites[number]
    return CallSite(
      file: String(decoding: site.file, as: UTF8.self), line: site.line, severity: site.severity, opening: opening)
  }

  /// Where the place is kept; -1 if it is new.
  @inline(__always)
  private func known(_ site: SiteKey) -> Int {
    let mask = slots.count - 1
    guard mask > 0 else { return -1 }
    let key = Key(site)
    var slot = key.slot(mask)
    while slots[slot].key.place != 0 {
      if slots[slot].key == key, site.file.count <= 16 || isFile(slots[slot].site, site.file) { return slot }
      slot = (slot &+ 1) & mask
    }
    return -1
  }

  /// Where the place is kept from now on; -1 if there are too many.
  private mutating func slot(of site: SiteKey) -> Int {
    let place = known(site)
    return place < 0 ? add(site) : place
  }

  private func isFile(_ site: UInt32, _ name: UnsafeRawBufferPointer) -> Bool {
    sites[Int(site)].file.withUnsafeBytes { known in
      guard known.count == name.count, let a = known.baseAddress, let b = name.baseAddress else { return false }
      return sameBytes(a, b, name.count)
    }
  }

  private mutating func add(_ site: SiteKey) -> Int {
    guard sites.count < Self.limit, site.file.count <= 255 else { return -1 }
    if (sites.count + 1) * 2 > slots.count { grow() }
    sites.append(Site(file: Array(site.file), line: site.line, severity: site.severity))
    var slot = Slot()
    (slot.key, slot.site) = (Key(site), UInt32(sites.count - 1))
    return insert(slot)
  }

  private mutating func addShortlist(_ query: TemplateTable.Query, _ template: Int, to place: Int) {
    var list = vocabulary.table.shortlist(query)
    // What the place has printed is tried first, unless a message that fits may mean what stands before it.
    if let i = list.firstIndex(where: { Int($0.template) == template }),
      list[..<i].allSatisfy({ vocabulary.table.excludes(Int($0.template), template) })
    {
      list.insert(list.remove(at: i), at: 0)
    }
    slots[place].opening = query.opening
    slots[place].first = UInt32(shortlists.count)
    slots[place].count = UInt32(list.count)
    shortlists += list
  }

  private mutating func insert(_ new: Slot) -> Int {
    let mask = slots.count - 1
    var place = new.key.slot(mask)
    while slots[place].key.place != 0 { place = (place + 1) & mask }
    slots[place] = new
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: max(64, old.count * 2))
    for slot in old where slot.key.place != 0 { _ = insert(slot) }
  }
}
