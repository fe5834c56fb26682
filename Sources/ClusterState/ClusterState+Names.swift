import Model

/// What the evidence calls things, for who has to know all names of it.
extension ClusterState {
  /// Every object that any evidence names, in no order. O(objects).
  public var named: [ResourceRef] { (0..<store.keys.count).map { store.ref(ObjectID($0)) } }

  /// Every user that asked for something, in no order. O(turns).
  public var users: [String] { Set(book.milestones.map(\.actor)).map { store.texts[$0] }.filter { !$0.isEmpty } }

  /// Calls `body` with every field that is kept of any object: the object's kind, path and value. O(fields).
  public func eachField(_ body: (ResourceKind, String, String) -> Void) {
    for object in store.objects {
      let kind = store.keys[object.id].kind
      store.each(object, .field) { body(kind, store.texts[$0], store.texts[$1]) }
      store.each(object, .owner) { body(ResourceKind(apiKind: store.texts[$0]), "metadata.name", store.texts[$1]) }
    }
  }

  /// Calls `body` with every text of the evidence's Events that names something: an object's kind, namespace and name,
  /// and the message. O(events).
  public func eachEvent(_ body: (ResourceRef, String) -> Void) {
    for entry in events.entries {
      let record = entry.record
      let namespace = record.involvedNamespace.isEmpty ? record.namespace : record.involvedNamespace
      body(
        ResourceRef(ResourceKind(apiKind: record.involvedKind), namespace: namespace, name: record.involvedName),
        record.message)
    }
  }

  /// The UIDs of all objects, in no order. O(objects).
  public var uids: [String] { store.objects.map { store.text($0.uid) }.filter { !$0.isEmpty } }
}
