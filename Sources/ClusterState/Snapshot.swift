import Model

/// What one dump, or one folder of dumps, shows: the objects of the cluster at about one moment.
public struct Snapshot: Sendable {
  /// What the streams of the snapshot have in common: their folder, or the archive they came in.
  public var group: String
  /// Newest of each object, by reference.
  public internal(set) var objects: [ResourceRef: Known] = [:]
  /// Highest resource version seen; orders snapshots of one cluster.
  public internal(set) var version: UInt64 = 0
  /// Newest time that anything in the snapshot names: it was taken then or later.
  public internal(set) var notBefore: Instant?
  /// Kinds of which a list is part of the snapshot, each with the namespaces that were listed.
  var lists: [ResourceKind: Listing] = [:]

  /// An object and where it stands.
  public struct Known: Sendable {
    public var object: ObjectRecord
    public var stream: Int
    public var position: RecordPosition
  }

  /// How much of a kind was listed.
  struct Listing: Sendable {
    /// The whole cluster, as far as can be told.
    var isWhole = false
    var namespaces: Set<String> = []
    var count = 0
  }

  init(group: String) { self.group = group }

  /// Whether an object is in the snapshot; absent only if a list that would show it is.
  public func presence(of ref: ResourceRef) -> Presence {
    if let known = objects[ref] { return .present(known) }
    guard let listing = lists[ref.kind] else { return .unknown("no list of \(ref.kind.apiKind) objects") }
    if listing.isWhole || (!ref.namespace.isEmpty && listing.namespaces.contains(ref.namespace)) { return .absent }
    // What lives in a namespace ends with it.
    if !ref.namespace.isEmpty, case .absent = presence(of: ResourceRef(.namespace, name: ref.namespace)) { return .absent }
    return .unknown("the list of \(ref.kind.apiKind) objects does not show namespace \(ref.namespace)")
  }
}

/// Whether an object exists, as far as a snapshot can tell.
public enum Presence: Sendable {
  case present(Snapshot.Known)
  case absent
  /// Not to be told, and why.
  case unknown(String)
}
