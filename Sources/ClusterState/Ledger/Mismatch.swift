import Model

/// What lists say of one thing and that does not fit together: no proof of a leak, and none that all is well.
extension Ledger {
  /// Questions about it, by object. O(objects + ports).
  func mismatches() -> [OpenQuestion] {
    (podsWithoutObjects() + objectsOfMissingSubnets() + foreignLabels() + lowCounters() + portsWithoutOwners())
      .sorted { $0.ref < $1.ref }
  }

  private func question(_ ref: ResourceRef, _ reason: String) -> OpenQuestion {
    OpenQuestion(ref: ref, matter: .mismatch, reason: reason, owner: nil)
  }

  private var knowsAllAddresses: Bool { state.newest(.ip)?.coverage[.ip]?.scope == .all }

  /// Living pods with an address that no IP object accounts for: it will be given to another pod.
  private func podsWithoutObjects() -> [OpenQuestion] {
    guard knowsAllAddresses, let snapshot = judge.snapshot, let listed = snapshot.time(.ip) else { return [] }
    return judge.pods.withoutObject.compactMap { id in
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
    return rows.compactMap { row in
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
    return state.ids(of: .subnet).flatMap { id -> [OpenQuestion] in
      let subnet = store.keys[id].name
      return (bySubnet[subnet] ?? []).compactMap { number in
        let row = rows[Int(number)]
        guard row.subnet != subnet, row.subnet != 0, store.keys[row.id].kind == .ip,
          let object = content(Int(number)), store.value(object, .label, subnet) != nil
        else { return nil }
        var isAttached = false
        store.each(object, .field) { name, value in
          isAttached = isAttached || value == subnet && store.texts[name].hasPrefix("spec.attachSubnets.")
        }
        if isAttached { return nil }
        return question(
          store.ref(row.id),
          "it carries the label of Subnet \(store.texts[subnet]), which counts it, and is in Subnet \(store.texts[row.subnet])"
        )
      }
    }
  }

  /// Subnets that count fewer addresses than are listed: those may be given away once more.
  private func lowCounters() -> [OpenQuestion] {
    guard knowsAllAddresses else { return [] }
    return accounts().compactMap { account in
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
    return state.ports.byName.compactMap { name, rows in
      guard let port = rows.last?.port, !port.isDeleted, port.type.isEmpty,
        state.store.find(ResourceRef(.ip, name: name)) == nil
      else { return nil }
      let owner: ResourceRef
      if let pod = port.externalIDs["pod"], let slash = pod.firstIndex(of: "/") {
        owner = ResourceRef(
          .pod, namespace: String(pod[..<slash]), name: String(pod[pod.index(after: slash)...]))
      } else if name.hasPrefix("node-") {
        owner = ResourceRef(.node, name: String(name.dropFirst(5)))
      } else {
        return nil
      }
      guard case .absent = state.sighting(of: owner).presence else { return nil }
      return OpenQuestion(
        ref: owner, matter: .mismatch, reason: "it does not exist, and OVN has its port \(name) without an IP object",
        owner: nil)
    }
  }
}
