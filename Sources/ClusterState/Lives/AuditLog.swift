import Model

/// What the audit log says about the lives of objects, before it is put in order.
struct AuditLog: Sendable {
  var entries: [AuditEntry] = []
  var newest: Instant?
  var oldest: Instant?
  /// Kinds whose responses are kept at this audit level, so that a response without an object is a bare "Success".
  var kindsWithBodies: Set<ResourceKind> = []
  /// Kinds of which a creation was recorded with its body.
  var kindsWithCreations: Set<ResourceKind> = []
  /// Kinds of which a deletion was recorded.
  var kindsWithEnds: Set<ResourceKind> = []
  /// Both ways in which finalizers are taken away are recorded: releases differ in which they use.
  var hasUpdates = false
  var hasPatches = false
  var recordsChanges: Bool { hasUpdates && hasPatches }
  /// Newest content per object life, as numbers of the store.
  var contents: [ContentKey: Int32] = [:]
  /// Deletions that the API server did not accept.
  var refusals = Refusals()
  private var lastSign: [ObjectKey: Int] = [:]

  struct ContentKey: Hashable, Sendable {
    var key: ObjectKey
    var uid: ObjectUID
  }

  mutating func add(
    _ record: AuditRecord, stream: Int32, at position: RecordPosition, to store: inout ObjectStore
  ) {
    guard let time = record.answered ?? record.received else { return }
    if newest.map({ time > $0 }) ?? true { newest = time }
    if oldest.map({ time < $0 }) ?? true { oldest = time }
    if record.verb == "update" { hasUpdates = true } else if record.verb == "patch" { hasPatches = true }
    guard let kind = Self.kind(record) else { return }
    if Self.isRefusedDeletion(record) {
      refusals.add(
        store.key(ResourceRef(kind, namespace: record.namespace, name: record.name)),
        reason: store.texts.intern(record.refusal), actor: store.texts.intern(record.user),
        Refusals.Request(time: time.nanoseconds, stream: stream, position: position))
      return
    }
    guard let action = Self.action(record) else { return }
    let name = record.name.isEmpty ? record.object?.name ?? "" : record.name
    if name.isEmpty, action != .deleteCollection { return }
    let key = store.key(ResourceRef(kind, namespace: record.namespace, name: action == .deleteCollection ? "" : name))
    // A binding says more than that the object is there: a bound pod goes only when its kubelet says so.
    let isBinding = record.subresource == "binding"
    let isPlain = action == .sign && !record.removesFinalizer && !isBinding
    if isPlain, record.object?.deletionRequested == nil, extend(key, time, stream) {
      keep(record, key, stream: stream, at: position, in: &store)
      return
    }
    if action == .delete || action == .deleteCollection { kindsWithEnds.insert(kind) }
    var entry = AuditEntry(
      key: key, action: action, time: time.nanoseconds, until: time.nanoseconds, stream: stream, position: position,
      sequence: UInt32(clamping: entries.count))
    entry.actor = store.texts.intern(record.user)
    entry.agent = store.texts.intern(record.userAgent)
    entry.auditID = store.texts.intern(record.id)
    entry.removesFinalizer = record.removesFinalizer
    entry.isBinding = isBinding
    entry.isKubelet = record.user.hasPrefix("system:node:") || record.userAgent.hasPrefix("kubelet/")
    if let object = record.object, object.name == name {
      kindsWithBodies.insert(kind)
      if action == .create { kindsWithCreations.insert(kind) }
      entry.hasBody = true
      entry.uid = store.uid(object.uid)
      entry.created = object.created?.nanoseconds ?? StoredObject.noTime
      entry.deletion = object.deletionRequested?.nanoseconds ?? StoredObject.noTime
      entry.grace = object.deletionGraceSeconds.map { Int32(clamping: $0) } ?? -1
      entry.hasFinalizers = !object.finalizers.isEmpty
      entry.resourceVersion = object.resourceVersion ?? 0
      keep(record, key, stream: stream, at: position, in: &store)
    }
    lastSign[key] = isPlain ? entries.count : nil
    entries.append(entry)
  }

  var isEmpty: Bool { newest == nil }

