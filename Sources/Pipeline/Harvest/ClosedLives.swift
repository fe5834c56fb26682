import Chronicle
import Model

/// Knows which pods came and went cleanly: every address handed out to them was asked to go when they were deleted, and
/// nothing was heard of it for long enough afterwards.
///
/// Nothing can be wrong with those, so when a log is larger than memory should be, their events are dropped. Being asked to go
/// is no proof of being gone: what cannot be deleted fails within moments, and is tried again and again. Whatever is not
/// certainly clean is kept: a retried allocation, a name that comes back, one interface that was not asked to go, a failure.
struct ClosedLives {
  private struct Pod {
    var allocated: UInt16 = 0
    var requested: UInt16 = 0
    var hasBegun = false
    /// When its deletion ended; `max` before that.
    var end = Int64.max
    /// Seen again after it was closed, or something failed; kept from then on.
    var isKept = false
  }
  private var pods: [Pod] = []
  /// For an IP object, the pod that its deletion was asked for with; 0 before that.
  private var podOfIP: [ResourceID] = []
  private var now = Int64.min

  /// A deletion that fails does so within this, nanoseconds.
  private static let quiet: Int64 = 20_000_000_000

  /// Starts anew; the memory is used again.
  mutating func removeAll() {
    pods.removeAll(keepingCapacity: true)
    podOfIP.removeAll(keepingCapacity: true)
    now = .min
  }

  /// Takes note of an event as it is added, and of its kind.
  mutating func note(_ e: Event, _ kind: ObservationKind) {
    now = max(now, e.instant)
    switch kind {
    case .ipAllocated:
      change(e.subject) { pod in
        if pod.end != .max { pod.isKept = true }
        pod.allocated &+= 1
      }
    case .ipDeleteRequested:
      podOfIP.grow(toHold: e.subject, filler: 0)
      guard e.related != 0, podOfIP[Int(e.subject)] == 0 else { return }
      podOfIP[Int(e.subject)] = e.related
      change(e.related) { $0.requested &+= 1 }
    case .podDeleteBegan: change(e.subject) { $0.hasBegun = true }
    case .podDeleteEnded:
      change(e.subject) { pod in
        if pod.hasBegun, pod.allocated > 0, pod.requested >= pod.allocated { pod.end = min(pod.end, e.instant) }
      }
    case .ipDeleteFailed, .ipSubnetMissing, .ipConflict, .ipRestoreFailed, .ipPresent, .workRequeued, .ipTerminating,
      .ipSkippedReserved:
      let pod = pod(of: e.subject)
      change(pod != 0 ? pod : e.subject) { $0.isKept = true }
    default: break
    }
  }

  /// The event belongs to a life that is over and clean.
  func covers(_ e: Event) -> Bool { isClosed(e.subject) || isClosed(pod(of: e.subject)) }

  /// The IP object belongs to a life that is over and clean.
  func coversIP(_ ip: ResourceID) -> Bool { isClosed(pod(of: ip)) }

  private func pod(of ip: ResourceID) -> ResourceID { Int(ip) < podOfIP.count ? podOfIP[Int(ip)] : 0 }

  private func isClosed(_ id: ResourceID) -> Bool {
    guard id != 0, Int(id) < pods.count else { return false }
    let pod = pods[Int(id)]
    return !pod.isKept && pod.end != .max && now &- pod.end >= Self.quiet
  }

  private mutating func change(_ id: ResourceID, _ body: (inout Pod) -> Void) {
    guard id != 0 else { return }
    pods.grow(toHold: id, filler: Pod())
    body(&pods[Int(id)])
  }
}
