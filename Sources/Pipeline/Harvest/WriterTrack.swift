import ByteLexing
import Chronicle
import Formats
import Model
import Vocabulary

/// Follows one writer through its stream: its clock, the lifetimes of its process, its version banner.
///
/// Nothing here may depend on the order of the lines more than it must: what a line means is decided when the lines of all
/// pieces of the writer stand in the order of their times (`WriterReading`).
struct WriterTrack {
  /// Time of a line in the writer's units.
  struct Time {
    var value: Int64
    var isWall: Bool
  }

  private var writer: LogWriter
  let replica: ResourceID
  private var callSites = CallSiteCounter()
  /// What was counted of each of the lives that are over.
  private var tallies: [[CallSiteCounter.Tally]] = []
  private var life = ProcessLife()
  private var hasLife = false
  private var year = YearTurns()
  private var previousWall = LogLine.noTime
  /// Time of the record before, in the writer's units.
  private var previousTime = Int64.min
  private var inBanner = false
  /// It is that of the controller.
  private var isOwnBanner = false
  private var pendingGap: String?
  /// Lines since the clock last went back, while it may turn out that one line came late.
  private var linesSinceStep = 0
  /// Only records with exact times were seen, outside of klog.
  private var isExactSoFar = false
  private var lastExact: Int64 = 0
  private var recordsInLife = 0
  /// A banner whose lines came before its header, as in a log that shows the newest line first.
  private var early = (version: "", commit: "")

  init(_ writer: LogWriter, replica: ResourceID) {
    self.writer = writer
    self.replica = replica
  }

  /// By how much all wall times move in the end, because the log begins in the year before that of its first line.
  var wallShift: Int64 { year.shift }

  /// The time of a line. Most lines say nothing new: nothing stands beside them, and time goes on.
  @inline(__always) private mutating func time(_ line: LogLine) -> Time {
    let inYear = line.wall &* 1000
    // Before the first wall time, the step overflows and is negative.
    let step = inYear &- previousWall
    guard line.outer == LogLine.noTime, line.wall != LogLine.noTime, step >= 0, step <= WallClock.yearLength / 2,
      writer.isWall, linesSinceStep == 0, !isExactSoFar
    else { return anyTime(line) }
    previousWall = inYear
    return Time(value: inYear &+ year.base, isWall: true)
  }

  /// The time of a line: exact when a wrapper's time stands beside it, else wall time.
  @inline(never) private mutating func anyTime(_ line: LogLine) -> Time {
    guard line.wall != LogLine.noTime else { return timeWithoutWall(line) }
    let inYear = line.wall &* 1000
    if isExactSoFar, line.outer == LogLine.noTime || line.outerIsTransport { beginWall(inYear) }
    if previousWall != LogLine.noTime { stepped(to: inYear, line) }
    previousWall = inYear
    let wall = inYear + year.base
    guard line.outer != LogLine.noTime, !line.outerIsTransport,
      let match = WallClock.match(wall: max(wall, inYear), outer: line.outer)
    else { return withoutOuter(wall) }
    // Lines before it had no time but their own: it tells where they lie.
    if writer.isWall, writer.records > 0 {
      anchor(wall, line.outer)
      return Time(value: wall, isWall: true)
    }
    writer.isWall = false
    if writer.outerOffsets.last?.seconds != match.offsetSeconds, writer.outerOffsets.count < LogWriter.stepLimit {
      writer.outerOffsets.append(WallClock.Offset(fromWall: wall, seconds: match.offsetSeconds))
    }
    writer.outerYear = writer.outerYear ?? match.year
    let instant = WallClock.asUTC(max(wall, inYear), year: match.year) - Int64(match.offsetSeconds) * 1_000_000_000
    writer.outerSkew = max(writer.outerSkew, abs(line.outer - instant))
    return Time(value: instant, isWall: false)
  }

