import ByteLexing

/// A way of cutting a stream into records that are not one line each: the journal's export format, CSV, JSON arrays.
///
/// To add one: a file in this folder, one line in `RecordFramingRegistry.all`, one folder of fixture cases.
protocol RecordFraming: Sendable {
  /// Short name shown in the description of a chain.
  static var id: String { get }

  /// The stream looks like this from its first bytes, which hold at least the first line (or 64 KiB of it).
  static func recognises(_ head: RawSpan) -> Bool

  init()

  /// Cuts the next record off the front of `unread`, which is untrusted. O(record).
  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep
}

/// All framings, in the order in which they are tried.
enum RecordFramingRegistry {
  static let all: [any RecordFraming.Type] = [
    UTF16Framing.self,
    CarriageReturnFraming.self,
    JournalExportFraming.self,
    CSVFraming.self,
    LokiAnswerFraming.self,
    OTLPFraming.self,
    JSONItemsFraming.self,
  ]

  /// The framing of a stream that begins with `head`; nil if its records are lines.
  static func framing(of head: RawSpan) -> (any RecordFraming.Type)? {
    for framing in all where framing.recognises(head) { return framing }
    return nil
  }
}

/// What was found at the front of the unread bytes. Counts are bytes to consume and above 0.
enum FramingStep: Equatable {
  /// A record with text of a log in it.
  case record(Int)
  /// Part of the framing, or a record without text.
  case recognized(Int)
  case notUnderstood(Int)
  /// The record is not complete; never at the end of the stream.
  case incomplete
}

/// A record: its text, and what its framing says about it.
struct FramedRecord {
  var text: [UInt8] = []
  /// Covers the text.
  var line = WrappedLine(0, 0)

  /// Empties the record and keeps its storage.
  mutating func reset() {
    text.removeAll(keepingCapacity: true)
    line = WrappedLine(0, 0)
  }

  /// Makes the line cover the text, up to the line limit.
  mutating func close(limit: Int) {
    line.start = 0
    line.end = min(text.count, limit)
    line.isTruncated = text.count > limit
  }
}
