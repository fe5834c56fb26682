import ByteLexing
import Model

/// Reads audit records (`audit.k8s.io`) out of document trees. Only answered writes become records.
///
/// Remembers the finalizers that each object had last, within a bound, to see whether a request takes one away.
final class AuditReader {
  private static let memoryLimit = 50_000
  /// Longest reason of a refusal kept, characters; those of webhooks are one sentence.
  private static let refusalLimit = 300
  private let objects: ObjectReader
  private var finalizers: [String: [String]] = [:]

  init(_ objects: ObjectReader) { self.objects = objects }

  /// True if the document at `root` is an audit record; `fallbackVersion` is what its list says.
  static func isAudit(_ tree: DocumentTree, _ root: Int, fallbackVersion: String) -> Bool {
    guard let version = tree.child(root, "apiVersion") else { return fallbackVersion.hasPrefix("audit.k8s.io/") }
    return tree.bytes(version).starts(with: "audit.k8s.io/".utf8)
  }

  /// True if the raw JSON of an audit record shows that `read` would return `nil`, without parsing it.
  ///
  /// The API server writes verb and stage before anything that a client can influence, and in a JSON string the quotes
  /// would be escaped, so the first occurrence is the field itself. O(n) at the speed of `memmem`.
  static func isSkippable(_ bytes: RawSpan) -> Bool {
    let verb = bytes.firstIndex(of: "\"verb\":\"")
    guard verb >= 0 else { return false }
    for read: StaticString in ["get\"", "list\"", "watch\""] where bytes.hasBytes(read, at: verb + 8) { return true }
    let stage = bytes.firstIndex(of: "\"stage\":\"")
    guard stage >= 0, stage < verb else { return false }
    return bytes.hasBytes("RequestReceived\"", at: stage + 9) || bytes.hasBytes("ResponseStarted\"", at: stage + 9)
  }

  /// The record at `root`, or `nil` if it is no write or was not answered yet at its stage.
  func read(_ tree: DocumentTree, _ root: Int) -> AuditRecord? {
    var record = AuditRecord()
    record.verb = tree.string(tree.child(root, "verb"))
    guard ["create", "update", "patch", "delete", "deletecollection"].contains(record.verb) else { return nil }
    let stage = tree.child(root, "stage")
    guard tree.isText(stage, "ResponseComplete") || tree.isText(stage, "Panic") else { return nil }
    // What was only tried changed nothing.
    if tree.child(tree.child(root, "requestObject"), "dryRun") != nil { return nil }
    if let uri = tree.child(root, "requestURI"), tree.bytes(uri).bytes.firstIndex(of: "dryRun=") >= 0 {
      return nil
    }
    let target = tree.child(root, "objectRef")
    record.id = tree.string(tree.child(root, "auditID"))
    record.resource = tree.string(tree.child(target, "resource"))
    record.group = tree.string(tree.child(target, "apiGroup"))
    record.subresource = tree.string(tree.child(target, "subresource"))
    record.namespace = tree.string(tree.child(target, "namespace"))
    record.name = tree.string(tree.child(target, "name"))
    record.user = tree.string(tree.child(tree.child(root, "user"), "username"))
    record.userAgent = tree.string(tree.child(root, "userAgent"))
    let status = tree.child(root, "responseStatus")
    record.code = tree.number(tree.child(status, "code")).flatMap { Int(exactly: $0) } ?? 0
    if record.code >= 400 {
      record.refusal = String(tree.string(tree.child(status, "message")).prefix(Self.refusalLimit))
    }
    record.received = tree.instant(tree.child(root, "requestReceivedTimestamp"))
    record.answered = tree.instant(tree.child(root, "stageTimestamp"))
    let request = tree.child(root, "requestObject")
    let response = tree.child(root, "responseObject")
    if let response, !tree.isText(tree.child(response, "kind"), "Status") {
      record.object = objects.record(tree, response)
    }
    if record.name.isEmpty {
      // A create with generateName learns its name only from the answer.
      record.name =
        record.object?.name ?? tree.string(tree.child(tree.child(request, "metadata"), "name"))
    }
    finishFinalizers(tree, request, &record)
    return record
  }

  private func finishFinalizers(_ tree: DocumentTree, _ request: Int?, _ record: inout AuditRecord) {
    let key = record.resource + "\u{1}" + record.namespace + "\u{1}" + record.name
    if let request, record.verb == "patch" || record.verb == "update" {
      record.removesFinalizer = FinalizerChange.removes(
        tree, request, isUpdate: record.verb == "update", subresource: record.subresource, before: finalizers[key])
    }
    // Names and finalizers that are too long to be real are not worth their memory.
    guard let object = record.object, record.code < 400, key.utf8.count < 1024, object.finalizers.count < 64,
      object.finalizers.allSatisfy({ $0.utf8.count < 512 })
    else { return }
    if finalizers.count >= Self.memoryLimit { finalizers.removeAll(keepingCapacity: true) }
    let isGone = object.deletionRequested != nil && object.finalizers.isEmpty
    finalizers[key] = isGone || object.finalizers.isEmpty ? nil : object.finalizers
  }
}
