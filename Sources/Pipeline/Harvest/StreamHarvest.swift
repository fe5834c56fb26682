import Chronicle
import ClusterState
import Formats
import Model

/// Everything one stream yielded.
struct StreamHarvest: Sendable {
  var provenance: Provenance
  var format = "unknown"
  var reason = ""
  var bytes = ByteLedger()
  var lines: UInt64 = 0
  var log = LogHarvest()
  var documents = StateCollector()
  var samples: [(text: String, position: RecordPosition)] = []
  var problems: [IntakeNote] = []
  /// Ways in which log records are wrapped, in the order met.
  var chains: [String] = []

  init(provenance: Provenance) { self.provenance = provenance }

  /// Puts the parts of one log together, in order; `nil` if there is none.
  static func joined(_ parts: [StreamHarvest]) -> StreamHarvest? {
    guard var whole = parts.first else { return nil }
    for part in parts.dropFirst() {
      let before = whole.lines
      whole.log.append(part.log, linesBefore: before)
      whole.lines += part.lines
      whole.bytes += part.bytes
      whole.samples += part.samples.prefix(max(0, sampleLimit - whole.samples.count)).map {
        ($0.text, RecordPosition(offset: $0.position.offset, line: $0.position.line + before, length: $0.position.length))
      }
      whole.problems += part.problems.map { note in
        var note = note
        note.position?.line += before
        return note
      }
    }
    return whole
  }

  /// Lines not understood that are kept to be shown.
  static let sampleLimit = 3
}

/// A problem met while one stream was read.
struct IntakeNote: Sendable, Hashable {
  var reason: String
  var position: RecordPosition?
}
