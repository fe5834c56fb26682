import Model

/// What Warnings say of the objects that they are about, by their reason: those that the file of a kind lists as
/// `events.REASON`. Ages are no times, so that it can be said what was shown, and not when it was.
struct Complaints: Sendable {
  /// The newest Event of each reason, by its number in the log.
  private(set) var byObject: [ResourceRef: [String: Int]] = [:]

  private static let begin = "events."
  /// A container that is made, or was there to be stopped, has its network.
  private static let settles: Set<String> = ["Pulling", "Pulled", "Created", "Started", "Killing"]
  /// These are about the container, which is made and started again each time.
  private static let stays: Set<String> = ["BackOff"]

  /// O(Events).
  init(_ log: ClusterEventLog) {
    var settled: [ResourceRef: Instant] = [:]
    let homes = Self.homes(log)
    for (number, entry) in log.entries.enumerated() where Self.isOfUse(entry.record) {
      let record = entry.record
      var ref = ResourceRef(
        ResourceKind(apiKind: record.involvedKind), namespace: record.involvedNamespace, name: record.involvedName)
      if ref.namespace.isEmpty, let home = homes[ref] { ref.namespace = home }
      if Self.settles.contains(record.reason) {
        settled[ref] = max(settled[ref] ?? .distantPast, record.last ?? record.first ?? .distantFuture)
        continue
      }
      if let known = byObject[ref]?[record.reason], !Self.isNewer(record, than: log.entries[known].record) { continue }
      byObject[ref, default: [:]][record.reason] = number
    }
    for (ref, time) in settled {
      byObject[ref] = byObject[ref]?.filter { reason, number in
        if Self.stays.contains(reason) { return true }
        let record = log.entries[number].record
        // What has no time may have been before.
        return (record.last ?? record.first).map { $0 > time } ?? false
      }
      if byObject[ref]?.isEmpty ?? false { byObject[ref] = nil }
    }
  }

  /// The Event is one that a rule may ask for, or that answers it.
  static func isOfUse(_ record: ClusterEventRecord) -> Bool {
    guard !record.involvedName.isEmpty else { return false }
    let kind = ResourceKind(apiKind: record.involvedKind)
    if settles.contains(record.reason) { return kind == .pod }
    return record.type == "Warning" && kind.facts.keeps.contains(begin + record.reason)
  }

  /// The reason that a path of a field asks for; `nil` if it is one of an object.
  static func reason(_ path: String) -> String? {
    path.hasPrefix(begin) ? String(path.dropFirst(begin.count)) : nil
  }

  private static func isNewer(_ a: ClusterEventRecord, than b: ClusterEventRecord) -> Bool {
    (a.last ?? a.first ?? .distantPast) > (b.last ?? b.first ?? .distantPast)
  }

  /// Namespaces of objects that a table without that column shows, where other Events about one of that name, and one only,
  /// tell it.
  private static func homes(_ log: ClusterEventLog) -> [ResourceRef: String] {
    var homes: [ResourceRef: String] = [:]
    guard log.entries.contains(where: { $0.record.involvedNamespace.isEmpty }) else { return homes }
    for entry in log.entries where !entry.record.involvedNamespace.isEmpty {
      let record = entry.record
      let ref = ResourceRef(ResourceKind(apiKind: record.involvedKind), name: record.involvedName)
      let known = homes[ref]
      homes[ref] = known == nil || known == record.involvedNamespace ? record.involvedNamespace : ""
    }
    return homes
  }
}

extension ClusterState {
  /// Objects of a kind of which Warnings complain in a way that rules can ask for, sorted. O(n log n).
  public func complained(of kind: ResourceKind) -> [ResourceRef] {
    complaints.byObject.keys.filter { $0.kind == kind }.sorted()
  }

  /// Where one of the Warnings about an object stands.
  public func complaint(about ref: ResourceRef) -> (stream: Int, position: RecordPosition)? {
    guard let number = complaints.byObject[ref]?.values.min() else { return nil }
    return (streamID(events.entries[number].stream), events.entries[number].position)
  }

  /// A Warning about the object that rules can ask for has a time, so that it is one of a history: it is no news of the object
  /// unless that is shown to be there still.
  public func isComplaintDated(about ref: ResourceRef) -> Bool {
    complaints.byObject[ref]?.values.contains { events.entries[$0].record.isDated } ?? false
  }

  /// What the newest Warning of the reason that `path` asks for says; `nil` for paths of objects.
  func answer(complaint path: String, of ref: ResourceRef) -> FieldAnswer? {
    guard let reason = Complaints.reason(path) else { return nil }
    guard let number = complaints.byObject[ref]?[reason] else { return .unknown("no Event shows it") }
    let message = events.entries[number].record.message
    return message.isEmpty ? .missing : .value(message)
  }

  /// The field is told by Events, not by the object.
  public static func isToldByEvents(_ path: String) -> Bool { Complaints.reason(path) != nil }
}
