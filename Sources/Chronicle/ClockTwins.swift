import Model

/// Finds for sources whose clock is not known others that show the same events at the same wall times.
///
/// O(events), and a few steps for each pair of sources that have an event in common: every source is looked through once.
struct ClockTwins {
  /// What an event shows of itself in each source it stands in.
  struct Mark: Hashable {
    var wall: Int64
    var subject: ResourceID
    var code: UInt8
  }

  private struct Search {
    /// Events that a twin has in common with it, at least.
    var needed = 0
    /// Events in common with the source that was shown last.
    var shared = 0
    var shown = -1
    var twin = Int.max
  }

  private var searches: [Int: Search] = [:]
  /// Who looks for an event.
  private let everyone: [Mark: [Int]]
  /// Those of them that have not found what they need among the sources shown.
  private var seekers: [Mark: [Int]]

  /// So many events in common are no accident.
  private static let enough = 5
  /// The first events of a source tell enough of it.
  private static let lookedFor = 20_000

  /// `searching`: sources that look for a twin; `marks`: of a source, in order.
  init(_ searching: [Int], marks: (Int) -> some Sequence<Mark>) {
    var seekers: [Mark: [Int]] = [:]
    for i in searching {
      let mine = Set(marks(i).prefix(Self.lookedFor))
      if mine.isEmpty { continue }
      searches[i] = Search(needed: min(Self.enough, mine.count))
      for mark in mine { seekers[mark, default: []].append(i) }
    }
    everyone = seekers
    self.seekers = seekers
  }

  /// Of all sources shown that are twins of `i` the one with the lowest number; nil if there is none.
  func twin(of i: Int) -> Int? { searches[i].flatMap { $0.twin == .max ? nil : $0.twin } }

  /// Shows the events of a source whose clock is known; ascending, by number.
  mutating func show(_ k: Int, _ marks: some Sequence<Mark>) {
    for mark in marks {
      guard let place = seekers.index(forKey: mark) else { continue }
      var at = 0
      while at < seekers.values[place].count {
        if isSeeking(seekers.values[place][at], shown: k) {
          at += 1
        } else {
          seekers.values[place].remove(at: at)
        }
      }
    }
  }

  /// What is shown from here on has lower numbers again.
  mutating func startOver() { seekers = everyone }

  /// Counts an event in common with `k`; false if no source from that one on can be a better twin.
  private mutating func isSeeking(_ i: Int, shown k: Int) -> Bool {
    guard var search = searches[i], search.twin > k else { return false }
    if search.shown != k { (search.shown, search.shared) = (k, 0) }
    search.shared += 1
    if search.shared >= search.needed { search.twin = k }
    searches[i] = search
    return true
  }
}
