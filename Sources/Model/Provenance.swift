/// Where a stream of bytes came from, and what its path says about it.
public struct Provenance: Sendable, Hashable {
  /// The input as the user named it; `-` for standard input.
  public var input: String
  /// Containers from the outside in, then the member: `["bundle.tar.gz", "pods/x/0.log.gz"]`. Never empty.
  public var chain: [String]
  /// Size in bytes of the innermost stream if the container declares one; not trusted.
  public var declaredSize: UInt64?
  /// Modification time that the file system or container gives; a weak hint, copies lose it.
  public var modified: Instant?
  public var hints: PathHints

  /// Describes a stream.
  public init(
    input: String, chain: [String], declaredSize: UInt64? = nil, modified: Instant? = nil,
    hints: PathHints = PathHints()
  ) {
    self.input = input
    self.chain = chain
    self.declaredSize = declaredSize
    self.modified = modified
    self.hints = hints
  }

  /// The name reports show: the chain joined by `!`, as in `bundle.tar.gz!pods/x/0.log.gz`.
  public var display: String { chain.joined(separator: "!") }

  /// The innermost path.
  public var path: String { chain.last ?? input }
}

/// What the path of a stream says. Every part is a hint: content decides.
public struct PathHints: Sendable, Hashable {
  public var node: String?
  public var namespace: String?
  public var pod: String?
  public var container: String?
  /// A log of the container's previous instance (`--previous`, `previous.log`).
  public var isPrevious = false
  /// Restart count or rotation number; 0 is the newest for rotations, the oldest for restart counts.
  public var sequence: Int?
  /// File name without folders and compression endings, lower case.
  public var fileName = ""
  /// The bundle kind the path belongs to, for example `cluster-info-dump`.
  public var bundle: String?

  /// No hints.
  public init() {}
}

/// Something that kept bytes of an input from being read. Becomes a coverage gap of the report.
public struct IntakeProblem: Sendable, Hashable {
  /// The stream or input it concerns, as `Provenance.display`.
  public var subject: String
  /// One short sentence for people, without trailing full stop.
  public var reason: String
  public var kind: Kind
  /// Bytes known to have been left out, 0 when unknown.
  public var skippedBytes: UInt64

  /// Describes a problem.
  public init(subject: String, reason: String, kind: Kind, skippedBytes: UInt64 = 0) {
    self.subject = subject
    self.reason = reason
    self.kind = kind
    self.skippedBytes = skippedBytes
  }

  /// Something may have stood where nothing was read. What was written after the reading began is named but is no loss.
  public var losesEvidence: Bool { kind != .changed }

  /// What kind of problem it was; decides the exit code.
  public enum Kind: String, Sendable, Hashable {
    case missing, unreadable, corrupt, limit, encrypted, unsupported, changed
  }
}
