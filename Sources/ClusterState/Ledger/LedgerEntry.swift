import Model

/// One IP object or Vip in the ledger.
public struct LedgerEntry: Sendable {
  public var ref: ResourceRef
  public var uid: String
  public var subnet: String
  /// One address, or two separated by a comma.
  public var address: String
  public var mac: String
  public var state: AddressState
  /// Why, in one phrase.
  public var reason: String
  public var owner: ResourceRef?
  public var isTerminating: Bool
  public var created: Instant?
  /// Nothing that happened later is known.
  public var asOf: Instant?
  /// `StreamInfo.id` of where it stands.
  public var stream: Int
  public var position: RecordPosition
}
