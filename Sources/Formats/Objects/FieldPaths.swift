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
  private var names: [String] = []
  private var roots: [String: Int] = [:]
  private var unknownRoot = 0
  /// Path up to and with the dot before a wildcard, by the wildcard's step.
  private var prefixes: [Int: String] = [:]

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
      names.append(draft.path)
    }
    if let any = draft.children["*"] {
      step.wildcard = flatten(any)
      prefixes[step.wildcard] = draft.path + "."
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

  /// Puts the kept leaves of the object at `root` of `tree` into `fields`.
  func collect(kind: String, from tree: DocumentTree, root: Int, into fields: inout [String: String]) {
    let start = roots[kind] ?? unknownRoot
    walk(tree, root, start, nil, &fields)
  }

  /// `path` is the name so far if a wildcard made it differ from the table's.
  private func walk(
    _ tree: DocumentTree, _ node: Int, _ step: Int, _ path: String?, _ fields: inout [String: String]
  ) {
    let here = steps[step]
    switch tree.kind(node) {
    case .null: return
    case .bare, .string:
      guard here.name >= 0, fields.count < FieldSelection.fieldLimit else { return }
      fields[path ?? names[here.name]] = tree.string(node)
    case .map:
      guard here.edgeCount > 0 || here.wildcard >= 0 else { return }
      var child = node + 1
      let end = tree.end(node)
      while child < end {
        if let target = edge(from: here, tree.keyBytes(child)) {
          walk(tree, child, target, path.map { $0 + "." + tree.key(child) }, &fields)
        } else if here.wildcard >= 0, keeps(tree, child, of: node) {
          walk(tree, child, here.wildcard, prefix(path, here.wildcard) + tree.key(child), &fields)
        }
        child = tree.end(child)
      }
    case .list:
      guard here.wildcard >= 0 else { return }
      let begin = prefix(path, here.wildcard)
      var index = 0
      var child = node + 1
      let end = tree.end(node)
      while child < end, fields.count < FieldSelection.fieldLimit {
        walk(tree, child, here.wildcard, begin + String(index), &fields)
        index += 1
        child = tree.end(child)
      }
    }
  }

  /// Annotations, wherever they are, are filtered like those of the object itself.
  private func keeps(_ tree: DocumentTree, _ child: Int, of parent: Int) -> Bool {
    !tree.hasKey(parent, "annotations") || FieldSelection.keepsAnnotation(tree.keyBytes(child))
  }

  /// What stands before the wildcard's own part.
  private func prefix(_ path: String?, _ wildcard: Int) -> String {
    if let path { return path + "." }
    return prefixes[wildcard] ?? ""
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
