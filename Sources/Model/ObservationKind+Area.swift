extension ObservationKind {
  /// What an observation is about: the first word of its name.
  public enum Area: Sendable, BitwiseCopyable {
    case controller, pod, ip, subnet, vpc, nad, namespace, node, vip, statefulSet, virtualMachine, port, work, event,
      nat
  }

  /// What is asked about the kind of every line of a log; one look into one table.
  public struct Traits: Sendable, BitwiseCopyable {
    /// What the observation is about.
    public let area: Area
    /// See `ObservationKind.isDecoration`.
    public let isDecoration: Bool
    /// See `ObservationKind.isRepetitive`.
    public let isRepetitive: Bool
    /// Only a controller that leads does it.
    public let isWork: Bool

    init(_ kind: ObservationKind) {
      area = Self.area(kind)
      isDecoration = Self.isDecoration(kind)
      isRepetitive = Self.isRepetitive(kind)
      switch area {
      case .pod, .ip, .subnet, .port, .vpc, .vip, .nat: isWork = true
      // Nothing but the work on an object looks for its switch.
      default: isWork = kind == .processWorkersStarted || kind == .ovnSwitchMissing
      }
    }
  }

  /// What is asked about every line. O(1).
  public var traits: Traits { Self.traitsByCode[Int(code)] }

  private static let traitsByCode = allCases.map(Traits.init)

  /// What this observation is about. O(1).
  public var area: Area { traits.area }

  /// Fills a timeline, but no rule looks at it; left out of very large logs. O(1).
  public var isDecoration: Bool { traits.isDecoration }

  /// Repeated within seconds for one cause, so a row of equal ones is kept as one event with a count. O(1).
  public var isRepetitive: Bool { traits.isRepetitive }
}

extension ObservationKind.Traits {
  fileprivate static func area(_ kind: ObservationKind) -> ObservationKind.Area {
    switch kind.rawValue.prefix(while: { $0 != "." }) {
    case "pod": .pod
    case "ip": .ip
    case "subnet": .subnet
    case "vpc": .vpc
    case "nad": .nad
    case "namespace": .namespace
    case "node": .node
    case "vip": .vip
    case "statefulset": .statefulSet
    case "vm": .virtualMachine
    case "port": .port
    case "work": .work
    case "event": .event
    case "nat": .nat
    default: .controller
    }
  }

  fileprivate static func isDecoration(_ kind: ObservationKind) -> Bool {
    switch kind {
    // What is queued is set up, and that is kept.
    case .podUpdateQueued, .finalizerWarning, .vpcStatusUpdated, .vpcUpdated, .ipReleased, .eventEmitted,
      .namespaceUpdated,
      .apiThrottled, .ovnSlow, .subnetSynced, .processConfig:
      true
    default: false
    }
  }

  fileprivate static func isRepetitive(_ kind: ObservationKind) -> Bool {
    switch kind {
    case .workRequeued, .subnetNotFound, .podNetworksFailed, .nadNotFound, .subnetInconsistent,
      .subnetFormatted, .finalizerWarning, .eventEmitted, .ovnSlow, .ovnTransactionFailed, .apiThrottled,
      .namespaceUpdated, .namespaceNotFound, .vpcUpdated, .vpcStatusUpdated, .vpcNotFound, .podUpdateQueued,
      .podSyncBegan, .podSyncEnded, .ipAllocationFailed, .collectionFailed, .inspectionFailed, .watchBroken, .natStuck,
      .natWaits, .natDeleteBegan, .vipInUse, .ovsPortLost, .ovsPortFailed,
      .objectChanged, .ipStaticRequested:
      true
    default: false
    }
  }
}
