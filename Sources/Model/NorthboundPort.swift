/// One logical switch port as the OVN northbound database held it when it was captured.
public struct NorthboundPort: Sendable, Hashable {
  public var name = ""
  public var uuid = ""
  /// Empty when the evidence does not say on which switch the port is.
  public var logicalSwitch = ""
  /// The line where what shows it begins: a switch in `show`, a command in a paste; 0 for a whole file.
  public var block: UInt32 = 0
  public var type = ""
  public var addresses: [String] = []
  public var externalIDs: [String: String] = [:]
  /// In database files: when the transaction that wrote the row was committed.
  public var written: Instant?
  /// In database files: the row was deleted by the transaction at `written`.
  public var isDeleted = false
  /// The listing may leave other ports out: picked columns or rows, pieces of a paste. It proves no absence.
  public var isExcerpt = false

  /// An empty port, to be filled by a reader.
  public init() {}
}