  /// Takes over another log whose texts and objects were taken over into `store` before.
  mutating func absorb(
    _ other: AuditLog, _ map: [TextPool.ID], objectBase: Int32, streamBase: Int32, in store: ObjectStore
  ) {
    lastSign = [:]
    if let time = other.newest { newest = max(newest ?? time, time) }
    if let time = other.oldest { oldest = min(oldest ?? time, time) }
    hasUpdates = hasUpdates || other.hasUpdates
    hasPatches = hasPatches || other.hasPatches
    kindsWithBodies.formUnion(other.kindsWithBodies)
    kindsWithEnds.formUnion(other.kindsWithEnds)
    kindsWithCreations.formUnion(other.kindsWithCreations)
    refusals.absorb(other.refusals, map, streamBase: streamBase)
    let sequenceBase = UInt32(clamping: entries.count)
    entries.reserveCapacity(entries.count + other.entries.count)
    for var entry in other.entries {
      entry.key = entry.key.mapped(map)
      entry.uid = entry.uid.mapped(map)
      entry.actor = map[Int(entry.actor)]
      entry.agent = map[Int(entry.agent)]
      entry.auditID = map[Int(entry.auditID)]
      entry.stream += streamBase
      entry.sequence &+= sequenceBase
      entries.append(entry)
    }
    for (id, index) in other.contents {
      let mapped = ContentKey(key: id.key.mapped(map), uid: id.uid.mapped(map))
      let mine = index + objectBase
      if let before = contents[mapped],
        store.objects[Int(before)].resourceVersion > store.objects[Int(mine)].resourceVersion
      {
        continue
      }
      contents[mapped] = mine
    }
  }

  /// True if the sign of life only repeats the entry before it.
  private mutating func extend(_ key: ObjectKey, _ time: Instant, _ stream: Int32) -> Bool {
    guard let last = lastSign[key], entries[last].stream == stream, entries[last].until <= time.nanoseconds else {
      return false
    }
    entries[last].until = time.nanoseconds
    return true
  }

  /// Remembers the newest content of the object.
  private mutating func keep(
    _ record: AuditRecord, _ key: ObjectKey, stream: Int32, at position: RecordPosition, in store: inout ObjectStore
  ) {
    guard let object = record.object, !object.uid.isEmpty else { return }
    let id = ContentKey(key: key, uid: store.uid(object.uid))
    if let before = contents[id], store.objects[Int(before)].resourceVersion > object.resourceVersion ?? 0 { return }
    var copy = object
    // Responses of older servers leave the kind out; the key must name what the URL named.
    if copy.ref.kind != key.kind { (copy.kind, copy.apiVersion) = (key.kind.apiKind, "") }
    copy.namespace = record.namespace
    contents[id] = store.replace(contents[id], with: PackedObject(copy), stream: stream, at: position)
  }

  /// The kind that the record is about, if its changes say anything: a lease is renewed every few seconds.
  private static func kind(_ record: AuditRecord) -> ResourceKind? {
    guard let kind = ResourceKind.named(record.resource), !kind.isVolatile else { return nil }
    return record.group.isEmpty || kind.facts.groups.contains(record.group) ? kind : nil
  }

  /// The request was understood and not done: by a webhook, for want of a permission, by a precondition.
  private static func isRefusedDeletion(_ record: AuditRecord) -> Bool {
    record.verb == "delete" && record.subresource.isEmpty && !record.name.isEmpty && record.code >= 400
      && record.code != 404
  }

  private static func action(_ record: AuditRecord) -> AuditEntry.Action? {
    if record.code == 404 {
      return record.subresource.isEmpty && ["delete", "patch", "update", "get"].contains(record.verb) ? .missing : nil
    }
    if record.code >= 300 { return nil }
    switch record.verb {
    case "create":
      if record.subresource.isEmpty { return .create }
      return record.subresource == "eviction" ? .delete : .sign
    case "update", "patch":
      return record.subresource == "finalize" ? .finalize : .sign
    case "delete": return record.subresource.isEmpty ? .delete : nil
    case "deletecollection": return .deleteCollection
    default: return nil
    }
  }
}
