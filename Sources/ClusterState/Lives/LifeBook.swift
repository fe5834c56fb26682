import Model

/// The lives of all objects, found by the number of their key; lives of one name form a chain.
///
/// Most objects of a cluster were seen once, in one dump: for them nothing is kept but which stored object that is, and
/// the life is made up when it is asked for.
struct LifeBook: Sendable {
  private(set) var lives: [StoredLife] = []
  private(set) var milestones: [StoredMilestone] = []
  /// By object: -1 for none, the newest life added, or -2 minus the stored object of an object that was seen once.
  private var heads: [Int32] = []
  /// When the dump that a stream belongs to was made.
  private var seen: [Int64] = []

  /// The number of a life that nothing is stored of.
  private static let none: Int32 = -1

  /// Every object that has a life, in the order of their numbers.
  var ids: some Sequence<ObjectID> { heads.indices.lazy.filter { heads[$0] != Self.none }.map { ObjectID($0) } }

  /// True if there is no life at all.
  var isEmpty: Bool { lives.isEmpty && !heads.contains { $0 != Self.none } }

  /// The stored object of an object that was seen once and has no other life; `nil` for all others.
  @inline(__always)
  func once(_ id: ObjectID) -> Int32? {
    let head = head(id)
    return head < Self.none ? -2 - head : nil
  }

  @inline(__always)
  private func head(_ id: ObjectID) -> Int32 { Int(id) < heads.count ? heads[Int(id)] : Self.none }

  /// The lives of an object, oldest first.
  func chain(_ id: ObjectID, _ store: ObjectStore) -> [StoredLife] {
    if let index = once(id) { return [life(index, store)] }
    return numbers(id, store).map { lives[Int($0)] }
  }

  /// Numbers of the stored lives of an object, oldest first; `anonymous`: only those whose UID is not known.
  func numbers(_ id: ObjectID, _ store: ObjectStore, anonymous: Bool = false) -> [Int32] {
    var numbers: [Int32] = []
    var at = head(id)
    while at >= 0 {
      if !anonymous || lives[Int(at)].uid.isNone { numbers.append(at) }
      at = lives[Int(at)].next
    }
    if numbers.count > 1 {
      numbers.sort { (order(lives[Int($0)], store), $0) < (order(lives[Int($1)], store), $1) }
    }
    return numbers
  }

  /// The newest life of an object.
  func last(_ id: ObjectID, _ store: ObjectStore) -> StoredLife? {
    let head = head(id)
    if head == Self.none { return nil }
    if head < Self.none { return life(-2 - head, store) }
    if lives[Int(head)].next < 0 { return lives[Int(head)] }
    return numbers(id, store).last.map { lives[Int($0)] }
  }

  /// The life of an object with this UID, among those that are stored.
  func find(_ id: ObjectID, uid: ObjectUID) -> Int32? {
    var at = head(id)
    while at >= 0 {
      if lives[Int(at)].uid == uid { return at }
      at = lives[Int(at)].next
    }
    return nil
  }

  mutating func add(_ life: StoredLife) -> Int32 {
    reserve(life.id)
    var copy = life
    copy.next = max(Self.none, heads[Int(life.id)])
    let number = Int32(clamping: lives.count)
    lives.append(copy)
    heads[Int(life.id)] = number
    return number
  }

  mutating func change(_ number: Int32, _ body: (inout StoredLife) -> Void) { body(&lives[Int(number)]) }

  // MARK: Objects seen once

  /// Notes when a stream was read.
  mutating func note(_ stream: Int32, seen time: Int64) {
    guard stream >= 0 else { return }
    while seen.count <= Int(stream) { seen.append(StoredObject.noTime) }
    seen[Int(stream)] = time
  }

  /// When a stream was read, nanoseconds; `nil` where nothing says so.
  func seen(_ stream: Int32) -> Int64? {
    guard seen.indices.contains(Int(stream)), seen[Int(stream)] != StoredObject.noTime else { return nil }
    return seen[Int(stream)]
  }

  /// Takes in an object of a dump if nothing is known of it yet; false if something is.
  mutating func addOnce(_ index: Int32, _ object: StoredObject) -> Bool {
    guard head(object.id) == Self.none else { return false }
    reserve(object.id)
    heads[Int(object.id)] = -2 - index
    return true
  }

  /// Makes the life of an object that was seen once a stored one, so that it can change.
  mutating func promote(_ id: ObjectID, _ store: ObjectStore) {
    guard let index = once(id) else { return }
    heads[Int(id)] = Self.none
    _ = add(life(index, store))
  }

  private func life(_ index: Int32, _ store: ObjectStore) -> StoredLife {
    let object = store.objects[Int(index)]
    var life = StoredLife(id: object.id, uid: object.uid)
    if object.created != StoredObject.noTime { life.created = Self.mark(creationOf: index) }
    if object.rare >= 0, store.rare(object).deletion != StoredObject.noTime {
      life.deleteRequested = Self.mark(deletionOf: index)
    }
    life.content = index
    life.lastSeen = Int(object.stream) < seen.count ? seen[Int(object.stream)] : StoredObject.noTime
    return life
  }

  private mutating func reserve(_ id: ObjectID) {
    while heads.count <= Int(id) { heads.append(Self.none) }
  }

  // MARK: Milestones

  /// The milestone that a stored object shows by its creation.
  static func mark(creationOf object: Int32) -> Int32 { -2 - 2 * object }
  /// The milestone that a stored object shows by the time of its deletion.
  static func mark(deletionOf object: Int32) -> Int32 { -3 - 2 * object }

  mutating func mark(_ milestone: StoredMilestone) -> Int32 {
    milestones.append(milestone)
    return Int32(clamping: milestones.count - 1)
  }

  func milestone(_ number: Int32, _ store: ObjectStore) -> StoredMilestone? {
    if number >= 0 { return milestones[Int(number)] }
    guard number < Self.none else { return nil }
    let object = store.objects[Int((-2 - number) / 2)]
    let isCreation = number & 1 == 0
    return StoredMilestone(
      time: isCreation ? object.created : store.rare(object).deletionRequested, uncertainty: 1_000_000_000,
      source: .object, stream: object.stream, position: object.position)
  }

  func time(_ number: Int32, _ store: ObjectStore) -> Instant? {
    milestone(number, store).map { Instant(nanoseconds: $0.time) }
  }

  /// For putting lives of one name in order: the creation, or else any other sign.
  private func order(_ life: StoredLife, _ store: ObjectStore) -> Int64 {
    for number in [life.created, life.deleteRequested, life.gone] {
      if let milestone = milestone(number, store) { return milestone.time }
    }
    return life.lastSeen
  }
}
