import Chronicle

extension Array {
  /// Makes room for what stands at a resource's number. Amortised O(1).
  mutating func grow(toHold resource: ResourceID, filler: Element) {
    let number = Int(resource)
    if number >= count { append(contentsOf: repeatElement(filler, count: Swift.max(number + 1 - count, count))) }
  }
}
