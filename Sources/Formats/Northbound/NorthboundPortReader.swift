import Model

/// Reads columns of Logical_Switch_Port rows as OVSDB writes them in JSON: a set of one is the bare value, others are
/// `["set",[…]]`, maps are `["map",[[k,v],…]]`, references `["uuid","…"]`.
enum NorthboundPortReader {
  /// Takes one column into the port; unknown columns are ignored.
  static func set(_ column: UnsafeRawBufferPointer, _ tree: DocumentTree, _ value: Int, of port: inout NorthboundPort) {
    if DocumentTree.equal(column, "name") {
      port.name = tree.string(value)
    } else if DocumentTree.equal(column, "addresses") {
      port.addresses = strings(tree, value)
    } else if DocumentTree.equal(column, "type") {
      port.type = tree.kind(value) == .string ? tree.string(value) : ""
    } else if DocumentTree.equal(column, "_uuid") {
      port.uuid = uuids(tree, value).first ?? ""
    } else if DocumentTree.equal(column, "external_ids") {
      port.externalIDs = map(tree, value)
    }
  }

  /// A set of strings.
  static func strings(_ tree: DocumentTree, _ value: Int) -> [String] {
    if tree.kind(value) == .string { return [tree.string(value)] }
    guard let elements = tagged(tree, value, "set") else { return [] }
    return tree.strings(elements)
  }

  /// A set of references.
  static func uuids(_ tree: DocumentTree, _ value: Int) -> [String] {
    if let single = tagged(tree, value, "uuid") { return [tree.string(single)] }
    guard let elements = tagged(tree, value, "set") else { return [] }
    var out: [String] = []
    tree.forEachChild(elements) { if let uuid = tagged(tree, $0, "uuid") { out.append(tree.string(uuid)) } }
    return out
  }

  /// A map of strings.
  static func map(_ tree: DocumentTree, _ value: Int) -> [String: String] {
    guard let pairs = tagged(tree, value, "map") else { return [:] }
    var out: [String: String] = [:]
    tree.forEachChild(pairs) { pair in
      guard tree.kind(pair) == .list, tree.end(pair) == pair + 3 else { return }
      out[tree.string(pair + 1)] = tree.string(pair + 2)
    }
    return out
  }

  /// The second element of `[tag, x]`.
  private static func tagged(_ tree: DocumentTree, _ value: Int, _ tag: StaticString) -> Int? {
    guard tree.kind(value) == .list, tree.end(value) > value + 2, tree.kind(value + 1) == .string,
      tree.isText(value + 1, tag)
    else { return nil }
    return value + 2
  }
}
