import Model

/// Until when the controller's own collector may still take what was deleted while no controller ran.
///
/// A leader collects at its start and then looks for ports without owners, which it takes when two passes in a row saw
/// them. It finds an IP object by its port, and from v1.14.7 on, at its start, by its owner.
struct CollectorWatch: Sendable {
  private let state: ClusterState
  /// When the present leader began; `nil` if nothing shows it.
  private let start: Instant?
  private let release: ReleaseVersion?

  /// Two passes at the default interval, which few change.
  private static let passes: Int64 = 720_000_000_000
  /// The collection at the start of a leader.
  private static let first: Int64 = 60_000_000_000
  private static let collectsOwners = ReleaseVersion(1, 14, 7)

  init(_ state: ClusterState, _ snapshot: Snapshot?) {
    self.state = state
    let store = state.store
    func text(_ ref: ResourceRef, _ field: String) -> String? {
      guard let snapshot, let id = store.find(ref), let index = snapshot.objects[id] else { return nil }
      let object = store.objects[Int(index)]
      let text = store.text(object, .field, field)
      return text.isEmpty ? nil : text
    }
    let lease = ResourceRef(ResourceKind(apiKind: "Lease"), namespace: "kube-system", name: "kube-ovn-controller")
    var start = text(lease, "spec.acquireTime").flatMap { Instant(field: $0) }
    var release: ReleaseVersion?
    if let holder = text(lease, "spec.holderIdentity") {
      // A container that started again leads again under its old name.
      let pod = ResourceRef(.pod, namespace: "kube-system", name: holder)
      for i in 0..<ClusterState.containers {
        if let ended = text(pod, "status.containerStatuses.\(i).lastState.terminated.finishedAt"),
          let time = Instant(field: ended)
        {
          start = max(start ?? time, time)
        }
        if release == nil, let image = text(pod, "spec.containers.\(i).image") {
          release = ReleaseVersion(image: image)
        }
      }
    }
    self.start = start
    self.release = release
  }

  /// Its port is there, which the collector finds, and nothing shows since when the leader works.
  func mayTake(_ o: StoredObject) -> Bool {
    start == nil && !state.ports(named: state.store.texts[state.store.keys[o.id].name]).isEmpty
  }

  /// When the collector will have had its chance; `nil` if it had, or will not have one.
  func deadline(
    _ o: StoredObject, _ ports: PortWitness, pod: (namespace: TextPool.ID, name: TextPool.ID), _ asOf: Instant?
  )
    -> Instant?
  {
    guard let start, let created = o.createdInstant, let asOf, created < start else { return nil }
    let hasPort = !state.ports(named: state.store.texts[state.store.keys[o.id].name]).isEmpty
    let mayHavePort = hasPort || !ports.provesAbsence(o, pod: pod)
    let passes = mayHavePort ? start + Self.passes : start
    let first = release.map { $0 >= Self.collectsOwners } ?? true ? start + Self.first : start
    let due = max(passes, first)
    return due > asOf ? due : nil
  }
}
