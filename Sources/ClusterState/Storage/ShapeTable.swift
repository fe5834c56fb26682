import Model

/// The sets of attributes that objects have. Objects of one kind mostly have the same, so each object keeps the number
/// of its shape, and its values only.
struct ShapeTable: Sendable {
  /// What an attribute is, in the upper bits of a key.
  enum Section: UInt32 {
    case label = 0
    case annotation, field, finalizer, owner, ownerUID
  }

  static let sectionShift: UInt32 = 29
  static let nameMask: UInt32 = (1 << 29) - 1

  /// One attribute of a shape.
  struct Entry: Hashable, Sendable, BitwiseCopyable {
    /// Section and number of the name.
    var key: UInt32
    /// Which of the object's values; -1 if the value is the empty text.
    var place: Int32

    var name: TextPool.ID { key & ShapeTable.nameMask }
  }

  struct Shape: Sendable {
    var apiKind: TextPool.ID
    var first: UInt32
    var count: UInt32
    /// Values that an object of this shape keeps.
    var values: UInt32
  }

  private(set) var shapes: [Shape] = []
  var entries: [Entry] = []
  private var slots = [Int32](repeating: -1, count: 64)

  /// The attributes of a shape.
  @inline(__always)
  func range(_ shape: Int32) -> Range<Int> {
    let s = shapes[Int(shape)]
    return Int(s.first)..<Int(s.first) + Int(s.count)
  }

  /// An attribute by its place in `range`.
  @inline(__always)
  func entry(_ i: Int) -> Entry { entries[i] }

  /// The number of a shape, added if new. O(attributes).
  mutating func intern(_ apiKind: TextPool.ID, _ attributes: UnsafeBufferPointer<Entry>, values: Int) -> Int32 {
    let place = slot(apiKind, attributes)
    if slots[place] >= 0 { return slots[place] }
    let number = Int32(clamping: shapes.count)
    shapes.append(
      Shape(
        apiKind: apiKind, first: UInt32(clamping: entries.count), count: UInt32(clamping: attributes.count),
        values: UInt32(clamping: values)))
    entries.append(contentsOf: attributes)
    slots[place] = number
    if shapes.count * 4 > slots.count * 3 { grow() }
    return number
  }

  /// The attributes of a shape of another store whose texts were taken over.
  mutating func absorb(_ other: ShapeTable, _ map: [TextPool.ID]) -> [Int32] {
    var scratch: [Entry] = []
    return other.shapes.map { shape in
      scratch.removeAll(keepingCapacity: true)
      for i in Int(shape.first)..<Int(shape.first) + Int(shape.count) {
        var entry = other.entries[i]
        entry.key = entry.key & ~Self.nameMask | (map[Int(entry.name)] & Self.nameMask)
        scratch.append(entry)
      }
      return scratch.withUnsafeBufferPointer {
        intern(map[Int(shape.apiKind)], $0, values: Int(shape.values))
      }
    }
  }

  private func slot(_ apiKind: TextPool.ID, _ attributes: UnsafeBufferPointer<Entry>) -> Int {
    let mask = slots.count - 1
    var place = Self.hash(apiKind, attributes) & mask
    while slots[place] >= 0 {
      let shape = shapes[Int(slots[place])]
      if shape.apiKind == apiKind, Int(shape.count) == attributes.count {
        let first = Int(shape.first)
        if attributes.indices.allSatisfy({ entries[first + $0] == attributes[$0] }) { return place }
      }
      place = (place + 1) & mask
    }
    return place
  }

  private static func hash(_ apiKind: TextPool.ID, _ attributes: some Collection<Entry>) -> Int {
    var hash = Int(apiKind)
    for entry in attributes {
      hash = SeededHash.of(
        UInt64(bitPattern: Int64(hash)), UInt64(entry.key) << 32 | UInt64(UInt32(bitPattern: entry.place)))
    }
    return hash
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for (number, shape) in shapes.enumerated() {
      let own = entries[Int(shape.first)..<Int(shape.first) + Int(shape.count)]
      var place = Self.hash(shape.apiKind, own) & mask
      while slots[place] >= 0 { place = (place + 1) & mask }
      slots[place] = Int32(number)
    }
  }
}
