import ByteLexing
import Model

/// Reads a Kubernetes object out of a document tree. Used by one thread; input is untrusted.
final class ObjectReader {
  private let paths = FieldPaths.standard
  private let inner = DocumentTree()
  /// Where the paths of the last object's kind begin; lists hold objects of one kind.
  private var lastKind: [UInt8] = []
  private var lastStart = -1

  /// The object at `root` with texts, or `nil` if it is none.
  func record(_ tree: DocumentTree, _ root: Int) -> ObjectRecord? {
    var object = PackedObject()
    return read(tree, root, fallbackKind: "", fallbackVersion: "", into: &object) ? object.record : nil
  }

  /// Reads the object at `root`; false if it is none. `fallbackKind` is what the list says its items are.
  ///
  /// Items of lists that Go clients wrote have no kind of their own, and the list's may come after them: then the kind
  /// is guessed from the fields.
  func read(
    _ tree: DocumentTree, _ root: Int, fallbackKind: String, fallbackVersion: String, into object: inout PackedObject
  ) -> Bool {
    object.reset()
    guard tree.kind(root) == .map, let metadata = tree.child(root, "metadata"), tree.kind(metadata) == .map
    else { return false }
    var spec: Int?
    var status: Int?
    tree.forEachChild(root) { child in
      let key = tree.keyBytes(child)
      switch key.count {
      case 4 where DocumentTree.equal(key, "kind"): object.kind = object.append(tree.bytes(child))
      case 4 where DocumentTree.equal(key, "spec"): spec = child
      case 6 where DocumentTree.equal(key, "status"): status = child
      case 10 where DocumentTree.equal(key, "apiVersion"): object.apiVersion = object.append(tree.bytes(child))
      default: break
      }
    }
    if object.kind.isEmpty {
      object.kind = object.append(!fallbackKind.isEmpty ? fallbackKind : KindGuess.kind(tree, root))
    }
    if object.apiVersion.isEmpty { object.apiVersion = object.append(fallbackVersion) }
    readMetadata(tree, metadata, into: &object)
    guard !object.name.isEmpty, !object.kind.isEmpty else { return false }
    paths.collect(start(object), from: tree, root: root, into: &object)
    if let status { readConditions(tree, status, into: &object) }
    if let config = tree.child(spec, "config"), lastKind.elementsEqual("NetworkAttachmentDefinition".utf8) {
      readNetworkConfig(tree.bytes(config), into: &object)
    }
    return true
  }

  private func start(_ object: PackedObject) -> Int {
    let isSame = object.withBytes { bytes in
      bytes[Int(object.kind.start)..<Int(object.kind.start) + Int(object.kind.count)].elementsEqual(lastKind)
    }
    if !isSame || lastStart < 0 {
      let kind = object.string(object.kind)
      lastKind = Array(kind.utf8)
      lastStart = paths.start(kind)
    }
    return lastStart
  }

  // MARK: Metadata

  private func readMetadata(_ tree: DocumentTree, _ metadata: Int, into object: inout PackedObject) {
    var at = metadata + 1
    let end = tree.end(metadata)
    while at < end {
      let child = at
      at = tree.end(at)
      let key = tree.keyBytes(child)
      switch key.count {
      case 3 where DocumentTree.equal(key, "uid"): object.uid = object.append(tree.bytes(child))
      case 4 where DocumentTree.equal(key, "name"): object.name = object.append(tree.bytes(child))
      case 6 where DocumentTree.equal(key, "labels"): readMap(.label, tree, child, into: &object)
      case 9 where DocumentTree.equal(key, "namespace"): object.namespace = object.append(tree.bytes(child))
      case 10 where DocumentTree.equal(key, "finalizers"): readFinalizers(tree, child, into: &object)
      case 11 where DocumentTree.equal(key, "annotations"): readMap(.annotation, tree, child, into: &object)
      case 13 where DocumentTree.equal(key, "managedFields"): readManagers(tree, child, into: &object)
      case 15 where DocumentTree.equal(key, "resourceVersion"): object.resourceVersion = tree.number(child)
      case 15 where DocumentTree.equal(key, "ownerReferences"): readOwners(tree, child, into: &object)
      case 17 where DocumentTree.equal(key, "creationTimestamp"): object.created = time(tree, child)
      case 17 where DocumentTree.equal(key, "deletionTimestamp"): object.deletion = time(tree, child)
      case 26 where DocumentTree.equal(key, "deletionGracePeriodSeconds"):
        object.grace = tree.number(child).flatMap { Int(exactly: $0) }
      default: break
      }
    }
  }

