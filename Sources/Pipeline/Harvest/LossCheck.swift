import Chronicle
import Model

/// Tells from a log itself that lines of it were lost, as collectors and filters lose them: of the lines that every
/// deletion of a pod prints, the later ones are there and the first is not.
///
/// Every release prints `handle delete pod` before anything else about the deletion. A whole log has no such halves:
/// counted over all recordings, none in 2700 deletions.
struct LossCheck {
  /// Lines that need an earlier one, and how many of them lack it.
  private(set) var ends: UInt32 = 0
  private(set) var orphans: UInt32 = 0
  /// Pods, by number, whose deletion was seen to begin.
  private var begun = ResourceMarks()
  /// Before this, a beginning may lie before the first line.
  private var since: Int64?

  /// A deletion does not take longer than this, nanoseconds.
  private static let longest: Int64 = 60_000_000_000

  /// Takes the next event. O(1).
  @inline(__always) mutating func note(_ kind: ObservationKind, _ subject: ResourceID, at time: Int64) {
    let since = since ?? time + Self.longest
    self.since = since
    switch kind {
    // Nothing was under way before.
    case .processStarted, .processWorkersStarted: self.since = min(since, time)
    case .podDeleteBegan: begun.insert(subject)
    case .podReleaseBegan, .podDeleteEnded:
      guard time >= since else { return }
      ends &+= 1
      if !begun.contains(subject) { orphans &+= 1 }
    default: break
    }
  }

  /// Something is known to be missing here, or another process begins.
  mutating func restart() {
    since = nil
    begun.removeAll()
  }
}
