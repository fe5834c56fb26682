import ByteLexing
import Model

/// Decides what a document is (object, Event, audit record, watch event, list) and hands it to the sink.
///
/// One per stream; used by one thread. Input is untrusted.
final class DocumentIntake {
  /// The tree that JSON items are read into; YAML readers fill it too.
  let tree = DocumentTree()
  private let sink: any RecordSink
  private let objects = ObjectReader()
  /// The object read last.
  private var object = PackedObject()
  private let audits: AuditReader
  private let wrapping = AuditWrapping()
  private var itemKind = ""
  private var itemVersion = ""
  private var shape: ListHeader.Shape?
  /// A list has begun and not ended, and its end would show.
  private var awaitsEnd = false

  init(_ sink: any RecordSink) {
    self.sink = sink
    audits = AuditReader(objects)
  }

  // MARK: Lists

  /// A list begins whose head, up to its items, is the document in `tree`.
  ///
  /// - Parameter endShows: something must follow the items, so that a list that was cut off can be told.
  func beginList(endShows: Bool = true) {
    let kind = tree.string(tree.child(0, "kind"))
    let version = tree.string(tree.child(0, "apiVersion"))
    let isTyped = kind.hasSuffix("List") && kind != "List"
    itemKind = isTyped ? String(kind.dropLast(4)) : ""
    itemVersion = isTyped ? version : ""
    let metadata = tree.child(0, "metadata")
    let resourceVersion = tree.number(tree.child(metadata, "resourceVersion"))
    begin(
      ListHeader(itemKind: itemKind, resourceVersion: resourceVersion, shape: isTyped ? .typedList : .list))
    noteContinuation(metadata)
    awaitsEnd = endShows
  }

  /// A page of a list says in its metadata that there is more.
  private func noteContinuation(_ metadata: Int?) {
    let remaining = tree.number(tree.child(metadata, "remainingItemCount")).flatMap { Int(exactly: $0) }
    let mark = tree.child(metadata, "continue").map { !tree.bytes($0).isEmpty } ?? false
    if mark || remaining ?? 0 > 0 { sink.listContinues(remaining: remaining) }
  }

  /// What stands behind a list's items, its metadata above all: kubectl sorts the keys.
  func takeTail(_ bytes: RawSpan) {
    guard let page = ListTail.page(bytes) else { return }
    sink.listContinues(remaining: page.remaining)
  }

  /// The head of the list in `tree` says of what kind it is.
  var headHasKind: Bool { tree.child(0, "kind") != nil }

  /// A list without any head begins.
  func beginBareList(endShows: Bool = true) {
    itemKind = ""
    itemVersion = ""
    begin(ListHeader(shape: .array))
    awaitsEnd = endShows
  }

  /// Something of the list that is open could not be read.
  func lose() { sink.listIsCut() }

  /// The stream is over.
  func finish() { if awaitsEnd { lose() } }

  /// What follows is not in a list.
  func endList() {
    itemKind = ""
    itemVersion = ""
    shape = nil
    awaitsEnd = false
  }

  private func begin(_ header: ListHeader) {
    shape = header.shape
    sink.list(header)
  }

  /// Documents that stand alone make up a list of their own, so that they do not count for the list before them.
  private func requireShape(_ wanted: ListHeader.Shape) {
    if shape == nil { begin(ListHeader(shape: wanted)) }
  }

  // MARK: Documents

  /// Reads one JSON item and hands it on. Says how its bytes were used.
  func takeJSON(_ bytes: RawSpan, at position: RecordPosition) -> ByteUse {
    tree.readJSON(bytes) ? take(0, at: position) : .notUnderstood
  }

  /// Hands on the document at `root` of `tree`.
  func take(_ root: Int, at position: RecordPosition) -> ByteUse {
    switch tree.kind(root) {
    case .list:
      if shape == nil { beginBareList() }
      return takeAll(of: root, at: position)
    case .map: return takeMap(root, change: nil, at: position)
    case .null: return .recognized
    case .bare, .string: return .notUnderstood
    }
  }

