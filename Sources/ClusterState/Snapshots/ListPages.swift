import Model

/// Lists that came in pages: together they are whole if they are of one reading and none of their items is missing.
///
/// The API server gives every page of one reading the same resourceVersion, and the first says how many items follow.
struct ListPages {
  let lists: [DumpedList]

  private struct Reading: Hashable {
    var itemKind: String
    var resourceVersion: UInt64
  }

  /// Places of the lists that are whole, alone or together with others.
  func whole() -> Set<Int> {
    var readings: [Reading: [Int]] = [:]
    var result: Set<Int> = []
    // What became of a table on its way, a filter or a cut, does not show.
    for (place, list) in lists.enumerated() where list.isList && list.header.shape != .table {
      if let version = list.header.resourceVersion {
        readings[Reading(itemKind: list.header.itemKind, resourceVersion: version), default: []].append(place)
      } else if !list.isPage {
        result.insert(place)
      }
    }
    // Beside pages that are missing some, another list of the kind may be the last page of another reading.
    let doubtful = Set(readings.filter { !isComplete($0.value) }.keys.map(\.itemKind))
    for (reading, places) in readings where isComplete(places) && !doubtful.contains(reading.itemKind) {
      result.formUnion(places)
    }
    return result
  }

  private func isComplete(_ places: [Int]) -> Bool {
    guard places.contains(where: { lists[$0].isPage }) else { return true }
    // The first page is the one that has most before it.
    var longest = 0
    for place in places where lists[place].isPage {
      longest = max(longest, lists[place].itemCount + (lists[place].remaining ?? Int.max / 2))
    }
    let shown = places.reduce(0) { $0 + lists[$1].itemCount }
    return shown == longest && places.contains { !lists[$0].isPage }
  }
}
