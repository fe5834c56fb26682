import Model

/// All objects that were read, compactly: about 250 bytes for an IP object with its labels and fields.
struct ObjectStore: Sendable {
  var texts = TextPool()
  private(set) var objects: [StoredObject] = []
  private var attributes: [Attribute] = []

  /// What an attribute is; kept in the upper bits of its key.
  enum Section: UInt32 {
    case label = 0
    case annotation, field, finalizer, owner, ownerUID
  }

  private struct Attribute: Sendable, BitwiseCopyable {
    var key: UInt32
    var value: TextPool.ID
  }

  private static let sectionShift: UInt32 = 29
  private static let keyMask: UInt32 = (1 << 29) - 1

  /// Keeps a record; returns its number.
  mutating func add(
    _ record: ObjectRecord, change: WatchChange?, isFull: Bool, stream: Int32, at position: RecordPosition
  ) -> Int32 {
    var stored = StoredObject(key: key(record.ref))
    stored.apiKind = texts.intern(record.kind)
    stored.uid = texts.intern(record.uid)
    stored.resourceVersion = record.resourceVersion ?? 0
    stored.created = record.created?.nanoseconds ?? StoredObject.noTime
    stored.deletion = record.deletionRequested?.nanoseconds ?? StoredObject.noTime
    stored.grace = record.deletionGraceSeconds.map { Int32(clamping: $0) } ?? -1
    stored.newest = record.newestTime?.nanoseconds ?? StoredObject.noTime
    stored.hasFinalizers = !record.finalizers.isEmpty
    stored.isFull = isFull
    stored.change = change
    stored.stream = stream
    stored.offset = position.offset
    stored.line = position.line
    stored.length = position.length
    stored.start = UInt32(clamping: attributes.count)
    // Dictionaries have no order; nothing that leaves this target depends on the order of attributes.
    for (name, value) in record.labels { append(.label, name, value) }
    for (name, value) in record.annotations { append(.annotation, name, value) }
    for (name, value) in record.fields { append(.field, name, value) }
    for name in record.finalizers { append(.finalizer, name, "") }
    for owner in record.owners {
      append(.owner, owner.kind, owner.name)
      append(.ownerUID, owner.kind, owner.uid)
    }
    stored.count = UInt32(clamping: attributes.count) - stored.start
    objects.append(stored)
    return Int32(clamping: objects.count - 1)
  }

  /// Keeps a newer state of an object in place of the one with that number, if there is one.
  ///
  /// The attributes take the place of the old ones where they fit, so that an audit log full of status writes stays small.
  mutating func replace(
    _ index: Int32?, with record: ObjectRecord, stream: Int32, at position: RecordPosition
  ) -> Int32 {
    let added = add(record, change: nil, isFull: true, stream: stream, at: position)
    guard let index else { return added }
    var newer = objects.removeLast()
    let older = objects[Int(index)]
    if newer.count <= older.count {
      let from = Int(newer.start)
      for i in 0..<Int(newer.count) { attributes[Int(older.start) + i] = attributes[from + i] }
      attributes.removeLast(Int(newer.count))
      newer.start = older.start
    }
    objects[Int(index)] = newer
    return index
  }

  /// Takes over all objects of another store, whose streams begin at `streamBase` here. O(attributes).
  ///
  /// Returns the map of its texts; its object `i` becomes object `i` plus the number of objects that were here before.
  mutating func absorb(_ other: consuming ObjectStore, streamBase: Int32) -> [TextPool.ID] {
    let map = texts.absorb(other.texts)
    other.texts = TextPool()
    let base = UInt32(clamping: attributes.count)
    attributes.reserveCapacity(attributes.count + other.attributes.count)
    for a in other.attributes {
      let section = a.key & ~Self.keyMask
      let mapped = map[Int(a.key & Self.keyMask)]
      attributes.append(Attribute(key: section | (mapped & Self.keyMask), value: map[Int(a.value)]))
    }
    objects.reserveCapacity(objects.count + other.objects.count)
    for var object in other.objects {
      object.key = object.key.mapped(map)
      object.apiKind = map[Int(object.apiKind)]
      object.uid = map[Int(object.uid)]
      object.start += base
      object.stream += streamBase
      objects.append(object)
    }
    return map
  }

  /// The interned form of a reference.
  mutating func key(_ ref: ResourceRef) -> ObjectKey {
    ObjectKey(kind: ref.kind, namespace: texts.intern(ref.namespace), name: texts.intern(ref.name))
  }

  /// The interned form of a reference, if its names occur anywhere.
  func find(_ ref: ResourceRef) -> ObjectKey? {
    guard let namespace = texts.find(ref.namespace), let name = texts.find(ref.name) else { return nil }
    return ObjectKey(kind: ref.kind, namespace: namespace, name: name)
  }

  /// The reference with its texts.
  func ref(_ key: ObjectKey) -> ResourceRef {
    ResourceRef(key.kind, namespace: texts[key.namespace], name: texts[key.name])
  }

  /// The value of one attribute as a text number; `nil` if the object lacks it. O(attributes of the object).
  func value(_ object: StoredObject, _ section: Section, _ name: TextPool.ID?) -> TextPool.ID? {
    guard let name else { return nil }
    let wanted = name | section.rawValue << Self.sectionShift
    for i in Int(object.start)..<Int(object.start) + Int(object.count) where attributes[i].key == wanted {
      return attributes[i].value
    }
    return nil
  }

  /// One attribute as text; empty if the object lacks it.
  func text(_ object: StoredObject, _ section: Section, _ name: String) -> String {
    value(object, section, texts.find(name)).map { texts[$0] } ?? ""
  }

  /// Calls `body` with every attribute of one section.
  func each(_ object: StoredObject, _ section: Section, _ body: (TextPool.ID, TextPool.ID) -> Void) {
    for i in Int(object.start)..<Int(object.start) + Int(object.count)
    where attributes[i].key >> Self.sectionShift == section.rawValue {
      body(attributes[i].key & Self.keyMask, attributes[i].value)
    }
  }

  /// The record again, without `managers`.
  func record(_ index: Int32) -> ObjectRecord {
    let stored = objects[Int(index)]
    var record = ObjectRecord()
    record.kind = texts[stored.apiKind]
    record.namespace = texts[stored.key.namespace]
    record.name = texts[stored.key.name]
    record.uid = texts[stored.uid]
    record.resourceVersion = stored.resourceVersion == 0 ? nil : stored.resourceVersion
    record.created = stored.createdInstant
    record.deletionRequested = stored.deletionDeadline
    record.deletionGraceSeconds = stored.grace < 0 ? nil : Int(stored.grace)
    each(stored, .label) { record.labels[texts[$0]] = texts[$1] }
    each(stored, .annotation) { record.annotations[texts[$0]] = texts[$1] }
    each(stored, .field) { record.fields[texts[$0]] = texts[$1] }
    each(stored, .finalizer) { name, _ in record.finalizers.append(texts[name]) }
    each(stored, .owner) { record.owners.append(.init(kind: texts[$0], name: texts[$1], uid: "")) }
    var next = 0
    each(stored, .ownerUID) { _, uid in
      if next < record.owners.count { record.owners[next].uid = texts[uid] }
      next += 1
    }
    return record
  }

  private mutating func append(_ section: Section, _ name: String, _ value: String) {
    let key = texts.intern(name)
    guard key <= Self.keyMask, attributes.count < Int(UInt32.max) else { return }
    attributes.append(Attribute(key: key | section.rawValue << Self.sectionShift, value: texts.intern(value)))
  }
}
