import ByteLexing
import Chronicle
import Formats
import Model
import Vocabulary

/// Follows one writer through its stream: its clock, the lifetimes of its process, its version banner.
struct WriterTrack {
  /// Time of a line in the writer's units.
  struct Time {
    var value: Int64
    var isWall: Bool
  }

  private var writer: LogWriter
  let replica: ResourceID
  var callSites = CallSiteCounter()
  private var life = ProcessLife()
  private var hasLife = false
  /// Years passed since the first line, and the wall time before, for New Year.
  private var turns: Int64 = 0
  private var previousWall = LogLine.noTime
  private var inBanner = false
  /// Between the start of a leader and its workers: addresses that are "allocated" then are taken over, not handed out.
  private var isTakingOver = false
  private var pendingGap: String?
  /// The next record is the first after the end of daylight saving time.
  private var isFolding = false
  private var hasFolded = false
  /// Wall time that the clock had reached before it was set back, until it is there again.
  private var heldAt: Int64?
  /// Only records with exact times were seen, outside of klog.
  private var isExactSoFar = false
  private var lastExact: Int64 = 0
  private var recordsInLife = 0
  private var hasStarted = false
  /// Pods, by number, whose setting up began in this life.
  private var begun = ResourceMarks()
  /// Whether lines are missing.
  var losses = LossCheck()

  init(_ writer: LogWriter, replica: ResourceID) {
    self.writer = writer
    self.replica = replica
  }

  /// The time of a line: exact when a wrapper's time stands beside it, else wall time.
  mutating func time(_ line: LogLine) -> Time {
    guard line.wall != LogLine.noTime else { return timeWithoutWall(line) }
    var wall = line.wall &* 1000
    if isExactSoFar, line.outer == LogLine.noTime || line.outerIsTransport { beginWall(wall) }
    if previousWall != LogLine.noTime, wall < previousWall { steppedBack(to: wall, line) }
    previousWall = wall
    wall += turns * WallClock.yearLength
    if let reached = heldAt { if wall < reached { wall = reached } else { heldAt = nil } }
    guard line.outer != LogLine.noTime, !line.outerIsTransport,
      let match = WallClock.match(wall: wall, outer: line.outer)
    else { return Time(value: wall, isWall: true) }
    writer.isWall = false
    if writer.outerOffsets.last?.seconds != match.offsetSeconds {
      writer.outerOffsets.append(WallClock.Offset(fromWall: wall, seconds: match.offsetSeconds))
    }
    writer.outerYear = writer.outerYear ?? match.year
    let instant = WallClock.asUTC(wall, year: match.year) - Int64(match.offsetSeconds) * 1_000_000_000
    writer.outerSkew = max(writer.outerSkew, abs(line.outer - instant))
    return Time(value: instant, isWall: false)
  }

  /// No log runs over more New Years than this; the sum of them must fit an instant.
  private static let longestLog: Int64 = 100

  /// New Year, or a clock that was set back. After a small correction time stands still until the clock is where it was:
  /// the order of the records is certain, their time only to the size of the step.
  private mutating func steppedBack(to wall: Int64, _ line: LogLine) {
    let step = previousWall - wall
    if step > WallClock.yearLength / 2, turns < Self.longestLog {
      turns += 1
      heldAt = nil
    } else if step > 1_000_000_000 {
      writer.backwardSteps += 1
      let base = turns * WallClock.yearLength
      let found = ClockStep(offset: line.offset, before: previousWall + base, after: wall + base)
      if writer.steps.count < LogWriter.stepLimit { writer.steps.append(found) }
      isFolding = found.daylightSaving != nil
      heldAt = step <= ClockStep.correctionLimit ? max(heldAt ?? .min, previousWall + base) : nil
    }
  }

  /// The time of a record that no klog header stands before: libraries of the controller log JSON with the seconds since
  /// the epoch (1.16, libovsdb). Among wall times it takes the place in the order that it has in the stream, and tells the
  /// zone of its neighbours.
  private mutating func timeWithoutWall(_ line: LogLine) -> Time {
    guard writer.isWall, previousWall != LogLine.noTime else {
      if line.outer != LogLine.noTime {
        isExactSoFar = writer.isWall || isExactSoFar
        writer.isWall = false
        lastExact = line.outer
      }
      return Time(value: line.outer == LogLine.noTime ? writer.last : line.outer, isWall: false)
    }
    let wall = previousWall + turns * WallClock.yearLength
    if line.outer != LogLine.noTime, !line.outerIsTransport { anchor(wall, line.outer) }
    return Time(value: wall, isWall: true)
  }

  /// The first wall time after records with exact times only: from here on the writer's times are wall times.
  private mutating func beginWall(_ wall: Int64) {
    isExactSoFar = false
    writer.isWall = true
    (writer.first, writer.last) = (wall, wall)
    if hasLife { (life.from, life.to) = (wall, wall) }
    anchor(wall, lastExact)
  }

  /// Learns the zone from a UTC time that stands next to a wall time in the stream, if both are of the same moment.
  private mutating func anchor(_ wall: Int64, _ outer: Int64) {
    guard let match = WallClock.match(wall: wall, outer: outer), abs(match.skew) < Self.neighbourhood else { return }
    if writer.outerOffsets.last?.seconds != match.offsetSeconds {
      writer.outerOffsets.append(WallClock.Offset(fromWall: wall, seconds: match.offsetSeconds))
    }
    writer.outerYear = writer.outerYear ?? match.year
  }

  /// Neighbouring records are that close together, nanoseconds; a zone is off by a quarter of an hour at least.
  private static let neighbourhood: Int64 = 2_000_000_000

