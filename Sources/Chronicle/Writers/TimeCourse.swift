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

  /// Runs of one direction in the order of the stream. The one at hand lies apart, where it is extended at no cost.
  @usableFromInline struct Runs: Sendable, Hashable {
    var past: [Run] = []
    var isBegun = false
    @usableFromInline var last = Run(offset: 0, from: .max, to: .min)
    /// There were more than are kept.
    @usableFromInline var isOver = false

    var all: [Run] { isBegun ? past + [last] : [] }
    var isEmpty: Bool { !isBegun }

    mutating func begin(_ run: Run) {
      if !isBegun {
        isBegun = true
      } else if past.count + 1 < TimeCourse.limit {
        past.append(last)
      } else {
        isOver = true
        return
      }
      last = run
    }

    mutating func extend(_ run: Run) { (last.from, last.to) = (min(last.from, run.from), max(last.to, run.to)) }

    mutating func shift(by distance: Int64) {
      for i in past.indices { (past[i].from, past[i].to) = (past[i].from &+ distance, past[i].to &+ distance) }
      if isBegun { (last.from, last.to) = (last.from &+ distance, last.to &+ distance) }
    }
  }

  /// Disorder of less than this is not taken notice of: threads, shippers, queries. Nanoseconds.
  @inlinable public static var tolerance: Int64 { 2_000_000_000 }
  /// A stream with more runs is scattered: times alone order it.
  public static let limit = 64
  /// So many changes of time decide in which direction it runs.
  private static let quorum: UInt64 = 8

  @usableFromInline var rising = Runs()
  @usableFromInline var falling = Runs()
  @usableFromInline var ups: UInt64 = 0
  var downs: UInt64 = 0
  @usableFromInline var previous = Int64.min
  /// Time goes on in order, so that a record which goes on too changes little. Holds for nearly all records of most logs.
  @usableFromInline var isSteady = false
  /// Longest time between two neighbours, nanoseconds.
  public var longestSilence: Int64 { silence }
  @usableFromInline var silence: Int64 = 0

  /// Nothing seen yet.
  public init() {}

  /// The stream shows the newest line first.
  public var isDescending: Bool { downs &+ ups >= Self.quorum && downs > 2 * ups }

  /// Lines of one moment stand far apart, all over the stream.
  public var isScattered: Bool { isDescending ? falling.isOver : rising.isOver }

  /// The runs in the order of the stream; too few if it is scattered.
  public var runs: [Run] { isDescending ? falling.all : rising.all }

  /// The record at hand begins a run.
  @inlinable @inline(__always) public var isAtBegin: Bool { isAtBeginOfRun }
  @usableFromInline var isAtBeginOfRun = false

  /// Takes note of the next record. O(1).
  @inlinable @inline(__always) public mutating func note(_ time: Int64, at offset: UInt64) {
    let step = time &- previous
    guard isSteady, step >= 0, time >= rising.last.to, falling.isOver || time <= falling.last.from &+ Self.tolerance
    else { return turn(time, at: offset) }
    isAtBeginOfRun = false
    previous = time
    rising.last.to = time
    if !falling.isOver, time > falling.last.to { falling.last.to = time }
    if step > 0 { ups &+= 1 }
    if step > silence { silence = step }
  }

  @inline(never) @usableFromInline mutating func turn(_ time: Int64, at offset: UInt64) {
    isAtBeginOfRun = false
    if previous != .min {
      let step = time &- previous
      if step > 0 { ups &+= 1 } else if step < 0 { downs &+= 1 }
      if step != 0, ups &+ downs > Self.quorum { silence = max(silence, isDescending ? -step : step) }
    }
    previous = time
    let run = Run(offset: offset, from: time, to: time)
    if !rising.isOver {
      if !rising.isEmpty, time >= rising.last.to &- Self.tolerance {
        rising.extend(run)
      } else {
        isAtBeginOfRun = !rising.isEmpty && !isDescending
        rising.begin(run)
      }
    }
    if !falling.isOver {
      if !falling.isEmpty, time <= falling.last.from &+ Self.tolerance {
        falling.extend(run)
      } else {
        if isDescending { isAtBeginOfRun = !falling.isEmpty }
        falling.begin(run)
      }
    }
    isSteady = !rising.isOver && !isDescending && ups &+ downs >= Self.quorum
  }

  /// Adds the course of the next part of the same stream.
  mutating func append(_ next: TimeCourse, shift: Int64) {
    ups &+= next.ups
    downs &+= next.downs
    silence = max(silence, next.silence)
    rising.isOver = rising.isOver || next.rising.isOver
    falling.isOver = falling.isOver || next.falling.isOver
    var next = next
    next.shift(by: shift)
    for run in next.rising.all {
      if !rising.isEmpty, run.from >= rising.last.to &- Self.tolerance { rising.extend(run) } else { rising.begin(run) }
    }
    for run in next.falling.all {
      if !falling.isEmpty, run.to <= falling.last.from &+ Self.tolerance {
        falling.extend(run)
      } else {
        falling.begin(run)
      }
    }
    previous = next.previous
    isSteady = false
  }

  /// Moves all times.
  mutating func shift(by distance: Int64) {
    rising.shift(by: distance)
    falling.shift(by: distance)
  }
}
