import Model

/// All objects that were read, compactly: about 250 bytes for an IP object with its labels, fields and texts.
struct ObjectStore: Sendable {
  var texts = TextPool()
  var keys = KeyTable()
  var objects: [StoredObject] = []
  var shapes = ShapeTable()
  var values: [TextPool.ID] = []
  var rares: [RareProperties] = []
  /// The object added last under each key, -1 for none.
  private(set) var latest: [Int32] = []
  /// Kinds by the texts of the API kind and version.
  private var kinds: [KindTexts: ResourceKind] = [:]
  /// What the attributes of the object before were called; lists repeat it.
  private var lastNames: [TextPool.ID] = []

  private struct KindTexts: Hashable {
    var kind, version: TextPool.ID
  }

  typealias Section = ShapeTable.Section

  /// Values that are looked through for one that is equal: a node's name stands in a label and in a field.
  private static let aliasReach = 10
  /// With more shapes than this, equal values must be chance.
  private static let aliasLimit = 4096

  // MARK: Adding

  /// Keeps an object; returns its number, and that of the object before it under the same key, or -1. O(attributes).
  mutating func add(
    _ object: borrowing PackedObject, change: WatchChange?, isFull: Bool, stream: Int32, at position: RecordPosition
  ) -> (index: Int32, before: Int32) {
    let stored = store(object, change, isFull, stream, position)
    objects.append(stored)
    let index = Int32(clamping: objects.count - 1)
    let before = Int(stored.id) < latest.count ? latest[Int(stored.id)] : -1
    note(index, under: stored.id)
    return (index, before)
  }

  /// Gives back what only reading needs.
  mutating func finishReading() { (latest, lastNames) = ([], []) }

  mutating func note(_ index: Int32, under id: ObjectID) {
    while latest.count <= Int(id) { latest.append(-1) }
    latest[Int(id)] = index
  }