  private func time(_ tree: DocumentTree, _ node: Int?) -> Int64 {
    tree.instant(node)?.nanoseconds ?? PackedObject.noTime
  }

  private func readMap(
    _ section: PackedObject.Section, _ tree: DocumentTree, _ node: Int, into object: inout PackedObject
  ) {
    tree.forEachChild(node) { child in
      let key = tree.keyBytes(child)
      if section == .annotation, !FieldSelection.keepsAnnotation(key) { return }
      let name = object.append(key)
      object.add(section, name, object.append(tree.bytes(child)))
    }
  }

  private func readFinalizers(_ tree: DocumentTree, _ node: Int, into object: inout PackedObject) {
    guard tree.kind(node) == .list else { return }
    tree.forEachChild(node) { object.add(.finalizer, object.append(tree.bytes($0)), PackedObject.Text()) }
  }

  private func readOwners(_ tree: DocumentTree, _ node: Int, into object: inout PackedObject) {
    tree.forEachChild(node) { owner in
      func text(_ key: StaticString) -> PackedObject.Text {
        tree.child(owner, key).map { object.append(tree.bytes($0)) } ?? PackedObject.Text()
      }
      let kind = text("kind")
      object.add(.owner, kind, text("name"))
      object.add(.ownerUID, kind, text("uid"))
    }
  }

  private func readManagers(_ tree: DocumentTree, _ node: Int, into object: inout PackedObject) {
    tree.forEachChild(node) { entry in
      func text(_ key: StaticString) -> PackedObject.Text {
        tree.child(entry, key).map { object.append(tree.bytes($0)) } ?? PackedObject.Text()
      }
      object.add(
        PackedObject.Manager(
          name: text("manager"), operation: text("operation"), subresource: text("subresource"),
          time: time(tree, tree.child(entry, "time"))))
    }
  }

  // MARK: Conditions and configuration

  private func readConditions(_ tree: DocumentTree, _ status: Int, into object: inout PackedObject) {
    guard let conditions = tree.child(status, "conditions"), tree.kind(conditions) == .list else { return }
    var path = Array("status.conditions.".utf8)
    let length = path.count
    tree.forEachChild(conditions) { condition in
      guard let type = tree.child(condition, "type"), object.fieldCount < FieldSelection.fieldLimit else { return }
      path.append(contentsOf: tree.bytes(type))
      tree.forEachChild(condition) { part in
        if tree.hasKey(part, "status") {
          object.add(.field, object.append(path), object.append(tree.bytes(part)))
        } else if tree.hasKey(part, "reason") || tree.hasKey(part, "message") || tree.hasKey(part, "lastTransitionTime")
        {
          let key = object.append(path + [UInt8(ascii: ".")] + Array(tree.keyBytes(part)))
          object.add(.field, key, object.append(tree.bytes(part)))
        }
      }
      path.removeLast(path.count - length)
    }
  }

  /// A net-attach-def keeps the configuration of the CNI plugin as JSON text: one plugin, or a chain of them, of which
  /// the one that Kube-OVN serves is read.
  private func readNetworkConfig(_ text: UnsafeRawBufferPointer, into object: inout PackedObject) {
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
      if let node { object.add(.field, object.append(path), object.append(inner.bytes(node))) }
    }
  }
}
