import Model

/// Looking at what is stored.
extension ObjectStore {
  /// The number of an object, if any evidence names it.
  func find(_ ref: ResourceRef) -> ObjectID? {
    guard let namespace = texts.find(ref.namespace), let name = texts.find(ref.name) else { return nil }
    return keys.find(ObjectKey(kind: ref.kind, namespace: namespace, name: name))
  }

  /// The reference with its texts.
  func ref(_ id: ObjectID) -> ResourceRef { ref(keys[id]) }

  /// The reference with its texts.
  func ref(_ key: ObjectKey) -> ResourceRef {
    ResourceRef(key.kind, namespace: texts[key.namespace], name: texts[key.name])
  }

  /// What a UID is stored as, if it can occur.
  func find(uid text: String) -> ObjectUID? {
    var copy = text
    if let uid = copy.withUTF8({ ObjectUID(canonical: UnsafeRawBufferPointer($0)) }) { return uid }
    return texts.find(text).map { ObjectUID(text: $0) }
  }

  /// The text of a UID.
  func text(_ uid: ObjectUID) -> String {
    if uid.high == 0 { return texts[TextPool.ID(truncatingIfNeeded: uid.low)] }
    var characters: [UInt8] = []
    characters.reserveCapacity(36)
    for (word, groups) in [(uid.high, [8, 4, 4]), (uid.low, [4, 12])] {
      var shift: UInt64 = 64
      for count in groups {
        if !characters.isEmpty { characters.append(UInt8(ascii: "-")) }
        for _ in 0..<count {
          shift -= 4
          let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
          characters.append(digit < 10 ? 48 + digit : 87 + digit)
        }
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// What most objects lack.
  func rare(_ object: StoredObject) -> RareProperties {
    if object.rare >= 0 { return rares[Int(object.rare)] }
    return RareProperties(newest: object.created)
  }

  /// When deletion was asked for.
  func deletionRequested(_ object: StoredObject) -> Instant? {
    guard object.rare >= 0 else { return nil }
    let time = rares[Int(object.rare)].deletionRequested
    return time == StoredObject.noTime ? nil : Instant(nanoseconds: time)
  }

  /// The API kind as written.
  func apiKind(_ object: StoredObject) -> TextPool.ID { shapes.shapes[Int(object.shape)].apiKind }

  /// The value of one attribute as a text number; `nil` if the object lacks it. O(attributes of the object).
  func value(_ object: StoredObject, _ section: Section, _ name: TextPool.ID?) -> TextPool.ID? {
    guard let name else { return nil }
    let wanted = name | section.rawValue << ShapeTable.sectionShift
    // Of two with one name the later counts.
    for i in shapes.range(object.shape).reversed() where shapes.entry(i).key == wanted {
      return value(object, shapes.entry(i))
    }
    return nil
  }

  /// One attribute as text; empty if the object lacks it.
  func text(_ object: StoredObject, _ section: Section, _ name: String) -> String {
    value(object, section, texts.find(name)).map { texts[$0] } ?? ""
  }

  /// Calls `body` with every attribute of one section.
  func each(_ object: StoredObject, _ section: Section, _ body: (TextPool.ID, TextPool.ID) -> Void) {
    for i in shapes.range(object.shape) {
      let entry = shapes.entry(i)
      if entry.key >> ShapeTable.sectionShift == section.rawValue { body(entry.name, value(object, entry)) }
    }
  }

  @inline(__always)
  private func value(_ object: StoredObject, _ entry: ShapeTable.Entry) -> TextPool.ID {
    entry.place < 0 ? 0 : values[Int(object.start) + Int(entry.place)]
  }

  /// The record again, without `managers`.
  func record(_ index: Int32) -> ObjectRecord {
    let stored = objects[Int(index)]
    let key = keys[stored.id]
    let rare = rare(stored)
    var record = ObjectRecord()
    record.kind = texts[apiKind(stored)]
    record.namespace = texts[key.namespace]
    record.name = texts[key.name]
    record.uid = text(stored.uid)
    record.resourceVersion = stored.resourceVersion == 0 ? nil : stored.resourceVersion
    record.created = stored.createdInstant
    record.deletionRequested = rare.deletion == StoredObject.noTime ? nil : Instant(nanoseconds: rare.deletion)
    record.deletionGraceSeconds = rare.grace < 0 ? nil : Int(rare.grace)
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
}
