import Model

/// Decides what it means that time goes back within a stream: a clock that was set, pieces that stand in another order, or
/// several writers one behind the other.
///
/// Clocks are set rarely and for good, and what follows overlaps with what came before. Pieces of one writer never overlap:
/// their times order them. Pieces that do overlap are from different writers, or show the same lines again.
struct CourseReading {
  /// Places where the writer's clock was set back: the order of the lines there is that of the stream.
  private(set) var steps: [ClockStep] = []
  /// Runs that can come from one writer, as far as times tell; never empty.
  private(set) var lanes: [[TimeCourse.Run]] = []

  /// A shuffled log that was cut once goes on within this, nanoseconds.
  private static let seam: Int64 = 60_000_000_000
  private static let laneLimit = 32

  private let runs: [TimeCourse.Run]
  /// Numbers of the events of each run, in the order of the stream.
  private var members: [[Int]] = []
  private var events: ArraySlice<Event>
  private let starts: Set<UInt64>

  /// `events`: those of the stream, in its order.
  init(_ writer: LogWriter, _ events: ArraySlice<Event>, isOwn: (Event) -> Bool) {
    let course = writer.course
    runs = course.runs
    self.events = events
    // Whoever asked goes on to change the events, which must not be held twice then.
    defer { self.events = [] }
    starts = Set(writer.lives.lazy.filter(\.hasStart).map(\.offset))
    guard !course.isScattered, runs.count > 1 else {
      lanes = [runs]
      // Without a second run only moments are in question; the order of the stream is right about those.
      if !course.isDescending, !course.isScattered { steps = writer.steps.filter { !$0.isReturned } }
      return
    }
    share(isOwn)
    if !course.isDescending { steps = writer.steps.filter { isSetBack($0, writer) } }
    var numbers = [[0]]
    var lane = 0
    for i in runs.indices.dropFirst() {
      let isOneClock = steps.contains { $0.offset == runs[i].offset }
      // Two series of lines of one pod (a query's answer, by level) are not of two writers.
      if !isOneClock, writer.pod.isEmpty, numbers[lane].contains(where: { overlap($0, i) }) {
        lane = numbers.firstIndex { !$0.contains { overlap($0, i) } } ?? numbers.count
        if lane == numbers.count {
          if lane < Self.laneLimit { numbers.append([]) } else { lane = Self.laneLimit - 1 }
        }
      }
      numbers[lane].append(i)
    }
    lanes = numbers.map { $0.map { runs[$0] } }
    members = []
  }

  private mutating func share(_ isOwn: (Event) -> Bool) {
    members = Array(repeating: [], count: runs.count)
    var at = 0
    for i in events.indices where isOwn(events[i]) {
      while at + 1 < runs.count, events[i].offset >= runs[at + 1].offset { at += 1 }
      members[at].append(i)
    }
  }

  /// The two runs were written at one time. Pieces of one writer fit into each other's gaps, however often they were cut;
  /// what two writers wrote at one time alternates.
  private func overlap(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (runs[a], runs[b])
    guard x.from < y.to &- TimeCourse.tolerance, y.from < x.to &- TimeCourse.tolerance else { return false }
    // A process does not start while it is at work.
    if starts.contains(y.offset), y.from > x.from { return true }
    let limit = runs.count + 2
    var (i, k, switches) = (0, 0, 0)
    var wasFirst: Bool?
    let (mine, others) = (members[a], members[b])
    while i < mine.count, k < others.count, switches <= limit {
      let isFirst = events[mine[i]].instant <= events[others[k]].instant
      if isFirst { i += 1 } else { k += 1 }
      if let wasFirst, wasFirst != isFirst { switches += 1 }
      wasFirst = isFirst
    }
    return switches > limit
  }

  /// Lane of what stands at a place of the stream. O(runs).
  func lane(of offset: UInt64) -> Int {
    if lanes.count == 1 { return 0 }
    var found = (lane: 0, begin: UInt64(0))
    for (i, lane) in lanes.enumerated() {
      for run in lane where run.offset <= offset && run.offset >= found.begin { found = (i, run.offset) }
    }
    return found.lane
  }

