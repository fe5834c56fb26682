import Model

/// Everything that dumps, watches, audit logs and events say about the objects of a cluster.
public struct ClusterState: Sendable {
  /// Snapshots in the order of their making, oldest first.
  public internal(set) var snapshots: [Snapshot]
  /// Kinds of which a list without a date shows no object.
  let emptyKinds: Set<ResourceKind>
  /// Where dumps of another cluster stand: they are left out, and nothing is said of it.
  public let foreignDumps: [String]
  /// Oldest audit record.
  public let auditBegin: Instant?
  /// Newest audit record.
  public let auditEnd: Instant?

  let store: ObjectStore
  var book: LifeBook
  let events: ClusterEventLog
  let complaints: Complaints
  let refusals: Refusals
  let ports: PortTable
  var streamIDs: [Int]
  /// Objects that one request listed, ascending.
  let lists: [ListedTogether]
  /// Kinds whose deletions the audit policy records, or a database, so that the silence about an end means something.
  let kindsWithAuditedEnds: Set<ResourceKind>
  /// Kinds whose writes the audit policy records with their bodies.
  let kindsWithAuditedBodies: Set<ResourceKind>
  /// Kinds whose creations the audit policy records, so that the audit log's silence about one means something.
  let kindsWithAuditedCreations: Set<ResourceKind>

  init(_ collector: consuming StateCollector, _ kin: Kinship) {
    let (snapshots, foreign) = SnapshotBuilder.snapshots(collector, kin)
    let audited = AuditTrail.told(collector.audit, collector.store.keys)
    var merge = LifeMerge(store: collector.store, book: audited.book)
    var recorded = audited.kindsWithEnds
    for list in collector.lists where list.isWatch {
      merge.addWatch(list)
      guard list.header.shape == .journal else { continue }
      for index in list.objects { recorded.insert(collector.store.keys[collector.store.objects[index].id].kind) }
    }
    for snapshot in snapshots {
      merge.close(missingFrom: snapshot) { Self.presence($0, in: snapshot, collector.store) }
      merge.add(snapshot)
    }
    self.snapshots = snapshots
    self.emptyKinds = snapshots.reduce(into: []) { kinds, snapshot in
      for (kind, coverage) in snapshot.coverage where coverage.isEmptyAndUndated { kinds.insert(kind) }
    }
    self.foreignDumps = foreign
    self.auditBegin = collector.audit.oldest
    self.auditEnd = collector.audit.newest
    self.kindsWithAuditedEnds = recorded
    self.kindsWithAuditedBodies = collector.audit.kindsWithBodies
    self.kindsWithAuditedCreations = audited.kindsWithCreations
    self.store = collector.store
    self.book = merge.book
    self.events = collector.events
    self.complaints = Complaints(collector.events)
    self.refusals = collector.audit.refusals
    self.ports = collector.ports
    self.streamIDs = collector.streams.map(\.id)
    self.lists = ListedTogether.lists(collector)
  }

  /// A state without any evidence.
  public static let empty = StateCollector().finish()

  /// Dumps were given, and none of them shows anything of the logs' cluster.
  public var hasOnlyForeignDumps: Bool { snapshots.isEmpty && !foreignDumps.isEmpty }

  /// Some dump of the logs' cluster was read.
  public var hasSnapshots: Bool { !snapshots.isEmpty }

  /// No object, audit record or event was read.
  public var isEmpty: Bool { snapshots.isEmpty && book.isEmpty && events.entries.isEmpty && ports.byName.isEmpty }

  /// The lives of all objects that had this name, oldest first.
  public func lives(of ref: ResourceRef) -> [ObjectLife] {
    guard let id = store.find(ref) else { return [] }
    return book.chain(id, store).map { life($0) }
  }

  /// References of all objects of a kind that any evidence names, sorted. O(n log n).
  public func refs(of kind: ResourceKind) -> [ResourceRef] { ids(of: kind).map { store.ref($0) }.sorted() }

  /// Some objects of a kind that any evidence shows, in a fixed order. O(objects).
  public func refs(of kind: ResourceKind, atMost limit: Int) -> [ResourceRef] {
    ids(of: kind).prefix(limit).map { store.ref($0) }
  }

  /// Numbers of all objects of a kind that have a life.
  func ids(of kind: ResourceKind) -> [ObjectID] { book.ids.filter { store.keys[$0].kind == kind } }

  /// The last content that evidence holds of the object, without `managers`.
  public func record(of life: ObjectLife) -> ObjectRecord? { life.content.map { store.record($0) } }

  /// The last content that evidence holds of the newest object of that name, without `managers`.
  public func record(of ref: ResourceRef) -> ObjectRecord? {
    store.find(ref).flatMap { book.last($0, store) }.flatMap { $0.content < 0 ? nil : store.record($0.content) }
  }

  /// One field of the last content of the newest object of that name.
  public func field(_ path: String, of ref: ResourceRef) -> String? {
    guard let id = store.find(ref), let life = book.last(id, store), life.content >= 0 else { return nil }
    let text = store.text(store.objects[Int(life.content)], .field, path)
    return text.isEmpty ? nil : text
  }

  /// Where the last content of the object stands.
  public func citation(of ref: ResourceRef) -> (stream: Int, position: RecordPosition)? {
    guard let id = store.find(ref), let life = book.last(id, store), life.content >= 0 else { return nil }
    let object = store.objects[Int(life.content)]
    return (streamID(object.stream), object.position)
  }

  /// Providers of the Subnets, by name: what names their IP objects.
  public var providers: [String: String] {
    var result: [String: String] = [:]
    for id in ids(of: .subnet) {
      for life in book.chain(id, store) where life.content >= 0 {
        let provider = store.text(store.objects[Int(life.content)], .field, "spec.provider")
        if !provider.isEmpty { result[store.texts[store.keys[id].name]] = provider }
      }
    }
    return result
  }

  /// Ports of the OVN northbound database with this name that were not deleted.
  public func ports(named name: String) -> [SeenPort] {
    (ports.byName[name] ?? []).filter { !$0.port.isDeleted }
      .map { SeenPort(port: $0.port, stream: streamID($0.stream), position: $0.position) }
  }

  /// True if any Kubernetes Event was read that says when it happened. O(Events).
  public var hasEvents: Bool { events.entries.contains { $0.record.isDated } }

  /// True if any part of a northbound database was read.
  public var hasPorts: Bool { !ports.byName.isEmpty }

  func life(_ stored: StoredLife) -> ObjectLife {
    ObjectLife(
      ref: store.ref(stored.id),
      apiKind: stored.content < 0 ? "" : store.texts[store.apiKind(store.objects[Int(stored.content)])],
      uid: store.text(stored.uid), created: milestone(stored.created),
      deleteRequested: milestone(stored.deleteRequested), finalizerRemoved: milestone(stored.finalizerRemoved),
      gone: milestone(stored.gone),
      lastSeen: stored.lastSeen == StoredObject.noTime ? nil : Instant(nanoseconds: stored.lastSeen),
      content: stored.content < 0 ? nil : stored.content)
  }

  func milestone(_ number: Int32) -> Milestone? {
    guard let stored = book.milestone(number, store) else { return nil }
    return Milestone(
      instant: Instant(nanoseconds: stored.time), uncertainty: stored.uncertainty, actor: store.texts[stored.actor],
      agent: store.texts[stored.agent], source: stored.source, stream: streamID(stored.stream),
      position: stored.position)
  }

  func streamID(_ index: Int32) -> Int { streamIDs.indices.contains(Int(index)) ? streamIDs[Int(index)] : 0 }
}
