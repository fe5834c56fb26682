import ByteLexing

/// Audit records that a container runtime or a shipper put into JSON of its own: as the text of a field, or as an object in one.
final class AuditWrapping {
  private static let texts: [StaticString] = ["log", "message", "msg", "line", "event", "_raw", "textPayload"]
  private static let objects: [StaticString] = ["_source", "fields", "audit", "event", "record", "data", "jsonPayload"]
  private static let version: StaticString = "audit.k8s.io/"

  /// What is read out of a text.
  private let inner = DocumentTree()

  /// The first line of `head` holds a record. O(line).
  static func mayHold(_ head: RawSpan) -> Bool {
    let end = head.firstIndex(of: UInt8(ascii: "\n"))
    let line = head.extracting(0..<(end < 0 ? head.byteCount : end))
    return line.firstIndex(of: version) >= 0 && line.firstIndex(of: "auditID") >= 0
  }

  /// The record that the document at `root` wraps: the tree that it is in, valid until the next call, and its place there; `nil`
  /// if it wraps none. Untrusted. O(document).
  func record(in tree: DocumentTree, _ root: Int, isInside: Bool = false) -> (tree: DocumentTree, root: Int)? {
    for key in Self.objects {
      guard let child = tree.child(root, key), tree.kind(child) == .map else { continue }
      if AuditReader.isAudit(tree, child, fallbackVersion: "") { return (tree, child) }
      if !isInside, let found = record(in: tree, child, isInside: true) { return found }
    }
    for key in Self.texts {
      guard let child = tree.child(root, key), tree.kind(child) == .string else { continue }
      let text = tree.bytes(child).bytes
      guard text.byteCount > 0, text.byte(0) == UInt8(ascii: "{"), text.firstIndex(of: Self.version) >= 0,
        inner.readJSON(text), AuditReader.isAudit(inner, 0, fallbackVersion: "")
      else { continue }
      return (inner, 0)
    }
    return nil
  }
}
