import Model

/// The lives of all objects, from audit, dumps and watches.
struct LifeBook: Sendable {
  private(set) var lives: [StoredLife] = []
  private(set) var milestones: [StoredMilestone] = []
  private var heads: [ObjectKey: Int32] = [:]

  /// Every key that has a life, in no order.
  var keys: some Collection<ObjectKey> { heads.keys }

  /// Numbers of the lives under a key, oldest first.
  func chain(_ key: ObjectKey) -> [Int32] {
    var numbers: [Int32] = []
    var at = heads[key] ?? -1
    while at >= 0 {
      numbers.append(at)
      at = lives[Int(at)].next
    }
    if numbers.count > 1 {
      numbers.sort { (order(lives[Int($0)]), $0) < (order(lives[Int($1)]), $1) }
    }
    return numbers
  }

  /// The newest life under a key.
  func last(_ key: ObjectKey) -> StoredLife? {
    guard let head = heads[key] else { return nil }
    if lives[Int(head)].next < 0 { return lives[Int(head)] }
    return chain(key).last.map { lives[Int($0)] }
  }

  /// The life of an object with this UID.
  func find(_ key: ObjectKey, uid: TextPool.ID) -> Int32? {
    var at = heads[key] ?? -1
    while at >= 0 {
      if lives[Int(at)].uid == uid { return at }
      at = lives[Int(at)].next
    }
    return nil
  }

  mutating func add(_ life: StoredLife) -> Int32 {
    var copy = life
    copy.next = heads[life.key] ?? -1
    let number = Int32(clamping: lives.count)
    lives.append(copy)
    heads[life.key] = number
    return number
  }

  mutating func change(_ number: Int32, _ body: (inout StoredLife) -> Void) { body(&lives[Int(number)]) }

  mutating func mark(_ milestone: StoredMilestone) -> Int32 {
    milestones.append(milestone)
    return Int32(clamping: milestones.count - 1)
  }

  func milestone(_ number: Int32) -> StoredMilestone? { number < 0 ? nil : milestones[Int(number)] }

  func time(_ number: Int32) -> Instant? { number < 0 ? nil : Instant(nanoseconds: milestones[Int(number)].time) }

  /// For putting lives of one name in order: the creation, or else any other sign.
  private func order(_ life: StoredLife) -> Int64 {
    for number in [life.created, life.deleteRequested, life.gone] where number >= 0 {
      return milestones[Int(number)].time
    }
    return life.lastSeen
  }
}
