import Model

/// Whether the ports of OVN's northbound database show that a pod's network was taken down.
///
/// The IP object is made after the port. A table of ports that has those of all pods that are known to live, one of them
/// younger than the object, and not the object's own, was made after that port had gone. It must have those of the nodes
/// too: what somebody picked out of it (one switch, one namespace, one name) has not.
struct PortWitness: Sendable {
  private let state: ClusterState
  private let snapshot: Snapshot?
  /// The table is no older than this; `nil` if it cannot be used.
  private let notBefore: Instant?

  /// O(IP objects × log texts) where there are ports.
  init(_ state: ClusterState, _ snapshot: Snapshot?) {
    self.state = state
    self.snapshot = snapshot
    guard let snapshot, state.hasPorts else {
      notBefore = nil
      return
    }
    let store = state.store
    let (podName, namespace) = (store.texts.find("spec.podName"), store.texts.find("spec.namespace"))
    var newest = state.ports.newestWrite
    var isWhole = true
    snapshot.objects.forEach { id, index in
      guard isWhole, store.keys[id].kind == .ip else { return }
      let object = store.objects[Int(index)]
      guard let pod = store.value(object, .field, podName) else { return }
      let space = store.value(object, .field, namespace) ?? 0
      let name = store.texts[store.keys[id].name]
      if space == 0 {
        guard name == "node-" + store.texts[pod] else { return }
      } else {
        guard let owner = store.keys.find(ObjectKey(kind: .pod, namespace: space, name: pod)),
          snapshot.objects[owner] != nil, name == store.texts[pod] + "." + store.texts[space]
        else { return }
      }
      if !state.ports(named: name).contains(where: { !$0.port.isExcerpt }) {
        isWhole = false
      } else if let created = object.createdInstant {
        newest = max(newest ?? created, created)
      }
    }
    notBefore = isWhole ? newest : nil
  }

  /// True if the pod that the object names has no port, and the table would show it.
  func provesAbsence(_ o: StoredObject, pod: (namespace: TextPool.ID, name: TextPool.ID)) -> Bool {
    guard let notBefore, let snapshot, let created = o.createdInstant, created < notBefore else { return false }
    let store = state.store
    let own = store.texts[store.keys[o.id].name]
    let main = store.texts[pod.name] + "." + store.texts[pod.namespace]
    // Interfaces of other plugins have no port; then that of the pod's main interface decides, if it has one.
    if own == main || own.hasSuffix(".ovn") { return state.ports(named: own).isEmpty }
    return store.find(ResourceRef(.ip, name: main)).map { snapshot.objects[$0] != nil } ?? false
      && state.ports(named: main).isEmpty
  }
}
