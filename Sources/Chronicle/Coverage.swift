import Model

/// The time in which the controller's log was watched without a hole, by any replica that led.
///
/// Absence means something only inside it. Followers print nothing, so the logs of all replicas together make the cover.
public struct Coverage: Sendable {
  /// Disjoint, ascending.
  public private(set) var intervals: [(from: Int64, to: Int64)] = []
  /// Holes between or inside sources, with the reason.
  public private(set) var gaps: [LogGap] = []

  /// Derives the cover from the sources that are controller logs.
  ///
  /// Between two lives nothing is missing if the log shows the next life from its start: no controller ran in between.
  public init(_ sources: [Source]) {
    var spans: [(from: Int64, to: Int64, hasStart: Bool)] = []
    for source in sources where source.writer.records > 0 && !source.isSetApart {
      for life in source.writer.lives where life.from <= life.to {
        spans.append((life.from, life.to, life.hasStart))
        if source.writer.isSelection {
          gaps.append(LogGap(from: life.from, to: life.to, reason: LogWriter.reasonOfSelection))
        }
      }
      gaps += source.writer.gaps
    }
    spans.sort { ($0.from, $0.to) < ($1.from, $1.to) }
    for span in spans {
      if let last = intervals.last, span.from <= last.to || span.hasStart {
        if span.from > last.to, !span.hasStart { continue }
        intervals[intervals.count - 1].to = max(last.to, span.to)
      } else {
        if let last = intervals.last {
          gaps.append(
            LogGap(
              from: last.to, to: span.from,
              reason: "no log between two lifetimes; the later one does not begin with its start"))
        }
        intervals.append((span.from, span.to))
      }
    }
    gaps.sort { ($0.from, $0.to) < ($1.from, $1.to) }
  }

  /// Nothing is covered.
  public var isEmpty: Bool { intervals.isEmpty }

  /// Last instant that any controller log covers.
  public var end: Int64? { intervals.last?.to }

  /// First instant that any controller log covers.
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
