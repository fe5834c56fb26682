import Chronicle
import ClusterState
import Formats
import Intake
import Model

/// Everything one stream yielded.
struct StreamHarvest: Sendable {
  var provenance: Provenance
  var format = "unknown"
  var reason = ""
  var bytes = ByteLedger()
  /// Bytes that the stream gave, counted where they came in; `bytes` is counted where they were used.
  var size: UInt64 = 0
  /// What ended the stream before its end.
  var failure: IntakeError?
  var lines: UInt64 = 0
  var log = LogHarvest.none
  var documents = StateCollector.none
  var samples: [(text: String, position: RecordPosition)] = []
  var problems: [IntakeNote] = []
  /// Ways in which log records are wrapped, in the order met.
  var chains: [String] = []

  /// A large log, read in parts that were thinned out as they came.
  var isInParts = false
  /// Thinned out because the logs of the run are large together.
  var isPartOfMuch = false

  init(provenance: Provenance) { self.provenance = provenance }

  /// Drops what is dropped of a large log, because all logs of the run together are as large as one. Once; what was read in
  /// parts went through it already. O(events).
  ///
  /// Whether a log was read alone and then put beside others, or beside them from the start, is the same.
  mutating func thinAsPartOfMuch() {
    if isInParts || isPartOfMuch { return }
    isPartOfMuch = true
    log.isThinned = true
    if log.events.isEmpty { return }
    var thrift = LogThrift()
    for event in log.events where !event.kind.isDecoration { thrift.note(event, event.kind) }
    thrift.apply(to: &log)
    log.keepOnlyUsedNames()
    log.events = log.events.withUnsafeBufferPointer { Array($0) }
  }

  /// Adds the next part of the same log.
  mutating func append(_ part: StreamHarvest) {
    let before = lines
    log.append(part.log, linesBefore: before)
    lines += part.lines
    bytes += part.bytes
    size += part.size
    if failure == nil { failure = part.failure }
    samples += part.samples.prefix(max(0, Self.sampleLimit - samples.count)).map {
      ($0.text, RecordPosition(offset: $0.position.offset, line: $0.position.line + before, length: $0.position.length))
    }
    problems += part.problems.map { note in
      var note = note
      note.position?.line += before
      return note
    }
  }

  /// Lines not understood that are kept to be shown.
  static let sampleLimit = 3

  /// The stream was decoded from UTF-16; positions refer to the text as UTF-8.
  var isDecoded = false

  /// Counts `decoded` bytes of text as the bytes of the stream that they were decoded from.
  mutating func scale(from decoded: UInt64) {
    isDecoded = true
    guard bytes.total == decoded, decoded > 0 else { return }
    let factor = Double(size) / Double(decoded)
    bytes.understood = min(size, UInt64(Double(bytes.understood) * factor))
    bytes.notUnderstood = min(size - bytes.understood, UInt64(Double(bytes.notUnderstood) * factor))
    bytes.recognized = size - bytes.understood - bytes.notUnderstood
  }

  /// Bytes that came in and that nobody accounted for, or that were accounted for twice; 0 unless the program is wrong.
  var imbalance: Int64 { Int64(clamping: size) - Int64(clamping: bytes.total) }
}

// Copies of these share their tables until something is put into them: there may be tens of thousands of streams.

extension LogHarvest {
  /// Of a stream without lines.
  static let none = LogHarvest()
}

extension StateCollector {
  /// Has read nothing.
  static let none = StateCollector()
}

/// A problem met while one stream was read.
struct IntakeNote: Sendable, Hashable {
  var reason: String
  var position: RecordPosition?
}
