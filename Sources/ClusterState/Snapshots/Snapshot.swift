import Model

/// Objects that were dumped together, at about one time.
public struct Snapshot: Sendable {
  /// 0 for the oldest.
  public var id: Int
  /// The folder or archive it comes from, for reports.
  public var display: String
  /// `StreamInfo.id` of the streams that it was read from, in the order read.
  public var streams: [Int]
  /// Some of the snapshot is no older than this: the newest time that the cluster wrote into any of its objects. Its
  /// lists may be of different age: see `time(_:)`.
  public var notBefore: Instant?
  /// The snapshot is no newer than this, as far as file times can be believed.
  public var notAfter: Instant?
  /// Highest resourceVersion of any object in it; orders the snapshots of one cluster.
  public var resourceVersion: UInt64?
  /// What its silence about an object means, by kind.
  public var coverage: [ResourceKind: KindCoverage]

  /// Best estimate of when it was made: the file time where it is near, else the newest time inside.
  public var instant: Instant? {
    guard let notBefore else { return notAfter }
    if let notAfter, notAfter - notBefore < 10 * 60 * 1_000_000_000 { return notAfter }
    return notBefore
  }

  /// The lists of a kind are no older than this, by what they themselves show.
  public func time(_ kind: ResourceKind, namespace: String = "") -> Instant? {
    guard let coverage = coverage[kind] else { return nil }
    return coverage.times[namespace] ?? coverage.notBefore
  }

  /// It says something about a kind.
  func lists(_ kind: ResourceKind) -> Bool { coverage.index(forKey: kind) != nil }

  /// It lists all objects of a kind, at least in some namespace.
  func covers(_ kind: ResourceKind) -> Bool { coverage[kind].map { $0.scope != .partial } ?? false }

  var objects: SnapshotObjects
  /// The same streams by their place in the collector.
  var streamIndices: [Int32]
  /// When each stream was read, by the same numbers, as far as its own objects say.
  var streamTimes: [Int32: Instant]
}

/// How much of a kind a snapshot holds.
public struct KindCoverage: Sendable, Hashable {
  public var scope: Scope
  /// Why, in a few words for reports.
  public var reason: String
  /// Objects of the kind that it holds.
  public var count: Int
  /// Its lists are no older than this; `nil` if nothing in them says.
  public var notBefore: Instant?
  /// The same for namespaces that have a list of their own.
  var times: [String: Instant] = [:]
  /// Namespaces of which it shows an object of the kind, or that it was listed for.
  var namespaces: Set<String> = []
  /// Namespaces of which it lacks some, by what their workloads count.
  var short: Set<String> = []

  /// Of IP objects: Subnets that count more addresses than lists show.
  var shortSubnets: Set<TextPool.ID> = []

  /// Of IP objects, where they are not all: the Subnets of those that it holds.
  var subnets: Set<TextPool.ID> = []

  /// It lists none, and nothing shows when: before or after another list that shows some.
  var isEmptyAndUndated: Bool { count == 0 && notBefore == nil && scope != .partial }

  /// Where an object that is not in the snapshot did not exist.
  public enum Scope: Sendable, Hashable {
    /// Nowhere missing: every object of the cluster is there.
    case all
    /// Complete in these namespaces only.
    case namespaces(Set<String>)
    /// The silence means nothing.
    case partial
  }
}

/// Whether an object was there.
public enum Presence: Sendable, Hashable {
  case present
  /// Proven to be absent.
  case absent
  /// The evidence cannot say; why, in a few words for reports.
  case unknown(String)
}
