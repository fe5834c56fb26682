import Model

/// `FieldSelection.table` made ready for matching against document trees: all paths as one trie in flat arrays.
struct FieldPaths {
  /// The table's paths.
  static let standard = FieldPaths(FieldSelection.table, unknown: FieldSelection.unknownKind)

  private struct Edge {
    var key: Int
    var keyLength: Int
    var target: Int
  }
  private struct Step {
    var firstEdge = 0
    var edgeCount = 0
    var wildcard = -1
    /// Index in `names` if a path ends here, else -1.
    var name = -1
  }
  /// Used while the trie is made.
  private final class Draft {
    var children: [String: Draft] = [:]
    var path = ""
    var isEnd = false
  }

  private var steps: [Step] = []
  private var edges: [Edge] = []
  private var keys: [UInt8] = []
  private var names: [[UInt8]] = []
  private var roots: [String: Int] = [:]
  private var unknownRoot = 0
  /// Path up to and with the dot before a wildcard, by the wildcard's step.
  private var prefixes: [Int: [UInt8]] = [:]

  init(_ table: [String: [String]], unknown: [String]) {
    unknownRoot = add(unknown)
    for kind in table.keys.sorted() { roots[kind] = add(table[kind] ?? []) }
  }

  private mutating func add(_ paths: [String]) -> Int {
    let root = Draft()
    for path in paths {
      var draft = root
      for part in path.split(separator: ".") {
        let key = String(part)
        if let next = draft.children[key] {
          draft = next
        } else {
          let next = Draft()
          next.path = draft.path.isEmpty ? key : draft.path + "." + key
          draft.children[key] = next
          draft = next
        }
      }
      draft.isEnd = true
    }
    return flatten(root)
  }

  private mutating func flatten(_ draft: Draft) -> Int {
    let index = steps.count
    steps.append(Step())
    var step = Step()
    if draft.isEnd {
      step.name = names.count
      names.append(Array(draft.path.utf8))
    }
    if let any = draft.children["*"] {
      step.wildcard = flatten(any)
      prefixes[step.wildcard] = Array((draft.path + ".").utf8)
    }
    var own: [Edge] = []
    for key in draft.children.keys.sorted() where key != "*" {
      guard let child = draft.children[key] else { continue }
      let start = keys.count
      keys += Array(key.utf8)
      own.append(Edge(key: start, keyLength: key.utf8.count, target: flatten(child)))
    }
    step.firstEdge = edges.count
    step.edgeCount = own.count
    edges += own
    steps[index] = step
    return index
  }

  /// Where the paths of a kind begin.
  func start(_ kind: String) -> Int { roots[kind] ?? unknownRoot }

  /// Puts the kept leaves of the object at `root` of `tree` into `object`; `start` is where the paths of its kind begin.
  func collect(_ start: Int, from tree: DocumentTree, root: Int, into object: inout PackedObject) {
    var path: [UInt8] = []
    walk(tree, root, start, isNamed: true, &path, &object)
  }

  /// `path` is the name so far if a wildcard made it differ from the table's, which is when `isNamed` is false.
  private func walk(
    _ tree: DocumentTree, _ node: Int, _ step: Int, isNamed: Bool, _ path: inout [UInt8], _ object: inout PackedObject
  ) {
    let here = steps[step]
    switch tree.kind(node) {
    case .null: return
    case .bare, .string:
      guard here.name >= 0, object.fieldCount < FieldSelection.fieldLimit else { return }
      let key = object.append(isNamed ? names[here.name] : path)
      object.add(.field, key, object.append(tree.bytes(node)))
    case .map:
      guard here.edgeCount > 0 || here.wildcard >= 0 else { return }
      let length = path.count
      var child = node + 1
      let end = tree.end(node)
      while child < end {
        if let target = edge(from: here, tree.keyBytes(child)) {
          if !isNamed {
            path.append(UInt8(ascii: "."))
            path.append(contentsOf: tree.keyBytes(child))
          }
          walk(tree, child, target, isNamed: isNamed, &path, &object)
        } else if here.wildcard >= 0, keeps(tree, child, of: node) {
          extend(&path, isNamed, here.wildcard)
          path.append(contentsOf: tree.keyBytes(child))
          walk(tree, child, here.wildcard, isNamed: false, &path, &object)
        }
        path.removeLast(path.count - length)
        child = tree.end(child)
      }
    case .list:
      guard here.wildcard >= 0 else { return }
      let length = path.count
      var index = 0
      var child = node + 1
      let end = tree.end(node)
      while child < end, object.fieldCount < FieldSelection.fieldLimit {
        extend(&path, isNamed, here.wildcard)
        if index < 10 {
          path.append(UInt8(ascii: "0") + UInt8(index))
        } else {
          path.append(contentsOf: String(index).utf8)
        }
        walk(tree, child, here.wildcard, isNamed: false, &path, &object)
        path.removeLast(path.count - length)
        index += 1
        child = tree.end(child)
      }
    }
  }

  /// Annotations, wherever they are, are filtered like those of the object itself.
  private func keeps(_ tree: DocumentTree, _ child: Int, of parent: Int) -> Bool {
    !tree.hasKey(parent, "annotations") || FieldSelection.keepsAnnotation(tree.keyBytes(child))
  }

  /// Puts what stands before the wildcard's own part into `path`.
  private func extend(_ path: inout [UInt8], _ isNamed: Bool, _ wildcard: Int) {
    if isNamed { path = prefixes[wildcard] ?? [] } else { path.append(UInt8(ascii: ".")) }
  }

  private func edge(from step: Step, _ key: UnsafeRawBufferPointer) -> Int? {
    for index in step.firstEdge..<step.firstEdge + step.edgeCount {
      let edge = edges[index]
      guard edge.keyLength == key.count else { continue }
      var same = true
      for i in 0..<key.count where keys[edge.key + i] != key[i] {
        same = false
        break
      }
      if same { return edge.target }
    }
    return nil
  }
}
