import Model

/// Which pod and Subnet an IP object names.
public struct IPLink: Sendable {
  public var ip: ResourceRef
  public var pod: ResourceRef?
  public var subnet: ResourceRef?
  /// The ledger finds nothing wrong with it, or cannot say.
  public var isFine: Bool
}

extension Ledger {
  /// Calls `body` with the links of IP objects that any evidence shows, also of those that are gone, by name: all with
  /// which something is wrong, and of the others those that `isKnown` wants, asked about the object or its pod. What
  /// `body` learns counts for the objects that follow.
  ///
  /// O(n log n). Without `knowsAny` nothing is known before the first call, and texts are made of few objects only.
  public func forEachIP(knowsAny: Bool, isKnown: (ResourceRef) -> Bool, _ body: (IPLink, _ isKnown: Bool) -> Void) {
    let store = state.store
    let names = ["spec.podName", "spec.namespace", "spec.subnet"].map { store.texts.find($0) }
    var ids = state.ids(of: .ip)
    if !knowsAny {
      let pods = Set(ids.lazy.filter { !isFine($0) }.compactMap { podKey($0) })
      ids.removeAll { id in isFine(id) && !(podKey(id).map { pods.contains($0) } ?? false) }
    }
    ids.sort { store.texts.isOrdered(store.keys[$0].name, before: store.keys[$1].name) }
    for id in ids {
      var link = IPLink(ip: store.ref(id), pod: nil, subnet: nil, isFine: isFine(id))
      if let life = state.book.last(id, store), life.content >= 0 {
        let object = store.objects[Int(life.content)]
        let values = names.map { store.value(object, .field, $0) ?? 0 }
        if values[1] != 0 {
          link.pod = ResourceRef(.pod, namespace: store.texts[values[1]], name: store.texts[values[0]])
        }
        if values[2] != 0 { link.subnet = ResourceRef(.subnet, name: store.texts[values[2]]) }
      }
      let isWanted = isKnown(link.ip) || link.pod.map(isKnown) ?? false
      if !link.isFine || isWanted { body(link, isWanted) }
    }
  }

  private func podKey(_ id: ObjectID) -> ObjectKey? {
    guard let life = state.book.last(id, state.store), life.content >= 0 else { return nil }
    let pod = judge.pod(state.store.objects[Int(life.content)])
    return pod.namespace == 0 ? nil : ObjectKey(kind: .pod, namespace: pod.namespace, name: pod.name)
  }

  /// Nothing can be said of it, or nothing is wrong: its owner lives, it is kept, or the evidence knows neither its owner
  /// nor that its Subnet is gone.
  private func isFine(_ id: ObjectID) -> Bool {
    guard let place = place(of: id) else { return true }
    if state(place).isFine { return true }
    guard state(place) == .unknown || state(place) == .unproven, let life = state.book.last(id, state.store),
      life.deleteRequested == -1
    else {
      return false
    }
    let subnet = rows[place].subnet
    if subnet == 0 { return true }
    let seen = state.sighting(ObjectKey(kind: .subnet, namespace: 0, name: subnet))
    return seen.presence != .absent
  }

  /// When IP objects of this name were made, each with an address it held. Times have whole seconds unless audited.
  public func creations(of ip: ResourceRef) -> [(address: String, created: Instant)] {
    state.lives(of: ip).flatMap { life -> [(address: String, created: Instant)] in
      guard let created = life.created?.instant, let fields = state.record(of: life)?.fields else { return [] }
      return [fields["spec.v4IpAddress"], fields["spec.v6IpAddress"]].compactMap { $0 }.filter { !$0.isEmpty }
        .map { ($0, created) }
    }
  }
}
