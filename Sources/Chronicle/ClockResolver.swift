import Model

/// What is known about clocks from outside the logs.
public struct ClockHints: Sendable {
  /// What the user said: seconds east of UTC for a wall time read as if it were UTC (seconds since the epoch).
  public var givenOffset: (@Sendable (Int64) -> Int)?
  /// How the user named the zone.
  public var givenZone = ""
  public var givenYear: Int?
  /// When an address was given to a pod, by `address pod-key`, from creation times of IP objects. Nanoseconds, whole seconds.
  public var creations: [String: Int64] = [:]
  /// The file's modification time, by stream; nanoseconds since the epoch.
  public var fileTimes: [Int: Int64] = [:]

  /// Nothing known.
  public init() {}
}

/// Decides year and zone of every source, in the order in which evidence for them can be trusted.
struct ClockResolver {
  let hints: ClockHints
  /// Year taken when nothing at all tells it; a constant, so that the same input gives the same report on any day.
  static let fallbackYear = 2026

  func resolve(_ sources: inout [Source], _ events: inout [Event], _ resources: ResourceTable, _ texts: TextTable) {
    let bySource = Dictionary(grouping: events.indices, by: { Int(events[$0].source) })
    var clocks = [WallClock?](repeating: nil, count: sources.count)
    for i in sources.indices where sources[i].writer.isUndated { sources[i].clock = Self.unknown }
    for i in sources.indices where isOpen(sources[i]) {
      clocks[i] = own(&sources[i], bySource[i] ?? [], events, resources, texts)
    }
    // The same lines with times beside them tell every change of the zone to the microsecond, objects only to the second.
    takeTwins(&sources, &clocks, bySource, events)
    for i in sources.indices where isOpen(sources[i]) && clocks[i] == nil {
      guard let found = byObjects(sources[i].writer, bySource[i] ?? [], events, resources, texts) else { continue }
      let clock = WallClock(year: hints.givenYear ?? found.clock.year, offsets: found.clock.offsets)
      sources[i].clock = assumption(.objects, clock, "\(found.votes) allocations match creation times of IP objects")
      sources[i].clock.uncertainty = 1_000_000_000
      clocks[i] = clock
    }
    takeTwins(&sources, &clocks, bySource, events)
    // Thousands of writers may have no clock: what the others say is put together once.
    var offsets = Set(clocks.compactMap { $0?.offsets[0].seconds })
    var first = clocks.indices.first { clocks[$0] != nil }
    for i in sources.indices where isOpen(sources[i]) && clocks[i] == nil {
      let clock = fallback(&sources[i], offsets, year: first.flatMap { clocks[$0]?.year })
      clocks[i] = clock
      offsets.insert(clock.offsets[0].seconds)
      first = min(first ?? i, i)
    }
    for i in sources.indices { clocks[i] = folded(&sources[i], clocks[i]) }
    for i in events.indices where events[i].flags.contains(.isWall) {
      guard let clock = clocks[Int(events[i].source)] else { continue }
      events[i].instant = clock.instant(events[i].instant, at: events[i].offset)
      events[i].flags.remove(.isWall)
    }
    for i in sources.indices {
      convert(&sources[i], clocks[i])
      note(&sources[i])
    }
    SkewCorrection(hints.creations).correct(&sources, &events, bySource, resources, texts)
  }

  /// Its times need a year and a zone.
  private func isOpen(_ source: Source) -> Bool { source.clock.zone != .exact && !source.writer.isUndated }

  /// Of lines that carry no time. They may be of any: a century is longer than any log.
  private static let unknown = ClockAssumption(
    year: .assumed, zone: .assumed, offsetSeconds: 0, uncertainty: 100 * 366 * WallClock.dayLength,
    text: "no line of it carries a time: what was before or after them is not known")

  /// What the source says itself, or the user.
  private func own(
    _ source: inout Source, _ indices: [Int], _ events: [Event], _ resources: ResourceTable, _ texts: TextTable
  ) -> WallClock? {
    let writer = source.writer
    if let year = writer.outerYear, !writer.outerOffsets.isEmpty {
      var offsets = writer.outerOffsets
      offsets[0].fromWall = .min
      let clock = WallClock(year: year, offsets: offsets)
      source.clock = assumption(.outer, clock, "outer UTC times stand beside the lines")
      source.clock.uncertainty = 1_000
      return clock
    }
    if !writer.isWall {
      source.clock = .exact(uncertainty: 1_000_000)
      return nil
    }
    if let zone = hints.givenOffset {
      let year =
        hints.givenYear ?? writer.headerYear ?? byObjects(writer, indices, events, resources, texts)?.clock.year
        ?? guessYear(source)
      let clock = WallClock(year: year, offsets: transitions(zone, year: year, writer))
      source.clock = assumption(.given, clock, "zone \(hints.givenZone) as given")
      if hints.givenYear != nil { source.clock.year = .given }
      return clock
    }
    return nil
  }

