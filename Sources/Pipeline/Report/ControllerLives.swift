import Chronicle
import ClusterState
import Model
import Reports
import Vocabulary

/// Lifetimes of the controller processes, with the release each one ran.
struct ControllerLives {
  private(set) var entries: [ControllerEntry] = []
  /// Releases that banners name, or among which call sites leave the choice; where no log tells, those of the images in the dumps.
  private(set) var versions: [ClosedRange<ReleaseVersion>] = []

  /// What the newest process of which that is known runs.
  private(set) var running: ClosedRange<ReleaseVersion>?

  init(_ chronicle: Chronicle, _ state: ClusterState) {
    var lives: [(life: ProcessLife, replica: String, isUndated: Bool)] = []
    for writer in chronicle.writers where writer.component == .controller || writer.component == .unknown {
      for life in writer.lives where life.from <= life.to {
        lives.append((life, writer.name, writer.isUndated))
      }
    }
    lives.sort { ($0.replica, $0.life.from) < ($1.replica, $1.life.from) }
    var counts: [String: Int] = [:]
    var newest = Int64.min
    for (life, replica, isUndated) in lives {
      counts[replica, default: 0] += 1
      var entry = ControllerEntry()
      entry.process = "\(replica)#\(counts[replica] ?? 1)"
      entry.replica = replica
      if !isUndated {
        entry.from = Instant(nanoseconds: life.from)
        entry.to = Instant(nanoseconds: life.to)
        entry.leader = Self.leading(life)
      }
      let estimate = VersionReading(life)
      entry.versions = estimate.versions
      entry.versionEvidence = estimate.evidence
      if let range = estimate.possible {
        versions.append(range)
        if life.from >= newest { (newest, running) = (life.from, range) }
      }
      entries.append(entry)
    }
    if versions.isEmpty { versions = state.controllerReleases.map { $0...$0 } }
    if running == nil, versions.count == 1 { running = versions[0] }
    // A process whose banner is not shown runs what another of the same line shows.
    let told = versions.first { range in
      range.lowerBound == range.upperBound && running?.contains(range.lowerBound) ?? false
    }
    running = told ?? running
    entries.sort { ($0.from ?? .distantPast, $0.process) < ($1.from ?? .distantPast, $1.process) }
  }

  /// Only the lease itself says who led; work alone is shown by what the log covers.
  private static func leading(_ life: ProcessLife) -> [Interval] {
    guard life.acquired <= life.to else { return [] }
    let end = life.ended > life.acquired ? min(life.ended, life.to) : life.to
    return [Interval(from: Instant(nanoseconds: life.acquired), to: Instant(nanoseconds: end))]
  }
}
