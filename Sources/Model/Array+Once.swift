extension Array where Element: Comparable {
  /// Puts the elements in ascending order, each once. O(n log n). Inlinable, because generic code across modules would call
  /// every comparison through a table.
  @inlinable public mutating func sortOnce() {
    sort()
    var last: Element?
    removeAll { element in
      defer { last = element }
      return element == last
    }
  }
}
