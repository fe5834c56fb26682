import Model

/// Kubernetes Events of all dumps, each once.
struct ClusterEventLog: Sendable {
  struct Entry: Sendable {
    var record: ClusterEventRecord
    var stream: Int32
    var position: RecordPosition
  }

  private(set) var entries: [Entry] = []
  private var known: [Identity: Int] = [:]

  private struct Identity: Hashable {
    var namespace: String
    var kind: String
    var name: String
    var reason: String
    var message: String
    var last: Instant?
  }

  /// Most events that are kept.
  static let limit = 1_000_000

  /// Takes an Event; one without a time only where a rule can ask for what it says.
  mutating func add(_ record: ClusterEventRecord, stream: Int32, at position: RecordPosition) {
    guard record.isDated || Complaints.isOfUse(record), entries.count < Self.limit else { return }
    // Tables and dumps round to seconds; JSON has microseconds for new events.
    let second = (record.last ?? record.first).map { Instant(seconds: $0.nanoseconds / 1_000_000_000) }
    let identity = Identity(
      namespace: record.involvedNamespace.isEmpty ? record.namespace : record.involvedNamespace,
      kind: record.involvedKind.lowercased(), name: record.involvedName, reason: record.reason,
      message: record.message, last: second)
    if let index = known[identity] {
      if entries[index].record.involvedUID.isEmpty, !record.involvedUID.isEmpty {
        entries[index] = Entry(record: record, stream: stream, position: position)
      }
      return
    }
    known[identity] = entries.count
    entries.append(Entry(record: record, stream: stream, position: position))
  }

  mutating func absorb(_ other: ClusterEventLog, streamBase: Int32) {
    for entry in other.entries { add(entry.record, stream: entry.stream + streamBase, at: entry.position) }
  }
}
