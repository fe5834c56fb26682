import Chronicle
import Model
import Reports
import Vocabulary

/// Lifetimes of the controller processes, with the release each one ran.
struct ControllerLives {
  private(set) var entries: [ControllerEntry] = []
  /// Releases that banners name, or that call sites single out.
  private(set) var versions: [ReleaseVersion] = []

  init(_ chronicle: Chronicle) {
    var lives: [(life: ProcessLife, replica: String, source: Int)] = []
    for (i, source) in chronicle.sources.enumerated() where source.writer.records > 0 {
      let replica = source.writer.pod.isEmpty ? source.display : source.writer.pod
      for life in source.writer.lives where life.from <= life.to { lives.append((life, replica, i)) }
    }
    lives.sort { ($0.replica, $0.life.from, $0.source) < ($1.replica, $1.life.from, $1.source) }
    var merged: [(life: ProcessLife, replica: String)] = []
    for (life, replica, _) in lives {
      // The same lifetime in two sources overlaps almost wholly.
      if let last = merged.last, last.replica == replica, life.from <= last.life.to, life.pid == last.life.pid {
        merged[merged.count - 1].life.to = max(last.life.to, life.to)
        if last.life.version.isEmpty { merged[merged.count - 1].life.version = life.version }
        if life.callSites.count > last.life.callSites.count { merged[merged.count - 1].life.callSites = life.callSites }
      } else {
        merged.append((life, replica))
      }
    }
    let leases = Self.leases(chronicle)
    var counts: [String: Int] = [:]
    for (life, replica) in merged {
      counts[replica, default: 0] += 1
      var entry = ControllerEntry()
      entry.process = "\(replica)#\(counts[replica] ?? 1)"
      entry.replica = replica
      entry.from = Instant(nanoseconds: life.from)
      entry.to = Instant(nanoseconds: life.to)
      entry.leader = Self.leading(life, leases[replica] ?? [])
      let estimate = VersionReading(life)
      entry.versions = estimate.versions
      entry.versionEvidence = estimate.evidence
      if let version = estimate.exact { versions.append(version) }
      entries.append(entry)
    }
    entries.sort { ($0.from ?? .distantPast, $0.process) < ($1.from ?? .distantPast, $1.process) }
  }

  private static func leases(_ chronicle: Chronicle) -> [String: [(instant: Int64, isGain: Bool)]] {
    var result: [String: [(instant: Int64, isGain: Bool)]] = [:]
    for e in chronicle.events where e.kind == .leaseAcquired || e.kind == .leaseLost {
      result[chronicle.resources.key(e.subject), default: []].append((e.instant, e.kind == .leaseAcquired))
    }
    return result
  }

  private static func leading(_ life: ProcessLife, _ leases: [(instant: Int64, isGain: Bool)]) -> [Interval] {
    var intervals: [Interval] = []
    var since: Int64?
    for lease in leases where lease.instant >= life.from && lease.instant <= life.to {
      if lease.isGain {
        since = since ?? lease.instant
      } else if let begin = since {
        intervals.append(Interval(from: Instant(nanoseconds: begin), to: Instant(nanoseconds: lease.instant)))
        since = nil
      }
    }
    if let begin = since {
      intervals.append(Interval(from: Instant(nanoseconds: begin), to: Instant(nanoseconds: life.to)))
    }
    return intervals
  }
}
