import ByteLexing
import CSimdJSON
import Model

/// One document (an object, an audit record, a transaction) as a flat array of nodes over one text buffer.
///
/// JSON and YAML readers fill the same tree, so everything that interprets documents is written once. Memory is kept
/// for the next document; a tree is used by one thread. Input is untrusted: nodes and depth are limited.
final class DocumentTree {
  /// Deepest nesting that is read; Kubernetes objects stay below 40.
  static let depthLimit: UInt32 = 200
  /// Largest document in bytes, whatever limit is asked for: offsets have 32 bits.
  static let sizeLimit = 256 << 20
  /// Most values in one document; 24 bytes each.
  static let nodeLimit = 2 << 20

  /// What a node is.
  enum Kind: UInt32 {
    case null = 0
    case bare = 1
    case string = 2
    case map = 3
    case list = 4
  }

  /// Number of nodes; node 0 is the root.
  private(set) var count = 0
  private var nodes: UnsafeMutablePointer<csimdjson_node>
  private var nodeCapacity = 4096
  private var text: UnsafeMutableRawBufferPointer
  private var textCount = 0
  private let parser: OpaquePointer?
  /// Bytes of the document itself, and of what its aliases copied.
  private var sourceCount = 0
  private var copied = 0
  /// Bytes that aliases may copy in any document, however short.
  private static let copyLimit = 4 << 10

  init() {
    nodes = .allocate(capacity: nodeCapacity)
    text = .allocate(byteCount: 64 << 10, alignment: 64)
    parser = csimdjson_parser_new()
  }

  deinit {
    nodes.deallocate()
    text.deallocate()
    csimdjson_parser_free(parser)
  }

  // MARK: Reading JSON

  /// Reads `bytes`, which must be one JSON object or array. False if it is malformed, too deep or too large.
  func readJSON(_ bytes: RawSpan) -> Bool {
    if readValidJSON(bytes) { return true }
    guard lastError == CSIMDJSON_BAD_UTF8 else { return false }
    // One bad byte in an annotation must not cost the object: it is read again with U+FFFD in its place.
    let repaired = Array(bytes.text.utf8)
    return readValidJSON(repaired.span.bytes)
  }

  private var lastError = CSIMDJSON_OK

  private func readValidJSON(_ bytes: RawSpan) -> Bool {
    let padding = csimdjson_padding()
    reset(reserving: bytes.byteCount * 2 + padding)
    bytes.withUnsafeBytes { text.copyMemory(from: $0) }
    guard let parser, let buffer = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    while true {
      var found = 0
      let code = csimdjson_read(parser, buffer, bytes.byteCount, Self.depthLimit, nodes, nodeCapacity, &found)
      lastError = Int(code)
      if code == CSIMDJSON_OK {
        count = found
        textCount = text.count
        return true
      }
      guard code == CSIMDJSON_NODES_FULL, nodeCapacity < Self.nodeLimit else { return false }
      count = 0
      growNodes()
    }
  }

  // MARK: Building from another reader

  /// Empties the tree and makes `source` the beginning of its text, so that values can be ranges of it.
  func begin(with source: RawSpan) {
    reset(reserving: source.byteCount + 4096)
    source.withUnsafeBytes { text.copyMemory(from: $0) }
    textCount = source.byteCount
    (sourceCount, copied) = (source.byteCount, 0)
  }

  /// Appends text that is not in the source as it stands (unescaped, folded) and returns where it begins.
  func append(text bytes: UnsafeRawBufferPointer) -> Int {
    let start = textCount
    reserveText(start + bytes.count)
    UnsafeMutableRawBufferPointer(rebasing: text[start...]).copyMemory(from: bytes)
    textCount += bytes.count
    return start
  }

  /// Appends a node and returns its index, or `nil` when the document has too many.
  func append(_ kind: Kind, key: Range<Int>, text range: Range<Int>) -> Int? {
    if count == nodeCapacity {
      guard nodeCapacity < Self.nodeLimit else { return nil }
      growNodes()
    }
    nodes[count] = csimdjson_node(
      key: UInt32(key.lowerBound), keyLength: UInt32(key.count), text: UInt32(range.lowerBound),
      textLength: UInt32(range.count), end: UInt32(count + 1), kind: kind.rawValue)
    count += 1
    return count - 1
  }

  /// Marks that everything appended since belongs to the container `index`.
  func close(_ index: Int) { nodes[check(index)].end = UInt32(count) }

  /// Appends a copy of the subtree `index` under another key (a YAML alias). False when the copies of this document would
  /// be out of proportion to what it says itself: people abbreviate with aliases, bombs are made of them.
  func appendCopy(of index: Int, key: Range<Int>) -> Bool {
    let end = self.end(index)
    var size = 0
    for source in index..<end { size += 24 + Int(nodes[source].keyLength) + Int(nodes[source].textLength) }
    copied += size
    guard count + (end - index) <= Self.nodeLimit, copied <= Self.copyLimit + 4 * sourceCount else { return false }
    let shift = count - index
    for source in index..<end {
      if count == nodeCapacity { growNodes() }
      var node = nodes[source]
      node.end += UInt32(shift)
      nodes[count] = node
      count += 1
    }
    nodes[index + shift].key = UInt32(key.lowerBound)
    nodes[index + shift].keyLength = UInt32(key.count)
    return true
  }

