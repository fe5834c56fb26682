import Model

/// Decides in which state an IP object is: by its owner, by what keeps it, and by how old the evidence is.
final class LedgerJudge: Sendable {
  let state: ClusterState
  /// The snapshot that owners are looked up in: the one that the IP objects come from, because a pod that a later dump
  /// lacks may have taken its IP object with it.
  let snapshot: Snapshot?
  let names: Names
  let pods: PodIndex
  let podNames: PodNames
  let ports: PortWitness
  let collector: CollectorWatch

  /// What happened less than this before the end of the evidence may just not have been finished.
  static let grace: Int64 = 20_000_000_000

  /// Texts that are looked for in every object, as numbers of the pool.
  struct Names: Sendable {
    var podName, namespace, podType, subnet, reservedLabel, yes, replicas, firstOrdinal, shownWithoutPod: TextPool.ID?
    var addresses: [TextPool.ID]

    init(_ texts: TextPool) {
      podName = texts.find("spec.podName")
      namespace = texts.find("spec.namespace")
      podType = texts.find("spec.podType")
      subnet = texts.find("spec.subnet")
      addresses = ["spec.v4IpAddress", "spec.v6IpAddress", "spec.ipAddress"].compactMap { texts.find($0) }
      reservedLabel = texts.find("ovn.kubernetes.io/ip_reserved")
      yes = texts.find("true")
      replicas = texts.find("spec.replicas")
      firstOrdinal = texts.find("spec.ordinals.start")
      shownWithoutPod = texts.find("answers.pod")
    }
  }

  init(_ state: ClusterState, _ snapshot: Snapshot?) {
    self.state = state
    self.snapshot = snapshot
    names = Names(state.store.texts)
    pods = PodIndex(state.store, snapshot?.objects ?? SnapshotObjects())
    podNames = PodNames(state.store, snapshot)
    ports = PortWitness(state, snapshot)
    collector = CollectorWatch(state, snapshot)
  }

  /// The pod that an IP object names.
  func pod(_ o: StoredObject) -> (namespace: TextPool.ID, name: TextPool.ID) {
    (state.store.value(o, .field, names.namespace) ?? 0, state.store.value(o, .field, names.podName) ?? 0)
  }

  /// Decides on an object whose sighting is known. O(attributes of the object).
  func judge(_ life: StoredLife, _ seen: Sighting) -> Ruling {
    guard life.content >= 0 else { return unknown("no evidence shows what it holds", seen.asOf) }
    if case .unknown(let why) = seen.presence { return unknown(why, seen.asOf) }
    let object = state.store.objects[Int(life.content)]
    if object.isFull, object.uid.isNone {
      return unknown("it has no uid: a manifest, or a copy that somebody edited", seen.asOf)
    }
    var ruling = judge(object, seen.asOf)
    if ruling.state == .leaked, let what = cleanedUp(object, ruling.asOf) {
      ruling.state = .inGrace
      ruling.why = .text("the deletion of \(what) was asked for just before the evidence ends")
      return ruling
    }
    let asked = state.book.time(life.deleteRequested, state.store) ?? state.store.deletionRequested(object)
    guard let asked, [.leaked, .unproven, .suspect].contains(ruling.state) else { return ruling }
    if isRecent(asked, ruling.asOf) {
      ruling.state = .inGrace
      ruling.why = .text("its deletion was asked for just before the evidence ends")
    } else if ruling.state == .leaked {
      ruling.state = .leaking
      ruling.isHanging = true
    } else {
      ruling.state = .suspect
    }
    return ruling
  }

