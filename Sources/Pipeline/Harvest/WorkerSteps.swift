import Chronicle
import Model

/// Tells which steps of the workers say nothing that an earlier one did not say.
///
/// Whether a process set up a pod, and whether its deletion was queued, decides what later lines mean: an address that is
/// "allocated" without either is taken over. How often it did so decides nothing, and pods are set up again at every change.
struct WorkerSteps {
  private struct Steps: OptionSet {
    let rawValue: UInt8
    static let begun = Steps(rawValue: 1)
    static let allocated = Steps(rawValue: 2)
    static let deletionQueued = Steps(rawValue: 4)
  }
  private struct Seen {
    var process: UInt32 = 0
    var source: UInt32 = 0
    var steps: Steps = []
  }
  /// By the number of the pod.
  private var seen: [Seen] = []
  /// Counts the starts and ends of processes, so that none relies on what another one saw.
  private var process: UInt32 = 1
  /// Every setting up is announced: what it does first says no more.
  private(set) var showsBegins = false

  /// Starts anew; the memory is used again.
  mutating func removeAll() {
    seen.removeAll(keepingCapacity: true)
    process = 1
    showsBegins = false
  }

  /// Takes the next event of the log; `true` if it says nothing new. O(1).
  mutating func isRepeated(_ e: Event, _ kind: ObservationKind) -> Bool {
    switch kind {
    case .podSyncBegan:
      showsBegins = true
      return see(.begun, e)
    case .podAllocationBegan: return has(.begun, e) || see(.allocated, e)
    case .podDeleteQueued: return see(.deletionQueued, e)
    // The next run is another one.
    case .podDeleteBegan, .podFailed, .workRequeued:
      if Int(e.subject) < seen.count { seen[Int(e.subject)].steps = [] }
      return false
    case .processStarted, .processVersion, .processWorkersStarted, .processPanic, .processFatal, .leaseAcquired,
      .leaseLost:
      process &+= 1
      return false
    default: return false
    }
  }

  private func has(_ step: Steps, _ e: Event) -> Bool {
    guard Int(e.subject) < seen.count else { return false }
    let pod = seen[Int(e.subject)]
    return pod.process == process && pod.source == e.source && pod.steps.contains(step)
  }

  /// Notes a step; `true` if it was noted before.
  private mutating func see(_ step: Steps, _ e: Event) -> Bool {
    if has(step, e) { return true }
    seen.grow(toHold: e.subject, filler: Seen())
    let i = Int(e.subject)
    if seen[i].process != process || seen[i].source != e.source {
      seen[i] = Seen(process: process, source: e.source)
    }
    seen[i].steps.insert(step)
    return false
  }
}