  /// A line without the time that stands beside others of its writer lies in their year and zone.
  private func withoutOuter(_ wall: Int64) -> Time {
    guard !writer.isWall, let year = writer.outerYear, let offset = writer.outerOffsets.last else {
      return Time(value: wall, isWall: true)
    }
    return Time(value: WallClock.asUTC(wall, year: year) - Int64(offset.seconds) * 1_000_000_000, isWall: false)
  }

  /// New Year, a clock that was set back, or lines that do not stand in their order; which one is decided later.
  @inline(__always) private mutating func stepped(to wall: Int64, _ line: LogLine) {
    let step = wall - previousWall
    if linesSinceStep > 0 { settleStep(wall, step) }
    if step >= -1_000_000_000, step <= WallClock.yearLength / 2 { return }
    if step < -WallClock.yearLength / 2 {
      year.forward()
    } else if step > 0 {
      year.back()
    } else if writer.steps.count < LogWriter.stepLimit {
      writer.steps.append(
        ClockStep(offset: line.offset, before: previousWall + year.base, after: wall + year.base))
      linesSinceStep = 1
    }
  }

  /// A line that came late is followed within a few lines by a jump to where time had been.
  private mutating func settleStep(_ wall: Int64, _ step: Int64) {
    let last = writer.steps.count - 1
    if wall + year.base >= writer.steps[last].before {
      writer.steps[last].isReturned = step > writer.steps[last].size / 2
      linesSinceStep = 0
    } else {
      linesSinceStep = linesSinceStep < Self.patience ? linesSinceStep + 1 : 0
    }
  }

  private static let patience = 64

  /// The time of a record that no klog header stands before: libraries of the controller log JSON with the seconds since
  /// the epoch (1.16, libovsdb). Among wall times it takes the place in the order that it has in the stream, and tells the
  /// zone of its neighbours.
  private mutating func timeWithoutWall(_ line: LogLine) -> Time {
    // Pasted without any time: the place in the stream stands for it, and is never shown as one.
    if line.outer == LogLine.noTime, previousTime == .min || writer.isUndated {
      (writer.isUndated, writer.isWall) = (true, false)
      return Time(value: Int64(line.number) &* Self.undatedStep, isWall: false)
    }
    guard writer.isWall, previousWall != LogLine.noTime else {
      // Klog lines whose times a shipper's clock told: the record's own clock may be another one.
      if previousWall != LogLine.noTime, line.outer != LogLine.noTime, previousTime != .min,
        abs(line.outer &- previousTime) > Self.delay
      {
        return Time(value: previousTime, isWall: false)
      }
      if line.outer != LogLine.noTime {
        isExactSoFar = writer.isWall || isExactSoFar
        writer.isWall = false
        lastExact = line.outer
      }
      return Time(value: line.outer == LogLine.noTime ? writer.last : line.outer, isWall: false)
    }
    let wall = previousWall + year.base
    if line.outer != LogLine.noTime, !line.outerIsTransport { anchor(wall, line.outer) }
    return Time(value: wall, isWall: true)
  }

  /// The first wall time after records with exact times only: from here on the writer's times are wall times.
  private mutating func beginWall(_ wall: Int64) {
    isExactSoFar = false
    writer.isWall = true
    (writer.first, writer.last) = (wall, wall)
    writer.course = TimeCourse()
    if hasLife { (life.from, life.to) = (wall, wall) }
    anchor(wall, lastExact)
  }

  /// Learns the zone from a UTC time that stands next to a wall time in the stream, if both are of the same moment.
  private mutating func anchor(_ wall: Int64, _ outer: Int64) {
    guard wall >= 0, let match = WallClock.match(wall: wall, outer: outer), abs(match.skew) < Self.neighbourhood else {
      return
    }
    if writer.outerOffsets.last?.seconds != match.offsetSeconds, writer.outerOffsets.count < LogWriter.stepLimit {
      writer.outerOffsets.append(WallClock.Offset(fromWall: wall, seconds: match.offsetSeconds))
    }
    writer.outerYear = writer.outerYear ?? match.year
  }

