import Model

/// What the evidence says of one field of an object.
public enum FieldAnswer: Sendable, Hashable {
  case value(String)
  /// The object was dumped whole and lacks the field, or it is empty.
  case missing
  /// No evidence shows it, and why.
  case unknown(String)
}

extension ClusterState {
  /// One field of the newest object of that name: `spec.vpc`, `metadata.name`, `metadata.labels.KEY`,
  /// `metadata.annotations.KEY`. Only fields that the kind's file keeps can be asked for.
  public func answer(_ path: String, of ref: ResourceRef) -> FieldAnswer {
    switch path {
    case "metadata.name": return .value(ref.name)
    case "metadata.namespace": return ref.namespace.isEmpty ? .missing : .value(ref.namespace)
    default: break
    }
    if let told = answer(complaint: path, of: ref) { return told }
    guard let object = content(of: ref) else { return .unknown("no evidence shows what is in it") }
    let text = text(path, of: object)
    if !text.isEmpty { return .value(text) }
    return object.isFull ? .missing : .unknown("a table does not show \(path)")
  }

  /// The values of a field with `*` for the elements of a list, in no order; `nil` if no evidence shows the object.
  public func values(_ path: String, of ref: ResourceRef) -> [String]? {
    guard let object = content(of: ref) else { return nil }
    guard let star = path.firstIndex(of: "*") else {
      let text = text(path, of: object)
      return text.isEmpty && !object.isFull ? nil : text.isEmpty ? [] : [text]
    }
    let prefix = String(path[..<star])
    var values: [String] = []
    store.each(object, .field) { name, value in
      if store.texts[name].hasPrefix(prefix) { values.append(store.texts[value]) }
    }
    return values.isEmpty && !object.isFull ? nil : values
  }

  /// All that is shown of it is a row of a table, or a description.
  public func isShownInPart(_ ref: ResourceRef) -> Bool { content(of: ref).map { !$0.isFull } ?? false }

  /// Its finalizers; `nil` if the evidence cannot show them.
  public func finalizers(of ref: ResourceRef) -> [String]? {
    guard let object = content(of: ref) else { return nil }
    var names: [String] = []
    store.each(object, .finalizer) { name, _ in names.append(store.texts[name]) }
    // `describe` shows them, a table does not.
    return names.isEmpty && !object.isFull ? nil : names
  }

  /// Objects of these kinds whose deletion was asked for. O(objects).
  public func deleting(_ kinds: Set<ResourceKind>) -> [ResourceRef] {
    book.ids.filter { id in
      guard kinds.contains(store.keys[id].kind), let life = book.last(id, store), life.gone < 0 else { return false }
      return life.deleteRequested != -1
    }.map { store.ref($0) }
  }

  /// Objects of a kind that agree in all of some fields, where none of these is missing; each group sorted, two or more.
  /// O(objects of the kind).
  public func twins(_ kind: ResourceKind, by paths: [String]) -> [[ResourceRef]] {
    var groups: [[String]: [ObjectID]] = [:]
    for id in ids(of: kind) {
      guard let life = book.last(id, store), life.gone < 0, life.content >= 0 else { continue }
      let object = store.objects[Int(life.content)]
      var key: [String] = []
      for path in paths {
        let text = text(path, of: object)
        if text.isEmpty || Masking.hides(text) { break }
        key.append(text)
      }
      if key.count == paths.count { groups[key, default: []].append(id) }
    }
    return groups.values.filter { $0.count > 1 }.map { $0.map { store.ref($0) }.sorted() }.sorted { $0[0] < $1[0] }
  }

  private func content(of ref: ResourceRef) -> StoredObject? {
    guard let id = store.find(ref), let life = book.last(id, store), life.content >= 0 else { return nil }
    return store.objects[Int(life.content)]
  }

  private func text(_ path: String, of object: StoredObject) -> String {
    for (prefix, section) in [("metadata.labels.", ObjectStore.Section.label), ("metadata.annotations.", .annotation)]
    where path.hasPrefix(prefix) {
      return store.text(object, section, String(path.dropFirst(prefix.count)))
    }
    return store.text(object, .field, path)
  }
}
