import Model

/// What log collectors put around a line. To add one: a file that conforms to this and one line in `LineWrapperRegistry.all`.
///
/// Wrappers may nest; which ones a stream has is found out from its first lines.
protocol LineWrapper: Sendable {
  /// Short name, shown in the chain, for example `cri`.
  static var id: String { get }

  /// Narrows the payload of `line` within `text` and notes what the wrapper says; false if the line does not have it.
  static func strip(_ text: UnsafeRawBufferPointer, _ line: inout WrappedLine) -> Bool
}

/// A line on its way through the wrappers.
struct WrappedLine {
  /// Payload, as offsets into the text.
  var start: Int
  var end: Int
  /// UTC time that a wrapper gives, nanoseconds since the epoch.
  var outer = LogLine.noTime
  var outerIsTransport = false
  /// Bytes that name the writer, as offsets; empty if none does.
  var pod = 0..<0
  var container = 0..<0
  var namespace = 0..<0
  /// The collector cut the line here; the rest follows.
  var isPartial = false
}

/// All wrappers, in the order in which they are tried.
enum LineWrapperRegistry {
  static let all: [any LineWrapper.Type] = [CRIWrapper.self, KubectlPrefixWrapper.self, TimestampWrapper.self]
}
