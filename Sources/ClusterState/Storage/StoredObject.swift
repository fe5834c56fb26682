import Model

/// Which object, by interned names.
struct ObjectKey: Hashable, Sendable {
  var kind: ResourceKind
  var namespace: TextPool.ID
  var name: TextPool.ID

  /// The same object in a pool that took over the texts of this one.
  func mapped(_ map: [TextPool.ID]) -> ObjectKey {
    ObjectKey(kind: kind, namespace: map[Int(namespace)], name: map[Int(name)])
  }
}

/// Number of an `ObjectKey` in the store's table; small, so that what is known of objects fits into arrays.
typealias ObjectID = Int32

/// A UID in sixteen bytes; one that is no UUID is kept as a number of the text pool.
struct ObjectUID: Hashable, Sendable {
  /// Both zero for none; `high` zero and `low` a text number for what is no UUID.
  var high: UInt64 = 0
  var low: UInt64 = 0

  /// None.
  static let none = ObjectUID()

  /// True if the evidence gave none.
  var isNone: Bool { high == 0 && low == 0 }

  /// Reads the canonical form of a UUID, lower case; `nil` for anything else.
  init?(canonical text: UnsafeRawBufferPointer) {
    guard text.count == 36 else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for i in 0..<36 {
      let byte = text[i]
      if i == 8 || i == 13 || i == 18 || i == 23 {
        if byte != UInt8(ascii: "-") { return nil }
        continue
      }
      let value: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - 48
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - 87
      default: return nil
      }
      if digits < 16 { words.0 = words.0 << 4 | UInt64(value) } else { words.1 = words.1 << 4 | UInt64(value) }
      digits += 1
    }
    // A first half of zeros is how texts are told apart from these.
    guard words.0 != 0 else { return nil }
    (high, low) = words
  }

  init() {}

  init(text: TextPool.ID) { low = UInt64(text) }

  /// The same in a pool that took over the texts of this one.
  func mapped(_ map: [TextPool.ID]) -> ObjectUID { high != 0 || low == 0 ? self : ObjectUID(text: map[Int(low)]) }
}

/// One `PackedObject` as it is kept: fixed width, texts as numbers, attributes as a shape and a range of values.
struct StoredObject: Sendable {
  static let noTime = PackedObject.noTime

  var id: ObjectID
  /// Which attributes it has.
  var shape: Int32 = 0
  /// Its values in the arena.
  var start: UInt32 = 0
  var stream: Int32 = 0
  var uid = ObjectUID.none
  /// 0 where the evidence lacks it.
  var resourceVersion: UInt64 = 0
  var created = Self.noTime
  var offset: UInt64 = 0
  var line: UInt32 = 0
  var length: UInt32 = 0
  /// Number of its rare properties, -1 for none.
  var rare: Int32 = -1
  var kind: ResourceKind
  var hasFinalizers = false
  /// Read from JSON or YAML; a table or a description lacks most of what an object holds.
  var isFull = true

  var position: RecordPosition { RecordPosition(offset: offset, line: UInt64(line), length: length) }

  var createdInstant: Instant? { created == Self.noTime ? nil : Instant(nanoseconds: created) }
}

/// What most objects lack.
struct RareProperties: Sendable {
  /// `deletionTimestamp` as written: for pods it includes the grace period.
  var deletion = StoredObject.noTime
  /// Newest time written anywhere in the object, where that is not its creation.
  var newest = StoredObject.noTime
  /// -1 where the evidence lacks it.
  var grace: Int32 = -1
  var change: WatchChange?

  /// When deletion was asked for: a pod's `deletionTimestamp` lies its grace period later.
  var deletionRequested: Int64 {
    guard deletion != StoredObject.noTime else { return StoredObject.noTime }
    return (Instant(nanoseconds: deletion) + -Int64(max(0, grace)) * 1_000_000_000).nanoseconds
  }
}
