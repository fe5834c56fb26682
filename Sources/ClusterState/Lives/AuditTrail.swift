import Model

/// Puts audit entries in order and writes the lives they tell into the book.
struct AuditTrail {
  private let log: AuditLog
  private let keys: KeyTable
  private(set) var book: LifeBook
  private var collections: [ObjectKey: [AuditEntry]] = [:]
  /// The audit policy records bindings, so a pod without one never reached a node.
  private var recordsBindings = false
  /// Requests that the log must lack, for what it shows was made or done by them.
  private var lapses = 0
  /// Kinds of which some object was seen to end.
  private var ended: Set<ResourceKind> = []
  /// The life being told shows a creation, or a request to delete it, that no record tells of so far.
  private var lacksCreation = false
  private var lacksDeletion = false
  /// Some life's last finalizer is seen to go: the policy records what the controllers do.
  private var recordsFinalizers = false
  /// Life being told.
  private var current: StoredLife?

  /// The lives that `log` tells. By them it is known whether something is missing from it: the log of one API server among
  /// several, a policy that leaves accounts out, a selection by verb and lost lines all leave lives that lack their
  /// beginning or their end. Only a log without such lives says something by its silence. O(n log n).
  static func told(_ log: AuditLog, _ keys: KeyTable) -> AuditTrail {
    var trail = AuditTrail(log: log, keys: keys, book: LifeBook())
    trail.tell()
    return trail
  }

  /// No record is known to be missing, and the controllers' own changes are recorded.
  private var isWhole: Bool { lapses == 0 && recordsFinalizers && log.recordsChanges }

  /// Kinds whose ends the log would show. What holds an object by its finalizer ends it by other requests than that to
  /// delete it: of such kinds, one that ended must have been seen.
  var kindsWithEnds: Set<ResourceKind> {
    isWhole ? log.kindsWithEnds.filter { !$0.isHeldByFinalizers || ended.contains($0) } : []
  }

  /// Kinds whose creations the log would show.
  var kindsWithCreations: Set<ResourceKind> { isWhole ? log.kindsWithCreations : [] }

  /// What happened so shortly after the first record may have been asked for before it, nanoseconds.
  private static let margin: Int64 = 5_000_000_000

  /// Answers are logged so far out of order at most, nanoseconds.
  private static let disorder: Int64 = 1_000_000_000

  private func isWithin(_ time: Int64) -> Bool {
    guard time != StoredObject.noTime, let oldest = log.oldest else { return false }
    return Instant(nanoseconds: time) - oldest > Self.margin
  }

  private mutating func tell() {
    var entries: [AuditEntry] = []
    entries.reserveCapacity(log.entries.count)
    var known = Set<TextPool.ID>()
    for entry in log.entries {
      // One request appears in rotated and copied logs more than once.
      if entry.auditID != 0, !known.insert(entry.auditID).inserted { continue }
      if entry.isBinding { recordsBindings = true }
      if entry.action == .deleteCollection {
        collections[entry.key, default: []].append(entry)
      } else {
        entries.append(entry)
      }
    }
    entries.sort(by: Self.inOrder)
    var start = 0
    while start < entries.count {
      let key = entries[start].key
      var end = start + 1
      while end < entries.count, entries[end].key == key { end += 1 }
      tell(key, entries[start..<end])
      start = end
    }
  }

  private mutating func tell(_ key: ObjectKey, _ entries: ArraySlice<AuditEntry>) {
    var all = entries
    if !collections.isEmpty, let sweeps = collections[ObjectKey(kind: key.kind, namespace: key.namespace, name: 0)] {
      all += sweeps
      all.sort { ($0.time, $0.stream, $0.sequence) < ($1.time, $1.stream, $1.sequence) }
    }
    current = nil
    for entry in all { apply(entry, key) }
    close()
  }

  private mutating func apply(_ entry: AuditEntry, _ key: ObjectKey) {
    switch entry.action {
    case .create:
      if let life = current, life.gone < 0 {
        // The answer to its creation was logged after that to a change of it.
        if entry.time - life.lastSeen < Self.disorder, entry.uid == life.uid {
          set(\.created, mark(entry))
          lacksCreation = false
          return
        }
        if life.deleteRequested < 0 || log.kindsWithBodies.contains(key.kind) { lapses += 1 }
      }
      end(entry, by: .absence)
      begin(entry, key)
      set(\.created, mark(entry))
    case .sign:
      if let life = current, life.gone >= 0, !entry.uid.isNone, entry.uid == life.uid {
        // Answers are logged out of order: somebody was told that it is gone before the write that ended it was logged.
        if entry.isEnd {
          set(\.finalizerRemoved, mark(entry))
          set(\.gone, mark(entry))
        }
        return
      }
      live(entry, key)
      if entry.isBinding { current?.isBound = true }
      if entry.removesFinalizer { recordsFinalizers = true }
      if entry.removesFinalizer, current?.finalizerRemoved == -1, !entry.hasBody || !entry.hasFinalizers {
        set(\.finalizerRemoved, mark(entry))
      }
      if entry.hasBody, entry.deletion != StoredObject.noTime { deleted(entry, isRequest: false) }
      seen(entry.until)
    case .delete:
      live(entry, key)
      deleted(entry, isRequest: true)
    case .deleteCollection:
      guard let life = current, life.gone < 0, life.lastSeen <= entry.time || life.created >= 0 else { return }
      var sweep = entry
      sweep.hasBody = false
      deleted(sweep, isRequest: true)
    case .missing:
      guard let life = current, life.gone < 0, life.lastSeen < entry.time else { return }
      // The answer that there is no such object is a fact; when it went is known only as well as it was seen before.
      set(\.gone, mark(entry, uncertainty: span(life, entry), by: .nobody))
    case .finalize:
      live(entry, key)
      if current?.deleteRequested ?? -1 >= 0 { set(\.gone, mark(entry)) }
    }
  }

