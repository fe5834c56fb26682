import ByteLexing
import Model

/// Objects that one request listed, and the newest time that any of them shows.
struct ListedTogether: Sendable {
  /// Places in the store.
  var objects: Range<Int>
  var newest: Instant?
}

extension ClusterState {
  /// True if both objects were there at one time: one list shows them, or each was made before the other one is known to have
  /// been there. Two documents that somebody put together may be hours apart. O(log lists + fields).
  public func wereTogether(_ a: ResourceRef, _ b: ResourceRef) -> Bool {
    guard let x = place(a), let y = place(b) else { return false }
    let (first, second) = (list(x), list(y))
    if let first, let second, first.objects == second.objects { return true }
    guard let mine = span(x, first), let other = span(y, second) else { return false }
    return mine.made <= other.seen && other.made <= mine.seen
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

  /// From its making to the last time at which it is known to have been there.
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
    return (made, seen)
  }
}
