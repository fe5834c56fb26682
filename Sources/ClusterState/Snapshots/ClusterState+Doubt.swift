import Model

extension ClusterState {
  /// The same state, in which the lists of pods are no whole ones that lack a pod that must have been there; `nil` if none
  /// lacks one.
  ///
  /// `lives`: other evidence shows that the pod lived at that time. It is asked about the pods of IP objects, and of these
  /// only where the object can have been made by nothing but the pod itself: a StatefulSet or a machine keeps its address.
  /// O(IP objects).
  public func doubtingPods(_ lives: (_ pod: ResourceRef, _ listed: Instant) -> Bool) -> ClusterState? {
    var state = self
    var isChanged = false
    for i in snapshots.indices {
      guard let coverage = snapshots[i].coverage[.pod], coverage.scope != .partial,
        let missing = missingPod(snapshots[i], lives)
      else { continue }
      state.snapshots[i].coverage[.pod]?.scope = .partial
      state.snapshots[i].coverage[.pod]?.reason =
        "it lacks \(missing.display), which lived by the controller's log"
      isChanged = true
    }
    return isChanged ? state : nil
  }

  /// The first pod by name that must have been there and is not.
  private func missingPod(_ snapshot: Snapshot, _ lives: (ResourceRef, Instant) -> Bool) -> ResourceRef? {
    let names = ["spec.podName", "spec.namespace", "spec.podType"].map { store.texts.find($0) }
    var missing: ResourceRef?
    snapshot.objects.forEach { id, index in
      guard store.keys[id].kind == .ip else { return }
      let object = store.objects[Int(index)]
      guard let name = store.value(object, .field, names[0]), let namespace = store.value(object, .field, names[1]),
        namespace != 0, (store.value(object, .field, names[2]) ?? 0) == 0
      else { return }
      let key = ObjectKey(kind: .pod, namespace: namespace, name: name)
      if store.keys.find(key).map({ snapshot.objects[$0] != nil }) ?? false { return }
      let pod = ResourceRef(.pod, namespace: store.texts[namespace], name: store.texts[name])
      guard missing.map({ pod < $0 }) ?? true, let listed = snapshot.time(.pod, namespace: pod.namespace),
        lives(pod, listed)
      else { return }
      missing = pod
    }
    return missing
  }
}
