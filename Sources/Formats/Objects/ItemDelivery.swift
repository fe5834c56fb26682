import ByteLexing
import Model

/// Hands a finished item to the sink as what it is: an object, an Event, an audit record, or an entry of a watch.
struct ItemDelivery {
  let sink: any RecordSink

  /// True if the item said something that is needed.
  func deliver(_ item: ItemBuilder, listKind: String, at position: RecordPosition) -> Bool {
    if item.outer["auditID"] != nil || item.outer["stage"] != nil && item.outer["verb"] != nil {
      return audit(item, position)
    }
    var object = item.object
    if object.kind.isEmpty, !listKind.isEmpty { object.kind = listKind }
    if object.kind == "Event" { return event(item, object, position) }
    if object.kind.hasSuffix("List"), object.name.isEmpty {
      // A list that came whole has no items: its emptiness is evidence.
      sink.list(ListHeader(itemKind: String(object.kind.dropLast(4)), resourceVersion: object.resourceVersion, shape: .list))
      return true
    }
    guard !object.kind.isEmpty, !object.name.isEmpty else { return false }
    if object.kind == "NetworkAttachmentDefinition" { NetworkConfig.note(in: &object) }
    let change = item.outer["type"].flatMap { WatchChange(rawValue: $0) }
    sink.object(object, change: change, at: position)
    return true
  }

  private func audit(_ item: ItemBuilder, _ position: RecordPosition) -> Bool {
    let outer = item.outer
    guard outer["stage"] == "ResponseComplete" || outer["stage"] == "Panic", let verb = outer["verb"],
      ["create", "update", "patch", "delete", "deletecollection"].contains(verb)
    else { return false }
    var record = AuditRecord()
    record.id = outer["auditID"] ?? ""
    record.verb = verb
    record.resource = outer["objectRef.resource"] ?? ""
    record.subresource = outer["objectRef.subresource"] ?? ""
    record.namespace = outer["objectRef.namespace"] ?? ""
    record.name = outer["objectRef.name"] ?? ""
    record.user = outer["user.username"] ?? ""
    record.userAgent = outer["userAgent"] ?? ""
    record.code = Int(outer["responseStatus.code"] ?? "") ?? 0
    record.received = instant(outer["requestReceivedTimestamp"])
    record.answered = instant(outer["stageTimestamp"])
    if item.hasObject, !item.object.kind.isEmpty, item.object.kind != "Status", !item.object.name.isEmpty { record.object = item.object }
    if record.name.isEmpty { record.name = item.object.name }
    record.removesFinalizer = item.requestFinalizers.map { $0 < max(1, record.object?.finalizers.count ?? 1) } ?? false
    sink.audit(record, at: position)
    return true
  }

  private func event(_ item: ItemBuilder, _ object: ObjectRecord, _ position: RecordPosition) -> Bool {
    let outer = item.outer
    var record = ClusterEventRecord()
    record.namespace = object.namespace
    func first(_ keys: String...) -> String { keys.lazy.compactMap { outer[$0] ?? outer["object.\($0)"] }.first { !$0.isEmpty } ?? "" }
    record.type = first("type")
    record.reason = first("reason")
    record.message = first("message", "note")
    record.involvedKind = first("involvedObject.kind", "regarding.kind")
    record.involvedNamespace = first("involvedObject.namespace", "regarding.namespace")
    record.involvedName = first("involvedObject.name", "regarding.name")
    record.involvedUID = first("involvedObject.uid", "regarding.uid")
    record.component = first("source.component", "reportingComponent", "reportingController", "deprecatedSource.component")
    record.first = instant(first("firstTimestamp", "deprecatedFirstTimestamp", "eventTime"))
    record.last = instant(first("lastTimestamp", "deprecatedLastTimestamp", "series.lastObservedTime", "eventTime"))
    record.count = Int(first("count", "deprecatedCount")) ?? 1
    sink.clusterEvent(record, at: position)
    return true
  }

  private func instant(_ text: String?) -> Instant? {
    guard var text, !text.isEmpty else { return nil }
    return text.withUTF8 { parseRFC3339(UnsafeRawBufferPointer($0)) }.map { Instant(nanoseconds: $0) }
  }
}

/// Reads the few words that matter out of a net-attach-def's configuration, which is JSON inside a string.
enum NetworkConfig {
  static func note(in object: inout ObjectRecord) {
    guard let config = object.fields["spec.config"] else { return }
    for word in ["type", "provider"] {
      if let value = value(of: word, in: config) { object.fields["config.\(word)"] = value }
    }
  }

  /// The first string value of a key; enough for a hint, no JSON parser.
  private static func value(of key: String, in text: String) -> String? {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    for i in parts.indices.dropLast(2) where parts[i] == key && parts[i + 1].allSatisfy({ $0 == ":" || $0 == " " }) {
      return String(parts[i + 2])
    }
    return nil
  }
}
