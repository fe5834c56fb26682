import Chronicle
import ClusterState
import Model

/// What was still under way when the log ended: deletions of pods that have not asked all their IP objects to go, and
/// deletions that failed and will be tried again. Such a log cannot say that nothing leaked.
struct OpenEnds {
  /// Pods whose deletion began too shortly before the end to tell.
  private(set) var pods: Set<ResourceID> = []
  /// Objects whose deletion failed last, and when, nanoseconds.
  private(set) var failing: [ResourceID: Int64] = [:]
  /// Virtual machines that were stopped, whose addresses were kept and are not in use again: a controller that does not
  /// watch machines prints nothing when one goes, and leaves its addresses behind.
  private(set) var kept: Set<ResourceID> = []
  /// The process that led last ended with the log, and nobody goes on.
  private(set) var isCutShort = false

  /// From this release on the deletion of a machine is printed and handled.
  private static let watchesMachines = ReleaseRange(">=1.14.0")

  /// The longest pause of a work queue, nanoseconds: what fails is tried again within it.
  private static let longestPause: Int64 = 1_000_000_000_000

  /// A step of a deletion, or a whole run, failed; the queue tries it again.
  private static let failures: Set<ObservationKind> = [
    .workRequeued, .natStuck, .vipStuck, .ipDeleteFailed, .subnetFinalizerFailed, .portDeleteFailed, .vpcHeldBySubnet,
  ]

  /// A deletion got through.
  private static let ends: Set<ObservationKind> = [
    .podReleaseBegan, .podDeleteEnded, .ipGone, .ipFinalizerRemoved, .subnetGone, .vpcGone, .natGone,
  ]

  /// O(events).
  init(_ evidence: Evidence, longestWait: Int64, versions: [ClosedRange<ReleaseVersion>]) {
    guard let end = evidence.coverage.end else { return }
    let chronicle = evidence.chronicle
    let leaders = chronicle.writers.filter { $0.component == .controller }.flatMap(\.lives).filter { $0.lead != nil }
    isCutShort = leaders.max { $0.to < $1.to }.map { $0.crashed || $0.ended != .min } ?? false
    let isWatched = !versions.isEmpty && versions.allSatisfy { Self.watchesMachines?.contains($0.lowerBound) ?? false }
    kept = isWatched ? [] : Self.kept(chronicle, evidence.nics)
    var settled: Set<ResourceID> = []
    var ended: Set<ResourceID> = []
    var lastFailures: [ResourceID: (last: Int64, gap: Int64?)] = [:]
    for e in chronicle.events.reversed() {
      guard end - e.instant <= Self.longestPause else { break }
      if Self.failures.contains(e.kind), e.subject != 0 {
        let last = e.instant + Int64(e.span) * 1_000_000
        // Of the queues that serve more than deletions, only a deletion that failed leaves something open.
        if e.kind == .workRequeued, ended.contains(e.subject) || lastFailures[e.subject]?.gap != nil { continue }
        if e.kind == .workRequeued, !Self.isDeletion(e, chronicle) { continue }
        let own = e.count > 1 ? Int64(e.span) * 1_000_000 / Int64(e.count - 1) : nil
        if let later = lastFailures[e.subject] {
          if later.gap == nil { lastFailures[e.subject]?.gap = max(0, later.last - last) }
        } else {
          lastFailures[e.subject] = (last, own)
        }
      }
      if Self.ends.contains(e.kind) { ended.insert(e.subject) }
      guard end - e.instant <= longestWait else { continue }
      switch e.kind {
      case .podAddressKept: settled.insert(e.subject)
      case .podDeleteBegan where !settled.contains(e.subject):
        if !Self.areAsked(e.subject, since: e.instant, chronicle, evidence.nics) { pods.insert(e.subject) }
      default: break
      }
    }
    for (subject, failure) in lastFailures {
      // A queue doubles its pauses; when the next try is well overdue, the failure has ended.
      let pause = min(max((failure.gap ?? 0) * 2, 1_000_000_000), Self.longestPause)
      if end - failure.last <= pause + pause / 4 + 5_000_000_000 { failing[subject] = failure.last }
    }
  }

  /// O(events).
  private static func kept(_ chronicle: Chronicle, _ nics: NicTable) -> Set<ResourceID> {
    var since: [ResourceID: Int64] = [:]
    for e in chronicle.events {
      switch e.kind {
      case .podAddressKept where chronicle.texts.text(e.detail) == "vm": since[e.subject] = e.instant
      case .podAddressNotKept, .ipAllocated, .ipRestored, .podRoutingBegan: since[e.subject] = nil
      default: break
      }
    }
    return Set(since.filter { !areAsked($0.key, since: $0.value, chronicle, nics) || nics.byPod[$0.key] == nil }.keys)
  }

  /// The run that failed was to handle a deletion: by its queue, by its error, or, of a pod's worker, by what it began. O(events of
  /// the object).
  private static func isDeletion(_ failure: Event, _ chronicle: Chronicle) -> Bool {
    if failure.flags.contains(.isDeletion) { return true }
    let error = chronicle.texts.text(failure.detail).lowercased()
    if error.contains("delet") || error.contains("finalizer") { return true }
    let begun = chronicle.events(of: failure.subject).lazy.map { chronicle.events[Int($0)] }.filter {
      $0.instant <= failure.instant && ($0.kind == .podDeleteBegan || $0.kind == .podSyncBegan)
    }
    return begun.max { $0.instant < $1.instant }?.kind == .podDeleteBegan
  }

  /// Every IP object of the pod that is known was asked to go at that time or later, nanoseconds.
  private static func areAsked(_ pod: ResourceID, since: Int64, _ chronicle: Chronicle, _ nics: NicTable) -> Bool {
    (nics.byPod[pod] ?? []).allSatisfy { number in
      let nic = nics.nics[number]
      return nic.ip != 0
        && chronicle.events(of: nic.ip).contains {
          let e = chronicle.events[Int($0)]
          return e.kind == .ipDeleteRequested && e.instant >= since
        }
    }
  }

  /// Of the objects whose deletion failed last, those of which no later evidence shows that they went, nor that their
  /// deletion was asked for. O(objects).
  func unsettled(_ evidence: Evidence) -> [OpenQuestion] {
    let state = evidence.ledger.state
    return failing.compactMap { id, last in
      let ref = evidence.chronicle.resources.ref(id)
      guard ref.kind.isDeclared, ref.kind != .pod else { return nil }
      let sighting = state.sighting(of: ref)
      switch sighting.presence {
      case .absent where sighting.asOf.map({ $0.nanoseconds >= last }) ?? false: return nil
      case .present where state.lives(of: ref).last?.deleteRequested != nil: return nil
      case .absent, .present, .unknown:
        return OpenQuestion(
          ref: ref, matter: .deletion,
          reason: "its deletion failed when the log ends, and no later evidence shows that it went", owner: nil)
      }
    }.sorted { $0.ref < $1.ref }
  }

  /// In words; `nil` if nothing was under way.
  var doubt: String? {
    if !failing.isEmpty {
      return "when the log ends, deletions that failed are still to be tried again: \(failing.count)"
    }
    if !pods.isEmpty { return "pods whose deletion began too shortly before the log ends: \(pods.count)" }
    if isCutShort { return "the log ends with its process: what that was doing, no other is seen to take up" }
    return kept.isEmpty
      ? nil : "virtual machines that were stopped, whose end this log does not show: \(kept.count)"
  }
}