  private func reset(reserving bytes: Int) {
    count = 0
    textCount = 0
    reserveText(bytes)
  }

  private func reserveText(_ bytes: Int) {
    guard bytes > text.count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes, text.count * 2), alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: text[0..<textCount]))
    text.deallocate()
    text = larger
  }

  private func growNodes() {
    let larger = UnsafeMutablePointer<csimdjson_node>.allocate(capacity: nodeCapacity * 2)
    larger.update(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    nodeCapacity *= 2
  }

  @inline(__always)
  private func check(_ index: Int) -> Int {
    precondition(index >= 0 && index < count)
    return index
  }
}

// MARK: Looking at a tree

extension DocumentTree {
  /// Kind of a node.
  @inline(__always)
  func kind(_ index: Int) -> Kind { Kind(rawValue: nodes[check(index)].kind) ?? .null }

  /// Index just after the node's last descendant; for a child, where its next sibling is.
  @inline(__always)
  func end(_ index: Int) -> Int { Int(nodes[check(index)].end) }

  /// Bytes of the node's scalar text. Valid until the tree reads the next document.
  @inline(__always)
  func bytes(_ index: Int) -> UnsafeRawBufferPointer {
    let node = nodes[check(index)]
    return UnsafeRawBufferPointer(rebasing: text[Int(node.text)..<Int(node.text) + Int(node.textLength)])
  }

  /// Bytes of the node's key in its map; empty for elements of lists.
  @inline(__always)
  func keyBytes(_ index: Int) -> UnsafeRawBufferPointer {
    let node = nodes[check(index)]
    return UnsafeRawBufferPointer(rebasing: text[Int(node.key)..<Int(node.key) + Int(node.keyLength)])
  }

  /// True if the node's key is `name`.
  @inline(__always)
  func hasKey(_ index: Int, _ name: StaticString) -> Bool { Self.equal(keyBytes(index), name) }

  /// True if the node is a scalar with exactly this text.
  func isText(_ index: Int?, _ text: StaticString) -> Bool {
    guard let index else { return false }
    return Self.equal(bytes(index), text)
  }

  /// The child of map `index` with this key.
  func child(_ index: Int, _ name: StaticString) -> Int? {
    guard kind(index) == .map else { return nil }
    var at = index + 1
    let end = self.end(index)
    while at < end {
      if hasKey(at, name) { return at }
      at = self.end(at)
    }
    return nil
  }

  /// The child of `index`, if there is an `index`; for chains.
  func child(_ index: Int?, _ name: StaticString) -> Int? { index.flatMap { child($0, name) } }

  /// Calls `body` with the index of each child of a container.
  @inline(__always)
  func forEachChild(_ index: Int, _ body: (Int) -> Void) {
    guard kind(index) == .map || kind(index) == .list else { return }
    var at = index + 1
    let end = self.end(index)
    while at < end {
      body(at)
      at = self.end(at)
    }
  }

  /// The scalar's text; empty for null, containers and what is missing.
  func string(_ index: Int?) -> String {
    guard let index else { return "" }
    return String(decoding: bytes(index), as: UTF8.self)
  }

  /// The node's key.
  func key(_ index: Int) -> String { String(decoding: keyBytes(index), as: UTF8.self) }

  /// The scalar as an RFC 3339 time.
  func instant(_ index: Int?) -> Instant? {
    guard let index else { return nil }
    return parseRFC3339(bytes(index).bytes).map { Instant(nanoseconds: $0) }
  }

  /// The scalar as an unsigned number.
  func number(_ index: Int?) -> UInt64? {
    guard let index else { return nil }
    let digits = bytes(index)
    guard !digits.isEmpty, digits.count <= 20 else { return nil }
    var value: UInt64 = 0
    for byte in digits {
      guard byte &- 48 < 10 else { return nil }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowed) = scaled.addingReportingOverflow(UInt64(byte - 48))
      if overflow || overflowed { return nil }
      value = sum
    }
    return value
  }

  /// The scalars of a list.
  func strings(_ index: Int?) -> [String] {
    guard let index, kind(index) == .list else { return [] }
    var out: [String] = []
    forEachChild(index) { out.append(string($0)) }
    return out
  }

  /// True if `bytes` are the text of `literal`.
  @inline(__always)
  static func equal(_ bytes: UnsafeRawBufferPointer, _ literal: StaticString) -> Bool {
    guard bytes.count == literal.utf8CodeUnitCount else { return false }
    for i in 0..<bytes.count where bytes[i] != literal.utf8Start[i] { return false }
    return true
  }
}
