import Model

/// Whether an object is there, and the time up to which the evidence says so.
public struct Sighting: Sendable {
  public var presence: Presence
  /// Nothing that happened later is known; `nil` if the evidence names no time.
  public var asOf: Instant?
  /// Since when it is gone, if that is known.
  public var goneSince: Instant?
  /// Some of the dump that says so was read no earlier than this: lists that lie together are read one after the other.
  var dumped: Instant?

  /// Until when something is known of the dump; `nil` if the evidence names no time.
  var latest: Instant? { asOf.map { max($0, dumped ?? $0) } }
}

extension ClusterState {
  /// That a list lacks an IP object proves nothing where its Subnet counts more than the list shows; nor, where its Subnet is not
  /// known, if any does.
  private func uncounted(_ kind: ResourceKind, _ id: ObjectID?, _ dumped: Presence, _ snapshot: Snapshot?) -> Presence {
    guard kind == .ip, case .absent = dumped, let short = snapshot?.coverage[.ip]?.shortSubnets, !short.isEmpty else {
      return dumped
    }
    if let id, let life = book.last(id, store), life.content >= 0,
      let subnet = store.value(store.objects[Int(life.content)], .field, store.texts.find("spec.subnet")),
      !short.contains(subnet)
    {
      return dumped
    }
    return .unknown("a Subnet counts more addresses than the list shows")
  }

  /// Whether the object is there at the end of the evidence: by `snapshot`, and by audit records and watches about it.
  func sighting(_ id: ObjectID, in snapshot: Snapshot?) -> Sighting {
    var seen = judged(id, in: snapshot)
    seen.dumped = snapshot?.notBefore
    return seen
  }

  /// The same for an object that no evidence names.
  func sighting(ofUnnamed ref: ResourceRef, in snapshot: Snapshot?) -> Sighting {
    let dumped = snapshot.map { uncounted(ref.kind, nil, Self.absence(ref, in: $0, store), $0) }
    return Sighting(
      presence: dumped ?? .unknown("no dump, and no audit record names it"),
      asOf: snapshot?.time(ref.kind, namespace: ref.namespace), goneSince: nil, dumped: snapshot?.notBefore)
  }

  private func judged(_ id: ObjectID, in snapshot: Snapshot?) -> Sighting {
    let key = store.keys[id]
    var dumped =
      snapshot.map { Self.presence(id, in: $0, store) } ?? .unknown("no dump shows \(key.kind.apiKind) objects")
    dumped = uncounted(key.kind, id, dumped, snapshot)
    if emptyKinds.contains(key.kind), snapshots.contains(where: { $0.objects[id] != nil }) {
      dumped = .unknown("another list, which has no date, shows no \(key.kind.apiKind) object at all")
    }
    let dump = snapshot?.time(key.kind, namespace: store.texts[key.namespace])
    // Nothing but the dump tells of an object that was seen once.
    guard book.once(id) == nil, let life = book.last(id, store) else {
      return Sighting(presence: dumped, asOf: dump, goneSince: nil)
    }
    // An absence from a list is in `dumped` already; what remains are ends that were seen.
    let end = book.milestone(life.gone, store).flatMap { $0.source == .absence ? nil : Instant(nanoseconds: $0.time) }
    let isFollowed = life.isTracked && kindsWithAuditedEnds.contains(key.kind)
    // An accepted deletion is an object that is ending; when its last finalizer or container goes, only bodies show.
    let isEnding =
      end == nil && life.deleteRequested != -1 && (key.kind == .pod || !kindsWithAuditedBodies.contains(key.kind))
    let followedUntil = isFollowed ? later(dump, auditEnd) : dump
    switch dumped {
    case .present:
      // The dump was made before the end that audit or a watch shows.
      if let end { return Sighting(presence: .absent, asOf: later(end, followedUntil), goneSince: end) }
      return Sighting(presence: .present, asOf: followedUntil, goneSince: nil)
    case .absent:
      let isNewer =
        isFollowed && !isEnding && end == nil && life.lastSeen != StoredObject.noTime
        && dump.map { Instant(nanoseconds: life.lastSeen) > $0 } ?? true
      if isNewer { return Sighting(presence: .present, asOf: auditEnd, goneSince: nil) }
      return Sighting(presence: .absent, asOf: end == nil ? dump : later(end, followedUntil), goneSince: end)
    case .unknown(let reason):
      if let end { return Sighting(presence: .absent, asOf: later(end, followedUntil), goneSince: end) }
      if isEnding {
        return Sighting(
          presence: .unknown("its deletion was asked for, and nothing shows how that ended"), asOf: dump, goneSince: nil
        )
      }
      if isFollowed { return Sighting(presence: .present, asOf: auditEnd, goneSince: nil) }
      return Sighting(presence: .unknown(reason), asOf: dump, goneSince: nil)
    }
  }

