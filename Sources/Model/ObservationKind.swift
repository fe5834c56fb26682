/// What one piece of evidence says happened. The raw value is the name that the vocabulary and the rules use.
///
/// Adding a message with an existing meaning is one line of the catalogue; a new meaning is one line here as well.
/// Names read `object.what`; what the observation is about (its subject) is the first word.
public enum ObservationKind: String, Sendable, BitwiseCopyable, Hashable, CaseIterable {
  // The controller process.
  case processStarted = "process.started"
  /// The banner, which names the release; it is on standard error only.
  case processVersion = "process.version"
  case processConfig = "process.config"
  case processWorkersStarted = "process.workers-started"
  case processStopping = "process.stopping"
  case processPanic = "process.panic"
  /// The innermost function of the controller in whose call it panicked.
  case processPanicFrame = "process.panic-frame"
  case processFatal = "process.fatal"
  case leaseAttempted = "lease.attempted"
  case leaseAcquired = "lease.acquired"
  case leaseLost = "lease.lost"
  case leaseObserved = "lease.observed"
  /// The lease could not be read or written this time; it is not lost yet.
  case leaseFailed = "lease.failed"
  case watchBroken = "watch.broken"
  case apiThrottled = "api.throttled"

  // Pods, as their workers see them.
  case podAddQueued = "pod.add-queued"
  case podUpdateQueued = "pod.update-queued"
  case podDeleteQueued = "pod.delete-queued"
  case podSyncBegan = "pod.sync-began"
  case podAllocationBegan = "pod.allocation-began"
  case podRoutingBegan = "pod.routing-began"
  case podSyncEnded = "pod.sync-ended"
  case podDeleteBegan = "pod.delete-began"
  /// The delete worker passed every early return (kept address, other UID) and starts to release.
  case podReleaseBegan = "pod.release-began"
  case podDeleteEnded = "pod.delete-ended"
  /// The delete worker could not tell the pod's networks and goes on with none. In 1.12 the line names no pod.
  case podNetworksUnknown = "pod.networks-unknown"
  /// The same error for a pod that still exists.
  case podNetworksFailed = "pod.networks-failed"
  /// From 1.13.15: one network of a deleted pod has no Subnet any more and is left to the garbage collector.
  case podSubnetGone = "pod.subnet-gone"
  case podNetAttachDefGone = "pod.nad-gone"
  /// An attachment without a Subnet of its own takes the pod's default Subnet.
  case podSubnetFallback = "pod.subnet-fallback"
  case podAddressKept = "pod.address-kept"
  case podAddressNotKept = "pod.address-not-kept"
  case podPortDeleted = "pod.port-deleted"
  /// A step of a pod's worker failed; the queue's line follows.
  case podFailed = "pod.failed"

  // IP objects and addresses.
  case ipAllocated = "ip.allocated"
  /// A starting leader took the address over from an IP object or a pod that existed at that moment.
  case ipRestored = "ip.restored"
  case ipStaticRequested = "ip.static-requested"
  case ipAllocationFailed = "ip.allocation-failed"
  /// Given back to the in-memory address management; says nothing about the IP object.
  case ipReleased = "ip.released"
  case ipConflict = "ip.conflict"
  /// The address management names the pod that has an address which another one asks for.
  case ipHeldByOther = "ip.held-by-other"
  /// The address management already had that address for that port.
  case ipAlreadyAssigned = "ip.already-assigned"
  case ipCreated = "ip.created"
  /// The controller or a person asked the API server to delete the IP object.
  case ipDeleteRequested = "ip.delete-requested"
  /// The IP object was seen Terminating; when that began is not known.
  case ipTerminating = "ip.terminating"
  case ipDeleteHandled = "ip.delete-handled"
  /// The worker of a Terminating IP object goes on to free its address and then to remove its finalizer.
  case ipReleaseBegan = "ip.release-began"
  case ipDeleteFailed = "ip.delete-failed"
  case ipSubnetMissing = "ip.subnet-missing"
  case ipFinalizerRemoved = "ip.finalizer-removed"
  case ipGone = "ip.gone"
  case ipCollected = "ip.collected"
  case ipSkippedReserved = "ip.skipped-reserved"
  case ipRestoreFailed = "ip.restore-failed"
  case ipPortDeleted = "ip.port-deleted"
  case ipPresent = "ip.present"
  case ipAbsent = "ip.absent"

  // Subnets.
  case subnetAdded = "subnet.added"
  case subnetCreated = "subnet.created"
  case subnetFormatted = "subnet.formatted"
  case subnetSynced = "subnet.synced"
  case subnetDeleteRequested = "subnet.delete-requested"
  /// The Subnet was seen Terminating; when that began is not known.
  case subnetTerminating = "subnet.terminating"
  case subnetReadyToGo = "subnet.ready-to-remove-finalizer"
  case subnetFinalizerFailed = "subnet.finalizer-failed"
  /// The Subnet's DELETE event was processed: the object is gone from the API.
  case subnetGone = "subnet.gone"
  /// The in-memory address management forgot the Subnet and every address in it.
  case subnetForgotten = "subnet.forgotten"
  case subnetNotFound = "subnet.not-found"
  case subnetInconsistent = "subnet.inconsistent"
  case subnetDeferred = "subnet.deferred"
  /// A step of the Subnet's worker failed; the queue's line follows.
  case subnetFailed = "subnet.failed"
  /// The collector removed a logical switch that has no Subnet.
  case subnetCollected = "subnet.collected"
  case subnetPresent = "subnet.present"
  case subnetAbsent = "subnet.absent"

