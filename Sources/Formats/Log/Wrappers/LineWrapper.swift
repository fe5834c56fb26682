import ByteLexing

/// A layer that something between the writer and us put around every line: a container runtime, a log store, a viewer.
///
/// To add one: a file in this folder, one line in `LineWrapperRegistry.all`, one folder of fixture cases. Wrappers nest;
/// which of them a stream has is found by `ChainSearch`.
protocol LineWrapper: Sendable {
  /// Short name shown in the description of a chain.
  static var id: String { get }

  /// The layout alone proves the wrapper, also when the text inside says nothing. Weak ones are believed only for lines
  /// whose content is understood, or that come from an origin that wrote such lines.
  static var isDistinctive: Bool { get }

  /// The layer is a JSON object. Such layers lie inside one another also where they are of one kind: a shipper sends the record
  /// of another.
  static var holdsJSON: Bool { get }

  /// Words are all that tells the layer: in a sentence they are none.
  static var isBareName: Bool { get }

  /// The line may have the layer. Some take any line for the sake of others of their stream, and are a layer only where what
  /// they take off is. O(line).
  static func isPresent(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool

  /// Takes this layer off the line at `line.start..<line.end` of `text`, which is untrusted. O(line).
  ///
  /// A wrapper that must unescape writes the content to `scratch` (which is empty) and sets `line.isDecoded`; the others
  /// only narrow the range. If it fails, what it left in `line` is not used.
  static func unwrap(_ line: inout WrappedLine, in text: RawSpan, into scratch: inout [UInt8]) -> Unwrapping
}

extension LineWrapper {
  static var holdsJSON: Bool { false }
  static var isBareName: Bool { false }
  static func isPresent(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool { true }
}

/// What taking off a layer led to.
enum Unwrapping {
  /// The line does not have this layer.
  case fails
  /// The line holds a line, or a part of one.
  case content
  /// The layer's own mark, which holds no line of a log.
  case marker
}

/// A line on its way through the wrappers: what is left of it and what they said about it.
struct WrappedLine {
  /// Begin of what is left, in the text at hand.
  var start: Int
  /// End of what is left, without its line end.
  var end: Int
  /// Nanoseconds since the epoch, `LogLine.noTime` if no wrapper gave a time; the innermost wins.
  var outer = LogLine.noTime
  var outerIsTransport = false
  /// More of the same line follows in another record of the same stream.
  var isPartial = false
  /// Tells streams of one origin apart when their partial lines are joined: 0 unknown, 1 stdout, 2 stderr.
  var stream: UInt8 = 0
  /// The content is in the scratch buffer, not in the text.
  var isDecoded = false
  /// The line was cut because it was too long.
  var isTruncated = false
  /// Number of the line where it was taken from, 0 if nothing says it.
  var number = 0
  var origin = OriginKey()

  /// A line that nothing was taken off yet.
  init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// Sets the time that a wrapper gives; transport times never replace a time of writing.
  mutating func setTime(_ nanoseconds: Int64, isTransport: Bool = false) {
    if isTransport && outer != LogLine.noTime && !outerIsTransport { return }
    outer = nanoseconds
    outerIsTransport = isTransport
  }
}
