import Chronicle

/// A set of resources by their number: quicker than hashing for what is asked at every line, and as large as the highest
/// number.
struct ResourceMarks {
  private var isMarked: [Bool] = []

  /// True if nothing was marked since the last `removeAll`.
  var isEmpty: Bool { isMarked.isEmpty }

  /// Amortised O(1).
  mutating func insert(_ resource: ResourceID) {
    isMarked.grow(toHold: resource, filler: false)
    isMarked[Int(resource)] = true
  }

  /// O(1).
  func contains(_ resource: ResourceID) -> Bool { Int(resource) < isMarked.count && isMarked[Int(resource)] }

  /// Forgets all.
  mutating func removeAll() { isMarked.removeAll(keepingCapacity: true) }
}

extension Array {
  /// Makes room for what stands at a resource's number. Amortised O(1).
  mutating func grow(toHold resource: ResourceID, filler: Element) {
    let number = Int(resource)
    if number >= count { append(contentsOf: repeatElement(filler, count: Swift.max(number + 1 - count, count))) }
  }
}
