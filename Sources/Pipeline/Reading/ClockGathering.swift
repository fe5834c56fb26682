import Chronicle
import Model

/// A zone or year that the user gave and that means nothing.
public struct ClockOptionError: Error, Sendable {
  /// For people.
  public var message: String
}

/// Collects what tells the clocks of logs from outside them.
enum ClockGathering {
  static func hints(_ options: AnalyzeOptions) throws -> ClockHints {
    var hints = ClockHints()
    hints.givenYear = options.logYear
    if let text = options.logTimezone {
      guard let zone = zone(text) else {
        throw ClockOptionError(message: "'\(text)' is neither an IANA time zone nor an offset such as +08:00")
      }
      hints.givenZone = text
      hints.givenOffset = { wall in
        // The offset at a wall time is the one of the instant it stands for; twice is enough to settle.
        zone.offset(at: wall - Int64(zone.offset(at: wall)))
      }
    }
    return hints
  }

  private static func zone(_ text: String) -> ZoneRules? {
    if let first = text.first, first == "+" || first == "-" {
      let digits = text.dropFirst().split(separator: ":")
      guard digits.count <= 2, let hours = Int(digits.first ?? ""), hours <= 14 else { return nil }
      let minutes = digits.count == 2 ? Int(digits[1]) ?? 99 : 0
      guard minutes < 60 else { return nil }
      return ZoneRules(offset: (hours * 3600 + minutes * 60) * (first == "-" ? -1 : 1))
    }
    return ZoneRules(named: text)
  }

  /// When the file was changed last.
  static func note(_ harvest: StreamHarvest, stream: Int, in hints: inout ClockHints) {
    if let modified = harvest.provenance.modified { hints.fileTimes[stream] = modified.nanoseconds }
  }

  /// Creation times of a pod's IP objects, which the log's own times of handing out the same addresses are held against.
  static func note(_ creations: [(address: String, created: Instant)], of pod: ResourceRef, in hints: inout ClockHints)
  {
    for (address, created) in creations {
      hints.creations["\(address) \(pod.namespace)/\(pod.name)"] = created.nanoseconds
    }
  }
}