  private func takeAll(of list: Int, at position: RecordPosition) -> ByteUse {
    var uses: Set<ByteUse> = []
    tree.forEachChild(list) { child in
      if tree.kind(child) == .map { uses.insert(takeMap(child, change: nil, at: position)) }
    }
    // The items share one range of bytes; it counts as understood when any of them was.
    return uses.contains(.understood) || uses.isEmpty
      ? (uses.isEmpty ? .recognized : .understood) : (uses.contains(.recognized) ? .recognized : .notUnderstood)
  }

  private func takeMap(_ root: Int, change: WatchChange?, at position: RecordPosition) -> ByteUse {
    let kind = tree.child(root, "kind")
    if kind == nil, change == nil, let inner = tree.child(root, "object"), let type = tree.child(root, "type") {
      return takeWatchEvent(type, inner, at: position)
    }
    if AuditReader.isAudit(tree, root, fallbackVersion: itemVersion) {
      return takeAudit(tree, root, at: position)
    }
    if kind == nil, change == nil, let wrapped = wrapping.record(in: tree, root) {
      return takeAudit(wrapped.tree, wrapped.root, at: position)
    }
    if ClusterEventReader.isEvent(tree, root, fallbackKind: itemKind) {
      // Events are deleted when they expire; that is no news.
      if change == .deleted { return .recognized }
      requireShape(.documents)
      sink.clusterEvent(ClusterEventReader.read(tree, root), at: position)
      return .understood
    }
    if let kind, tree.bytes(kind).suffix(4).elementsEqual("List".utf8), let items = tree.child(root, "items") {
      return takeNestedList(root, items, at: position)
    }
    if let kind, tree.isText(kind, "Status") { return .recognized }
    guard objects.read(tree, root, fallbackKind: itemKind, fallbackVersion: itemVersion, into: &object) else {
      // Of a kind that is no API object, or nothing that Kubernetes writes.
      let isTyped = kind.map { !tree.bytes($0).isEmpty } ?? false
      return isTyped && tree.child(root, "apiVersion") != nil ? .recognized : .notUnderstood
    }
    requireShape(change == nil ? .documents : .watch)
    sink.packed(&object, change: change, at: position)
    return .understood
  }

  private func takeAudit(_ tree: DocumentTree, _ root: Int, at position: RecordPosition) -> ByteUse {
    guard let record = audits.read(tree, root) else { return .recognized }
    sink.audit(record, at: position)
    return .understood
  }

  private func takeWatchEvent(_ type: Int, _ inner: Int, at position: RecordPosition) -> ByteUse {
    guard tree.kind(inner) == .map else { return .notUnderstood }
    guard let change = WatchChange(rawValue: tree.string(type)) else {
      // Bookmarks and errors say nothing about an object.
      return tree.isText(type, "BOOKMARK") || tree.isText(type, "ERROR") ? .recognized : .notUnderstood
    }
    requireShape(.watch)
    return takeMap(inner, change: change, at: position)
  }

  /// A list that arrived as one document: in a list, in a watch, or as YAML that could not be cut.
  private func takeNestedList(_ root: Int, _ items: Int, at position: RecordPosition) -> ByteUse {
    let kind = tree.string(tree.child(root, "kind"))
    let (outerKind, outerVersion, outerShape) = (itemKind, itemVersion, shape)
    defer { (itemKind, itemVersion, shape) = (outerKind, outerVersion, outerShape) }
    let isTyped = kind != "List"
    itemKind = isTyped ? String(kind.dropLast(4)) : ""
    itemVersion = isTyped ? tree.string(tree.child(root, "apiVersion")) : ""
    let metadata = tree.child(root, "metadata")
    let resourceVersion = tree.number(tree.child(metadata, "resourceVersion"))
    begin(ListHeader(itemKind: itemKind, resourceVersion: resourceVersion, shape: isTyped ? .typedList : .list))
    noteContinuation(metadata)
    return takeAll(of: items, at: position)
  }
}
