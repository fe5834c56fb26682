import Chronicle
import Model

/// How something that had leaked, or hung, came to go.
public struct Cleanup: Sendable, Hashable {
  /// The ways, as the report's JSON names them.
  public enum Way: String, Sendable {
    /// A controller became leader: it collects garbage once and takes up what hung.
    case leaderRestart = "leader-restart"
    /// A pass of the garbage collection.
    case collection = "gc-pass"
    /// Somebody took the finalizer away.
    case manualPatch = "manual-patch"
    /// Somebody asked for the deletion, and the controller carried it out.
    case manualDelete = "manual-delete"
    /// The same, but the evidence does not tell who asked.
    case deletion
    /// The controller had failed on it, tried again and got through.
    case retry
    /// The controller deleted it, late.
    case controller
  }

  public var way: Way
  public var instant: Instant
  /// Who asked or patched, as the audit log names the user; only for the ways that somebody chose.
  public var user = ""
  /// When the leader started that cleaned up; only for `.leaderRestart`.
  public var leaderSince: Instant?
}

/// Reads from the chronicle how things were cleaned up.
public struct CleanupReader {
  /// A leader collects its garbage and takes up pending deletions soon after its start; it does both only once
  /// (`gc()` in `StartWorkers`, all releases). Nanoseconds.
  private static let startup: Int64 = 300_000_000_000
  /// The log's line and the API server's record of one deletion are not this far apart. Nanoseconds.
  private static let sameMoment: Int64 = 2_000_000_000

  private static let asked: Set<ObservationKind> = [.ipDeleteRequested, .subnetDeleteRequested, .vpcDeleteRequested]
  private static let ends: Set<ObservationKind> = [.ipFinalizerRemoved, .ipGone, .subnetGone, .vpcGone]
  private static let failures: Set<ObservationKind> = [
    .ipDeleteFailed, .ipSubnetMissing, .subnetFailed, .subnetFinalizerFailed, .vpcHeldBySubnet, .workRequeued,
  ]

  /// Signs of a deletion that is under way, and what a leader prints that finds one or asks for one.
  private static let pending = asked.union(failures).union([.ipDeleteHandled])
  private static let found: Set<ObservationKind> = [.ipCollected, .ipTerminating, .subnetTerminating]

  private let chronicle: Chronicle
  /// When leaders started, ascending.
  private let starts: [Int64]
  /// Users that create IP objects: the controllers' accounts.
  private let controllers: Set<TextID>

  /// O(events).
  public init(_ chronicle: Chronicle) {
    self.chronicle = chronicle
    var starts: [Int64] = []
    var controllers: Set<TextID> = []
    for e in chronicle.events {
      if e.kind == .leaseAcquired || e.kind == .processWorkersStarted { starts.append(e.instant) }
      if e.kind == .ipCreated, e.flags.contains(.isAudit), e.detail != 0 { controllers.insert(e.detail) }
    }
    self.starts = starts
    self.controllers = controllers
  }

  /// How `event` came about, which ended what hung or leaked since `since`. O(events of its subject).
  public func cleanup(by number: Int, since: Int64) -> Cleanup {
    let end = chronicle.events[number]
    let around = chronicle.events(of: end.subject).lazy.map { chronicle.events[Int($0)] }
    let until = end.instant + Self.sameMoment
    var ask: Event?
    var isAskedByController = false
    var isTakenUp = false
    var hasFailed = false
    // A deletion that a new leader found pending, or that its collector asked for, is its work; any other need not be.
    let start = starts.last { $0 <= end.instant && $0 > since && end.instant - $0 <= Self.startup }
    var isStartsWork = false
    for e in around where e.instant > since && e.instant <= until {
      let isByHand = e.flags.contains(.isAudit) && e.detail != 0 && !isController(e.detail)
      if Self.ends.contains(e.kind), isByHand, abs(e.instant - end.instant) <= Self.sameMoment {
        return Cleanup(
          way: e.kind == .ipFinalizerRemoved ? .manualPatch : .manualDelete, instant: chronicle.instant(e),
          user: chronicle.texts.text(e.detail))
      }
      guard e.instant <= end.instant else { continue }
      if Self.asked.contains(e.kind) || e.kind == .ipCollected {
        if isByHand { ask = e } else { isAskedByController = true }
      }
      if e.kind == .ipDeleteHandled { isTakenUp = true }
      if Self.failures.contains(e.kind) { hasFailed = true }
      if Self.found.contains(e.kind) || Self.pending.contains(e.kind) && e.instant < start ?? .min {
        isStartsWork = true
      }
    }
    var cleanup = Cleanup(way: .controller, instant: chronicle.instant(end))
    if let ask, ask.instant > start ?? .min {
      cleanup.way = .manualDelete
      cleanup.user = chronicle.texts.text(ask.detail)
    } else if let start, isStartsWork {
      cleanup.way = .leaderRestart
      cleanup.leaderSince = Instant(nanoseconds: start)
    } else if end.kind == .ipCollected || end.kind == .portCollected {
      cleanup.way = .collection
    } else if hasFailed {
      cleanup.way = .retry
    } else if isTakenUp && !isAskedByController {
      cleanup.way = .deletion
    }
    return cleanup
  }

  private func isController(_ user: TextID) -> Bool {
    controllers.isEmpty
      ? chronicle.texts.text(user).hasPrefix("system:serviceaccount:kube-system:") : controllers.contains(user)
  }
}
