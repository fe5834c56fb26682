import Model

/// Something of which the state can say neither that it is as it should be nor that it is not.
public struct OpenQuestion: Sendable {
  public var ref: ResourceRef
  public var matter: Matter
  /// Why it is open, in one phrase.
  public var reason: String
  /// The pod, machine or other owner that decides, where one does.
  public var owner: ResourceRef?

  /// A question about `ref`.
  public init(ref: ResourceRef, matter: Matter, reason: String, owner: ResourceRef?) {
    (self.ref, self.matter, self.reason, self.owner) = (ref, matter, reason, owner)
  }

  /// What is open.
  public enum Matter: Sendable {
    /// Whether anything still needs the address.
    case owner
    /// Two owners of one address.
    case conflict
    /// It may just not have been finished when the evidence ends.
    case grace
    /// It is known to be wrong.
    case wrong
    /// Its deletion was asked for and is not seen to end.
    case deletion
    /// Two lists do not fit together.
    case mismatch
  }
}

extension Ledger {
  /// Everything that keeps "nothing is wrong" from being said, at most `limit` of it, and how much there is.
  ///
  /// Every IP object, Vip, Subnet and Vpc must have had its answer, and nothing may be on its way out that is not seen to
  /// get there. O(objects).
  public func openQuestions(limit: Int) -> (questions: [OpenQuestion], count: Int) {
    var found: [OpenQuestion] = []
    var count = 0
    func add(_ question: @autoclosure () -> OpenQuestion) {
      count += 1
      if found.count < limit { found.append(question()) }
    }
    for i in 0..<self.count {
      guard let matter = matter(state(i)) else { continue }
      add(question(entry(i), matter))
    }
    for ref in state.refs(of: .subnet) {
      guard let deletion = deletion(ofSubnet: ref.name), deletion.state != .ok else { continue }
      add(question(ref, deletion))
    }
    for ref in state.refs(of: .vpc) {
      guard let deletion = deletion(ofVpc: ref.name), deletion.state != .ok else { continue }
      add(question(ref, deletion))
    }
    for thing in state.unfinishedDeletions() {
      add(
        OpenQuestion(
          ref: thing, matter: .deletion,
          reason: "its deletion was asked for, and the evidence does not show that it went", owner: nil))
    }
    for vip in doubtfulVips() { add(vip) }
    for mismatch in mismatches() { add(mismatch) }
    return (found, count)
  }

  private func matter(_ state: AddressState) -> OpenQuestion.Matter? {
    switch state {
    case .inUse, .kept, .reserved, .vip, .node, .u2o, .multicast: nil
    case .inGrace, .waiting: .grace
    case .conflict: .conflict
    case .leaked, .leaking: .wrong
    case .unknown, .unproven, .suspect, .unlisted: .owner
    }
  }

  private func question(_ entry: LedgerEntry, _ matter: OpenQuestion.Matter) -> OpenQuestion {
    OpenQuestion(
      ref: entry.ref, matter: matter, reason: entry.reason, owner: entry.owner)
  }

  private func question(_ ref: ResourceRef, _ deletion: Deletion) -> OpenQuestion {
    OpenQuestion(
      ref: ref, matter: .deletion,
      reason: deletion.holders.isEmpty
        ? "its deletion was asked for, and the evidence does not show that it went"
        : "it is being deleted, and \(deletion.holders[0].display) holds it", owner: nil)
  }

  /// Vips that nobody may need any more: health checks of a balancer that no list shows, reservations of a pod that no
  /// list shows.
  private func doubtfulVips() -> [OpenQuestion] {
    let store = state.store
    let hasBalancers = !state.ids(of: ResourceKind(apiKind: "SwitchLBRule")).isEmpty
    let subnet = store.texts.find("spec.subnet")
    let reserved = store.texts.find("ovn.kubernetes.io/ip_reserved")
    var result: [OpenQuestion] = []
    for id in state.ids(of: .vip) {
      guard let life = state.book.last(id, store), life.content >= 0,
        case .present = state.sighting(id).presence
      else { continue }
      let object = store.objects[Int(life.content)]
      let ref = store.ref(id)
      if store.value(object, .field, subnet) == store.keys[id].name, !hasBalancers {
        result.append(
          OpenQuestion(
            ref: ref, matter: .owner,
            reason: "it has the name of its Subnet, as those for health checks, and no SwitchLBRule is shown",
            owner: nil))
      } else if let holder = store.value(object, .label, reserved).map({ store.texts[$0] }),
        let dot = holder.lastIndex(of: ".")
      {
        let pod = ResourceRef(
          .pod, namespace: String(holder[holder.index(after: dot)...]), name: String(holder[..<dot]))
        if case .present = state.sighting(of: pod).presence { continue }
        result.append(
          OpenQuestion(
            ref: ref, matter: .owner, reason: "it is reserved for \(pod.display), which is not shown",
            owner: pod))
      }
    }
    return result
  }
}

extension ClusterState {
  /// Objects whose deletion was asked for and that are not seen to have gone; of what is not of Kube-OVN, as pods, those that are
  /// overdue. IP objects, Subnets and Vpcs have the ledger's answer. O(objects).
  func unfinishedDeletions() -> [ResourceRef] {
    var found: [ResourceRef] = []
    var known: Set<ObjectID> = []
    for object in store.objects where object.rare >= 0 && store.rare(object).deletion != StoredObject.noTime {
      guard !Self.accounted.contains(object.kind), Self.isOurs(object.kind.facts) || isOverdue(object),
        known.insert(object.id).inserted, let life = book.last(object.id, store), life.gone < 0,
        life.deleteRequested != -1
      else { continue }
      if case .absent = sighting(object.id).presence { continue }
      found.append(store.ref(object.id))
    }
    return found.sorted()
  }

  /// It should have gone long before it was listed: what ends cleanly takes minutes at most. A deletion is dated after the grace
  /// of a pod.
  private func isOverdue(_ object: StoredObject) -> Bool {
    guard object.kind.isDeclared, let snapshot = newest(object.kind), let listed = snapshot.notBefore else {
      return false
    }
    return listed - Instant(nanoseconds: store.rare(object).deletion) > Self.longestEnding
  }
  private static let longestEnding: Int64 = 600_000_000_000

  /// These are in the ledger.
  private static let accounted: Set<ResourceKind> = [.ip, .subnet, .vpc]

  /// Kinds of Kube-OVN, known or not; others are not its business.
  private static func isOurs(_ kind: KindFacts) -> Bool {
    kind.groups.isEmpty || kind.groups.contains { $0 == "kubeovn.io" || $0.hasSuffix(".kubeovn.io") }
  }
}
