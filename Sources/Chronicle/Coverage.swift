import Model

/// The time in which the log of a leading controller was watched without a hole.
///
/// Absence means something only inside it. Followers print nothing of what is done, nor do other programs: their logs cover
/// nothing, and one that goes on where the leader's ends shows that a part is missing.
public struct Coverage: Sendable {
  /// Disjoint, ascending.
  public private(set) var intervals: [(from: Int64, to: Int64)] = []
  /// Holes between or inside sources, with the reason.
  public private(set) var gaps: [LogGap] = []
  /// Why the logs that are there cover nothing, in words; empty if one does, or if there is none.
  public private(set) var reasonForNothing = ""

  /// A leader that dies without a word is followed by another one within this (lease of 30 s from 1.11 on), nanoseconds.
  static let handover: Int64 = 40_000_000_000
  /// A container that fails is started again within this, nanoseconds.
  static let restart: Int64 = 360_000_000_000
  /// Clocks of nodes may differ by so much.
  private static let slack: Int64 = 5_000_000_000

  private struct Lead {
    var from: Int64
    var to: Int64
    var life: ProcessLife
    var writer: Int
  }

  /// Derives the cover from who wrote the logs.
  public init(_ writers: [WriterHistory]) {
    var leads: [Lead] = []
    let controllers = writers.enumerated().filter { $1.component == .controller && !$1.isUndated }
    for (number, writer) in controllers {
      for life in writer.lives {
        guard let lead = life.lead else { continue }
        leads.append(Lead(from: lead.from, to: lead.to, life: life, writer: number))
        if let doubt = writer.doubt { gaps.append(LogGap(from: lead.from, to: lead.to, reason: doubt)) }
      }
      gaps += writer.gaps
    }
    leads.sort { ($0.from, $0.to, $0.writer) < ($1.from, $1.to, $1.writer) }
    join(leads)
    for (_, writer) in controllers { addFollower(writer) }
    gaps.sort { ($0.from, $0.to, $0.reason) < ($1.from, $1.to, $1.reason) }
    if intervals.isEmpty { reasonForNothing = Self.reason(writers) }
  }

  private mutating func join(_ leads: [Lead]) {
    var last: Lead?
    for lead in leads {
      defer { if lead.to > last?.to ?? .min { last = lead } }
      guard let before = last else {
        intervals.append((lead.from, lead.to))
        continue
      }
      if lead.from <= before.to {
        // Times that no calendar has may lie further apart than can be said.
        let (both, isMore) = min(lead.to, before.to).subtractingReportingOverflow(lead.from)
        if lead.writer != before.writer, isMore || both > Self.slack {
          gaps.append(
            LogGap(
              from: lead.from, to: min(lead.to, before.to),
              reason: "two controllers lead at one time, as in the logs of two clusters"))
        }
        intervals[intervals.count - 1].to = max(before.to, lead.to)
      } else if Self.follows(lead, before) {
        intervals[intervals.count - 1].to = lead.to
      } else {
        gaps.append(
          LogGap(
            from: before.to, to: lead.from,
            reason: lead.life.hasStart
              ? "no log of a leader between two lifetimes"
              : "no log between two lifetimes; the later one does not begin with its start"))
        intervals.append((lead.from, lead.to))
      }
    }
  }

  /// Nobody worked between the two.
  private static func follows(_ next: Lead, _ before: Lead) -> Bool {
    if before.life.showsEnd { return next.life.hasStart || next.life.acquired != .max }
    guard next.life.hasStart else { return next.life.acquired != .max && next.from - before.to <= handover }
    return next.life.from > before.to
      ? next.life.from - before.to <= restart : next.from - before.to <= handover
  }

  /// The time in which a controller waited for the lease: somebody else led.
  private mutating func addFollower(_ writer: WriterHistory) {
    for life in writer.lives where life.waited || life.acquired != .max {
      let end = life.lead?.from ?? life.to
      var begin = life.from
      for interval in intervals + [(from: end, to: end)] where begin < end {
        let to = min(interval.from, end)
        if to - begin > Self.handover {
          gaps.append(LogGap(from: begin, to: to, reason: "another replica led, and its log is not there"))
        }
        begin = max(begin, interval.to)
      }
      if life.lead == nil { addUnledTime(around: life.from) }
    }
  }

  /// A controller found the lease taken at a time in which no leader's log is there: one is missing up to those that are.
  private mutating func addUnledTime(around instant: Int64) {
    if intervals.contains(where: { $0.from <= instant && instant <= $0.to }) { return }
    let from = intervals.last { $0.to < instant }?.to ?? instant
    let to = intervals.first { $0.from > instant }?.from ?? instant
    if !intervals.isEmpty, to - from > Self.handover {
      gaps.append(LogGap(from: from, to: to, reason: "another replica led, and its log is not there"))
    }
  }

  private static func reason(_ writers: [WriterHistory]) -> String {
    let controllers = writers.filter { $0.component == .controller }
    if controllers.isEmpty { return writers.isEmpty ? "" : "no kube-ovn-controller log" }
    if controllers.allSatisfy(\.isUndated) { return "no line of the log carries a time" }
    let isFollower = controllers.allSatisfy { $0.lives.contains { $0.waited } }
    return isFollower
      ? "the log shows no controller at work, as that of a follower" : "the log shows no work on pods or networks"
  }

  /// Nothing is covered.
  public var isEmpty: Bool { intervals.isEmpty }

  /// Last instant that the log of a leader covers.
  public var end: Int64? { intervals.last?.to }

  /// First instant that the log of a leader covers.
  public var begin: Int64? { intervals.first?.from }

  /// Why `from...to` is not wholly covered, or `nil` if it is.
  public func hole(from: Int64, to: Int64) -> String? {
    guard let cover = intervals.last(where: { $0.from <= from }), cover.to >= from else {
      return "the log begins later"
    }
    if let gap = gaps.first(where: { $0.from < to && $0.to > from }) { return gap.reason }
    return cover.to >= to ? nil : "the log ends before"
  }
}