  /// Gives sources without a clock the clock of a source that shows the same lines.
  private func takeTwins(
    _ sources: inout [Source], _ clocks: inout [WallClock?], _ bySource: [Int: [Int]], _ events: [Event]
  ) {
    let searching = sources.indices.filter { isOpen(sources[$0]) && clocks[$0] == nil }
    guard !searching.isEmpty, clocks.contains(where: { $0 != nil }) else { return }
    func marks(_ i: Int, _ clock: WallClock?) -> some Sequence<ClockTwins.Mark> {
      (bySource[i] ?? []).lazy.map { Self.mark(events[$0], clock) }
    }
    var twins = ClockTwins(searching) { marks($0, nil) }
    for k in sources.indices where clocks[k] != nil { twins.show(k, marks(k, clocks[k])) }
    twins.startOver()
    for i in searching {
      guard let k = twins.twin(of: i), let clock = clocks[k] else { continue }
      let own = WallClock(year: clock.year, offsets: clock.offsets)
      sources[i].clock = assumption(.sameLines, own, "the same lines stand in a source whose clock is known")
      clocks[i] = own
      twins.show(i, marks(i, own))
    }
  }

  /// What an event of a source with that clock shows.
  private static func mark(_ event: Event, _ clock: WallClock?) -> ClockTwins.Mark {
    let wall =
      event.flags.contains(.isWall) ? event.instant : clock.map { Self.wall(of: event.instant, $0) } ?? event.instant
    return ClockTwins.Mark(wall: wall % WallClock.yearLength, subject: event.subject, code: event.code)
  }

  /// Wall time within the unnamed leap year that `clock` showed at an instant.
  private static func wall(of instant: Int64, _ clock: WallClock) -> Int64 {
    for offset in clock.offsets.reversed() {
      let local = instant + Int64(offset.seconds) * 1_000_000_000
      let days = Int(local / WallClock.dayLength)
      let date = CivilDate(daysSinceEpoch: days)
      let leap = CivilDate(year: 2000, month: date.month, day: date.day).daysSinceEpoch
      let start = CivilDate(year: 2000, month: 1, day: 1).daysSinceEpoch
      let wall = Int64(leap - start) * WallClock.dayLength + local % WallClock.dayLength
      if offset.fromWall == .min || wall >= offset.fromWall { return wall }
    }
    return instant
  }

  /// Nothing says so: the zone of the other controllers if they agree, else UTC.
  private func fallback(_ source: inout Source, _ offsets: Set<Int>, year known: Int?) -> WallClock {
    let year = hints.givenYear ?? source.writer.headerYear ?? known ?? guessYear(source)
    let shared = offsets.count == 1 && LogComponent(source).keepsTimeOfNode ? offsets.first : nil
    let clock = WallClock(year: year, offsetSeconds: shared ?? 0)
    let zoneText = shared != nil ? "the zone of the other controller logs" : "UTC"
    source.clock = assumption(.assumed, clock, "\(zoneText) assumed; nothing in the evidence says so")
    source.clock.year = hints.givenYear != nil ? .given : source.writer.headerYear != nil ? .outer : .assumed
    // Zones span 26 hours; within one source the order is exact all the same.
    source.clock.uncertainty = 14 * 3_600_000_000_000
    return clock
  }

  /// The newest year in which the last line does not lie in the future: that of the file, or of everything.
  private func guessYear(_ source: Source) -> Int {
    if let year = source.writer.headerYear { return year }
    let last = source.writer.last == .min ? 0 : source.writer.last
    let turns = Int(last / WallClock.yearLength)
    guard let modified = hints.fileTimes[source.stream] else {
      // The day on which the program was built says only that nothing is older.
      return max(Self.fallbackYear - turns, source.writer.buildYear ?? 0)
    }
    let year = CivilDate(daysSinceEpoch: Int(modified / WallClock.dayLength)).year - turns
    // A wall may be ahead of UTC by the better part of a day.
    return WallClock.asUTC(last, year: year) - modified > WallClock.dayLength ? year - 1 : year
  }

  /// Where a named zone changes its offset between the first and last line.
  private func transitions(_ zone: (Int64) -> Int, year: Int, _ writer: LogWriter) -> [WallClock.Offset] {
    guard writer.first != .max, writer.last != .min else { return [] }
    // After the end of daylight saving time the first wall time may be the higher one.
    let (begin, end) = (min(writer.first, writer.last), max(writer.first, writer.last))
    func offset(_ wall: Int64) -> Int { zone(WallClock.asUTC(wall, year: year) / 1_000_000_000) }
    var result = [WallClock.Offset(fromWall: .min, seconds: offset(begin))]
    let hour: Int64 = 3_600_000_000_000
    var wall = begin - begin % hour
    var steps = 0
    while wall <= end, steps < 100_000 {
      if offset(wall) != result[result.count - 1].seconds {
        result.append(WallClock.Offset(fromWall: wall, seconds: offset(wall)))
      }
      wall += hour
      steps += 1
    }
    return result
  }

