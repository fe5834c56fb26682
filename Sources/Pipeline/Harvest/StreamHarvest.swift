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
}

/// A problem met while one stream was read.
struct IntakeNote: Sendable, Hashable {
  var reason: String
  var position: RecordPosition?
}
