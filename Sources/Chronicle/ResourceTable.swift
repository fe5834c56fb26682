import Model

/// Number of a resource within one `ResourceTable`; 0 is "none".
public typealias ResourceID = UInt32

/// Gives every resource a small number. A resource is a kind and a key: `namespace/name`, or `name` if cluster-scoped.
public struct ResourceTable: Sendable {
  @usableFromInline var texts: TextTable

  /// An empty table.
  public init(capacity: Int = 8) { texts = TextTable(capacity: capacity) }

  /// Forgets all resources; the memory is used again.
  mutating func removeAll() { texts.removeAll() }

  /// Number of resources, counting "none".
  public var count: Int { texts.count }

  /// Bytes held, for the memory budget.
  public var byteCount: Int { texts.byteCount }

  /// The number of the resource with that key.
  public mutating func intern(_ kind: ResourceKind, key: UnsafeRawBufferPointer) -> ResourceID {
    key.isEmpty ? 0 : texts.intern(key, tag: kind.rawValue)
  }

  /// The number of the resource with that key.
  public mutating func intern(_ kind: ResourceKind, key: String) -> ResourceID {
    key.isEmpty ? 0 : texts.intern(key, tag: kind.rawValue)
  }

  /// The number of that resource.
  public mutating func intern(_ ref: ResourceRef) -> ResourceID { intern(ref.kind, key: Self.key(ref)) }

  /// The number of that resource if it is known, else 0.
  public func find(_ ref: ResourceRef) -> ResourceID { texts.find(Self.key(ref), tag: ref.kind.rawValue) }

  /// The number of the resource with that key if it is known, else 0.
  public func find(_ kind: ResourceKind, key: String) -> ResourceID { texts.find(key, tag: kind.rawValue) }

  /// What kind of resource `id` is.
  @inlinable public func kind(_ id: ResourceID) -> ResourceKind { ResourceKind(rawValue: texts.tag(id)) }

  /// Numbers of all resources of a kind. O(resources).
  public func all(_ kind: ResourceKind) -> [ResourceID] {
    (1..<max(1, count)).map { ResourceID($0) }.filter { self.kind($0) == kind }
  }

  /// `namespace/name`, or `name`.
  public func key(_ id: ResourceID) -> String { texts.text(id) }

  /// The bytes of the key, which live as long as the call. O(1).
  public func withKey<R>(_ id: ResourceID, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try texts.withBytes(id, body)
  }

  /// The reference of resource `id`.
  public func ref(_ id: ResourceID) -> ResourceRef {
    texts.withBytes(id) { key in
      guard let slash = key.firstIndex(of: UInt8(ascii: "/")) else {
        return ResourceRef(kind(id), name: String(decoding: key, as: UTF8.self))
      }
      return ResourceRef(
        kind(id), namespace: String(decoding: key[..<slash], as: UTF8.self),
        name: String(decoding: key[(slash + 1)...], as: UTF8.self))
    }
  }

  /// The number here of resource `id` of another table.
  mutating func take(_ id: ResourceID, from other: ResourceTable) -> ResourceID {
    other.texts.withBytes(id) { texts.intern($0, tag: other.texts.tag(id)) }
  }

  /// Takes over every resource of `other` and returns the number here for each number there.
  public mutating func absorb(_ other: ResourceTable) -> [ResourceID] { texts.absorb(other.texts) }

  private static func key(_ ref: ResourceRef) -> String {
    ref.namespace.isEmpty ? ref.name : ref.namespace + "/" + ref.name
  }
}
