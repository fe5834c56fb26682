import Model

/// Clocks told by objects: an IP object is made within a second or two of its address being handed out.
extension ClockResolver {
  /// What one allocation says of the clock.
  private struct Vote {
    /// Number of the event.
    var event: Int
    var year: Int
    /// East of UTC.
    var seconds: Int

    func agrees(with other: Vote) -> Bool { year == other.year && seconds == other.seconds }
  }

  /// So many votes in a row say that the zone changed; one alone may be an address that was handed out twice.
  private static let agreement = 3
  /// Seconds by which daylight saving time changes a zone.
  private static let changes: Set<Int> = [1800, 3600, 7200]

  /// The clock that most allocations agree about, with the changes of daylight saving time that they show. O(events).
  func byObjects(
    _ writer: LogWriter, _ indices: [Int], _ events: [Event], _ resources: ResourceTable, _ texts: TextTable
  ) -> (clock: WallClock, votes: Int)? {
    guard !hints.creations.isEmpty else { return nil }
    var votes: [Vote] = []
    for i in indices where events[i].kind == .ipAllocated && events[i].flags.contains(.isWall) {
      let key = texts.text(events[i].detail) + " " + resources.key(events[i].subject)
      guard let created = hints.creations[key],
        let match = WallClock.match(wall: events[i].instant, outer: created), abs(match.skew) < 5_000_000_000
      else { continue }
      votes.append(Vote(event: i, year: match.year, seconds: match.offsetSeconds))
    }
    return changing(votes, writer, indices, events) ?? constant(votes, writer, events)
  }

  /// One offset throughout, if more than half of the votes are for it.
  private func constant(_ votes: [Vote], _ writer: LogWriter, _ events: [Event]) -> (clock: WallClock, votes: Int)? {
    var counts: [SIMD2<Int>: Int] = [:]
    for vote in votes { counts[SIMD2(vote.year, vote.seconds), default: 0] += 1 }
    let ranked = counts.sorted { ($0.value, -$0.key.x, -$0.key.y) > ($1.value, -$1.key.x, -$1.key.y) }
    guard let best = ranked.first, best.value * 2 > votes.count, let first = votes.first, let last = votes.last else {
      return nil
    }
    var offsets = [WallClock.Offset(fromWall: .min, seconds: best.key.y)]
    // Where the clock went back and nothing was handed out on one side of it, nobody but the clock itself can tell.
    for step in writer.steps {
      guard let seconds = step.daylightSaving, offsets.count == 1 else { continue }
      if step.offset > events[last.event].offset {
        offsets.append(WallClock.Offset(fromWall: step.before, seconds: best.key.y - seconds))
      } else if step.offset <= events[first.event].offset {
        offsets = [
          WallClock.Offset(fromWall: .min, seconds: best.key.y + seconds),
          WallClock.Offset(fromWall: step.before, seconds: best.key.y),
        ]
      }
    }
    return (WallClock(year: best.key.x, offsets: offsets), best.value)
  }

  /// Several offsets, if the votes fall into stretches that differ as daylight saving time makes them differ.
  private func changing(_ votes: [Vote], _ writer: LogWriter, _ indices: [Int], _ events: [Event]) -> (
    clock: WallClock, votes: Int
  )? {
    let stretches = Self.stretches(votes)
    guard stretches.count > 1, let first = stretches.first else { return nil }
    var offsets = [WallClock.Offset(fromWall: .min, seconds: votes[first.lowerBound].seconds)]
    for (old, new) in zip(stretches, stretches.dropFirst()) {
      let (last, next) = (votes[old.upperBound - 1], votes[new.lowerBound])
      guard last.year == next.year, Self.changes.contains(abs(next.seconds - last.seconds)) else { return nil }
      let wall = change(from: last, to: next, writer, indices, events)
      guard let wall, wall > offsets[offsets.count - 1].fromWall else { return nil }
      offsets.append(WallClock.Offset(fromWall: wall, seconds: next.seconds))
    }
    let agreed = stretches.reduce(0) { sum, stretch in
      sum + votes[stretch].count { $0.agrees(with: votes[stretch.lowerBound]) }
    }
    guard agreed * 2 > votes.count else { return nil }
    return (WallClock(year: votes[first.lowerBound].year, offsets: offsets), agreed)
  }

  /// Runs of votes that agree but for single ones, in the order of the stream.
  private static func stretches(_ votes: [Vote]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var candidate = 0
    for i in votes.indices {
      if let current = found.last, votes[i].agrees(with: votes[current.lowerBound]) {
        found[found.count - 1] = current.lowerBound..<i + 1
        candidate = i + 1
      } else if !votes[i].agrees(with: votes[candidate]) {
        candidate = i
      }
      if i - candidate + 1 >= agreement {
        found.append(candidate..<i + 1)
        candidate = i + 1
      }
    }
    return found
  }

  /// Wall time from which the later offset holds: where the clock is seen to go back, or behind the longest silence.
  private func change(from last: Vote, to next: Vote, _ writer: LogWriter, _ indices: [Int], _ events: [Event])
    -> Int64?
  {
    let places = events[last.event].offset...max(events[last.event].offset, events[next.event].offset)
    if let step = writer.steps.first(where: {
      places.contains($0.offset) && $0.daylightSaving == last.seconds - next.seconds
    }) {
      return step.before
    }
    var longest: (silence: Int64, wall: Int64)?
    var previous = events[last.event].instant
    for i in indices where i > last.event && i <= next.event && events[i].flags.contains(.isWall) {
      let silence = events[i].instant - previous
      if silence > longest?.silence ?? 0 { longest = (silence, events[i].instant) }
      previous = events[i].instant
    }
    return longest?.wall
  }
}
