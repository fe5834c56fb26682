import ClusterState
import Model

/// What the state (object dumps, audit) says about one subject, as of its newest trustworthy moment.
public struct SubjectFacts: Sendable {
  /// Whether something exists.
  public enum Existence: Sendable, Hashable {
    case present
    case absent
    /// Not to be told, and why.
    case unknown(String)
  }

  /// The object's place in the address ledger, for example `leaked`; `nil` if the state does not know it.
  public var ledger: String?
  public var ledgerReason = ""
  /// When it held what the ledger says, nanoseconds; the rest of the facts may be older.
  public var ledgerAsOf: Int64?
  public var existence = Existence.unknown("no object dump")
  /// Some dump or audit record shows that it existed.
  public var wasSeen = false
  /// Which list does not show it, although it may have been there when that was made, in words.
  public var missing: String?
  /// Its deletion was asked for then, nanoseconds, and nothing shows how that ended.
  public var deletionPending: Int64?
  /// Since then, nanoseconds, an audit log that records such creations shows none of this object.
  public var neverMadeSince: Int64?
  /// When the owner was made, nanoseconds, if an audit record shows it and it can have had no namesake before.
  public var ownerMade: Int64?
  public var subnet = Existence.unknown("no object dump")
  /// What the IP object calls its Subnet, empty if no object tells.
  public var subnetName = ""
  public var subnetState: String?
  public var vpcState: String?
  public var isTerminating = false
  /// When its deletion was asked for, nanoseconds.
  public var deletionAsked: Int64?
  public var uid = ""
  /// Whether OVN has a port of that name, for an IP object.
  public var port = Existence.unknown("no northbound database")
  /// Other objects that hold the same address in the same Subnet; `nil` if the IP objects are not all known.
  public var addressSharers: [ResourceRef]?
  /// When this held, nanoseconds; nothing that happened later is judged by it.
  public var asOf: Int64?
  /// Where it stands.
  public var stream: Int?
  public var position: RecordPosition?
  /// Names of objects that hold it, for a Subnet or Vpc.
  public var heldBy: [ResourceRef] = []
  /// Objects that it refers to, by the references that its kind declares; for a claim about an object of any kind.
  public var refersTo: [ResourceRef] = []

  /// Nothing known.
  public init() {}
}

/// The state as the rules see it.
public protocol StateView: Sendable {
  /// The addresses, and behind them the whole state.
  var ledger: Ledger { get }
  /// Facts about an IP object, Subnet or Vpc.
  func facts(about ref: ResourceRef, subnet: ResourceRef?) -> SubjectFacts

  /// Facts about the IP object of an interface of which only the address is known, or several with commas.
  func facts(aboutAddress address: String, subnet: ResourceRef) -> SubjectFacts

  /// When the object was made, nanoseconds, if an audit record shows it and it can have had no namesake before.
  func firstMade(_ ref: ResourceRef) -> Int64?
}

extension StateView {
  /// Not known.
  public func facts(aboutAddress address: String, subnet: ResourceRef) -> SubjectFacts { SubjectFacts() }

  /// Not known.
  public func firstMade(_ ref: ResourceRef) -> Int64? { nil }
}
