import Model

/// Tells from the lines of a writer, in the order of their times, that some are missing: lost by collectors, cut out, or left
/// out by whoever selected them.
///
/// A controller prints what it takes from a queue after what it put there, and the end of a run after its begin. In whole
/// logs that holds without exception; counted over all recordings, in 2700 deletions and 13,000 settings up.
struct LossCheck {
  /// What changes of pods were queued was left out.
  let isThinned: Bool
  /// What the writer prints at all.
  let printed: KindMask
  private let printsQueue: Bool
  /// Lines that need an earlier or a later one, and how many of them lack it.
  private(set) var ends: UInt64 = 0
  private(set) var orphans: UInt64 = 0
  /// Where lines are missing, nanoseconds; at most `placeLimit`.
  private(set) var places: [(from: Int64, to: Int64)] = []
  /// How often each kind was seen, by its code. Made for the first event: there may be a writer for each of many files.
  private var counts: [UInt32] = []
  /// Pods deleted without an error, whose addresses the log saw.
  private var cleanDeletions = 0

  private var deletionBegan: Set<ResourceID> = []
  private var syncBegan: Set<ResourceID> = []
  private var queued: Set<ResourceID> = []
  /// Pods that were made, or taken over, in this life of the process; and from when on all must have been.
  private var known: Set<ResourceID> = []
  private var knowsSince: Int64?
  /// Deletions that were put into the queue and not yet taken out of it.
  private var waiting: [ResourceID: Int64] = [:]
  private var holdsAddress: Set<ResourceID> = []
  private var failed: Set<ResourceID> = []
  /// Pods that were put into the queue as new ones; and those of them that were set up without an error and without an
  /// address.
  private var made: Set<ResourceID> = []
  private var bare: Set<ResourceID> = []
  /// Pods for which addresses are looked for in this run, and how many had been handed out before it.
  private var allocating: [ResourceID: UInt32] = [:]
  /// Such runs that ended without an error; and those of them in which nobody got an address.
  private var looked = 0
  private var barren = 0
  /// Before this, a beginning may lie before the first line.
  private var since: Int64?
  private var last = Int64.min
  private var crashed = false

  /// A deletion does not take longer than this, nanoseconds.
  private static let longest: Int64 = 60_000_000_000
  /// What is missing lies at most so far from what shows it.
  private static let reach: Int64 = 5_000_000_000
  private static let placeLimit = 100
  /// Fewer lines than this that lack what others always have may be an accident.
  private static let few = 3

  init(printed: KindMask, isThinned: Bool) {
    self.printed = printed
    self.isThinned = isThinned
    printsQueue = printed.contains(.podAddQueued)
  }

  /// Lines were lost all over the log: of a thousand, one may be an accident.
  var isLossy: Bool { orphans > 0 && orphans * 1000 >= ends }

  /// Takes the next event of the writer. O(1).
  mutating func note(_ kind: ObservationKind, _ subject: ResourceID, at time: Int64) {
    let begin = since ?? time + Self.longest
    since = begin
    last = time
    if counts.isEmpty { counts = [UInt32](repeating: 0, count: 256) }
    counts[Int(kind.code)] &+= 1
    switch kind {
    // Nothing was under way before.
    case .processStarted:
      since = min(begin, time)
      knowsSince = time + Self.longest
    case .processWorkersStarted: since = min(begin, time)
    case .processPanic, .processFatal: crashed = true
    case .podAddQueued:
      queued.insert(subject)
      known.insert(subject)
      made.insert(subject)
    case .podUpdateQueued: queued.insert(subject)
    // A pod that is queued once more while its deletion goes on need not be taken out of the queue twice.
    case .podDeleteQueued:
      if !deletionBegan.contains(subject) { waiting[subject] = waiting[subject] ?? time }
      // Every pod is queued when it is made, or its address is taken over when the process starts.
      if printsQueue, let begin = knowsSince {
        need(known.contains(subject), at: time, after: begin)
        known.insert(subject)
      }
    case .podSyncBegan:
      syncBegan.insert(subject)
      failed.remove(subject)
      allocating[subject] = nil
      // Releases before 1.12 do not say what they queue.
      if !isThinned, printsQueue { need(queued.contains(subject), at: time, after: begin) }
    case .podAllocationBegan: allocating[subject] = counts[Int(ObservationKind.ipAllocated.code)]
    case .podSyncEnded:
      need(syncBegan.contains(subject), at: time, after: begin)
      settleAllocation(of: subject)
      if made.contains(subject), !holdsAddress.contains(subject), !failed.contains(subject) { bare.insert(subject) }
    case .podRoutingBegan: settleAllocation(of: subject)
    case .podDeleteBegan:
      deletionBegan.insert(subject)
      failed.remove(subject)
      waiting[subject] = nil
    // The addresses of a virtual machine are released under its name, which no queue knows.
    case .podReleaseBegan where printsQueue && !queued.contains(subject) && waiting[subject] == nil: break
    case .podReleaseBegan, .podDeleteEnded:
      need(deletionBegan.contains(subject), at: time, after: begin)
      if holdsAddress.remove(subject) != nil, !failed.contains(subject) { cleanDeletions += 1 }
    case .ipAllocated, .ipRestored:
      holdsAddress.insert(subject)
      bare.remove(subject)
      known.insert(subject)
    case .podNetworksUnknown, .podNetworksFailed, .podSubnetGone, .podNetAttachDefGone, .podFailed, .podAddressKept,
      .workRequeued:
      failed.insert(subject)
      bare.remove(subject)
    default: break
    }
  }

