import Model

/// Which entries of the ledger hold an address: sorted pairs, eight bytes for each address.
struct AddressIndex: Sendable {
  /// Number of the address's text in the upper half, of the row in the lower.
  private var pairs: [UInt64] = []

  /// An empty index.
  init() {}

  /// Adds an address of a row; `sort` once all are there.
  mutating func add(_ address: TextPool.ID, _ row: Int) {
    pairs.append(UInt64(address) << 32 | UInt64(UInt32(truncatingIfNeeded: row)))
  }

  /// Makes the index ready.
  mutating func sort() { pairs.sort() }

  /// Calls `body` with the rows that hold an address, ascending. O(log n + rows).
  func forEachRow(_ address: TextPool.ID, _ body: (Int) -> Void) {
    var (low, high) = (0, pairs.count)
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle] < UInt64(address) << 32 { low = middle + 1 } else { high = middle }
    }
    while low < pairs.count, TextPool.ID(truncatingIfNeeded: pairs[low] >> 32) == address {
      body(Int(UInt32(truncatingIfNeeded: pairs[low])))
      low += 1
    }
  }

  /// Calls `body` with the rows of each address that more than one row holds, ascending. O(n).
  func forEachShared(_ body: ([Int]) -> Void) {
    var start = 0
    while start < pairs.count {
      var end = start + 1
      while end < pairs.count, pairs[end] >> 32 == pairs[start] >> 32 { end += 1 }
      if end - start > 1 { body(pairs[start..<end].map { Int(UInt32(truncatingIfNeeded: $0)) }) }
      start = end
    }
  }
}
