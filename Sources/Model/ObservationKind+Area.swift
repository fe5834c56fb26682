extension ObservationKind {
  /// What an observation is about: the first word of its name.
  public enum Area: Sendable {
    case controller, pod, ip, subnet, vpc, nad, namespace, node, vip, statefulSet, virtualMachine, port, work, event,
      nat
  }

  /// What this observation is about. O(1).
  public var area: Area { Self.areas[Int(code)] }

  private static let areas: [Area] = allCases.map { kind in
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

  /// Fills a timeline, but no rule looks at it; left out of very large logs.
  public var isDecoration: Bool { Self.decorations[Int(code)] }

  private static let decorations: [Bool] = allCases.map { kind in
    switch kind {
    case .podUpdateQueued, .podDeleteQueued, .podSyncBegan, .podAllocationBegan, .finalizerWarning,
      .vpcStatusUpdated, .vpcUpdated, .ipReleased, .eventEmitted, .namespaceUpdated, .apiThrottled, .ovnSlow,
      .subnetSynced, .nodeAdded, .processConfig:
      true
    default: false
    }
  }

  /// Repeated within seconds for one cause, so a row of equal ones is kept as one event with a count.
  public var isRepetitive: Bool { Self.repetitive[Int(code)] }

  private static let repetitive: [Bool] = allCases.map { kind in
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