  // Vpcs, net-attach-defs, namespaces, nodes.
  case vpcCreated = "vpc.created"
  case vpcUpdated = "vpc.updated"
  case vpcStatusUpdated = "vpc.status-updated"
  case vpcDeleteRequested = "vpc.delete-requested"
  case vpcDeleteHandled = "vpc.delete-handled"
  case vpcHeldBySubnet = "vpc.held-by-subnet"
  case vpcNotFound = "vpc.not-found"
  case vpcGone = "vpc.gone"
  case nadCreated = "nad.created"
  case nadNotFound = "nad.not-found"
  case nadGone = "nad.gone"
  case namespaceUpdated = "namespace.updated"
  case namespaceNotFound = "namespace.not-found"
  case nodeAdded = "node.added"
  case nodeDeleted = "node.deleted"
  case nodeDeleteSkipped = "node.delete-skipped"
  case statefulSetGone = "statefulset.gone"
  case statefulSetScaledDown = "statefulset.scaled-down"
  case podCreated = "pod.created"
  case podDeleteRequested = "pod.delete-requested"
  case podGone = "pod.gone"
  /// The pod was gone when its addresses were to be written on it.
  case podAbsent = "pod.absent"
  case vmDeleteQueued = "vm.delete-queued"
  case vmMigration = "vm.migration"
  /// The port carries the chassis of the target alone again.
  case vmMigrationEnded = "vm.migration-ended"

  // Ports, garbage collection, queues, the rest.
  case portCreated = "port.created"
  case portDeleted = "port.deleted"
  case portDeleteFailed = "port.delete-failed"
  case portCollected = "port.collected"
  case portLost = "port.lost"
  /// The CNI daemon takes a port out of Open vSwitch whose device is gone; it says so before it tries.
  case ovsPortLost = "ovs.port-lost"
  /// Open vSwitch did not take it out.
  case ovsPortFailed = "ovs.port-delete-failed"
  case collectionBegan = "gc.began"
  case collectionEnded = "gc.ended"
  case collectionDisabled = "gc.disabled"
  /// The collector removed something else that has no object any more.
  case objectCollected = "object.collected"
  case collectionFailed = "gc.failed"
  /// The collector could not read the networks of a virtual machine, and goes on without the ports of these.
  case collectionMachineUnknown = "gc.machine-unknown"
  case inspectionFailed = "inspection.failed"
  case workRequeued = "work.requeued"
  case finalizerWarning = "api.finalizer-warning"
  case ovnTransactionFailed = "ovn.transaction-failed"
  case ovnSlow = "ovn.slow"
  /// The Subnet's logical switch is not in the northbound database.
  case ovnSwitchMissing = "ovn.switch-missing"
  /// An object of NAT, a balancer or a policy cannot be deleted: a step of its worker failed.
  case natStuck = "nat.stuck"
  /// It waits for those that use it.
  case natWaits = "nat.waits"
  /// Its existence became known to the workers: it is new, or they are.
  case natQueued = "nat.queued"
  case natDeleteBegan = "nat.delete-began"
  case natGone = "nat.gone"
  /// A balancer rule, which brings a Vip for its health checks, became known to the workers; and its end.
  case natBalancerQueued = "nat.balancer-queued"
  case natBalancerGone = "nat.balancer-gone"
  case vipQueued = "vip.queued"
  case vipReleased = "vip.released"
  /// A pod asked for it and was refused, because its label names another one.
  case vipInUse = "vip.in-use"
  case vipStuck = "vip.stuck"
  case eventEmitted = "event.emitted"
  case eventSeen = "event.seen"
  case objectChanged = "object.changed"
  /// Of a kind that has no events of its own.
  case objectDeleteRequested = "object.delete-requested"
  case objectGone = "object.gone"
  /// The API server did not accept the request; the detail says who asked and why it was refused.
  case objectDeleteRefused = "object.delete-refused"

  /// Small number for compact records; stable within one build only.
  ///
  /// An enumeration without payloads of at most 256 cases is one byte, which is that number.
  public var code: UInt8 { withUnsafeBytes(of: self) { $0[0] } }

  /// The kind with this small number, if there is one: for numbers that come from elsewhere.
  public init?(known code: UInt8) {
    guard let kind = Self.byCode[Int(code)] else { return nil }
    self = kind
  }

  /// The kind with this small number, which must come from `code`.
  public init(code: UInt8) {
    guard let kind = Self.byCode[Int(code)] else { preconditionFailure("no observation kind has the code \(code)") }
    self = kind
  }

  private static let byCode: [ObservationKind?] = {
    var table = [ObservationKind?](repeating: nil, count: 256)
    for kind in allCases { table[Int(kind.code)] = kind }
    return table
  }()
}
