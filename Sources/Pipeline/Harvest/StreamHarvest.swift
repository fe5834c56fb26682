import Chronicle
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
  var documents: [DocumentRecord] = []
  var samples: [(text: String, position: RecordPosition)] = []
  /// Newest and oldest instant that a document names.
  var problems: [IntakeNote] = []
  var chain = ""

  init(provenance: Provenance) { self.provenance = provenance }
}

/// A problem met while one stream was read.
struct IntakeNote: Sendable, Hashable {
  var reason: String
  var position: RecordPosition?
}

/// One record of a document, kept until the cluster state takes it in the order of the inputs.
enum DocumentRecord: Sendable {
  case list(ListHeader)
  case object(ObjectRecord, WatchChange?, RecordPosition)
  case audit(AuditRecord, RecordPosition)
  case clusterEvent(ClusterEventRecord, RecordPosition)
  case port(NorthboundPort, RecordPosition)
}
