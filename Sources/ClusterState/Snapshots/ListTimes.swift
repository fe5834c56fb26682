import Model

/// When lists were read, by what they themselves show.
///
/// A list is no older than the newest time in its own items; that of its neighbours says nothing about it. Only a list
/// that names its resourceVersion can be dated by other objects: it is no older than what was written before that version.
struct ListTimes {
  /// By place in the lists given.
  private(set) var times: [Instant?]

  /// O(objects × log lists).
  init(_ lists: [DumpedList], _ store: ObjectStore) {
    times = lists.map(\.newest)
    let versioned = lists.indices.filter { lists[$0].header.resourceVersion ?? 0 > 0 }
    guard !versioned.isEmpty else { return }
    let versions = versioned.compactMap { lists[$0].header.resourceVersion }.sorted()
    // Newest time among the objects that were written between one list's version and the next.
    var newest = [Int64](repeating: StoredObject.noTime, count: versions.count)
    for list in lists {
      for index in list.objects {
        let object = store.objects[index]
        guard object.resourceVersion > 0 else { continue }
        let place = Self.lowerBound(versions, object.resourceVersion)
        if place < newest.count { newest[place] = max(newest[place], store.rare(object).newest) }
      }
    }
    for i in newest.indices.dropFirst() { newest[i] = max(newest[i], newest[i - 1]) }
    for place in versioned {
      let time = newest[Self.lowerBound(versions, lists[place].header.resourceVersion ?? 0)]
      guard time != StoredObject.noTime else { continue }
      times[place] = max(times[place] ?? .distantPast, Instant(nanoseconds: time))
    }
  }

  /// The first place whose version is not below `version`.
  private static func lowerBound(_ versions: [UInt64], _ version: UInt64) -> Int {
    var (low, high) = (0, versions.count)
    while low < high {
      let middle = (low + high) / 2
      if versions[middle] < version { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
