/// Counts from which places of a `SiteTable` a process logs: one addition a line.
public struct CallSiteCounter: Sendable {
  /// How often a place printed, and how its first message began.
  public struct Tally: Sendable {
    public var site: Int
    public var count: Int
    public var opening: [UInt8]
  }

  /// Lines from places that have no number.
  public private(set) var dropped = 0
  /// By the number of the place.
  @usableFromInline var counts: [UInt32] = []
  /// Places in the order in which they were met.
  private var met: [(site: Int, opening: [UInt8])] = []

  /// A counter that has seen nothing.
  public init() {}

  /// Notes one line.
  ///
  /// - Parameters:
  ///   - site: number of the place; -1 if it has none.
  ///   - message: the message, of which the beginning is kept when the place is new.
  @inlinable @inline(__always)
  public mutating func note(_ site: Int, message: UnsafeRawBufferPointer = .init(start: nil, count: 0)) {
    guard site >= 0, site < counts.count, counts[site] > 0 else { return add(site, message) }
    if counts[site] < .max { counts[site] &+= 1 }
  }

  @inline(never) @usableFromInline
  mutating func add(_ site: Int, _ message: UnsafeRawBufferPointer) {
    guard site >= 0 else {
      dropped += 1
      return
    }
    if site >= counts.count { counts.append(contentsOf: repeatElement(0, count: site + 1 - counts.count)) }
    counts[site] = 1
    met.append((site, Array(message.prefix(CallSite.openingLimit))))
  }

  /// What was counted, in the order in which the places were met. O(places).
  public var tallies: [Tally] {
    met.map { Tally(site: $0.site, count: Int(counts[$0.site]), opening: $0.opening) }
  }
}

extension SiteTable {
  /// Distinct places and how many lines came from each, for `CallSiteIndex.vote`. O(places).
  public func sites(_ tallies: [CallSiteCounter.Tally]) -> [(site: CallSite, count: Int)] {
    tallies.map { (callSite($0.site, opening: $0.opening), $0.count) }
  }
}
