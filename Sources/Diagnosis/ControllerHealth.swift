import Chronicle
import Model

/// How the controller processes fared, as their logs show it.
public struct ControllerHealth: Sendable {
  /// When processes started, ascending; nanoseconds.
  public private(set) var starts: [Int64] = []
  /// When processes ended by a panic or a fatal error, one for each process.
  public private(set) var crashes: [Int64] = []
  /// When a replica took the lease over from another.
  public private(set) var leaderChanges: [Int64] = []
  /// The lines that tell of it carry no time.
  public private(set) var isUndated = false
  /// The newest line of any controller.
  public private(set) var lastSign: Int64?

  /// A process that has been up for this long has survived: the kubelet's longest back-off is 5 minutes, and it forgets
  /// the crashes of a container that ran for 10.
  private static let recovered: Int64 = 600_000_000_000
  /// Lines of one crash: the panic, its repetition by every deferred handler, the fatal error.
  private static let oneCrash: Int64 = 2_000_000_000

  /// O(events + processes, sorted).
  public init(_ chronicle: Chronicle) {
    let crashed: Set<UInt8> = [ObservationKind.processPanic.code, ObservationKind.processFatal.code]
    let (started, acquired) = (ObservationKind.processStarted.code, ObservationKind.leaseAcquired.code)
    var lastCrash: [ResourceID: Int64] = [:]
    var lastStart: [ResourceID: Int64] = [:]
    var leader: ResourceID?
    for e in chronicle.events where e.flags.isDisjoint(with: [.isAudit, .isState]) {
      if crashed.contains(e.code) {
        defer { lastCrash[e.subject] = e.instant }
        if let before = lastCrash[e.subject] {
          let isSameProcess = lastStart[e.subject].map { $0 < before } ?? true
          if e.instant - before < Self.oneCrash, isSameProcess { continue }
        }
        crashes.append(e.instant)
      } else if e.code == started {
        lastStart[e.subject] = e.instant
        starts.append(e.instant)
      } else if e.code == acquired {
        if let leader, leader != e.subject { leaderChanges.append(e.instant) }
        leader = e.subject
      }
    }
    // Go's own last words have no head, and come with no event.
    var (told, headless) = (0, [Int64]())
    let ends = chronicle.writers.flatMap { writer in
      writer.lives.filter { $0.crashed && writer.isController($0) }.map(\.ended)
    }
    for end in ends.sorted() {
      while told < crashes.count, crashes[told] <= end &- Self.oneCrash { told += 1 }
      if told == crashes.count || crashes[told] >= end &+ Self.oneCrash { headless.append(end) }
    }
    crashes = (crashes + headless).sorted()
    isUndated = chronicle.sources.contains { $0.writer.isUndated && !$0.isSetApart }
    lastSign = chronicle.sources.filter { $0.writer.records > 0 }.compactMap { $0.covers?.to.nanoseconds }.max()
  }

  /// The last process crashed, or none has run for long since a crash.
  public var isDown: Bool {
    guard let last = crashes.last else { return false }
    return (lastSign ?? last) - last < Self.recovered
  }
}