  /// What a successful deletion, or a change of an object that is being deleted, means.
  private mutating func deleted(_ entry: AuditEntry, isRequest: Bool) {
    if isRequest { lacksDeletion = false }
    guard let life = current, life.gone < 0 else { return }
    if life.deleteRequested < 0 {
      if isRequest {
        set(\.deleteRequested, mark(entry))
      } else {
        lacksDeletion = isWithin(entry.deletion)
        var milestone = stored(entry, source: .object)
        milestone.time =
          (Instant(nanoseconds: entry.deletion) + -Int64(max(0, entry.grace)) * 1_000_000_000).nanoseconds
        milestone.uncertainty = 1_000_000_000
        milestone.actor = 0
        milestone.agent = 0
        set(\.deleteRequested, book.mark(milestone))
      }
    }
    if entry.hasBody {
      let waits = entry.deletion != StoredObject.noTime && (entry.hasFinalizers || entry.grace > 0)
      if !waits {
        if !isRequest, current?.finalizerRemoved == -1 { set(\.finalizerRemoved, mark(entry)) }
        vanish(entry)
      }
      return
    }
    guard isRequest else { return }
    if log.kindsWithBodies.contains(entry.key.kind) && entry.action == .delete {
      vanish(entry)  // The server answers with the object while it lives on, and with a bare "Success" when it is gone.
      return
    }
    switch entry.key.kind {
    case .pod:
      if entry.isKubelet || (recordsBindings && !life.isBound && life.created >= 0) { vanish(entry) }
    case let kind: if !kind.isHeldByFinalizers { vanish(entry) }
    }
  }

  private mutating func vanish(_ entry: AuditEntry) {
    ended.insert(entry.key.kind)
    set(\.gone, mark(entry))
    seen(entry.time)
  }

  /// Makes sure there is a life that the entry can belong to.
  private mutating func live(_ entry: AuditEntry, _ key: ObjectKey) {
    if let life = current {
      if life.gone < 0, entry.uid.isNone || life.uid.isNone || entry.uid == life.uid {
        if life.uid.isNone { current?.uid = entry.uid }
        current?.lastSeen = max(life.lastSeen, entry.time)
        return
      }
      // An answer that was logged late still belongs to the life that has ended.
      if life.gone >= 0, !entry.uid.isNone, entry.uid == life.uid { return }
      end(entry, by: .absence)
    }
    begin(entry, key)
    if entry.created != StoredObject.noTime {
      lacksCreation = isWithin(entry.created)
      var milestone = stored(entry, source: .object)
      milestone.time = entry.created
      milestone.uncertainty = 1_000_000_000
      milestone.actor = 0
      milestone.agent = 0
      set(\.created, book.mark(milestone))
    }
  }

  private mutating func begin(_ entry: AuditEntry, _ key: ObjectKey) {
    close()
    // Every key of the log was numbered when its entry was read.
    guard let id = keys.find(key) else { return }
    var life = StoredLife(id: id, uid: entry.uid)
    life.isTracked = true
    life.lastSeen = entry.until
    current = life
  }

  /// The life before a new object of the same name must have ended.
  private mutating func end(_ entry: AuditEntry, by source: Milestone.Source) {
    guard let life = current, life.gone < 0 else { return }
    set(\.gone, mark(entry, uncertainty: span(life, entry), source: source))
  }

  private mutating func set(_ turn: WritableKeyPath<StoredLife, Int32>, _ milestone: Int32) {
    current?[keyPath: turn] = milestone
  }

  private mutating func seen(_ time: Int64) {
    guard let life = current else { return }
    current?.lastSeen = max(life.lastSeen, time)
  }

  /// Nanoseconds since the object was last known to be there.
  private func span(_ life: StoredLife, _ entry: AuditEntry) -> Int64 {
    guard life.lastSeen != StoredObject.noTime else { return 0 }
    return max(0, Instant(nanoseconds: entry.time) - Instant(nanoseconds: life.lastSeen))
  }

  private mutating func close() {
    if var life = current {
      life.content = log.contents[AuditLog.ContentKey(key: keys[life.id], uid: life.uid)] ?? -1
      _ = book.add(life)
      lapses += (lacksCreation ? 1 : 0) + (lacksDeletion ? 1 : 0)
    }
    (lacksCreation, lacksDeletion) = (false, false)
    current = nil
  }

  /// Whether the record names who did it.
  private enum Doer { case user, nobody }

  private mutating func mark(
    _ entry: AuditEntry, uncertainty: Int64 = 0, source: Milestone.Source = .audit, by doer: Doer = .user
  ) -> Int32 {
    var milestone = stored(entry, source: source)
    milestone.uncertainty = uncertainty
    if source == .absence || doer == .nobody {
      milestone.actor = 0
      milestone.agent = 0
    }
    return book.mark(milestone)
  }

  private func stored(_ entry: AuditEntry, source: Milestone.Source) -> StoredMilestone {
    StoredMilestone(
      time: entry.time, uncertainty: 0, actor: entry.actor, agent: entry.agent, source: source, stream: entry.stream,
      position: entry.position)
  }

  private static func inOrder(_ a: AuditEntry, _ b: AuditEntry) -> Bool {
    if a.key.kind != b.key.kind { return a.key.kind < b.key.kind }
    if a.key != b.key { return (a.key.namespace, a.key.name) < (b.key.namespace, b.key.name) }
    return (a.time, a.stream, a.sequence) < (b.time, b.stream, b.sequence)
  }
}
