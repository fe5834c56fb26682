import Model

/// A pod that has a node and no address.
public struct WaitingPod: Sendable, Hashable {
  public var ref: ResourceRef
  public var created: Instant?
  /// Until when it is known to wait.
  public var asOf: Instant?
  /// The controller gave it an address and said so on the pod: the wait is for something else.
  public var hasAllocation = false
  /// The Subnet that it asks for by annotation; empty if by none.
  public var subnet = ""
}

/// A container that was started again.
public struct RestartedContainer: Sendable, Hashable {
  public var pod: ResourceRef
  public var restarts: Int
  /// How the process before ended; empty where the evidence does not say.
  public var exitCode = ""
  public var reason = ""
  public var finished: Instant?
}

/// What people notice first.
extension ClusterState {
  /// Pods that the scheduler put on a node and that have no address at the end of the evidence, by name. O(objects).
  public var waitingPods: [WaitingPod] {
    let names = (
      phase: store.texts.find("status.phase"), node: store.texts.find("spec.nodeName"),
      ip: store.texts.find("status.podIP"), host: store.texts.find("spec.hostNetwork")
    )
    guard names.phase != nil, let pending = store.texts.find("Pending") else { return [] }
    var found: [WaitingPod] = []
    forEachPresent(.pod, where: { store.value($0, .field, names.phase) == pending }) { id, object, seen in
      guard
        let node = store.value(object, .field, names.node), !Self.isNothing(store.texts[node]),
        Self.isNothing(store.value(object, .field, names.ip).map { store.texts[$0] } ?? ""),
        store.value(object, .field, names.host).map({ store.texts[$0] != "true" }) ?? true,
        store.deletionRequested(object) == nil
      else { return }
      var pod = WaitingPod(ref: store.ref(id), created: object.createdInstant, asOf: seen.asOf)
      pod.hasAllocation = store.text(object, .annotation, "ovn.kubernetes.io/allocated") == "true"
      pod.subnet = store.text(object, .annotation, "ovn.kubernetes.io/logical_switch")
      found.append(pod)
    }
    return found.sorted { $0.ref < $1.ref }
  }

  /// Tables write a word for what is not there.
  private static func isNothing(_ text: String) -> Bool { text.isEmpty || text == "<none>" || text == "<nil>" }

  /// Containers of this name that were started again, by pod. O(objects).
  public func restarts(ofContainer name: String) -> [RestartedContainer] {
    guard let snapshot = newest(.pod), let name = store.texts.find(name) else { return [] }
    var found: [RestartedContainer] = []
    snapshot.objects.forEach { id, index in
      guard store.keys[id].kind == .pod else { return }
      let object = store.objects[Int(index)]
      var at: String?
      store.each(object, .field) { path, value in
        guard value == name else { return }
        let text = store.texts[path]
        if text.hasPrefix("status.containerStatuses."), text.hasSuffix(".name") { at = String(text.dropLast(5)) }
      }
      guard let at, let restarts = Int(store.text(object, .field, at + ".restartCount")), restarts > 0 else { return }
      var container = RestartedContainer(pod: store.ref(id), restarts: restarts)
      let last = at + ".lastState.terminated."
      container.exitCode = store.text(object, .field, last + "exitCode")
      container.reason = store.text(object, .field, last + "reason")
      container.finished = Instant(field: store.text(object, .field, last + "finishedAt"))
      found.append(container)
    }
    return found.sorted { $0.pod < $1.pod }
  }

  /// Objects that are being deleted at the end of the evidence, of the kinds that Kube-OVN holds by finalizers. O(objects).
  public var terminating: [ResourceRef] {
    var found: [ResourceRef] = []
    for kind in ResourceKind.declared where kind.isHeldByFinalizers {
      forEachPresent(kind, where: { store.deletionRequested($0) != nil }) { id, _, _ in found.append(store.ref(id)) }
    }
    return found.sorted()
  }
}
