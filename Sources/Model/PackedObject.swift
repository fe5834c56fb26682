/// One Kubernetes object in bytes: what `ObjectRecord` holds as texts.
///
/// A reader fills one and uses it again for the next object, so that a dump of a million objects makes no `String` and
/// allocates nothing for each. Everything in it is untrusted. Times are nanoseconds since the epoch, `noTime` for none.
public struct PackedObject: Sendable {
  /// No time given.
  public static let noTime = Int64.min

  /// A range of the object's bytes.
  public struct Text: Sendable, BitwiseCopyable {
    public var start: UInt32 = 0
    public var count: UInt32 = 0

    /// The empty text.
    @inlinable public init() {}
    @inlinable init(_ start: Int, _ count: Int) {
      self.start = UInt32(start)
      self.count = UInt32(count)
    }
    /// True if it holds nothing.
    @inlinable public var isEmpty: Bool { count == 0 }
  }

  /// What an attribute is.
  public enum Section: UInt8, Sendable, BitwiseCopyable {
    case label, annotation, field, finalizer, owner, ownerUID
  }

  /// A label, an annotation, a field, a finalizer (the key), or an owner (kind, then its name or UID).
  public struct Attribute: Sendable, BitwiseCopyable {
    public var section: Section
    public var key: Text
    public var value: Text
  }

  /// An entry of `metadata.managedFields`.
  public struct Manager: Sendable, BitwiseCopyable {
    public var name: Text
    public var operation: Text
    public var subresource: Text
    public var time: Int64

    /// Names one writer of the object.
    public init(name: Text, operation: Text, subresource: Text, time: Int64) {
      (self.name, self.operation, self.subresource, self.time) = (name, operation, subresource, time)
    }
  }

  public var kind = Text()
  public var apiVersion = Text()
  public var namespace = Text()
  public var name = Text()
  public var uid = Text()
  /// `nil` where the evidence lacks it.
  public var resourceVersion: UInt64?
  public var created = Self.noTime
  /// `deletionTimestamp`; for pods it lies in the future while the grace period runs.
  public var deletion = Self.noTime
  /// Seconds; `nil` where the evidence lacks it.
  public var grace: Int?
  public private(set) var attributes: [Attribute] = []
  public private(set) var managers: [Manager] = []
  /// Number of attributes that are fields.
  public private(set) var fieldCount = 0
  public private(set) var hasFinalizers = false
  @usableFromInline var bytes: [UInt8] = []

  /// An empty object, to be filled by a reader.
  public init() { bytes.reserveCapacity(4096) }

  /// Empties the object and keeps its memory.
  public mutating func reset() {
    (kind, apiVersion, namespace, name, uid) = (Text(), Text(), Text(), Text(), Text())
    resourceVersion = nil
    (created, deletion, grace) = (Self.noTime, Self.noTime, nil)
    attributes.removeAll(keepingCapacity: true)
    managers.removeAll(keepingCapacity: true)
    (fieldCount, hasFinalizers) = (0, false)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends a text. O(length); a text that would go beyond four gigabytes is left out.
  @inlinable public mutating func append(_ text: UnsafeRawBufferPointer) -> Text {
    if text.isEmpty || bytes.count + text.count > Int(UInt32.max) { return Text() }
    let start = bytes.count
    bytes.append(contentsOf: text)
    return Text(start, text.count)
  }

  /// Appends a text that is held as an array.
  @inlinable public mutating func append(_ text: [UInt8]) -> Text { text.withUnsafeBytes { append($0) } }

  /// Appends a `String`; for what is rare.
  public mutating func append(_ text: String) -> Text {
    var copy = text
    return copy.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Adds an attribute; of two with the same key the later one counts.
  public mutating func add(_ section: Section, _ key: Text, _ value: Text) {
    if section == .field { fieldCount += 1 }
    if section == .finalizer { hasFinalizers = true }
    attributes.append(Attribute(section: section, key: key, value: value))
  }

  /// Adds an entry of the managed fields.
  public mutating func add(_ manager: Manager) { managers.append(manager) }

  /// Calls `body` with all bytes; texts are ranges of them.
  @inlinable public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try bytes.withUnsafeBytes(body)
  }

  /// A text as a `String`; invalid UTF-8 becomes U+FFFD.
  public func string(_ text: Text) -> String {
    String(decoding: bytes[Int(text.start)..<Int(text.start) + Int(text.count)], as: UTF8.self)
  }
}

// MARK: As texts

extension PackedObject {
  /// Packs a record. O(size of the record).
  public init(_ record: ObjectRecord) {
    self.init()
    kind = append(record.kind)
    apiVersion = append(record.apiVersion)
    namespace = append(record.namespace)
    name = append(record.name)
    uid = append(record.uid)
    resourceVersion = record.resourceVersion
    created = record.created?.nanoseconds ?? Self.noTime
    deletion = record.deletionRequested?.nanoseconds ?? Self.noTime
    grace = record.deletionGraceSeconds
    // Dictionaries have no order; sorted, equal objects have equal bytes.
    for (section, map) in [(Section.label, record.labels), (.annotation, record.annotations), (.field, record.fields)] {
      for (key, value) in map.sorted(by: { $0.key < $1.key }) { add(section, append(key), append(value)) }
    }
    for name in record.finalizers { add(.finalizer, append(name), Text()) }
    for owner in record.owners {
      let kind = append(owner.kind)
      add(.owner, kind, append(owner.name))
      add(.ownerUID, kind, append(owner.uid))
    }
    for manager in record.managers {
      add(
        Manager(
          name: append(manager.name), operation: append(manager.operation), subresource: append(manager.subresource),
          time: manager.time?.nanoseconds ?? Self.noTime))
    }
  }

  /// The object with texts. O(size of the object).
  public var record: ObjectRecord {
    var record = ObjectRecord()
    record.kind = string(kind)
    record.apiVersion = string(apiVersion)
    record.namespace = string(namespace)
    record.name = string(name)
    record.uid = string(uid)
    record.resourceVersion = resourceVersion
    record.created = Self.instant(created)
    record.deletionRequested = Self.instant(deletion)
    record.deletionGraceSeconds = grace
    for attribute in attributes {
      let (key, value) = (string(attribute.key), string(attribute.value))
      switch attribute.section {
      case .label: record.labels[key] = value
      case .annotation: record.annotations[key] = value
      case .field: record.fields[key] = value
      case .finalizer: record.finalizers.append(key)
      case .owner: record.owners.append(ObjectRecord.Owner(kind: key, name: value, uid: ""))
      case .ownerUID: if !record.owners.isEmpty { record.owners[record.owners.count - 1].uid = value }
      }
    }
    for manager in managers {
      record.managers.append(
        ObjectRecord.Manager(
          name: string(manager.name), operation: string(manager.operation), subresource: string(manager.subresource),
          time: Self.instant(manager.time)))
    }
    return record
  }

  private static func instant(_ time: Int64) -> Instant? { time == noTime ? nil : Instant(nanoseconds: time) }
}
