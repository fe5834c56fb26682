import Chronicle

/// Events that may stand for one step, by number, which is their order in time.
struct EventList {
  let numbers: [UInt32]
  /// The latest end of the events up to each place, so that rows which began early and reach far are not overlooked.
  /// Empty for lists too short to be searched.
  private let reach: [Int64]

  /// Lists up to this length are looked through from one end to the other.
  private static let searchedFrom = 32

  init(_ numbers: [UInt32], _ events: [Event]) {
    self.numbers = numbers
    guard numbers.count > Self.searchedFrom else {
      reach = []
      return
    }
    var latest = Int64.min
    reach = numbers.map { number in
      latest = max(latest, events[Int(number)].end)
      return latest
    }
  }

  /// Those whose detail matches; `nil` if none does.
  func matching(_ pattern: TextPattern, _ chronicle: Chronicle) -> EventList? {
    let found = numbers.filter { number in
      chronicle.texts.withBytes(chronicle.events[Int(number)].detail) { pattern.matches($0) } == .yes
    }
    return found.isEmpty ? nil : EventList(found, chronicle.events)
  }

  /// The places whose events can have ended at `from` or later and begun at `until` or earlier; the ones between them
  /// still have to be looked at. O(log n).
  func window(from: Int64, until: Int64, _ events: [Event]) -> Range<Int> {
    if reach.isEmpty { return 0..<numbers.count }
    let low = from == .min ? 0 : Self.first(0..<reach.count) { reach[$0] >= from }
    let high =
      until == .max ? numbers.count : Self.first(low..<numbers.count) { events[Int(numbers[$0])].instant > until }
    return low..<high
  }

  /// The first place for which `isBehind` is true, given that it stays so.
  private static func first(_ range: Range<Int>, _ isBehind: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Event {
  /// When the last of a row of equal lines was printed.
  var end: Int64 { instant &+ Int64(span) &* 1_000_000 }
}

/// The windows of several lists as one row, from either end.
struct EventCursor {
  private let lists: [EventList]
  private var windows: [Range<Int>]
  private let fromEnd: Bool
  private var previous: UInt32?

  init(_ lists: [EventList], from: Int64, until: Int64, fromEnd: Bool, _ events: [Event]) {
    self.lists = lists
    self.fromEnd = fromEnd
    windows = lists.map { $0.window(from: from, until: until, events) }
  }

  /// The next event; each comes once, in however many lists it stands.
  mutating func next() -> UInt32? {
    while true {
      var best: (list: Int, number: UInt32)?
      for i in lists.indices where !windows[i].isEmpty {
        let number = lists[i].numbers[fromEnd ? windows[i].upperBound - 1 : windows[i].lowerBound]
        if best.map({ fromEnd ? number > $0.number : number < $0.number }) ?? true { best = (i, number) }
      }
      guard let best else { return nil }
      let window = windows[best.list]
      windows[best.list] =
        fromEnd ? window.lowerBound..<window.upperBound - 1 : window.lowerBound + 1..<window.upperBound
      if best.number == previous { continue }
      previous = best.number
      return best.number
    }
  }
}
