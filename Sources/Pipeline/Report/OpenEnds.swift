import Chronicle
import Model

/// What was still under way when the log ended: deletions of pods that have not asked all their IP objects to go, and
/// deletions that failed and will be tried again. Such a log cannot say that nothing leaked.
struct OpenEnds {
  /// Pods whose deletion began too shortly before the end to tell.
  private(set) var pods: Set<ResourceID> = []
  /// Objects whose deletion failed last.
  private(set) var failing: Set<ResourceID> = []

  /// The longest pause of a work queue, nanoseconds: what fails is tried again within it.
  private static let longestPause: Int64 = 1_000_000_000_000

  /// A step of a deletion, or a whole run, failed; the queue tries it again.
  private static let failures: Set<ObservationKind> = [
    .workRequeued, .natStuck, .vipStuck, .ipDeleteFailed, .subnetFinalizerFailed, .portDeleteFailed, .vpcHeldBySubnet,
  ]

  /// Looks back from the end of the log. O(events of the last 1000 s).
  init(_ evidence: Evidence, longestWait: Int64) {
    guard let end = evidence.coverage.end else { return }
    let chronicle = evidence.chronicle
    var settled: Set<ResourceID> = []
    var lastFailures: [ResourceID: (last: Int64, gap: Int64?)] = [:]
    for e in chronicle.events.reversed() {
      guard end - e.instant <= Self.longestPause else { break }
      if Self.failures.contains(e.kind), e.subject != 0 {
        let last = e.instant + Int64(e.span) * 1_000_000
        // Of the queues that serve more than deletions, only a deletion that failed leaves something open.
        if e.kind == .workRequeued {
          if Self.isDeletion(e, chronicle), lastFailures[e.subject] == nil { lastFailures[e.subject] = (last, 0) }
          continue
        }
        let own = e.count > 1 ? Int64(e.span) * 1_000_000 / Int64(e.count - 1) : nil
        if let later = lastFailures[e.subject] {
          if later.gap == nil { lastFailures[e.subject]?.gap = max(0, later.last - last) }
        } else {
          lastFailures[e.subject] = (last, own)
        }
      }
      guard end - e.instant <= longestWait else { continue }
      switch e.kind {
      case .podAddressKept: settled.insert(e.subject)
      case .podDeleteBegan where !settled.contains(e.subject):
        if !Self.isClean(e, chronicle, evidence.nics) { pods.insert(e.subject) }
      default: break
      }
    }
    for (subject, failure) in lastFailures {
      // A queue doubles its pauses; when the next try is well overdue, the failure has ended.
      let pause = min(max((failure.gap ?? 0) * 2, 1_000_000_000), Self.longestPause)
      if end - failure.last <= pause + pause / 4 + 5_000_000_000 { failing.insert(subject) }
    }
  }

  /// The run of a pod's worker that failed was to handle its deletion. O(events of the pod).
  private static func isDeletion(_ failure: Event, _ chronicle: Chronicle) -> Bool {
    let begun = chronicle.events(of: failure.subject).lazy.map { chronicle.events[Int($0)] }.filter {
      $0.instant <= failure.instant && ($0.kind == .podDeleteBegan || $0.kind == .podSyncBegan)
    }
    return begun.max { $0.instant < $1.instant }?.kind == .podDeleteBegan
  }

  /// Every IP object of the pod was asked to go by this deletion or after it.
  private static func isClean(_ began: Event, _ chronicle: Chronicle, _ nics: NicTable) -> Bool {
    (nics.byPod[began.subject] ?? []).allSatisfy { number in
      let nic = nics.nics[number]
      return nic.ip != 0
        && chronicle.events(of: nic.ip).contains {
          let e = chronicle.events[Int($0)]
          return e.kind == .ipDeleteRequested && e.instant >= began.instant
        }
    }
  }

  /// In words; `nil` if nothing was under way.
  var doubt: String? {
    if !failing.isEmpty {
      return "when the log ends, deletions that failed are still to be tried again: \(failing.count)"
    }
    return pods.isEmpty ? nil : "pods whose deletion began too shortly before the log ends: \(pods.count)"
  }
}