  /// A working controller prints something more often than that, nanoseconds.
  private static let delay: Int64 = 60_000_000_000

  /// So far apart are taken two lines without any time, nanoseconds: what a rule wants within a second stands in a few lines.
  private static let undatedStep: Int64 = 100_000_000

  /// Neighbouring records are that close together, nanoseconds; a zone is off by a quarter of an hour at least.
  private static let neighbourhood: Int64 = 2_000_000_000

  /// Takes a klog record: its time, which is returned, and where in the life of its process it stands.
  ///
  /// `text`: what the line refers to. `reading`: what was found out about the message. `observation`: what it says, if it was
  /// understood.
  ///
  /// Runs for every line of every log: what only some records need is left to functions of their own.
  mutating func record(
    _ line: LogLine, _ message: UnsafeRawBufferPointer, in text: UnsafeRawPointer, _ reading: SiteTable.Reading,
    _ observation: inout Observation
  ) -> Time {
    let time = time(line)
    let kind = reading.isUnderstood ? observation.kind : nil
    writer.records &+= 1
    writer.course.note(time.value, at: line.offset)
    if writer.selection.counts() {
      let place = SiteKey(line, in: text)
      writer.selection.note(message, severity: line.severity, file: place.fileHash, named: place.file)
    }
    inBanner = message.isEmpty || message[0] == 0x20 && message.allSatisfy { $0 == 0x20 }
    isOwnBanner = inBanner && SiteKey(line, in: text).fileHash == Self.bannerFile
    let concernsProcess = inBanner || kind != nil && observation.traits.area == .controller
    if concernsProcess || line.pid != life.pid || !hasLife || writer.course.isAtBegin { enter(line, kind) }
    recordsInLife &+= 1
    if pendingGap != nil { closeGap(time.value) }
    previousTime = time.value
    writer.first = min(writer.first, time.value)
    writer.last = max(writer.last, time.value)
    life.from = min(life.from, time.value)
    life.to = max(life.to, time.value)
    if let kind {
      writer.printed.insert(kind)
      if observation.traits.isWork { worked(at: time.value) }
    }
    if concernsProcess { note(kind, at: time.value) }
    callSites.note(reading.site, message: message)
    writer.integrity.note(
      message, length: line.rawLength, place: SiteKey(line, in: text).fileHash &+ UInt64(line.callLine),
      isUnderstood: reading.isUnderstood, isStray: reading.isStray)
    return time
  }

  /// The process does what only a controller does that leads.
  mutating func worked(at time: Int64) { life.firstWork = min(life.firstWork, time) }

  /// Another process begins before some records.
  private mutating func enter(_ line: LogLine, _ kind: ObservationKind?) {
    // Lines of libraries that do not log through klog carry no process number.
    if hasLife, life.pid == 0 { life.pid = line.pid }
    let isOther = line.pid != 0 && line.pid != life.pid
    let isNextBanner = isOwnBanner && life.hasStart && writer.records > 1 && life.to > life.from
    let isNext = !writer.course.isDescending && (isNextBanner || isNextStart(kind))
    if hasLife, isOther || isNext || writer.course.isAtBegin { close() }
    guard !hasLife else { return }
    life = ProcessLife()
    life.pid = line.pid
    life.offset = line.offset
    hasLife = true
  }

  private mutating func closeGap(_ time: Int64) {
    guard let reason = pendingGap else { return }
    let before = previousTime == .min ? time : previousTime
    writer.gaps.append(LogGap(from: min(before, time), to: max(before, time), reason: reason))
    pendingGap = nil
  }

