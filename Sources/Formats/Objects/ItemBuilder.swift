import ByteLexing
import Model

/// Takes the parts of one item in the order of its text, whatever the syntax, and keeps what an `ObjectRecord`,
/// `AuditRecord` or `ClusterEventRecord` needs. Untrusted input; everything kept is bounded.
final class ItemBuilder {
  /// Longest scalar that is kept, bytes.
  static let scalarLimit = 16 << 10
  /// Most fields, labels, annotations or list entries kept of one item.
  static let entryLimit = 2048

  private(set) var object = ObjectRecord()
  /// Fields outside the object: of a watch entry, an audit record, or an Event.
  private(set) var outer: [String: String] = [:]
  private(set) var requestFinalizers: Int?
  private(set) var hasObject = false

  /// Bytes of the current path, components joined by a zero byte, and where each begins.
  private var path: [UInt8] = []
  private var starts: [Int] = []
  private enum Level {
    case map
    case sequence(Int)
  }
  private var levels: [Level] = []
  /// Number of components that lead to the object: 0, or 1 below `object` or `responseObject`.
  private var base = 0
  private var prefixes: [[UInt8]]?

  /// Forgets everything, for the next item.
  func reset() {
    object = ObjectRecord()
    outer = [:]
    requestFinalizers = nil
    hasObject = false
    path.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    levels.removeAll(keepingCapacity: true)
    base = 0
    prefixes = nil
  }

  /// The item's outermost map or sequence has ended.
  var isComplete: Bool { levels.isEmpty }

  func beginMap() {
    enterElement()
    levels.append(.map)
  }

  func endMap() {
    if !levels.isEmpty { levels.removeLast() }
    popValue()
  }

  func beginSequence() {
    enterElement()
    if component(0) == "requestObject", matches(["requestObject", "metadata", "finalizers"]) { requestFinalizers = 0 }
    levels.append(.sequence(0))
  }

  func endSequence() {
    if !levels.isEmpty { levels.removeLast() }
    popValue()
  }

  /// True if the value of this key is of no use and can be left out.
  func key(_ text: UnsafeRawBufferPointer) -> Bool {
    push(text)
    let skip = text.count == 8 && text.elementsEqual("fieldsV1".utf8)
    if skip { popValue() }
    if starts.count == 1, text.elementsEqual("object".utf8) || text.elementsEqual("responseObject".utf8) { base = 1 }
    return skip
  }

  func scalar(_ text: UnsafeRawBufferPointer) {
    enterElement()
    if text.count <= Self.scalarLimit { keep(text) }
    popValue()
  }

  // MARK: Path

  /// In a sequence, the element's number is its path component.
  private func enterElement() {
    guard case .sequence(let n)? = levels.last else { return }
    levels[levels.count - 1] = .sequence(n + 1)
    var digits = String(n)
    digits.withUTF8 { push(UnsafeRawBufferPointer($0)) }
  }

  private func push(_ text: UnsafeRawBufferPointer) {
    starts.append(path.count)
    path.append(contentsOf: text.prefix(256))
    path.append(0)
  }

  private func popValue() {
    guard let start = starts.popLast() else { return }
    path.removeLast(path.count - start)
  }

  private func bytes(_ i: Int) -> ArraySlice<UInt8> {
    guard i < starts.count else { return [] }
    return path[starts[i]..<(i + 1 < starts.count ? starts[i + 1] : path.count) - 1]
  }

  private func component(_ i: Int) -> String { String(decoding: bytes(i), as: UTF8.self) }

  private func matches(_ words: [StaticString]) -> Bool {
    guard starts.count == words.count else { return false }
    for (i, word) in words.enumerated() where !equals(bytes(i), word) { return false }
    return true
  }

