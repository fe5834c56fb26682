import Model

/// What the state needs to know about the stream that its records come from.
public struct StreamInfo: Sendable, Hashable {
  /// The caller's number for the stream; comes back in facts.
  public var id: Int
  /// The name reports show.
  public var display: String
  /// Containers from the outside in, then the member, as in `Provenance.chain`. Lists of one folder belong together.
  public var chain: [String]
  /// Modification time of the file; a weak hint, copies lose it.
  public var modified: Instant?

  /// Names a stream. Nothing in it is trusted.
  public init(id: Int, display: String, chain: [String], modified: Instant? = nil) {
    self.id = id
    self.display = display
    self.chain = chain
    self.modified = modified
  }
}
