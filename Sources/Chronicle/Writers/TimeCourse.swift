import Model

/// How the times of a writer run through its stream: in order, newest first, in blocks, or scattered.
///
/// A writer's own order is that of its times. What a stream made of it is seen here: runs in which time does not go back (or,
/// newest first, does not go on) by more than a moment.
public struct TimeCourse: Sendable, Hashable {
  /// A stretch of the stream in which time runs one way.
  public struct Run: Sendable, Hashable {
    /// Where it begins in the stream.
    public var offset: UInt64
    /// First and last time, in the writer's units.
    public var from: Int64
    public var to: Int64
  }

  /// Disorder of less than this is not taken notice of: threads, shippers, queries. Nanoseconds.
  public static let tolerance: Int64 = 2_000_000_000
  /// A stream with more runs is scattered: times alone order it.
  public static let limit = 64
  /// So many changes of time decide in which direction it runs.
  private static let quorum: UInt64 = 8

  private var rising: [Run] = []
  private var falling: [Run] = []
  private var isRisingOver = false
  private var isFallingOver = false
  private var ups: UInt64 = 0
  private var downs: UInt64 = 0
  private var previous = Int64.min
  /// Longest time between two neighbours, nanoseconds.
  public private(set) var longestSilence: Int64 = 0

  /// Nothing seen yet.
  public init() {}

  /// The stream shows the newest line first.
  public var isDescending: Bool { downs &+ ups >= Self.quorum && downs > 2 * ups }

  /// Lines of one moment stand far apart, all over the stream.
  public var isScattered: Bool { isDescending ? isFallingOver : isRisingOver }

  /// The runs in the order of the stream; too few if it is scattered.
  public var runs: [Run] { isDescending ? falling : rising }

  /// The record at hand begins a run.
  public var isAtBegin: Bool { isAtBeginOfRun && !isDescending }
  private var isAtBeginOfRun = false

  /// Takes note of the next record. O(1).
  @inline(__always) public mutating func note(_ time: Int64, at offset: UInt64) {
    isAtBeginOfRun = false
    if previous != .min {
      let step = time &- previous
      if step > 0 { ups &+= 1 } else if step < 0 { downs &+= 1 }
      if step != 0, ups &+ downs > Self.quorum { longestSilence = max(longestSilence, isDescending ? -step : step) }
    }
    previous = time
    if !isRisingOver {
      let last = rising.count &- 1
      if last >= 0, time >= rising[last].to &- Self.tolerance {
        if time > rising[last].to {
          rising[last].to = time
        } else if time < rising[last].from {
          rising[last].from = time
        }
      } else {
        begin(Run(offset: offset, from: time, to: time), &rising, &isRisingOver)
        isAtBeginOfRun = last >= 0
      }
    }
    if !isFallingOver {
      let last = falling.count &- 1
      if last >= 0, time <= falling[last].from &+ Self.tolerance {
        if time < falling[last].from {
          falling[last].from = time
        } else if time > falling[last].to {
          falling[last].to = time
        }
      } else {
        begin(Run(offset: offset, from: time, to: time), &falling, &isFallingOver)
      }
    }
  }

  private func begin(_ run: Run, _ runs: inout [Run], _ isOver: inout Bool) {
    if runs.count < Self.limit { runs.append(run) } else { isOver = true }
  }

  /// Adds the course of the next part of the same stream.
  mutating func append(_ next: TimeCourse, shift: Int64) {
    ups &+= next.ups
    downs &+= next.downs
    longestSilence = max(longestSilence, next.longestSilence)
    isRisingOver = isRisingOver || next.isRisingOver
    isFallingOver = isFallingOver || next.isFallingOver
    for var run in next.rising {
      (run.from, run.to) = (run.from &+ shift, run.to &+ shift)
      if let last = rising.last, run.from >= last.to &- Self.tolerance {
        rising[rising.count - 1].to = max(last.to, run.to)
        rising[rising.count - 1].from = min(last.from, run.from)
      } else {
        begin(run, &rising, &isRisingOver)
      }
    }
    for var run in next.falling {
      (run.from, run.to) = (run.from &+ shift, run.to &+ shift)
      if let last = falling.last, run.to <= last.from &+ Self.tolerance {
        falling[falling.count - 1].from = min(last.from, run.from)
        falling[falling.count - 1].to = max(last.to, run.to)
      } else {
        begin(run, &falling, &isFallingOver)
      }
    }
    previous = next.previous
  }

  /// Moves all times.
  mutating func shift(by distance: Int64) {
    for i in rising.indices { (rising[i].from, rising[i].to) = (rising[i].from &+ distance, rising[i].to &+ distance) }
    for i in falling.indices {
      (falling[i].from, falling[i].to) = (falling[i].from &+ distance, falling[i].to &+ distance)
    }
  }
}
