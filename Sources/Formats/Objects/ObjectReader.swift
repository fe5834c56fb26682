import ByteLexing
import Model

/// Reads a Kubernetes object out of a document tree. Used by one thread; input is untrusted.
final class ObjectReader {
  private let paths = FieldPaths.standard
  private let inner = DocumentTree()

  /// The object at `root`, or `nil` if it is none. `fallbackKind` is what the list says its items are.
  ///
  /// Items of lists that Go clients wrote have no kind of their own, and the list's may come after them: then the kind
  /// is guessed from the fields.
  func read(_ tree: DocumentTree, _ root: Int, fallbackKind: String, fallbackVersion: String) -> ObjectRecord? {
    guard tree.kind(root) == .map, let metadata = tree.child(root, "metadata"), tree.kind(metadata) == .map
    else { return nil }
    var object = ObjectRecord()
    var kind = ""
    var spec: Int?
    var status: Int?
    tree.forEachChild(root) { child in
      if tree.hasKey(child, "kind") {
        kind = tree.string(child)
      } else if tree.hasKey(child, "apiVersion") {
        object.apiVersion = tree.string(child)
      } else if tree.hasKey(child, "spec") {
        spec = child
      } else if tree.hasKey(child, "status") {
        status = child
      }
    }
    object.kind = !kind.isEmpty ? kind : !fallbackKind.isEmpty ? fallbackKind : KindGuess.kind(tree, root)
    if object.apiVersion.isEmpty { object.apiVersion = fallbackVersion }
    readMetadata(tree, metadata, into: &object)
    guard !object.name.isEmpty, !object.kind.isEmpty else { return nil }
    object.fields.reserveCapacity(24)
    paths.collect(kind: object.kind, from: tree, root: root, into: &object.fields)
    if let status { readConditions(tree, status, into: &object.fields) }
    if object.kind == "NetworkAttachmentDefinition", let config = tree.child(spec, "config") {
      readNetworkConfig(tree.bytes(config), into: &object.fields)
    }
    return object
  }

  // MARK: Metadata

  private func readMetadata(_ tree: DocumentTree, _ metadata: Int, into object: inout ObjectRecord) {
    var at = metadata + 1
    let end = tree.end(metadata)
    while at < end {
      let child = at
      at = tree.end(at)
      let key = tree.keyBytes(child)
      switch key.count {
      case 3 where DocumentTree.equal(key, "uid"): object.uid = tree.string(child)
      case 4 where DocumentTree.equal(key, "name"): object.name = tree.string(child)
      case 6 where DocumentTree.equal(key, "labels"): readLabels(tree, child, into: &object)
      case 9 where DocumentTree.equal(key, "namespace"): object.namespace = tree.string(child)
      case 10 where DocumentTree.equal(key, "finalizers"): object.finalizers = tree.strings(child)
      case 11 where DocumentTree.equal(key, "annotations"): readAnnotations(tree, child, into: &object)
      case 13 where DocumentTree.equal(key, "managedFields"): readManagers(tree, child, into: &object)
      case 15 where DocumentTree.equal(key, "resourceVersion"): object.resourceVersion = tree.number(child)
      case 15 where DocumentTree.equal(key, "ownerReferences"): readOwners(tree, child, into: &object)
      case 17 where DocumentTree.equal(key, "creationTimestamp"): object.created = tree.instant(child)
      case 17 where DocumentTree.equal(key, "deletionTimestamp"): object.deletionRequested = tree.instant(child)
      case 26 where DocumentTree.equal(key, "deletionGracePeriodSeconds"):
        object.deletionGraceSeconds = tree.number(child).flatMap { Int(exactly: $0) }
      default: break
      }
    }
  }

  private func readLabels(_ tree: DocumentTree, _ node: Int, into object: inout ObjectRecord) {
    tree.forEachChild(node) { object.labels[tree.key($0)] = tree.string($0) }
  }

  private func readAnnotations(_ tree: DocumentTree, _ node: Int, into object: inout ObjectRecord) {
    tree.forEachChild(node) {
      if FieldSelection.keepsAnnotation(tree.keyBytes($0)) { object.annotations[tree.key($0)] = tree.string($0) }
    }
  }

  private func readOwners(_ tree: DocumentTree, _ node: Int, into object: inout ObjectRecord) {
    tree.forEachChild(node) {
      object.owners.append(
        ObjectRecord.Owner(
          kind: tree.string(tree.child($0, "kind")), name: tree.string(tree.child($0, "name")),
          uid: tree.string(tree.child($0, "uid"))))
    }
  }

  private func readManagers(_ tree: DocumentTree, _ node: Int, into object: inout ObjectRecord) {
    tree.forEachChild(node) {
      object.managers.append(
        ObjectRecord.Manager(
          name: tree.string(tree.child($0, "manager")), operation: tree.string(tree.child($0, "operation")),
          subresource: tree.string(tree.child($0, "subresource")), time: tree.instant(tree.child($0, "time"))))
    }
  }

  // MARK: Conditions and configuration

  private func readConditions(_ tree: DocumentTree, _ status: Int, into fields: inout [String: String]) {
    guard let conditions = tree.child(status, "conditions"), tree.kind(conditions) == .list else { return }
    tree.forEachChild(conditions) { condition in
      guard let type = tree.child(condition, "type"), fields.count < FieldSelection.fieldLimit else { return }
      let path = "status.conditions." + tree.string(type)
      tree.forEachChild(condition) { part in
        if tree.hasKey(part, "status") {
          fields[path] = tree.string(part)
        } else if tree.hasKey(part, "reason") || tree.hasKey(part, "message") || tree.hasKey(part, "lastTransitionTime")
        {
          fields[path + "." + tree.key(part)] = tree.string(part)
        }
      }
    }
  }

  /// A net-attach-def keeps the configuration of the CNI plugin as JSON text: one plugin, or a chain of them, of which
  /// the one that Kube-OVN serves is read.
  private func readNetworkConfig(_ text: UnsafeRawBufferPointer, into fields: inout [String: String]) {
    guard inner.readJSON(text.bytes) else { return }
    var plugin = 0
    if let chain = inner.child(0, "plugins"), inner.kind(chain) == .list {
      var chosen: Int?
      inner.forEachChild(chain) { candidate in
        let isOurs =
          inner.isText(inner.child(candidate, "type"), "kube-ovn")
          || inner.isText(inner.child(inner.child(candidate, "ipam"), "type"), "kube-ovn")
        if chosen == nil, isOurs { chosen = candidate }
      }
      plugin = chosen ?? (inner.end(chain) > chain + 1 ? chain + 1 : 0)
    }
    let ipam = inner.child(plugin, "ipam")
    for (path, node) in [
      ("config.type", inner.child(plugin, "type")), ("config.provider", inner.child(plugin, "provider")),
      ("config.ipam.type", inner.child(ipam, "type")), ("config.ipam.provider", inner.child(ipam, "provider")),
    ] {
      if let node { fields[path] = inner.string(node) }
    }
  }
}
