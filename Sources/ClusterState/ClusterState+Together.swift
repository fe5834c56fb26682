import ByteLexing
import Model

/// Objects that one request listed, and the newest time that any of them shows.
struct ListedTogether: Sendable {
  /// Places in the store.
  var objects: Range<Int>
  var newest: Instant?

  /// The lists that were collected. One that shows an object twice is two, which somebody wrote into one file. O(objects).
  static func lists(_ collector: borrowing StateCollector) -> [ListedTogether] {
    var shownIn = [Int32](repeating: -1, count: collector.store.keys.count)
    var lists: [ListedTogether] = []
    for (number, list) in collector.lists.enumerated() where list.isList {
      let mark = Int32(truncatingIfNeeded: number)
      var isOne = true
      for place in list.objects {
        let id = Int(collector.store.objects[place].id)
        if shownIn[id] == mark { isOne = false }
        shownIn[id] = mark
      }
      if isOne { lists.append(ListedTogether(objects: list.objects, newest: list.newest)) }
    }
    return lists
  }
}

extension ClusterState {
  /// True if both objects were there as they are shown at one time: one list shows them, or each was so before the other one is
  /// known to have been. Two documents that somebody put together may be hours apart. O(log lists + fields).
  public func wereTogether(_ a: ResourceRef, _ b: ResourceRef) -> Bool {
    guard let x = place(a), let y = place(b) else { return false }
    let (first, second) = (list(x), list(y))
    if let first, let second, first.objects == second.objects { return true }
    guard let mine = span(x, first), let other = span(y, second) else { return false }
    return mine.made <= other.seen && other.made <= mine.seen
  }

  /// True if one paste shows each of the two, and never both without that something was changed in between. O(fields).
  public func wereApart(_ a: ResourceRef, _ b: ResourceRef) -> Bool {
    guard let x = place(a), let y = place(b), store.objects[x].stream == store.objects[y].stream,
      let mine = shown(x), let other = shown(y)
    else { return false }
    return !mine.overlaps(other)
  }

  /// The times of its paste in which an object is shown.
  private func shown(_ place: Int) -> ClosedRange<Int>? {
    let object = store.objects[place]
    guard let from = Int(store.text(object, .field, "shown.from")),
      let to = Int(store.text(object, .field, "shown.to")), from <= to
    else { return nil }
    return from...to
  }

  private func place(_ ref: ResourceRef) -> Int? {
    guard let id = store.find(ref), let life = book.last(id, store), life.content >= 0 else { return nil }
    return Int(life.content)
  }

  private func list(_ place: Int) -> ListedTogether? {
    var (low, high) = (0, lists.count)
    while low < high {
      let middle = (low + high) / 2
      if lists[middle].objects.upperBound <= place { low = middle + 1 } else { high = middle }
    }
    return low < lists.count && lists[low].objects.contains(place) ? lists[low] : nil
  }

  /// From its making, or for a pod from when it was ready, for it has no address before, to the last time at which it is known
  /// to have been there.
  private func span(_ place: Int, _ list: ListedTogether?) -> (made: Int64, seen: Int64)? {
    let object = store.objects[place]
    guard let life = book.last(object.id, store), let made = book.milestone(life.created, store)?.time else {
      return nil
    }
    var seen = max(made, list?.newest?.nanoseconds ?? .min)
    // A stream of documents has the time of its newest: only what was followed is known to have been there that long.
    if life.isTracked, life.lastSeen != StoredObject.noTime { seen = max(seen, life.lastSeen) }
    store.each(object, .field) { name, value in
      guard store.texts[name].hasSuffix("Time") else { return }
      let time = store.texts.withBytes(value) { parseRFC3339($0.bytes) }
      if let time { seen = max(seen, time) }
    }
    guard store.keys[object.id].kind == .pod else { return (made, seen) }
    return ready(object).map { ($0, seen) }
  }

  private func ready(_ pod: StoredObject) -> Int64? {
    func value(_ path: String) -> TextPool.ID? { store.value(pod, .field, store.texts.find(path)) }
    guard let state = value("status.conditions.Ready"), store.texts[state] == "True",
      let since = value("status.conditions.Ready.lastTransitionTime")
    else { return nil }
    return store.texts.withBytes(since) { parseRFC3339($0.bytes) }
  }
}