  private func judge(_ o: StoredObject, _ asOf: Instant?) -> Ruling {
    let store = state.store
    if names.yes != nil, let label = store.value(o, .label, names.reservedLabel), label == names.yes {
      return ruling(.reserved, asOf, .nobody, .text("reserved by its label"))
    }
    if let gateway = gateway(o, asOf) { return gateway }
    let named = pod(o)
    if named.namespace == 0 { return withoutNamespace(o, asOf) }
    if let owned = byOwner(o, named, asOf) { return owned }
    let key = ObjectKey(kind: .pod, namespace: named.namespace, name: named.name)
    let pod = state.sighting(key, from: snapshot)
    let owner = Ruling.Owner.pod(namespace: named.namespace, name: named.name)
    if case .present = pod.presence {
      guard let doubt = doubt(of: o, pod: named) ?? hasGoneSince(key) else {
        return ruling(.inUse, earlier(asOf, pod.asOf), owner, .podExists)
      }
      if let set = statefulSet(reference(named), asOf, isNamed: false), set.state == .kept { return set }
      return ruling(.unknown, earlier(asOf, pod.asOf), owner, .text(doubt))
    }
    if let user = user(o) {
      return ruling(.inUse, asOf, .named(store.ref(user)), .text("pod \(store.ref(user).display) has its address"))
    }
    let type = store.value(o, .field, names.podType).map { store.texts[$0] } ?? ""
    switch type {
    case "VirtualMachine", "VirtualMachineInstance": return virtualMachine(o, named, asOf)
    case "", "StatefulSet": break
    case let other: return ruling(.unknown, asOf, owner, .text("pod type \(other) is not known"))
    }
    var set = statefulSet(reference(named), asOf, isNamed: type == "StatefulSet")
    if let set, set.state == .kept { return set }
    // OVN has no port for it: the pod's network was taken down, whether or not a list shows the pod. What is kept for a
    // StatefulSet keeps its port too.
    let hasNoPort = ports.provesAbsence(o, pod: named)
    if case .unknown(let why) = pod.presence, !hasNoPort { return doubtful(o, owner, why, asOf) }
    if let unknown = set, unknown.state == .unknown {
      if !hasNoPort, case .text(let why) = unknown.why { return doubtful(o, unknown.owner, why, asOf) }
      set = nil
    }
    if let gone = pod.goneSince, let asOf, gone > asOf { return ruling(.inUse, asOf, owner, .podExisted) }
    if pod.goneSince == nil, let dumped = pod.asOf, let doubt = change(of: o, since: dumped) {
      return ruling(.unknown, asOf, owner, .text("the pods were dumped before the object was \(doubt)"))
    }
    if pod.goneSince == nil, let newer = newerPod(than: asOf) {
      return ruling(
        .unknown, asOf, owner, .text("the IP objects were listed before pod \(newer.name) was made, the pods after it"))
    }
    let until = pod.goneSince == nil ? earlier(asOf, pod.asOf) : asOf
    if let set, set.state != .leaked { return set }
    // A StatefulSet that is gone, or smaller, was so after it had made the pod.
    if set == nil, let created = o.createdInstant, isRecent(created, until) {
      return ruling(.inGrace, until, owner, .text("created just before the evidence ends"))
    }
    return grace(pod.goneSince, until, owner) ?? final(set ?? ruling(.leaked, until, owner, .podIsGone), o)
  }

  /// Why the pod that is there does not have the object's address, in words: it came back without this network, or has ended.
  private func doubt(of o: StoredObject, pod: (namespace: TextPool.ID, name: TextPool.ID)) -> String? {
    let store = state.store
    guard let id = store.keys.find(ObjectKey(kind: .pod, namespace: pod.namespace, name: pod.name)) else { return nil }
    if pods.ended.contains(id) { return "its pod has ended, and a pod that ended keeps no address" }
    if pods.onHostNetwork.contains(id) { return "a pod of its name exists, in the network of its node" }
    guard pods.isAddressed(id) else {
      // Where others show theirs, what a pod does not show it does not have.
      let isShown = snapshot?.objects[id].map { store.objects[Int($0)].isFull } ?? false
      return pods.showsAddresses && isShown ? "its pod has no address yet, or none any more" : nil
    }
    let held = addresses(of: o)
    let isHeld = held.isEmpty || held.contains { pods.has(id, $0, store.texts) }
    return isHeld ? nil : "a pod of its name exists, which has other addresses"
  }

  /// Why it may have lost its owner since, in words: a later list shows that the pod went.
  private func hasGoneSince(_ pod: ObjectKey) -> String? {
    guard let snapshot, snapshot.id + 1 < state.snapshots.count, state.sighting(pod).presence == .absent else {
      return nil
    }
    return "its pod has gone since the IP objects were listed"
  }

  /// What happened to the object after its owners were listed, in a word: a pod of the same name takes over what it finds.
  func change(of o: StoredObject, since listed: Instant) -> String? {
    if let created = o.createdInstant, created > listed { return "made" }
    let newest = state.store.rare(o).newest
    return newest != StoredObject.noTime && Instant(nanoseconds: newest) > listed
      && state.store.deletionRequested(o) == nil
      ? "changed" : nil
  }

  /// What lost its owner just before the evidence ends may still be taken care of.
  func grace(_ goneSince: Instant?, _ until: Instant?, _ owner: Ruling.Owner) -> Ruling? {
    guard let goneSince, isRecent(goneSince, until) else { return nil }
    if case .pod = owner { return ruling(.inGrace, until, owner, .podJustWent) }
    return ruling(.inGrace, until, owner, .text("its owner went just before the evidence ends"))
  }

