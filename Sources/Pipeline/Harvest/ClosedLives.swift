import Chronicle
import Model

/// Knows which pods came and went cleanly: every address handed out to them was asked to go when they were deleted, and
/// nothing was heard of it for long enough afterwards.
///
/// Nothing can be wrong with those, so when a log is larger than memory should be, their events are dropped. Being asked to go
/// is no proof of being gone: what cannot be deleted fails within moments, and is tried again and again. Whatever is not
/// certainly clean is kept: a retried allocation, a name that comes back, one interface that was not asked to go, a failure.
///
/// What is looked at may be a piece of a log whose other pieces are read elsewhere. So a life counts only from its beginning
/// on, and only of a pod whose name nobody can have again: what a StatefulSet's pod left behind goes with the next one.
struct ClosedLives {
  private struct Pod {
    var allocated: UInt16 = 0
    var requested: UInt16 = 0
    /// It was seen being made.
    var hasStart = false
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
  /// New pods are queued: releases before 1.12 do not say so.
  private var showsNew = false

  /// A deletion that fails does so within this, nanoseconds.
  private static let quiet: Int64 = 20_000_000_000

  /// Starts anew; the memory is used again.
  mutating func removeAll() {
    pods.removeAll(keepingCapacity: true)
    podOfIP.removeAll(keepingCapacity: true)
    now = .min
    showsNew = false
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
    // The name comes back: nothing of its new life may go with the old one.
    case .podAddQueued:
      showsNew = true
      change(e.subject) { pod in
        if pod.end != .max { pod.isKept = true }
        if pod.allocated == 0 { pod.hasStart = true }
      }
    case .podSyncBegan:
      let mayBeNew = !showsNew
      change(e.subject) { pod in
        if pod.end != .max { pod.end = max(pod.end, e.instant) }
        if mayBeNew, pod.allocated == 0 { pod.hasStart = true }
      }
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

  /// Keeps what may be only the rest of a life, or whose name may have had another one. O(pods).
  mutating func keepWhatMayReturn(_ names: ResourceTable) {
    let letters = Self.letters
    for i in pods.indices where pods[i].end != .max && !pods[i].isKept {
      pods[i].isKept = !pods[i].hasStart || !names.withKey(ResourceID(i)) { Self.isGenerated($0, letters) }
    }
  }

  /// The name ends in five random letters, as the API server makes them for pods of Deployments, Jobs and DaemonSets
  /// (`k8s.io/apimachinery/pkg/util/rand`).
  private static func isGenerated(_ name: UnsafeRawBufferPointer, _ letters: [Bool]) -> Bool {
    let dash = name.count - 6
    return dash >= 0 && name[dash] == UInt8(ascii: "-") && (dash + 1..<name.count).allSatisfy { letters[Int(name[$0])] }
  }

  private static let letters = {
    var table = [Bool](repeating: false, count: 256)
    for letter in "bcdfghjklmnpqrstvwxz2456789".utf8 { table[Int(letter)] = true }
    return table
  }()

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
