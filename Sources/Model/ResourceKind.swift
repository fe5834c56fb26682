/// What kind of thing something is: a small number that stands for a group and a kind of the API, or for a thing that the
/// API does not know, as an address.
///
/// Kinds are data: `Kinds/*.yaml` declares them. The constants below are those that code has to name. What nobody declared
/// gets a number when it is met; such numbers differ from run to run, so nothing is ordered by them.
public struct ResourceKind: RawRepresentable, Sendable, Hashable, BitwiseCopyable {
  public let rawValue: UInt16

  /// The kind with that number, which must come from another `rawValue` of this process.
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public static var unknown: ResourceKind { ResourceKind(rawValue: 0) }
  @inlinable public static var pod: ResourceKind { ResourceKind(rawValue: 1) }
  @inlinable public static var ip: ResourceKind { ResourceKind(rawValue: 2) }
  @inlinable public static var subnet: ResourceKind { ResourceKind(rawValue: 3) }
  @inlinable public static var vpc: ResourceKind { ResourceKind(rawValue: 4) }
  @inlinable public static var netAttachDef: ResourceKind { ResourceKind(rawValue: 5) }
  @inlinable public static var logicalSwitchPort: ResourceKind { ResourceKind(rawValue: 6) }
  @inlinable public static var address: ResourceKind { ResourceKind(rawValue: 7) }
  @inlinable public static var mac: ResourceKind { ResourceKind(rawValue: 8) }
  @inlinable public static var node: ResourceKind { ResourceKind(rawValue: 9) }
  @inlinable public static var namespace: ResourceKind { ResourceKind(rawValue: 10) }
  @inlinable public static var statefulSet: ResourceKind { ResourceKind(rawValue: 11) }
  @inlinable public static var virtualMachine: ResourceKind { ResourceKind(rawValue: 12) }
  @inlinable public static var vip: ResourceKind { ResourceKind(rawValue: 13) }
  @inlinable public static var virtualMachineInstance: ResourceKind { ResourceKind(rawValue: 14) }
  /// A replica of the controller.
  @inlinable public static var replica: ResourceKind { ResourceKind(rawValue: 15) }
  /// The key of a work queue whose kind the log does not say.
  @inlinable public static var workKey: ResourceKind { ResourceKind(rawValue: 16) }
  /// More kinds than are told apart.
  @inlinable public static var other: ResourceKind { ResourceKind(rawValue: 17) }

  /// What is declared about the kind; for an undeclared one its name alone. O(1).
  public var facts: KindFacts { KindTable.shared.facts(self) }

  /// The API kind as `kubectl` prints it, for example `IP`; for what the API has no kind for, a plain word.
  public var apiKind: String { facts.kind }

  /// A kind file declares it. O(1), for use on every object.
  public var isDeclared: Bool { KindTable.shared.has(.declared, self) }

  /// Objects of it live in namespaces. O(1).
  public var isNamespaced: Bool { KindTable.shared.has(.namespaced, self) }

  /// Two versions of one object say nothing about the age of a dump. O(1).
  public var isVolatile: Bool { KindTable.shared.has(.volatile, self) }

  /// Its controller puts finalizers on its objects. O(1).
  public var isHeldByFinalizers: Bool { KindTable.shared.has(.finalized, self) }

  /// The declared kind that a word of a person, a path or a URL means: `IP`, `ips`, `net-attach-def`, `eips.kubeovn.io`.
  public static func named(_ word: String) -> ResourceKind? { KindTable.shared.named(word) }

  /// The kind of an object of the API, by group and kind; an undeclared one is given a number. Input is untrusted.
  ///
  /// `apiVersion`: as written in the object; empty if the evidence does not show it, which leaves the kind alone to decide.
  public init(apiKind kind: String, apiVersion: String = "") {
    self = KindTable.shared.kind(kind, apiVersion: apiVersion)
  }

  /// The kind that the work queue with this action serves: `delete ovn fip`, `add/update subnet`.
  public static func served(byQueue action: some StringProtocol) -> ResourceKind? {
    KindTable.shared.served(byQueue: String(action))
  }

  /// The kinds that the handlers in this source file of the controller work on.
  public static func handled(inFile file: String) -> [ResourceKind] { KindTable.shared.byFile[file] ?? [] }

  /// All declared kinds.
  public static var declared: [ResourceKind] { KindTable.shared.declared }
}

extension ResourceKind: Comparable {
  /// Kinds that code names in their fixed order, then declared ones in the order of their files, then others by name.
  public static func < (a: ResourceKind, b: ResourceKind) -> Bool {
    if a == b { return false }
    let limit = KindTable.shared.fixedCount
    if a.rawValue < limit || b.rawValue < limit { return a.rawValue < b.rawValue }
    let (x, y) = (a.facts, b.facts)
    return (x.kind, x.group) < (y.kind, y.group)
  }
}