  /// Its owner is not shown, which is no proof that it is gone.
  private func doubtful(_ o: StoredObject, _ owner: Ruling.Owner, _ why: String, _ asOf: Instant?) -> Ruling {
    ruling(isTakenDown(o) || isOfMissingGateway(o) ? .suspect : .unproven, asOf, owner, .text(why))
  }

  /// True if the Subnet of the object is gone or being deleted.
  private func isTakenDown(_ o: StoredObject) -> Bool {
    guard let name = state.store.value(o, .field, names.subnet), name != 0 else { return false }
    let key = ObjectKey(kind: .subnet, namespace: 0, name: name)
    switch state.sighting(key).presence {
    case .absent: return true
    case .unknown: return false
    case .present:
      guard let id = state.store.keys.find(key) else { return false }
      return state.book.last(id, state.store).map { $0.deleteRequested != -1 } ?? false
    }
  }

  /// Its Subnet or the namespace of its pod, if that was asked to go so shortly before that what is in it may still be on its
  /// way out, in words.
  private func cleanedUp(_ o: StoredObject, _ asOf: Instant?) -> String? {
    let subnet = state.store.value(o, .field, names.subnet) ?? 0
    for (kind, name) in [(ResourceKind.subnet, subnet), (.namespace, pod(o).namespace)] where name != 0 {
      guard let id = state.store.keys.find(ObjectKey(kind: kind, namespace: 0, name: name)),
        let life = state.book.last(id, state.store),
        let asked = state.book.time(life.deleteRequested, state.store),
        case .present = state.sighting(id).presence
      else { continue }
      if isRecent(asked, later(asOf, snapshot)) { return state.store.ref(id).display }
    }
    return nil
  }

  /// Until when something is known of the dump: lists that lie together were read one after the other.
  func later(_ asOf: Instant?, _ snapshot: Snapshot?) -> Instant? {
    guard let asOf, let newest = snapshot?.notBefore else { return asOf }
    return max(asOf, newest)
  }

  /// What a table or an edited copy cannot show may keep the address.
  private func final(_ leaked: Ruling, _ o: StoredObject) -> Ruling {
    var hasLabels = false
    state.store.each(o, .label) { _, _ in hasLabels = true }
    if hasLabels, let due = collector.deadline(o, ports, pod: pod(o), leaked.asOf) {
      return ruling(
        .waiting, leaked.asOf, leaked.owner,
        .text("older than the present leader, whose collector may take it until \(due.shortText) UTC"))
    }
    if hasLabels, collector.mayTake(o) {
      return ruling(
        .waiting, leaked.asOf, leaked.owner,
        .text("OVN still has its port: the collector may take it, and nothing shows since when the leader works"))
    }
    if hasLabels { return leaked }
    return ruling(.unknown, leaked.asOf, leaked.owner, .text("its labels are not shown: it may be reserved"))
  }

  /// A pod with an address that was made after the IP objects were listed.
  private func newerPod(than asOf: Instant?) -> ResourceRef? {
    guard let listed = snapshot?.time(.ip), let youngest = pods.youngestWithout, youngest.created > listed else {
      return nil
    }
    return state.store.ref(youngest.pod)
  }

  /// The addresses that the object names.
  func addresses(of o: StoredObject) -> [TextPool.ID] {
    names.addresses.compactMap { state.store.value(o, .field, $0) }.filter { $0 != 0 }
  }

  /// The living pod whose annotations have one of the object's addresses.
  private func user(_ o: StoredObject) -> ObjectID? {
    guard let snapshot else { return nil }
    let store = state.store
    let subnet = store.value(o, .field, names.subnet) ?? 0
    for address in addresses(of: o) {
      if let user = pods.user(of: address, subnet: subnet, besides: o.id, store, snapshot.objects) { return user }
    }
    return nil
  }

  func reference(_ pod: (namespace: TextPool.ID, name: TextPool.ID)) -> ResourceRef {
    ResourceRef(.pod, namespace: state.store.texts[pod.namespace], name: state.store.texts[pod.name])
  }

  func isRecent(_ instant: Instant, _ asOf: Instant?) -> Bool {
    guard let asOf else { return true }
    return asOf - instant < Self.grace
  }

  func earlier(_ a: Instant?, _ b: Instant?) -> Instant? {
    guard let a, let b else { return nil }
    return min(a, b)
  }

  func ruling(
    _ state: AddressState, _ asOf: Instant?, _ owner: Ruling.Owner, _ why: Ruling.Reason
  ) -> Ruling {
    Ruling(state: state, why: why, owner: owner, asOf: asOf)
  }

  func unknown(_ reason: String, _ asOf: Instant?) -> Ruling { ruling(.unknown, asOf, .nobody, .text(reason)) }
}