  /// Notes what a record says of the life of its process.
  private mutating func note(_ kind: ObservationKind?, at time: Int64) {
    switch kind {
    case .processStarted: life.hasBegun = true
    case .processPanic, .processFatal:
      life.crashed = true
      life.ended = max(life.ended, time)
    case .processStopping, .leaseLost: life.ended = max(life.ended, time)
    case .leaseAcquired: life.acquired = min(life.acquired, time)
    case .leaseAttempted, .leaseObserved: life.waited = true
    default: break
    }
    // Read backwards, a banner's lines come before it, whoever printed it.
    defer { if inBanner { early = ("", "") } }
    guard isOwnBanner || kind == .processStarted || kind == .processConfig else { return }
    life.hasStart = true
    if isOwnBanner, !early.version.isEmpty { (life.version, life.commit) = early }
    // What stands below it was written before the process began.
    if writer.course.isDescending { close() }
  }

  /// A process in a container always has number 1, and a log file has no banner: what is printed once, at the start, tells
  /// the next process from this one.
  private func isNextStart(_ kind: ObservationKind?) -> Bool {
    switch kind {
    case .processConfig: recordsInLife > Self.openingRecords
    case .processStarted: life.hasBegun
    default: false
    }
  }

  /// The configuration is among the first records of a process.
  private static let openingRecords = 50

  /// Takes a line that continues the record before it; true if it said something.
  mutating func continuation(_ payload: UnsafeRawBufferPointer) -> Bool {
    let span = payload.bytes
    if inBanner || writer.course.isDescending && span.hasBytes("  ") {
      for (label, take) in Self.bannerFields where span.firstIndex(of: label) >= 0 {
        let begin = span.firstIndex(of: label) + label.utf8CodeUnitCount
        let text = span.text(begin..<min(span.byteCount, begin + 64)).drop { $0 <= " " }
        take(&self, String(text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || ".+-_:".contains($0)) }))
        return true
      }
    }
    if inBanner { return span.hasBytes("---") || span.hasBytes("Kube-OVN") || span.firstIndex(of: "Arch:") >= 0 }
    if span.hasBytes("panic: ") || span.hasBytes("fatal error: ") {
      life.crashed = true
      life.ended = max(life.ended, life.to)
      return true
    }
    return false
  }

  /// Every program of Kube-OVN prints the same banner: the file it is printed from tells whose it is (`cmd/controller` in the
  /// source, from the first release on).
  private static let bannerFile = "controller.go".utf8.withContiguousStorageIfAvailable {
    SiteKey(file: UnsafeRawBufferPointer($0), line: 0, severity: 0).fileHash
  }

  private static let bannerFields: [(StaticString, @Sendable (inout WriterTrack, String) -> Void)] = [
    ("Go Version:", { _, _ in }),
    ("Version:", { $0.banner(version: $1) }),
    ("Build:", { $0.writer.buildYear = Int($1.prefix(4)) }),
    ("Commit:", { $0.banner(commit: $1) }),
  ]

  private mutating func banner(version: String) {
    if writer.course.isDescending { early.version = version } else if isOwnBanner { life.version = version }
  }

  private mutating func banner(commit: String) {
    if writer.course.isDescending { early.commit = commit } else if isOwnBanner { life.commit = commit }
  }

  /// Notes a klog file header: the process opened a file, at a known year.
  mutating func header(year: Int, wall: Int64, machine: String) {
    if writer.headerYear == nil { writer.headerYear = year - self.year.turns }
    if writer.node.isEmpty { writer.node = machine }
  }

  /// Notes that lines are missing before the next one.
  mutating func gap(_ reason: String) { pendingGap = reason }

  /// The writer with everything that was learned; `sites` names the places that it printed from.
  mutating func finished(_ sites: SiteTable) -> LogWriter {
    if hasLife { close() }
    for (i, tally) in tallies.enumerated() {
      writer.lives[i].callSites = sites.sites(tally).map { site, count in
        CallSiteUse(
          file: site.file, line: site.line, severity: site.severity, count: count, opening: site.opening)
      }
    }
    writer.shiftWall(by: year.shift)
    return writer
  }

  private mutating func close() {
    tallies.append(callSites.tallies)
    writer.lives.append(life)
    callSites = CallSiteCounter()
    recordsInLife = 0
    hasLife = false
  }
}