  private func isSetBack(_ step: ClockStep, _ writer: LogWriter) -> Bool {
    if step.isReturned { return false }
    guard let i = runs.firstIndex(where: { $0.offset == step.offset }), i > 0 else {
      return step.size <= TimeCourse.tolerance
    }
    if repeats(i - 1, i) { return false }
    let (before, after) = (runs[i - 1], runs[i])
    if step.size <= ClockStep.correctionLimit { return overlap(i - 1, i) && !starts.contains(step.offset) }
    guard let seconds = step.daylightSaving,
      step.size > Int64(seconds) * 1_000_000_000 - max(Self.seam, 2 * writer.course.longestSilence)
    else { return false }
    // Another process does not begin at the moment when the zone changes.
    return !starts.contains(step.offset) && (overlap(i - 1, i) || before.from - after.to > Self.seam)
  }

  /// The later run shows the lines of the earlier one again.
  private func repeats(_ a: Int, _ b: Int) -> Bool {
    struct Mark: Hashable {
      var instant: Int64
      var subject: ResourceID
      var code: UInt8
    }
    func mark(_ number: Int) -> Mark {
      let e = events[number]
      return Mark(instant: e.instant, subject: e.subject, code: e.code)
    }
    let known = Set(members[a].map(mark))
    let inside = members[b].filter { events[$0].instant <= runs[a].to }
    return !inside.isEmpty && inside.count(where: { known.contains(mark($0)) }) * 2 >= inside.count
  }
}

extension LogWriter {
  /// The part of the writer that stands in one lane.
  func part(_ reading: CourseReading, _ lane: Int) -> LogWriter {
    var part = self
    part.steps = reading.steps.filter { reading.lane(of: $0.offset) == lane }
    if reading.lanes.count > 1 {
      part.lives = lives.filter { reading.lane(of: $0.offset) == lane }
      part.first = reading.lanes[lane].map(\.from).min() ?? first
      part.last = reading.lanes[lane].map(\.to).max() ?? last
      if lane > 0 { part.gaps = [] }
    }
    return part
  }
}

/// After a small correction of a clock time hardly moves until the clock is where it was, a nanosecond from line to line: the
/// order of the lines is certain, their times only to the size of the step.
struct ClockHold {
  private let corrections: [ClockStep]

  init(_ steps: [ClockStep]) { corrections = steps.filter { $0.size <= ClockStep.correctionLimit } }

  var isNeeded: Bool { !corrections.isEmpty }

  /// Moves the events of one source, which are those for which `isOwn` holds, and the parts of lives behind a step.
  func apply(to events: inout [Event], from begin: Int, isOwn: (Event) -> Bool, lives: inout [ProcessLife]) {
    var at = 0
    var highest = Int64.min
    var reached: Int64?
    var line = UInt64.max
    for i in begin..<events.count where isOwn(events[i]) {
      while at < corrections.count, events[i].offset >= corrections[at].offset {
        reached = max(reached ?? .min, highest)
        at += 1
      }
      // Another process, perhaps on another node: its clock has nothing to do with the one before.
      if events[i].kind == .processStarted { reached = nil }
      if let held = reached {
        let time = events[i].offset == line ? held : held + 1
        line = events[i].offset
        reached = events[i].instant < time ? time : nil
        events[i].instant = max(events[i].instant, time)
      }
      highest = max(highest, events[i].instant)
    }
    for i in lives.indices where !lives[i].hasStart {
      guard let step = corrections.last(where: { $0.offset <= lives[i].offset && lives[i].from < $0.before }) else {
        continue
      }
      let moved = max(0, min(step.before - lives[i].from, step.size))
      lives[i].from += moved
      lives[i].to = max(lives[i].to, lives[i].from)
    }
  }
}
