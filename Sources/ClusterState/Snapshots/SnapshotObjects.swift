/// Which stored object a snapshot holds of each object: an array over the numbers it spans, as nearly all dumps come in
/// one piece, or a dictionary where few are spread over many.
struct SnapshotObjects: Sendable {
  private var dense: [Int32] = []
  private var base: ObjectID = 0
  private var sparse: [ObjectID: Int32] = [:]
  /// Number of objects.
  private(set) var count = 0

  /// An empty set.
  init() {}

  /// A set with room for objects of which `estimate` lie between `first` and `last`.
  init(from first: ObjectID, through last: ObjectID, estimate: Int) {
    guard first <= last else { return }
    base = first
    if Int(last - first) < estimate * 8 + 1024 { dense = [Int32](repeating: -1, count: Int(last - first) + 1) }
  }

  /// The stored object, `nil` if the snapshot does not hold it. O(1).
  subscript(id: ObjectID) -> Int32? {
    if dense.isEmpty { return sparse[id] }
    let place = Int(id) - Int(base)
    guard place >= 0, place < dense.count, dense[place] >= 0 else { return nil }
    return dense[place]
  }

  /// It holds the object of that key. O(1).
  func holds(_ key: ObjectKey, _ store: ObjectStore) -> Bool { store.keys.find(key).map { self[$0] != nil } ?? false }

  /// The IP object of that name, `nil` if it does not hold it. O(1).
  func address(named name: String, _ store: ObjectStore) -> ObjectID? {
    guard let text = store.texts.find(name), let id = store.keys.find(ObjectKey(kind: .ip, namespace: 0, name: text)),
      self[id] != nil
    else { return nil }
    return id
  }

  /// Puts an object in, or another one in its place.
  mutating func set(_ id: ObjectID, _ index: Int32) {
    if dense.isEmpty {
      if sparse.updateValue(index, forKey: id) == nil { count += 1 }
      return
    }
    let place = Int(id) - Int(base)
    guard place >= 0, place < dense.count else { return }
    if dense[place] < 0 { count += 1 }
    dense[place] = index
  }

  /// Calls `body` with each object's number and stored object, in the order of the numbers.
  func forEach(_ body: (ObjectID, Int32) -> Void) {
    if dense.isEmpty {
      for (id, index) in sparse.sorted(by: { $0.key < $1.key }) { body(id, index) }
      return
    }
    for (place, index) in dense.enumerated() where index >= 0 { body(base + ObjectID(place), index) }
  }
}
