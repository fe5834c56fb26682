import Model

/// What logs know of a cluster: by this, dumps of another cluster are told from its own.
///
/// Names repeat between clusters (`ovn-default`, `join`, the nodes of test clusters), so only those of other Subnets and of
/// the IP objects of pods count.
public struct Kinship: Sendable {
  /// A log names the object.
  let knows: @Sendable (ResourceRef) -> Bool
  /// The logs name what exists: a dump that shows none of it is of another cluster.
  let isTelling: Bool

  /// What logs name, and whether they name all that exists, as a starting controller does.
  public init(knows: @escaping @Sendable (ResourceRef) -> Bool, isTelling: Bool) {
    (self.knows, self.isTelling) = (knows, isTelling)
  }

  /// No log was read.
  public static let none = Kinship(knows: { _ in false }, isTelling: false)

  /// How much of what a dump shows is named by the logs.
  struct Answer {
    var looked = 0
    var known = 0
    var share: Double { looked == 0 ? 0 : Double(known) / Double(looked) }
  }

  /// A dump that shows fewer objects with names of their own says nothing; of so many, more need not be asked about.
  private static let enough = 5
  private static let sample = 1000
  /// The object repeats in every cluster: it tells none from another.
  public static func isEverywhere(_ ref: ResourceRef) -> Bool {
    ref.kind == .ip && ref.name.hasPrefix("node-") || ref.name == "ovn-default" || ref.name == "join"
  }

  /// How much of a snapshot the logs name, by its first objects. O(objects).
  func answer(_ snapshot: Snapshot, _ store: ObjectStore) -> Answer {
    var answer = Answer()
    snapshot.objects.forEach { id, _ in
      let kind = store.keys[id].kind
      guard kind == .ip || kind == .subnet, answer.looked < Self.sample else { return }
      let ref = store.ref(id)
      if Self.isEverywhere(ref) { return }
      answer.looked += 1
      if knows(ref) { answer.known += 1 }
    }
    return answer
  }

  /// The dump is of another cluster, although no UID says so.
  func isStrange(_ answer: Answer) -> Bool { isTelling && answer.looked >= Self.enough && answer.known == 0 }
}