  /// The pod's addresses have been found. That of a virtual machine is handed out to the machine, not to its pod.
  private mutating func settleAllocation(of pod: ResourceID) {
    guard let before = allocating.removeValue(forKey: pod), !failed.contains(pod) else { return }
    looked += 1
    if counts[Int(ObservationKind.ipAllocated.code)] == before { barren += 1 }
  }

  private mutating func need(_ isThere: Bool, at time: Int64, after begin: Int64) {
    guard time >= begin else { return }
    ends += 1
    if !isThere { miss(time - Self.reach, time) }
  }

  private mutating func miss(_ from: Int64, _ to: Int64) {
    orphans += 1
    if places.count < Self.placeLimit { places.append((from, to)) }
  }

  /// Another process begins, or something is known to be missing here.
  mutating func restart() {
    settle()
    since = nil
    crashed = false
    deletionBegan.removeAll(keepingCapacity: true)
    syncBegan.removeAll(keepingCapacity: true)
    queued.removeAll(keepingCapacity: true)
    allocating.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
    knowsSince = nil
    waiting.removeAll(keepingCapacity: true)
  }

  /// The log is over: what was queued long before and never taken out shows a loss.
  mutating func settle() {
    guard !crashed else { return }
    for (_, time) in waiting.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      ends += 1
      if last - time >= Self.longest { miss(time, time + Self.longest) }
    }
  }

  /// What every working controller prints and this log lacks, in words; `nil` if it lacks nothing.
  var lack: String? {
    if counts.isEmpty { return nil }
    func count(_ kinds: [ObservationKind]) -> Int { kinds.reduce(0) { $0 + Int(counts[Int($1.code)]) } }
    for sign in Self.signs where count(sign.ifShown) >= sign.atLeast && !printed.intersects(KindMask(sign.needed)) {
      return sign.says
    }
    if bare.count >= Self.few, !printed.contains(.ipAllocated) {
      return "new pods are set up without an error, and none is given an address"
    }
    if barren >= Self.few, barren * 2 > looked { return "pods are given addresses and few of these are named" }
    if cleanDeletions >= Self.few, !printed.contains(.ipDeleteRequested) {
      return "no IP object is asked to go, though pods go without an error"
    }
    return nil
  }

  private static let signs: [(ifShown: [ObservationKind], atLeast: Int, needed: [ObservationKind], says: String)] = [
    ([.podReleaseBegan, .podDeleteEnded], few, [.podDeleteBegan], "deletions of pods end and none begins"),
    ([.podDeleteBegan], 2 * few, [.podReleaseBegan, .podDeleteEnded], "deletions of pods begin and none ends"),
    ([.podDeleteEnded], 2 * few, [.podReleaseBegan], "deletions of pods end and no address is released"),
    (
      [.podDeleteBegan], 2 * few, [.podDeleteQueued, .podSyncBegan, .podAddQueued, .podUpdateQueued],
      "pods are deleted and none is queued or set up"
    ),
    (
      [.ipReleased], 2 * few, [.podDeleteBegan, .podReleaseBegan, .ipTerminating, .ipDeleteHandled, .ipReleaseBegan],
      "addresses are given back and nothing is deleted"
    ),
    (
      [.podAllocationBegan, .podRoutingBegan], 2 * few, [.ipAllocated, .ipRestored],
      "pods are given addresses and none is named"
    ),
    (
      [.ipAllocationFailed, .ipConflict, .podNetworksFailed, .podFailed], few, [.workRequeued],
      "work on pods fails and none is tried again"
    ),
    ([.podDeleteQueued], 2 * few, [.podDeleteBegan], "deletions of pods are queued and none begins"),
    ([.podAddQueued, .podUpdateQueued], 2 * few, [.podSyncBegan], "pods are queued and none is set up"),
    ([.podSyncEnded, .ipAllocated], 2 * few, [.podSyncBegan], "settings up of pods end and none begins"),
  ]
}
