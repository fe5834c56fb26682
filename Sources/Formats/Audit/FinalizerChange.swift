/// Tells from the body of a write whether it takes a finalizer away from the object.
enum FinalizerChange {
  /// `before` are the finalizers that the object had last, if the log showed them.
  ///
  /// Understands whole objects (PUT), merge and strategic merge patches, and JSON patches.
  static func removes(
    _ tree: DocumentTree, _ request: Int, isUpdate: Bool, subresource: String, before: [String]?
  ) -> Bool {
    if tree.kind(request) == .list { return jsonPatchRemoves(tree, request, before: before) }
    guard let metadata = tree.child(request, "metadata") else { return false }
    if tree.child(metadata, "$deleteFromPrimitiveList/finalizers") != nil { return true }
    let finalizers = tree.child(metadata, "finalizers")
    if isUpdate {
      // A PUT of a subresource leaves metadata alone. Of the object itself it says everything: what it omits goes.
      guard subresource.isEmpty else { return false }
      if let before { return lacksAny(of: before, tree, finalizers) }
      return tree.child(metadata, "deletionTimestamp") != nil && isEmpty(tree, finalizers)
    }
    guard let finalizers else { return false }
    return isEmpty(tree, finalizers) || lacksAny(of: before ?? [], tree, finalizers)
  }

  private static func jsonPatchRemoves(_ tree: DocumentTree, _ operations: Int, before: [String]?) -> Bool {
    var removes = false
    tree.forEachChild(operations) { operation in
      guard let path = tree.child(operation, "path"),
        tree.bytes(path).starts(with: "/metadata/finalizers".utf8)
      else { return }
      let value = tree.child(operation, "value")
      if tree.isText(tree.child(operation, "op"), "remove") {
        removes = true
      } else if tree.isText(tree.child(operation, "op"), "replace") || tree.isText(tree.child(operation, "op"), "add") {
        // `add` replaces the whole list when its path is the list itself.
        guard tree.isText(path, "/metadata/finalizers") else { return }
        if isEmpty(tree, value) || lacksAny(of: before ?? [], tree, value) { removes = true }
      }
    }
    return removes
  }

  private static func isEmpty(_ tree: DocumentTree, _ list: Int?) -> Bool {
    guard let list, tree.kind(list) == .list else { return true }
    return tree.end(list) == list + 1
  }

  private static func lacksAny(of before: [String], _ tree: DocumentTree, _ list: Int?) -> Bool {
    let after = tree.strings(list)
    return before.contains { !after.contains($0) }
  }
}