  /// Why the newest list of the kind, which shows several objects and not this one, does not tell whether the object has gone
  /// since anything else that is known of it; `nil` if it does tell, or shows it.
  public func listLacking(_ ref: ResourceRef) -> String? {
    guard let snapshot = newest(ref.kind), let coverage = snapshot.coverage[ref.kind], coverage.count > 1,
      store.find(ref).map({ snapshot.objects[$0] == nil }) ?? true
    else { return nil }
    if coverage.notBefore == nil { return "a list that has no date does not show it any more" }
    return coverage.scope == .partial ? "a list that may not be whole does not show it" : nil
  }

  /// Until when objects of a kind that were made are known: by the newest list, and from there on by an audit log that
  /// records such creations; `nil` without a list that has a date.
  public func knownUntil(_ kind: ResourceKind, namespace: String) -> Instant? {
    guard let listed = newestWhole(kind)?.time(kind, namespace: namespace) else { return nil }
    guard kindsWithAuditedCreations.contains(kind), let auditBegin, auditBegin <= listed else { return listed }
    return later(listed, auditEnd)
  }

  /// The time since which no object of that name was made, by an audit log that records such creations and names none;
  /// `nil` if there is none, or if any evidence shows the object.
  public func neverMade(_ ref: ResourceRef) -> (since: Instant, until: Instant)? {
    guard kindsWithAuditedCreations.contains(ref.kind), let since = auditBegin, let until = auditEnd else { return nil }
    if let id = store.find(ref), book.last(id, store) != nil { return nil }
    return (since, until)
  }

  /// Whether OVN has a port of that name: absent only by a whole database file, whose newest transaction gives the time.
  public func portSighting(_ name: String) -> Sighting {
    if !ports(named: name).isEmpty { return Sighting(presence: .present, asOf: ports.newestWrite, goneSince: nil) }
    guard let written = ports.newestWrite else {
      return Sighting(presence: .unknown("no northbound database file"), asOf: nil, goneSince: nil)
    }
    return Sighting(presence: .absent, asOf: written, goneSince: nil)
  }

  static func presence(_ id: ObjectID, in snapshot: Snapshot, _ store: ObjectStore) -> Presence {
    if snapshot.objects[id] != nil { return .present }
    let key = store.keys[id]
    return absence(key.kind, key.namespace, in: snapshot, store)
  }

  /// What it means that a snapshot does not show the object.
  static func absence(_ ref: ResourceRef, in snapshot: Snapshot, _ store: ObjectStore) -> Presence {
    if let namespace = store.texts.find(ref.namespace) { return absence(ref.kind, namespace, in: snapshot, store) }
    // No evidence names the namespace.
    if snapshot.coverage[.namespace]?.scope == .all { return .absent }
    return absence(ref.kind, ref.namespace, in: snapshot)
  }

  static func absence(
    _ kind: ResourceKind, _ namespace: TextPool.ID, in snapshot: Snapshot, _ store: ObjectStore
  ) -> Presence {
    if namespace != 0, snapshot.coverage[.namespace]?.scope == .all {
      // What lives in a namespace ends with it.
      let id = store.keys.find(ObjectKey(kind: .namespace, namespace: 0, name: namespace))
      if id.map({ snapshot.objects[$0] == nil }) ?? true { return .absent }
    }
    return absence(kind, store.texts[namespace], in: snapshot)
  }

  private static func absence(_ kind: ResourceKind, _ namespace: String, in snapshot: Snapshot) -> Presence {
    guard let coverage = snapshot.coverage[kind] else { return .unknown("no list of \(kind.apiKind) objects") }
    switch coverage.scope {
    case .all:
      guard kind.isNamespaced else { return .absent }
      return absence(kind, namespace, coverage, in: snapshot)
    case .namespaces(let names):
      if names.contains(namespace) { return .absent }
      return .unknown("the lists of \(kind.apiKind) objects do not show namespace \(namespace)")
    case .partial: return .unknown("the \(kind.apiKind) objects are not a whole list: \(coverage.reason)")
    }
  }

  /// The same in a list of all namespaces. One that shows nothing of a living namespace may have been made without it:
  /// nothing is proven before something of the namespace was listed.
  private static func absence(
    _ kind: ResourceKind, _ namespace: String, _ coverage: KindCoverage, in snapshot: Snapshot
  ) -> Presence {
    if coverage.short.contains(namespace) {
      return .unknown(
        "the list of \(kind.apiKind) objects shows fewer in namespace \(namespace) than its workloads count")
    }
    if coverage.namespaces.contains(namespace) { return .absent }
    if kind != .pod, let pods = snapshot.coverage[.pod], pods.scope == .all, pods.namespaces.contains(namespace) {
      return .absent
    }
    return .unknown(
      "the list shows no \(kind.apiKind) object at all of namespace \(namespace): it may have been left out")
  }

  private func later(_ a: Instant?, _ b: Instant?) -> Instant? {
    guard let a else { return b }
    return b.map { max(a, $0) } ?? a
  }
}
