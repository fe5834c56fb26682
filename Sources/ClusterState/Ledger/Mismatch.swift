import Model

/// What lists say of one thing and that does not fit together: no proof of a leak, and none that all is well.
extension Ledger {
  /// Questions about it, by object; of each kind at most `most`. O(objects + ports × log).
  func mismatches() -> [OpenQuestion] {
    (podsWithoutObjects() + objectsOfMissingSubnets() + foreignLabels() + lowCounters() + portsWithoutOwners())
      .sorted { $0.ref < $1.ref }
  }

  /// A report shows a few, and a hostile dump has millions.
  private static let most = 1000

  private func some<Things: Sequence>(
    _ things: Things, _ ask: (Things.Element) -> OpenQuestion?
  ) -> [OpenQuestion] {
    var found: [OpenQuestion] = []
    for thing in things where found.count < Self.most { if let question = ask(thing) { found.append(question) } }
    return found
  }

  private func question(_ ref: ResourceRef, _ reason: String) -> OpenQuestion {
    OpenQuestion(ref: ref, matter: .mismatch, reason: reason, owner: nil)
  }

  private var knowsAllAddresses: Bool { state.newest(.ip)?.coverage[.ip]?.scope == .all }

  /// Living pods with an address that no IP object accounts for: it will be given to another pod.
  private func podsWithoutObjects() -> [OpenQuestion] {
    guard knowsAllAddresses, let snapshot = judge.snapshot, let listed = snapshot.time(.ip) else { return [] }
    return some(judge.pods.withoutObject) { id in
      guard let index = snapshot.objects[id] else { return nil }
      let pod = state.store.objects[Int(index)]
      guard state.store.deletionRequested(pod) == nil, let created = pod.createdInstant,
        listed - created >= LedgerJudge.grace
      else { return nil }
      return question(state.store.ref(id), "it has an address by its annotations, and no IP object")
    }
  }

  /// Addresses that are in use, in Subnets that do not exist.
  private func objectsOfMissingSubnets() -> [OpenQuestion] {
    var isGone: [TextPool.ID: Bool] = [:]
    let snapshot = state.newest(.subnet)
    let listed = snapshot?.time(.subnet)
    return some(rows) { row in
      guard row.subnet != 0, [.inUse, .kept, .reserved, .vip].contains(row.state) else { return nil }
      if isGone[row.subnet] == nil {
        let seen = state.sighting(ObjectKey(kind: .subnet, namespace: 0, name: row.subnet), in: snapshot)
        isGone[row.subnet] = seen.presence == .absent
      }
      guard isGone[row.subnet] == true else { return nil }
      let created = state.book.last(row.id, state.store).flatMap { state.book.time($0.created, state.store) }
      if let created, let listed, created > listed { return nil }
      return question(state.store.ref(row.id), "its Subnet \(state.store.texts[row.subnet]) does not exist")
    }
  }

  /// IP objects with the label of a Subnet that they are not in, which counts them and waits for them.
  private func foreignLabels() -> [OpenQuestion] {
    let store = state.store
    let labelled = state.ids(of: .subnet).lazy.flatMap { id in
      (bySubnet[store.keys[id].name] ?? []).map { (subnet: store.keys[id].name, number: Int($0)) }
    }
    return some(labelled) { subnet, number in
      let row = rows[number]
      guard row.subnet != subnet, row.subnet != 0, store.keys[row.id].kind == .ip, let object = content(number),
        store.value(object, .label, subnet) != nil
      else { return nil }
      var isAttached = false
      store.each(object, .field) { name, value in
        isAttached = isAttached || value == subnet && store.texts[name].hasPrefix("spec.attachSubnets.")
      }
      let (counting, own) = (store.texts[subnet], store.texts[row.subnet])
      return isAttached
        ? nil
        : question(
          store.ref(row.id), "it carries the label of Subnet \(counting), which counts it, and is in Subnet \(own)")
    }
  }

  /// Subnets that count fewer addresses than are listed: those may be given away once more.
  private func lowCounters() -> [OpenQuestion] {
    guard knowsAllAddresses else { return [] }
    return some(accounts()) { account in
      guard let counter = account.counter, let drift = account.drift, drift < -Self.lag else { return nil }
      return question(
        ResourceRef(.subnet, name: account.name),
        "it counts \(counter) addresses in use, and \(account.recount) are listed")
    }
  }

  /// Counters lag behind by a few objects.
  private static let lag = 2

  /// Ports of OVN for pods or nodes of which no list shows anything.
  private func portsWithoutOwners() -> [OpenQuestion] {
    guard knowsAllAddresses else { return [] }
    return some(state.ports.byName.keys.sorted()) { name in
      guard let port = state.ports.byName[name]?.last?.port, !port.isDeleted, port.type.isEmpty,
        state.store.find(ResourceRef(.ip, name: name)) == nil
      else { return nil }
      let owner: ResourceRef
      if let pod = port.externalIDs["pod"], let slash = pod.firstIndex(of: "/") {
        owner = ResourceRef(.pod, namespace: String(pod[..<slash]), name: String(pod[pod.index(after: slash)...]))
      } else if name.hasPrefix("node-") {
        owner = ResourceRef(.node, name: String(name.dropFirst(5)))
      } else {
        return nil
      }
      guard case .absent = state.sighting(of: owner).presence else { return nil }
      return question(owner, "it does not exist, and OVN has its port \(name) without an IP object")
    }
  }
}