  /// The kind of an observation, given where in its life the process is.
  mutating func kind(_ kind: ObservationKind) -> ObservationKind {
    switch kind {
    case .processStarted: isTakingOver = true
    case .processWorkersStarted, .podSyncBegan, .podDeleteBegan: isTakingOver = false
    case .ipAllocated: return isTakingOver ? .ipRestored : .ipAllocated
    default: break
    }
    return kind
  }

  /// The kind of an event about a resource: an address that is "allocated" to a pod whose setting up did not begin in this
  /// life of the process is taken over by the collector from an IP object that was still there (1.13 and later).
  ///
  /// Holds only for a life that the log shows from its start, and for a log of which nothing was left out.
  mutating func kind(_ kind: ObservationKind, of subject: ResourceID) -> ObservationKind {
    switch kind {
    case .podSyncBegan, .podAllocationBegan: begun.insert(subject)
    case .ipAllocated:
      if hasLife, life.hasStart, !begun.isEmpty, !begun.contains(subject) { return .ipRestored }
    default: break
    }
    return kind
  }

  /// Notes a klog record: coverage and process lifetimes.
  mutating func record(_ line: LogLine, _ time: Time, _ message: UnsafeRawBufferPointer, _ kind: ObservationKind?) {
    writer.records += 1
    inBanner = message.isEmpty || message.allSatisfy { $0 == 0x20 }
    let isStart = inBanner || kind == .processStarted || kind == .processConfig
    // Lines of libraries that do not log through klog carry no process number.
    if hasLife, life.pid == 0 { life.pid = line.pid }
    let isOther = line.pid != 0 && line.pid != life.pid
    let isNextBanner = inBanner && life.hasStart && writer.records > 1 && life.to > life.from
    if hasLife, isOther || isNextBanner || isNextStart(kind) { close() }
    if !hasLife {
      life = ProcessLife()
      life.pid = line.pid
      hasLife = true
    }
    if isStart {
      life.hasStart = true
      // Another process, perhaps on another node: its clock has nothing to do with the one before.
      heldAt = nil
    }
    recordsInLife += 1
    if kind == .processStarted { hasStarted = true }
    if kind == .processPanic || kind == .processFatal { life.crashed = true }
    if let reason = pendingGap {
      writer.gaps.append(LogGap(from: writer.last == .min ? time.value : writer.last, to: time.value, reason: reason))
      pendingGap = nil
      losses.restart()
    }
    if isFolding {
      // The wall shows an hour again: the highest wall time is no longer the latest.
      (writer.last, life.to) = (time.value, time.value)
      isFolding = false
      hasFolded = true
    }
    // After it the lowest wall time is not the earliest either.
    if !hasFolded { writer.first = min(writer.first, time.value) }
    if !hasFolded || life.from == .max { life.from = min(life.from, time.value) }
    life.to = max(life.to, time.value)
    writer.last = max(writer.last, time.value)
  }

  /// A process in a container always has number 1, and a log file has no banner: what is printed once, at the start, tells
  /// the next process from this one.
  private func isNextStart(_ kind: ObservationKind?) -> Bool {
    switch kind {
    case .processConfig: recordsInLife > Self.openingRecords
    case .processStarted: hasStarted
    default: false
    }
  }

  /// The configuration is among the first records of a process.
  private static let openingRecords = 50

  /// Takes a line that continues the record before it; true if it said something.
  mutating func continuation(_ payload: UnsafeRawBufferPointer) -> Bool {
    let span = payload.bytes
    if inBanner {
      for (label, take) in Self.bannerFields where span.firstIndex(of: label) >= 0 {
        let begin = span.firstIndex(of: label) + label.utf8CodeUnitCount
        let text = span.text(begin..<min(span.byteCount, begin + 64)).filter { $0 > " " && $0 < "\u{7f}" }
        take(&self, text)
        return true
      }
      return span.hasBytes("---") || span.hasBytes("Kube-OVN") || span.firstIndex(of: "Arch:") >= 0
    }
    if span.hasBytes("panic: ") || span.hasBytes("fatal error: ") {
      life.crashed = true
      return true
    }
    return false
  }

  private static let bannerFields: [(StaticString, @Sendable (inout WriterTrack, String) -> Void)] = [
    ("Go Version:", { _, _ in }),
    ("Version:", { $0.life.version = $1 }),
    ("Build:", { $0.writer.buildYear = Int($1.prefix(4)) }),
    ("Commit:", { $0.life.commit = $1 }),
  ]

  /// Notes a klog file header: the process opened a file, at a known year.
  mutating func header(year: Int, wall: Int64, machine: String) {
    if writer.headerYear == nil { writer.headerYear = year - Int(turns) }
    if writer.node.isEmpty { writer.node = machine }
  }

  /// Notes that lines are missing before the next one.
  mutating func gap(_ reason: String) { pendingGap = reason }

  /// The writer with everything that was learned.
  mutating func finished() -> LogWriter {
    if hasLife { close() }
    (writer.ends, writer.orphans) = (losses.ends, losses.orphans)
    return writer
  }

  private mutating func close() {
    life.callSites = callSites.sites.map {
      CallSiteUse(
        file: $0.key.file, line: $0.key.line, severity: $0.key.severity, count: $0.value, opening: $0.key.opening)
    }
    writer.lives.append(life)
    callSites = CallSiteCounter()
    begun.removeAll()
    losses.restart()
    recordsInLife = 0
    hasStarted = false
    hasLife = false
  }
}
