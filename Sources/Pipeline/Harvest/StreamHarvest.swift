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
  var log = LogHarvest()
  var documents = StateCollector()
  var samples: [(text: String, position: RecordPosition)] = []
  var problems: [IntakeNote] = []
  /// Ways in which log records are wrapped, in the order met.
  var chains: [String] = []

  init(provenance: Provenance) { self.provenance = provenance }

  /// Bytes that came in and that nobody accounted for, or that were accounted for twice; 0 unless the program is wrong.
  var imbalance: Int64 { Int64(clamping: size) - Int64(clamping: bytes.total) }
}

/// A problem met while one stream was read.
struct IntakeNote: Sendable, Hashable {
  var reason: String
  var position: RecordPosition?
}
