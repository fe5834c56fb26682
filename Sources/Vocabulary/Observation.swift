import Model

/// What a controller message says: a kind, and which parts of the message name what. Offsets only; no text is copied.
public struct Observation: Sendable {
  /// Most fields one message can have.
  public static let fieldLimit = 8

  public private(set) var kind: ObservationKind
  /// Of its kind.
  public private(set) var traits: ObservationKind.Traits
  /// The role of the field that the message is about; nil if it is about the process, or names nothing.
  public var subject: FieldRole?
  public private(set) var count = 0
  /// Roles of its fields.
  public private(set) var roles = RoleSet()
  @usableFromInline var fields = InlineArray<8, Field>(repeating: Field())

  /// An observation without fields.
  public init(_ kind: ObservationKind) { (self.kind, traits) = (kind, kind.traits) }

  /// Starts anew; the storage is used again. `fill` adds the fields, which have these roles.
  @inline(__always)
  mutating func begin(_ kind: ObservationKind, _ traits: ObservationKind.Traits, subject: FieldRole?, roles: RoleSet) {
    self.kind = kind
    self.traits = traits
    self.subject = subject
    self.roles = roles
  }

  /// Lets `body` write the fields, at most `fieldLimit`, whose roles `begin` was told, and count them. Returns what it returns.
  @inline(__always)
  mutating func fill(_ body: (UnsafeMutablePointer<Field>, inout Int) -> Int) -> Int {
    var written = 0
    let value = withUnsafeMutableBytes(of: &fields) { raw in
      // An array of eight is never without an address.
      raw.baseAddress.map { body($0.assumingMemoryBound(to: Field.self), &written) } ?? -1
    }
    count = written
    return value
  }

  /// One named part of the message.
  public struct Field: Sendable, BitwiseCopyable {
    public var role = FieldRole.other
    /// From the start of the message.
    public var start: UInt32 = 0
    public var length: UInt32 = 0

    /// An empty field.
    public init() {}

    /// Names a part of a message.
    public init(_ role: FieldRole, start: Int, length: Int) {
      self.role = role
      self.start = UInt32(truncatingIfNeeded: start)
      self.length = UInt32(truncatingIfNeeded: length)
    }

    /// Offsets from the start of the message.
    public var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
  }

  /// Field number `index`, below `count`.
  @inlinable public subscript(index: Int) -> Field { fields[index] }

  /// Calls `body` with each field. Changes nothing; `mutating`, because the fields would be copied otherwise. O(fields).
  @inlinable @inline(__always) public mutating func forEach(_ body: (Field) -> Void) {
    // Through a span: subscripting the inline array in a loop would copy it each time.
    let fields = fields.span
    for i in 0..<count { body(fields[i]) }
  }

  /// As `first`, without a copy of the fields. Changes nothing.
  @inlinable @inline(__always) public mutating func find(_ role: FieldRole) -> Field? {
    guard roles.contains(role) else { return nil }
    let fields = fields.span
    for i in 0..<count where fields[i].role == role { return fields[i] }
    return nil
  }

  /// Adds a field; more than the limit are dropped.
  public mutating func append(_ field: Field) {
    guard UInt(bitPattern: count) < UInt(Self.fieldLimit) else { return }
    fields[count] = field
    roles.insert(field.role)
    count += 1
  }

  /// The field that the message is about.
  public var subjectField: Field? { subject.flatMap(first) }

  /// The first field of that role.
  @inlinable public func first(_ role: FieldRole) -> Field? {
    guard roles.contains(role) else { return nil }
    let fields = fields.span
    for i in 0..<count where fields[i].role == role { return fields[i] }
    return nil
  }
}

/// What a part of a message names.
public enum FieldRole: String, Sendable, BitwiseCopyable, CaseIterable {
  /// `namespace/name` of a pod.
  case pod
  case namespace
  /// A pod's name without its namespace, where the namespace is a field of its own.
  case podName = "pod-name"
  /// Whom the address management allocates for: `namespace/pod`, a VM, a node port, a VIP.
  case owner
  /// Name of an IP object, which is also the name of the logical switch port.
  case ip
  case port
  case subnet
  case vpc
  case nad
  case node
  case vip
  case v4
  case v6
  case mac
  /// An address of either family, or both families' addresses with a comma between them.
  case address
  case uid
  case kind
  case name
  case resourceVersion = "resource-version"
  case reason
  case lease
  /// Key of a work queue item.
  case key
  /// What the queue does, for example `delete pod` (from 1.13).
  case action
  /// Text of an error, to its end.
  case error
  case milliseconds = "ms"
  /// A release number, as the banner prints it.
  case version
  case other
}

/// A set of roles, of fixed width.
public struct RoleSet: Sendable, Hashable, BitwiseCopyable {
  @usableFromInline var bits: UInt32 = 0

  /// The set of these.
  public init(_ roles: FieldRole...) { for role in roles { insert(role) } }

  /// No role.
  init() {}

  /// Adds one. O(1).
  mutating func insert(_ role: FieldRole) { bits |= Self.bit(role) }

  /// O(1).
  @inlinable public func contains(_ role: FieldRole) -> Bool { bits & Self.bit(role) != 0 }

  /// Some role is in both. O(1).
  @inlinable public func intersects(_ other: RoleSet) -> Bool { bits & other.bits != 0 }

  /// An enumeration without payloads is one byte, its place; there are fewer than 32 roles.
  @inlinable static func bit(_ role: FieldRole) -> UInt32 { 1 &<< UInt32(withUnsafeBytes(of: role) { $0[0] }) }
}
