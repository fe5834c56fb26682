import Model

/// Which object, by interned names.
struct ObjectKey: Hashable, Sendable {
  var kind: ResourceKind
  var namespace: TextPool.ID
  var name: TextPool.ID

  /// The same object in a pool that took over the texts of this one.
  func mapped(_ map: [TextPool.ID]) -> ObjectKey {
    ObjectKey(kind: kind, namespace: map[Int(namespace)], name: map[Int(name)])
  }
}

/// One `ObjectRecord` as it is kept: fixed width, texts as numbers, maps as a range of the arena.
struct StoredObject: Sendable {
  static let noTime = Int64.min

  var key: ObjectKey
  /// The API kind as written; tells apart what shares a `ResourceKind`.
  var apiKind: TextPool.ID = 0
  var uid: TextPool.ID = 0
  /// 0 where the evidence lacks it.
  var resourceVersion: UInt64 = 0
  var created = Self.noTime
  /// As written: for pods it includes the grace period.
  var deletion = Self.noTime
  /// -1 where the evidence lacks it.
  var grace: Int32 = -1
  /// Newest time written anywhere in the object.
  var newest = Self.noTime
  /// Attributes in the arena.
  var start: UInt32 = 0
  var count: UInt32 = 0
  var hasFinalizers = false
  /// Read from JSON or YAML; a table or a description lacks most of what an object holds.
  var isFull = true
  var change: WatchChange?
  var stream: Int32 = 0
  var offset: UInt64 = 0
  var line: UInt64 = 0
  var length: UInt32 = 0

  var position: RecordPosition { RecordPosition(offset: offset, line: line, length: length) }

  var createdInstant: Instant? { created == Self.noTime ? nil : Instant(nanoseconds: created) }

  /// When deletion was asked for: a pod's `deletionTimestamp` lies its grace period later.
  var deletionRequested: Instant? {
    guard deletion != Self.noTime else { return nil }
    return Instant(nanoseconds: deletion) + -Int64(max(0, grace)) * 1_000_000_000
  }

  /// `deletionTimestamp` itself.
  var deletionDeadline: Instant? { deletion == Self.noTime ? nil : Instant(nanoseconds: deletion) }
}
