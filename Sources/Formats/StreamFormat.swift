import ByteLexing
import Model

/// A format that reads a whole stream. To add one: a folder with a file that conforms to this, one line in
/// `FormatRegistry.all`, one folder of fixtures.
public protocol StreamFormat: Sendable {
  /// Short name shown by `inspect`, for example `objects-yaml`.
  static var id: String { get }

  /// How sure it is that the stream is of this format, from its first bytes (64 KiB at most). Names only break ties.
  static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence

  /// Reads the stream to its end. Bad records are counted and sampled, not thrown; only the feed's own errors pass.
  ///
  /// Every byte of the stream must be accounted for in the sink, also when the feed throws.
  static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws
}

/// How sure a format is that a stream is its own.
public struct Confidence: Comparable, Sendable, Hashable {
  /// 0 to 100.
  public var value: Int
  /// Why, for `inspect`: one short phrase.
  public var reason: String

  /// Makes a confidence; `value` is clamped to 0…100.
  public init(_ value: Int, _ reason: String) {
    self.value = min(100, max(0, value))
    self.reason = reason
  }

  /// Not this format.
  public static let none = Confidence(0, "")

  public static func < (a: Confidence, b: Confidence) -> Bool { a.value < b.value }
}

/// What a format may know beside the bytes.
public struct FormatContext: Sendable {
  public var provenance: Provenance
  /// Longest line or item that is kept whole; longer ones are cut, or skipped and counted.
  public var itemLimit: Int
  /// Number of the line that the feed begins with.
  public var firstLine: UInt64 = 1

  /// Makes a context.
  public init(provenance: Provenance, itemLimit: Int = 16 << 20) {
    self.provenance = provenance
    self.itemLimit = itemLimit
  }
}