  private mutating func store(
    _ object: borrowing PackedObject, _ change: WatchChange?, _ isFull: Bool, _ stream: Int32,
    _ position: RecordPosition
  ) -> StoredObject {
    object.withBytes { bytes in
      func part(_ text: PackedObject.Text) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(text.start)..<Int(text.start) + Int(text.count)])
      }
      let apiKind = texts.intern(part(object.kind))
      let kind = self.kind(KindTexts(kind: apiKind, version: texts.intern(part(object.apiVersion))))
      let key = ObjectKey(
        kind: kind, namespace: texts.intern(part(object.namespace)), name: texts.intern(part(object.name)))
      var stored = StoredObject(id: keys.intern(key), kind: kind)
      let uid = part(object.uid)
      stored.uid = ObjectUID(canonical: uid) ?? ObjectUID(text: texts.intern(uid))
      stored.resourceVersion = object.resourceVersion ?? 0
      stored.created = object.created
      stored.hasFinalizers = object.hasFinalizers
      stored.isFull = isFull
      stored.stream = stream
      stored.offset = position.offset
      stored.line = UInt32(clamping: position.line)
      stored.length = position.length
      let newest = object.newest
      if object.deletion != StoredObject.noTime || object.grace != nil || newest != object.created || change != nil {
        stored.rare = Int32(clamping: rares.count)
        rares.append(
          RareProperties(
            deletion: object.deletion, newest: newest, grace: object.grace.map { Int32(clamping: $0) } ?? -1,
            change: change))
      }
      stored.start = UInt32(clamping: values.count)
      stored.shape = keep(object.attributes, apiKind) { part($0) }
      return stored
    }
  }

  /// Keeps the values of the attributes; returns their shape.
  private mutating func keep(
    _ attributes: [PackedObject.Attribute], _ apiKind: TextPool.ID,
    _ part: (PackedObject.Text) -> UnsafeRawBufferPointer
  ) -> Int32 {
    let start = values.count
    let mayAlias = shapes.shapes.count < Self.aliasLimit
    return withUnsafeTemporaryAllocation(of: ShapeTable.Entry.self, capacity: attributes.count) { entries in
      var count = 0
      for (i, attribute) in attributes.enumerated() {
        let name = self.name(part(attribute.key), i)
        guard name <= ShapeTable.nameMask, start + count < Int(UInt32.max) else { continue }
        var entry = ShapeTable.Entry(
          key: name | UInt32(attribute.section.rawValue) << ShapeTable.sectionShift, place: -1)
        if !attribute.value.isEmpty { entry.place = place(part(attribute.value), from: start, mayAlias) }
        entries.initializeElement(at: count, to: entry)
        count += 1
      }
      return shapes.intern(
        apiKind, UnsafeBufferPointer(rebasing: entries[..<count]), values: values.count - start)
    }
  }

  /// The number of an attribute's name, mostly that of the object before at the same place.
  @inline(__always)
  private mutating func name(_ text: UnsafeRawBufferPointer, _ i: Int) -> TextPool.ID {
    if i < lastNames.count, texts.isText(lastNames[i], text) { return lastNames[i] }
    let name = texts.intern(text)
    if i < lastNames.count { lastNames[i] = name } else if i < 256, i == lastNames.count { lastNames.append(name) }
    return name
  }

  @inline(__always)
  private mutating func place(_ text: UnsafeRawBufferPointer, from start: Int, _ mayAlias: Bool) -> Int32 {
    let value = texts.intern(text)
    if value == 0 { return -1 }
    // Short values, numbers above all, are equal by chance.
    if mayAlias, text.count > 3 {
      for i in max(start, values.count - Self.aliasReach)..<values.count where values[i] == value {
        return Int32(i - start)
      }
    }
    values.append(value)
    return Int32(clamping: values.count - 1 - start)
  }

  /// Keeps a newer state of an object in place of the one with that number, if there is one.
  ///
  /// The values take the place of the old ones where they fit, so that an audit log full of status writes stays small.
  mutating func replace(
    _ index: Int32?, with object: borrowing PackedObject, stream: Int32, at position: RecordPosition
  ) -> Int32 {
    guard let index else { return add(object, change: nil, isFull: true, stream: stream, at: position).index }
    var newer = store(object, nil, true, stream, position)
    let older = objects[Int(index)]
    let (had, has) = (shapes.shapes[Int(older.shape)].values, shapes.shapes[Int(newer.shape)].values)
    if has <= had {
      for i in 0..<Int(has) { values[Int(older.start) + i] = values[Int(newer.start) + i] }
      values.removeLast(Int(has))
      newer.start = older.start
    }
    if older.rare >= 0, newer.rare >= 0 {
      rares[Int(older.rare)] = rares.removeLast()
      newer.rare = older.rare
    }
    objects[Int(index)] = newer
    return index
  }

  /// Takes over all objects of another store, whose streams begin at `streamBase` here. O(values).
  ///
  /// Returns the map of its texts; its object `i` becomes object `i` plus the number of objects that were here before.
  mutating func absorb(_ other: consuming ObjectStore, streamBase: Int32) -> [TextPool.ID] {
    let map = texts.absorb(other.texts)
    other.texts = TextPool()
    let ids = other.keys.keys.map { keys.intern($0.mapped(map)) }
    let shapeMap = shapes.absorb(other.shapes, map)
    let base = UInt32(clamping: values.count)
    let rareBase = Int32(clamping: rares.count)
    for value in other.values { values.append(map[Int(value)]) }
    other.values = []
    rares += other.rares
    for var object in other.objects {
      object.id = ids[Int(object.id)]
      object.shape = shapeMap[Int(object.shape)]
      object.uid = object.uid.mapped(map)
      object.start += base
      object.stream += streamBase
      if object.rare >= 0 { object.rare += rareBase }
      objects.append(object)
      note(Int32(clamping: objects.count - 1), under: object.id)
    }
    return map
  }

  /// The interned form of a reference.
  mutating func key(_ ref: ResourceRef) -> ObjectKey {
    let key = ObjectKey(kind: ref.kind, namespace: texts.intern(ref.namespace), name: texts.intern(ref.name))
    _ = keys.intern(key)
    return key
  }

  /// The interned form of a UID.
  mutating func uid(_ text: String) -> ObjectUID {
    var copy = text
    return copy.withUTF8 { ObjectUID(canonical: UnsafeRawBufferPointer($0)) } ?? ObjectUID(text: texts.intern(text))
  }

  private mutating func kind(_ named: KindTexts) -> ResourceKind {
    if let kind = kinds[named] { return kind }
    let kind = ResourceKind(apiKind: texts[named.kind], apiVersion: texts[named.version])
    kinds[named] = kind
    return kind
  }
}
