import Chronicle
import ClusterState
import Model

/// Which pods lived at an instant, by what their leader's log shows: it worked on them or took their addresses over, and did
/// not learn of a deletion. A list of that time that lacks such a pod lacks others too.
struct PodsInLog {
  private let chronicle: Chronicle
  private let coverage: Coverage
  /// Processes that led: their begin, and the time in which they did.
  private let leaders: [(begin: Int64, from: Int64, to: Int64)]

  init(_ chronicle: Chronicle, _ coverage: Coverage) {
    (self.chronicle, self.coverage) = (chronicle, coverage)
    leaders = chronicle.writers.filter { $0.component == .controller && !$0.isUndated && $0.doubt == nil }
      .flatMap { $0.lives.compactMap { life in life.lead.map { (life.from, $0.from, $0.to) } } }
  }

  /// Nothing can be told of any pod.
  var isEmpty: Bool { leaders.isEmpty || coverage.isEmpty }

  /// Lines that tell nothing about whether the pod lives: its deletion is queued by the same words in some releases, and
  /// from 1.13 on the workers take addresses over from IP objects.
  private static let neutral: Set<ObservationKind> = [
    .podAddQueued, .podUpdateQueued, .podSyncBegan, .podSyncEnded, .podCreated, .eventSeen, .ipAllocated, .ipRestored,
  ]
  private static let alive: Set<ObservationKind> = [.podAllocationBegan, .podRoutingBegan]

  /// True if the last that the log shows of the pod is work on a living one, by the process that led then and led on without
  /// a hole until `instant`. What happened later leaves the answer open. O(events of the pod + processes).
  ///
  /// A starting leader takes addresses over from living pods; from IP objects only those of StatefulSets and machines.
  func shows(_ pod: ResourceRef, livingAt instant: Instant) -> Bool {
    let resource = chronicle.resources.find(pod)
    let at = instant.nanoseconds
    guard resource != 0, let leader = leaders.last(where: { $0.from <= at && at <= $0.to }) else { return false }
    for number in chronicle.events(of: resource).reversed() {
      let event = chronicle.events[Int(number)]
      if event.instant > at || event.instant < leader.begin { return false }
      if Self.alive.contains(event.kind) || event.kind == .ipRestored && event.flags.contains(.isStarting) {
        return coverage.hole(from: max(event.instant, leader.from), to: at) == nil
      }
      if !Self.neutral.contains(event.kind) { return false }
    }
    return false
  }
}
