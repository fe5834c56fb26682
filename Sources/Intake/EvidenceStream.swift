import Model

/// One innermost stream of bytes: a plain file, a decompressed file, a member of an archive, or standard input.
///
/// Handed to the visitor of `IntakeSession.open`, valid during the call, used by one thread.
public protocol EvidenceStream: AnyObject {
  /// Where it comes from.
  var provenance: Provenance { get }
  /// Its first bytes, which were looked at already: 512, or fewer if it holds no more. Meant to be asked before reading.
  var head: [UInt8] { get }
  /// The file behind it when the stream is a plain seekable file, byte for byte.
  var seekable: SeekableFile? { get }
  /// Reads up to the buffer's size; 0 at the end. After an error the stream is over.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int
  /// For who wants to read `seekable` in parts instead: takes all its bytes out of the budget, and returns what to call
  /// for every part that was read. `nil` if there are not so many left, or if there is no such file.
  func takeWhole() -> (@Sendable (Int) throws -> Void)?
}

/// Why an input could not be read, or not further. Equality looks at the code only.
public struct IntakeError: Error, Equatable, Sendable {
  /// What went wrong.
  public enum Code: String, Sendable {
    case missing, permission, notRegular, io, corrupt, encrypted, limitReached, unsupported, cancelled
  }

  public let code: Code
  /// One short sentence for people, without trailing full stop.
  public let reason: String

  /// Makes an error.
  public init(_ code: Code, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  public static func == (a: IntakeError, b: IntakeError) -> Bool { a.code == b.code }

  /// The kind of problem it makes.
  public var problemKind: IntakeProblem.Kind {
    switch code {
    case .missing: .missing
    case .permission, .io, .cancelled: .unreadable
    case .notRegular, .unsupported: .unsupported
    case .corrupt: .corrupt
    case .encrypted: .encrypted
    case .limitReached: .limit
    }
  }
}

/// How much may be read. Every limit reached becomes an `IntakeProblem` that names the flag which raises it.
public struct IntakeLimits: Sendable, Hashable {
  /// Containers inside containers (`--max-nesting`).
  public var nesting = 4
  /// Members of all archives together (`--max-members`).
  public var members = 1_000_000
  /// Decompressed bytes of all inputs together (`--max-bytes`).
  public var totalBytes: UInt64 = 1 << 40
  /// Decompressed bytes per compressed byte of one input, looked at beyond 256 MiB of output (`--max-ratio`). A log is
  /// compressed to a fifth or a thirtieth; deflate makes a thousandth of nothing but zeros.
  public var ratio = 1000
  /// Bytes that the process may hold while it reads (`--max-memory`); what comes when they are used up is left out.
  public var memory = UInt64.max

  /// The defaults.
  public init() {}

  /// The same, whatever the process holds.
  public var withoutMemory: IntakeLimits {
    var limits = self
    limits.memory = .max
    return limits
  }
}
