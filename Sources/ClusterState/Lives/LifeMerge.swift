import Model

/// Adds what dumps and watches show to the lives that the audit log told.
struct LifeMerge {
  let store: ObjectStore
  var book: LifeBook

  /// A watch: every state in turn, and the deletions.
  mutating func addWatch(_ list: DumpedList) {
    var newest = StoredObject.noTime
    for index in list.objects {
      let object = store.objects[index]
      let rare = store.rare(object)
      newest = max(newest, rare.newest)
      let life = add(Int32(clamping: index), seen: rare.newest)
      // A watch with a selector says the same of what no longer matches; what is held by finalizers is there still.
      let isHeld = object.hasFinalizers && rare.deletion == StoredObject.noTime
      let isEnd =
        rare.change == .deleted && !isHeld
        || (rare.deletion != StoredObject.noTime && !object.hasFinalizers && rare.grace <= 0)
      if list.header.shape == .watch || rare.change != nil { book.change(life) { $0.isTracked = true } }
      guard isEnd, book.lives[Int(life)].gone < 0 else { continue }
      // A watch gives no time of its own: not before the newest thing it has shown.
      let mark = book.mark(
        StoredMilestone(
          time: newest, uncertainty: 60_000_000_000, source: .watch, stream: object.stream, position: object.position))
      if newest != StoredObject.noTime { book.change(life) { $0.gone = mark } }
    }
  }

  /// A snapshot: what it holds was there, and what it should hold and does not was gone.
  mutating func add(_ snapshot: Snapshot) {
    for (stream, time) in snapshot.streamTimes { book.note(stream, seen: time.nanoseconds) }
    snapshot.objects.forEach { _, index in
      let object = store.objects[Int(index)]
      if !book.addOnce(index, object) {
        _ = add(index, seen: snapshot.streamTimes[object.stream]?.nanoseconds ?? StoredObject.noTime)
      }
    }
  }

  /// Ends the lives that an older snapshot showed and this later one, complete for their kind, does not.
  mutating func close(missingFrom snapshot: Snapshot, presence: (ObjectID) -> Presence) {
    // Of objects that were seen once, those need a stored life whose end this snapshot shows.
    for id in Array(book.ids) where book.once(id) != nil {
      guard let life = book.last(id, store), let time = time(of: id, in: snapshot),
        life.lastSeen != StoredObject.noTime, life.lastSeen < time.nanoseconds, presence(id) == .absent
      else { continue }
      book.promote(id, store)
    }
    let stream = snapshot.streamIndices.first ?? 0
    for number in book.lives.indices {
      let life = book.lives[number]
      guard life.gone < 0, let time = time(of: life.id, in: snapshot), life.lastSeen != StoredObject.noTime,
        life.lastSeen < time.nanoseconds,
        !life.isTracked || life.deleteRequested != -1, presence(life.id) == .absent
      else { continue }
      let span = max(0, time - Instant(nanoseconds: life.lastSeen))
      let mark = book.mark(
        StoredMilestone(
          time: time.nanoseconds, uncertainty: span, source: .absence, stream: stream,
          position: RecordPosition(offset: 0, line: 0)))
      book.change(Int32(clamping: number)) { $0.gone = mark }
    }
  }

  /// When the snapshot would have shown the object.
  private func time(of id: ObjectID, in snapshot: Snapshot) -> Instant? {
    let key = store.keys[id]
    return snapshot.time(key.kind, namespace: store.texts[key.namespace])
  }

  /// Finds or makes the life of one dumped object.
  private mutating func add(_ index: Int32, seen: Int64) -> Int32 {
    let object = store.objects[Int(index)]
    book.promote(object.id, store)
    let number = life(of: object)
    let life = book.lives[Int(number)]
    let created =
      life.created == -1 && object.created != StoredObject.noTime ? LifeBook.mark(creationOf: index) : life.created
    var requested = life.deleteRequested
    if requested == -1, store.rare(object).deletion != StoredObject.noTime {
      requested = LifeBook.mark(deletionOf: index)
    }
    let isNewer = life.content < 0 || isNewer(object, than: store.objects[Int(life.content)])
    book.change(number) {
      $0.created = created
      $0.deleteRequested = requested
      if $0.uid.isNone { $0.uid = object.uid }
      if isNewer { $0.content = index }
      $0.lastSeen = max($0.lastSeen, seen)
    }
    return number
  }

  private func isNewer(_ a: StoredObject, than b: StoredObject) -> Bool {
    a.isFull != b.isFull ? a.isFull : a.resourceVersion >= b.resourceVersion
  }

  private mutating func life(of object: StoredObject) -> Int32 {
    if !object.uid.isNone, let found = book.find(object.id, uid: object.uid) { return found }
    let chain = book.numbers(object.id, store, anonymous: !object.uid.isNone)
    // Without a UID on one side, a creation at the same second, or else the newest life that has not ended, is the same.
    for number in chain.reversed() {
      let life = book.lives[Int(number)]
      if !object.uid.isNone, !life.uid.isNone { continue }
      if object.created == StoredObject.noTime {
        if life.gone == -1 { return number }
        continue
      }
      let made = Instant(nanoseconds: object.created)
      if let begin = book.time(life.created, store) {
        if abs(clamped(begin - made)) < 2_000_000_000 { return number }
      } else if book.time(life.gone, store).map({ $0 > made }) ?? true {
        return number
      }
    }
    return book.add(StoredLife(id: object.id, uid: object.uid))
  }

  private func clamped(_ span: Int64) -> Int64 { max(-Int64.max, span) }
}
