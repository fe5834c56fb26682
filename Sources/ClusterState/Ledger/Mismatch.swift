import Model

/// What lists say of one thing and that does not fit together: no proof of a leak, and none that all is well.
extension Ledger {
  /// Questions about it, by object; of each kind at most `most`. O(objects + ports × log).
  func mismatches() -> [OpenQuestion] {
    let accounts = accounts()
    return
      (podsWithoutObjects() + objectsOfMissingSubnets() + foreignLabels() + wrongCounters(accounts)
      + portsWithoutOwners()
      + addressesOfPoolsOnly() + strippedSubnets() + brokenReferences() + contradictingStatus(accounts))
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

  /// When a kind was listed last: lists that lie together were made one after the other.
  private func listed(_ kind: ResourceKind) -> Instant? {
    judge.later(state.newestWhole(kind)?.time(kind), state.newestWhole(kind))
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
    let listed = listed(.subnet)
    return some(rows) { row in
      guard row.subnet != 0, [.inUse, .kept, .reserved, .vip].contains(row.state) else { return nil }
      if isGone[row.subnet] == nil {
        let seen = state.sighting(ObjectKey(kind: .subnet, namespace: 0, name: row.subnet))
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

  /// Subnets that do not count what is listed: fewer may be given away once more, of more some are missing in the list.
  private func wrongCounters(_ accounts: [SubnetAccount]) -> [OpenQuestion] {
    guard knowsAllAddresses else { return [] }
    return some(accounts) { account in
      guard let counter = account.counter, let drift = account.drift, drift != 0 else { return nil }
      let listed = "addresses in use by its counter: \(counter), listed: \(account.recount)"
      let hasVips = state.newest(.vip)?.coverage[.vip]?.scope == .all
      return question(
        ResourceRef(.subnet, name: account.name),
        drift > 0 && !hasVips ? listed + ", without its Vips, which no list shows" : listed)
    }
  }

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
      switch state.sighting(of: owner).presence {
      case .present: return nil
      case .absent: return question(owner, "it does not exist, and OVN has its port \(name) without an IP object")
      case .unknown:
        return question(owner, "OVN has its port \(name) without an IP object, and no list rules it out or shows it")
      }
    }
  }

  /// Addresses that an IPPool counts as used and that nothing listed has: they are not given to a pod any more.
  private func addressesOfPoolsOnly() -> [OpenQuestion] {
    guard knowsAllAddresses, let kind = ResourceKind.named("ippool") else { return [] }
    var budget = Self.most * 100
    return some(state.ids(of: kind)) { id in
      let ref = state.store.ref(id)
      guard budget > 0, case .present = state.sighting(of: ref).presence,
        let ranges = state.record(of: ref)?.fields["status.v4UsingIPRange"]
      else { return nil }
      let counted = AddressRange.list(ranges).lazy.filter { !$0.isV6 }.flatMap {
        $0.first...min($0.last, $0.first + UInt128(Self.most))
      }
      for value in counted.prefix(Self.most) {
        budget -= 1
        let address = IPAddress.text(v4: UInt32(truncatingIfNeeded: value))
        if !isHeld(address) {
          return question(ref, "it counts \(address) as used, and nothing that is listed has that address")
        }
      }
      return nil
    }
  }

  /// Objects of Kube-OVN that name another one which does not exist. IP objects and Vips have the ledger's answer.
  private func brokenReferences() -> [OpenQuestion] {
    let store = state.store
    let kinds = ResourceKind.declared.filter {
      $0 != .ip && $0 != .vip && $0.facts.group == "kubeovn.io" && !$0.facts.references.isEmpty
    }
    return kinds.flatMap { kind in
      let references = kind.facts.references.filter { $0.namespaceField.isEmpty && !$0.field.contains("*") }
        .map {
          (field: store.texts.find($0.field), target: ResourceKind(apiKind: $0.target, apiVersion: "kubeovn.io/v1"))
        }
        .filter { $0.field != nil && !$0.target.isNamespaced }
      return some(state.ids(of: kind)) { id in
        guard let life = state.book.last(id, store), life.content >= 0, life.deleteRequested == -1,
          case .present = state.sighting(id).presence
        else { return nil }
        let object = store.objects[Int(life.content)]
        for (field, target) in references {
          guard let name = store.value(object, .field, field), name != 0 else { continue }
          let other = ResourceRef(target, name: store.texts[name])
          guard case .absent = state.sighting(of: other).presence else { continue }
          // What was made after the list of the others may name what was made with it.
          if let created = object.createdInstant, let listed = listed(target), created > listed { continue }
          return question(store.ref(id), "it names \(other.kind.apiKind) \(other.name), which does not exist")
        }
        return nil
      }
    }
  }

  /// Subnets of which the counter and the range of used addresses do not fit together; Vips may be counted and in no range.
  private func contradictingStatus(_ accounts: [SubnetAccount]) -> [OpenQuestion] {
    some(accounts) { account in
      guard let counter = account.counter, let inMemory = account.inMemory,
        inMemory > counter || counter - account.others > inMemory
      else { return nil }
      return question(
        ResourceRef(.subnet, name: account.name),
        "addresses in use by its counter: \(counter), in the range of these: \(inMemory)")
    }
  }

  /// Subnets shown without what the controller gives to each: who took that out took out their deletion too.
  private func strippedSubnets() -> [OpenQuestion] {
    guard let listed = listed(.subnet) else { return [] }
    return some(state.ids(of: .subnet)) { id in
      let ref = state.store.ref(id)
      guard case .present = state.sighting(of: ref).presence, let record = state.record(of: ref),
        record.finalizers.isEmpty, !record.fields.keys.contains(where: { $0.hasPrefix("status.") }),
        let created = record.created, listed - created >= LedgerJudge.grace
      else { return nil }
      return question(ref, "it is shown without finalizers and status: whether it is being deleted is not to be seen")
    }
  }
}
