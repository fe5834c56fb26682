import ByteLexing
import Model

extension AuditLog {
  /// Reads the log of a stream whose texts and objects are in `store`.
  init(from reader: inout BinaryReader, _ store: ObjectStore) throws(BinaryError) {
    self.init()
    let texts = store.texts.count
    entries = try reader.list(of: "audit records") { r throws(BinaryError) in try AuditEntry(from: &r, texts: texts) }
    for i in entries.indices { entries[i].sequence = UInt32(clamping: i) }
    newest = try reader.optional()
    oldest = try reader.optional()
    guard (newest == nil) == (oldest == nil), newest != nil || entries.isEmpty else {
      throw .damaged("audit records have no times")
    }
    kindsWithBodies = Set(try reader.list(of: "kinds"))
    kindsWithCreations = Set(try reader.list(of: "kinds"))
    kindsWithEnds = Set(try reader.list(of: "kinds"))
    hasUpdates = try reader.bool()
    hasPatches = try reader.bool()
    for _ in 0..<(try reader.count(of: "contents")) {
      let id = ContentKey(
        key: try ObjectKey(from: &reader, texts: texts), uid: try ObjectUID(from: &reader, texts: texts))
      contents[id] = try reader.index(store.objects.count, of: "object")
    }
    refusals = try Refusals(from: &reader, texts: texts)
  }

  /// Dictionaries have no order; what they hold is written in that of the store.
  func write(to writer: inout BinaryWriter, _ store: ObjectStore) {
    writer.list(entries) { $1.write(to: &$0) }
    writer.optional(newest)
    writer.optional(oldest)
    for kinds in [kindsWithBodies, kindsWithCreations, kindsWithEnds] { writer.list(kinds.sorted()) }
    writer.bool(hasUpdates)
    writer.bool(hasPatches)
    writer.list(contents.sorted { $0.value < $1.value }) {
      $1.key.key.write(to: &$0)
      $1.key.uid.write(to: &$0)
      $0.number($1.value)
    }
    refusals.write(to: &writer)
  }
}

extension AuditEntry {
  fileprivate init(from reader: inout BinaryReader, texts: Int) throws(BinaryError) {
    let key = try ObjectKey(from: &reader, texts: texts)
    guard let action = Action(rawValue: try reader.number()) else { throw .damaged("an audit record does nothing") }
    let (time, until) = (try DocumentTime.exact(&reader), try DocumentTime.exact(&reader))
    self.init(
      key: key, action: action, time: time, until: until, stream: 0, position: try RecordPosition(from: &reader),
      sequence: 0)
    uid = try ObjectUID(from: &reader, texts: texts)
    actor = try reader.index(texts, of: "text")
    agent = try reader.index(texts, of: "text")
    auditID = try reader.index(texts, of: "text")
    created = try DocumentTime.read(&reader)
    deletion = try DocumentTime.read(&reader)
    resourceVersion = try reader.number()
    grace = try reader.number()
    hasBody = try reader.bool()
    hasFinalizers = try reader.bool()
    removesFinalizer = try reader.bool()
    isBinding = try reader.bool()
    isKubelet = try reader.bool()
  }

  fileprivate func write(to writer: inout BinaryWriter) {
    key.write(to: &writer)
    writer.number(action.rawValue)
    writer.number(time)
    writer.number(until)
    position.write(to: &writer)
    uid.write(to: &writer)
    writer.number(actor)
    writer.number(agent)
    writer.number(auditID)
    writer.number(created)
    writer.number(deletion)
    writer.number(resourceVersion)
    writer.number(grace)
    for flag in [hasBody, hasFinalizers, removesFinalizer, isBinding, isKubelet] { writer.bool(flag) }
  }
}

extension Refusals {
  init(from reader: inout BinaryReader, texts: Int) throws(BinaryError) {
    self.init()
    for _ in 0..<(try reader.count(of: "refusals")) {
      let answer = Answer(
        key: try ObjectKey(from: &reader, texts: texts), reason: try reader.index(texts, of: "text"),
        actor: try reader.index(texts, of: "text"))
      rows[answer] = (try Request(from: &reader), try Request(from: &reader))
    }
  }

  func write(to writer: inout BinaryWriter) {
    let sorted = rows.sorted { a, b in
      let (x, y) = (a.key, b.key)
      if x.key != y.key { return (x.key.name, x.key.namespace, x.key.kind) < (y.key.name, y.key.namespace, y.key.kind) }
      return (x.reason, x.actor) < (y.reason, y.actor)
    }
    writer.list(sorted) { writer, row in
      row.key.key.write(to: &writer)
      writer.number(row.key.reason)
      writer.number(row.key.actor)
      row.value.first.write(to: &writer)
      row.value.last.write(to: &writer)
    }
  }
}

extension Refusals.Request: BinaryRecord {
  init(from reader: inout BinaryReader) throws(BinaryError) {
    self.init(time: try DocumentTime.exact(&reader), stream: 0, position: try RecordPosition(from: &reader))
  }

  func write(to writer: inout BinaryWriter) {
    writer.number(time)
    position.write(to: &writer)
  }
}
