import Chronicle
import Model

/// Knows which pods came and went cleanly: every address handed out to them was asked to go when they were deleted.
///
/// Nothing can be wrong with those, so when a log is larger than memory should be, their events are dropped. Whatever is
/// not certainly clean is kept: a retried allocation, a name that comes back, one interface that was not asked to go.
struct ClosedLives {
  private struct Pod {
    var allocated: UInt16 = 0
    var requested: UInt16 = 0
    var isClosed = false
    /// Seen again after it was closed; kept from then on.
    var isReused = false
  }
  private var pods: [Pod] = []
  /// For an IP object, the pod that its deletion was asked for with; 0 before that.
  private var podOfIP: [ResourceID] = []

  /// Takes note of an event as it is added.
  mutating func note(_ e: Event) {
    switch e.kind {
    case .ipAllocated:
      change(e.subject) { pod in
        if pod.isClosed { pod.isReused = true }
        pod.allocated &+= 1
      }
    case .ipDeleteRequested:
      podOfIP.grow(toHold: e.subject, filler: 0)
      guard e.related != 0, podOfIP[Int(e.subject)] == 0 else { return }
      podOfIP[Int(e.subject)] = e.related
      change(e.related) { $0.requested &+= 1 }
    case .podDeleteEnded:
      change(e.subject) { pod in
        if pod.allocated > 0, pod.requested >= pod.allocated { pod.isClosed = true }
      }
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
    return pods[Int(id)].isClosed && !pods[Int(id)].isReused
  }

  private mutating func change(_ id: ResourceID, _ body: (inout Pod) -> Void) {
    guard id != 0 else { return }
    pods.grow(toHold: id, filler: Pod())
    body(&pods[Int(id)])
  }
}
