import Model

/// One turn in the life of an object, as a timeline shows it.
public struct Turn: Sendable {
  /// What happened, in a few words.
  public var what: String
  public var uid: String
  public var milestone: Milestone
}

extension ClusterState {
  /// The turns in the lives of all objects of that name, in order.
  public func turns(of ref: ResourceRef) -> [Turn] {
    var turns: [Turn] = []
    for life in lives(of: ref) {
      let parts: [(String, Milestone?)] = [
        ("created", life.created), ("deletion asked for", life.deleteRequested),
        ("last finalizer removed", life.finalizerRemoved), ("gone", life.gone),
      ]
      for case (let what, let milestone?) in parts {
        turns.append(Turn(what: what, uid: life.uid, milestone: milestone))
      }
    }
    return turns.sorted { $0.milestone.instant < $1.milestone.instant }
  }

  /// Kubernetes Events about an object that have a time, in order.
  public func events(about ref: ResourceRef) -> [(record: ClusterEventRecord, stream: Int, position: RecordPosition)] {
    events.entries.filter { entry in
      entry.record.isDated && entry.record.involvedName == ref.name
        && ResourceKind(apiKind: entry.record.involvedKind) == ref.kind
        && (ref.namespace.isEmpty || entry.record.involvedNamespace == ref.namespace)
    }.map { ($0.record, streamID($0.stream), $0.position) }
      .sorted {
        ($0.record.last ?? $0.record.first ?? .distantPast) < ($1.record.last ?? $1.record.first ?? .distantPast)
      }
  }

  /// Every object whose evidence names this UID.
  public func refs(uid: String) -> [ResourceRef] {
    guard let wanted = store.find(uid: uid), !wanted.isNone else { return [] }
    return book.ids.filter { id in book.chain(id, store).contains { $0.uid == wanted } }.map { store.ref($0) }.sorted()
  }

  /// IP objects and Vips that hold or held an address or MAC.
  public func holders(ofAddress text: String) -> [ResourceRef] {
    guard let id = store.texts.find(text), id != 0 else { return [] }
    let names = [
      "spec.v4IpAddress", "spec.v6IpAddress", "spec.macAddress", "status.v4ip", "status.v6ip", "status.mac",
      "spec.v4ip",
    ].compactMap { store.texts.find($0) }
    var found: Set<ObjectID> = []
    for object in store.objects where object.kind == .ip || object.kind == .vip {
      if names.contains(where: { store.value(object, .field, $0) == id }) { found.insert(object.id) }
    }
    return found.map { store.ref($0) }.sorted()
  }

  /// Objects that own this one, by its owner references.
  public func owners(of ref: ResourceRef) -> [ResourceRef] {
    (record(of: ref)?.owners ?? []).compactMap { owner in
      ResourceKind.named(owner.kind).map { kind in
        ResourceRef(kind, namespace: kind.isNamespaced ? ref.namespace : "", name: owner.name)
      }
    }
  }
}