  private func convert(_ source: inout Source, _ clock: WallClock?) {
    source.wallClock = clock
    let writer = source.writer
    guard writer.first != .max, writer.last != .min, !writer.isUndated else { return }
    // What begins lies before a fold, what ends after it.
    func instant(_ t: Int64, isEnd: Bool) -> Int64 {
      guard writer.isWall, let clock else { return t }
      return clock.instant(t, at: isEnd ? .max : 0)
    }
    source.covers = (
      Instant(nanoseconds: instant(writer.first, isEnd: false)), Instant(nanoseconds: instant(writer.last, isEnd: true))
    )
    for i in source.writer.lives.indices {
      let offset = source.writer.lives[i].offset
      source.writer.lives[i].move { t in
        t == .max || t == .min || !writer.isWall ? t : clock?.instant(t, at: offset) ?? t
      }
    }
    if writer.steps.contains(where: { $0.daylightSaving != nil }), !writer.lives.isEmpty {
      // What the wall shows first and last is not what was written first and last.
      let lives = source.writer.lives
      source.covers = (
        Instant(nanoseconds: lives.map(\.from).min() ?? 0), Instant(nanoseconds: lives.map(\.to).max() ?? 0)
      )
    }
    for i in source.writer.gaps.indices {
      source.writer.gaps[i].from = instant(source.writer.gaps[i].from, isEnd: false)
      source.writer.gaps[i].to = instant(source.writer.gaps[i].to, isEnd: true)
    }
  }

  /// The clock with the ends of daylight saving time that the log shows by going back.
  private func folded(_ source: inout Source, _ clock: WallClock?) -> WallClock? {
    guard var clock, source.writer.isWall else { return clock }
    for step in source.writer.steps {
      guard let seconds = step.daylightSaving else { continue }
      let reach: Int64 = 2 * 3_600_000_000_000
      var (before, after) = (offset(clock, source, step.after - reach), offset(clock, source, step.before + reach))
      let isKnown = before - after == seconds
      if !isKnown {
        // No zone tells of it; the clock itself does.
        guard source.clock.zone == .assumed, clock.offsets.count == 1 else { continue }
        (before, after) = (clock.offsets[0].seconds, clock.offsets[0].seconds - seconds)
        clock = WallClock(
          year: clock.year, offsets: clock.offsets + [WallClock.Offset(fromWall: step.before, seconds: after)])
        source.clock.text +=
          "; the clock went back by \(seconds / 60) minutes, taken for the end of daylight saving time"
      }
      clock.folds.append(
        WallClock.Fold(
          streamOffset: step.offset, around: step.after - reach...step.before + reach, secondsBefore: before,
          secondsAfter: after))
    }
    return clock
  }

  /// Seconds east of UTC at a wall time; of a zone that was given also beyond the log.
  private func offset(_ clock: WallClock, _ source: Source, _ wall: Int64) -> Int {
    guard source.clock.zone == .given, let zone = hints.givenOffset else { return clock.offset(atWall: wall) }
    return zone(WallClock.asUTC(max(0, wall), year: clock.year) / 1_000_000_000)
  }

  /// Says so when the clock was set back, and that times around it are uncertain.
  private func note(_ source: inout Source) {
    let corrections = source.writer.steps.filter { $0.size <= ClockStep.correctionLimit }
    if let largest = corrections.map(\.size).max() {
      let count = corrections.count == 1 ? "once" : "\(corrections.count) times"
      source.clock.text +=
        "; the clock was set back \(count), by up to \((largest + 999_999_999) / 1_000_000_000) s: the order of the lines is kept"
      source.clock.uncertainty = max(source.clock.uncertainty, largest)
    }
    let course = source.writer.course
    let jumps = course.isDescending || course.isScattered ? 0 : course.runs.count - 1 - source.writer.steps.count
    if course.isDescending { source.clock.text += "; the newest line comes first" }
    if course.isScattered { source.clock.text += "; the lines do not stand in the order of their times" }
    if jumps > 0 {
      source.clock.text +=
        "; times go back \(jumps) time(s) by minutes or more, as when logs are put one behind the other"
    }
  }

  private func assumption(_ basis: ClockAssumption.Basis, _ clock: WallClock, _ why: String) -> ClockAssumption {
    let seconds = clock.offsets[0].seconds
    let minutes = abs(seconds) / 60
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let zone = seconds == 0 ? "UTC" : "UTC\(seconds < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    let changes = clock.offsets.count > 1 ? ", changing \(clock.offsets.count - 1) time(s)" : ""
    return ClockAssumption(
      year: basis, zone: basis, offsetSeconds: seconds, uncertainty: 0,
      text: "year \(clock.year), local time \(zone)\(changes): \(why)")
  }
}