  private func equals(_ a: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
    a.count == word.utf8CodeUnitCount && zip(a, UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)).allSatisfy { $0 == $1 }
  }

  // MARK: Keeping

  private func keep(_ text: UnsafeRawBufferPointer) {
    let depth = starts.count - base
    guard depth > 0 else { return }
    if equals(bytes(0), "requestObject") { return keepOuter(text) }
    if base == 1, !equals(bytes(0), "object"), !equals(bytes(0), "responseObject") { return keepOuter(text) }
    let top = bytes(base)
    if depth <= 2, !equals(top, "metadata"), !equals(top, "spec"), !equals(top, "status") { keepOuter(text) }
    if depth == 1 {
      if equals(bytes(base), "kind") { object.kind = string(text); prefixes = FieldSelection.prefixes(for: object.kind) }
      if equals(bytes(base), "apiVersion") { object.apiVersion = string(text) }
    } else if equals(bytes(base), "metadata") {
      keepMetadata(text, depth)
    } else if equals(bytes(base), "spec") || equals(bytes(base), "status") {
      keepField(text)
    }
    hasObject = true
  }

  private func keepOuter(_ text: UnsafeRawBufferPointer) {
    if component(0) == "requestObject" {
      if starts.count == 4, equals(bytes(2), "finalizers") { requestFinalizers = (requestFinalizers ?? 0) + 1 }
      if matches(["requestObject", "metadata", "finalizers"]), text.isEmpty { requestFinalizers = 0 }
      return
    }
    guard outer.count < Self.entryLimit, starts.count <= 3 else { return }
    outer[(0..<starts.count).map(component).joined(separator: ".")] = string(text)
  }

  private func keepMetadata(_ text: UnsafeRawBufferPointer, _ depth: Int) {
    let word = bytes(base + 1)
    if depth == 2 {
      if equals(word, "name") { object.name = string(text) }
      if equals(word, "namespace") { object.namespace = string(text) }
      if equals(word, "uid") { object.uid = string(text) }
      if equals(word, "resourceVersion") { object.resourceVersion = UInt64(string(text)) }
      if equals(word, "creationTimestamp") { object.created = instant(text) }
      if equals(word, "deletionTimestamp") { object.deletionRequested = instant(text) }
      if equals(word, "deletionGracePeriodSeconds") { object.deletionGraceSeconds = Int(string(text)) }
    } else if equals(word, "labels"), depth == 3, object.labels.count < Self.entryLimit {
      object.labels[component(base + 2)] = string(text)
    } else if equals(word, "annotations"), depth == 3, object.annotations.count < Self.entryLimit {
      let name = component(base + 2)
      if name.contains("kubernetes.io"), name != "kubectl.kubernetes.io/last-applied-configuration" { object.annotations[name] = string(text) }
      if name.contains("k8s.cni.cncf.io") { object.annotations[name] = string(text) }
    } else if equals(word, "finalizers"), object.finalizers.count < 64 {
      object.finalizers.append(string(text))
    } else if equals(word, "ownerReferences"), depth == 4, let index = Int(component(base + 2)), index < 64 {
      while object.owners.count <= index { object.owners.append(.init(kind: "", name: "", uid: "")) }
      if equals(bytes(base + 3), "kind") { object.owners[index].kind = string(text) }
      if equals(bytes(base + 3), "name") { object.owners[index].name = string(text) }
      if equals(bytes(base + 3), "uid") { object.owners[index].uid = string(text) }
    } else if equals(word, "managedFields"), depth == 4, let index = Int(component(base + 2)), index < 64 {
      while object.managers.count <= index { object.managers.append(.init(name: "", operation: "", subresource: "", time: nil)) }
      if equals(bytes(base + 3), "manager") { object.managers[index].name = string(text) }
      if equals(bytes(base + 3), "operation") { object.managers[index].operation = string(text) }
      if equals(bytes(base + 3), "subresource") { object.managers[index].subresource = string(text) }
      if equals(bytes(base + 3), "time") { object.managers[index].time = instant(text) }
    }
  }

  private func keepField(_ text: UnsafeRawBufferPointer) {
    guard object.fields.count < Self.entryLimit else { return }
    let begin = starts[base]
    let dotted = path[begin..<path.count - 1].map { $0 == 0 ? UInt8(ascii: ".") : $0 }
    if let prefixes, !prefixes.contains(where: { dotted.starts(with: $0) }) { return }
    object.fields[String(decoding: dotted, as: UTF8.self)] = string(text)
  }

  private func string(_ text: UnsafeRawBufferPointer) -> String { String(decoding: text, as: UTF8.self) }

  private func instant(_ text: UnsafeRawBufferPointer) -> Instant? { parseRFC3339(text).map { Instant(nanoseconds: $0) } }
}
