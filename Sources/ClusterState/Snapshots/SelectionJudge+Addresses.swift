import Model

/// Whether the IP objects of a dump are all there were.
extension SelectionJudge {
  /// What a Subnet counts, and how much of it lists show.
  struct SubnetCount {
    var name: TextPool.ID
    var shown: Int
    var counted: Double
    var missing: Double
  }

  /// The counts of all Subnets that have counters. O(objects).
  func subnetCounts() -> [SubnetCount] {
    let texts = store.texts
    let field = texts.find("spec.subnet")
    var shown: [TextPool.ID: Int] = [:]
    var others: [TextPool.ID: Int] = [:]
    let label = texts.find("ovn.kubernetes.io/subnet")
    let external = texts.find("spec.externalSubnet")
    objects.forEach { id, index in
      let key = store.keys[id]
      let object = store.objects[Int(index)]
      if key.kind == .ip {
        if let subnet = store.value(object, .field, field) { shown[subnet, default: 0] += 1 }
      } else if key.kind != .subnet, key.kind != .pod {
        // Vips and addresses of NAT gateways count too.
        if let subnet = store.value(object, .label, label) ?? store.value(object, .field, external) {
          others[subnet, default: 0] += 1
        }
      }
    }
    let counters = [texts.find("status.v4usingIPs"), texts.find("status.v6usingIPs")]
    var found: [SubnetCount] = []
    objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .subnet else { return }
      let object = store.objects[Int(index)]
      let counts = counters.compactMap { store.value(object, .field, $0) }.compactMap { AddressCount(texts[$0])?.value }
      guard let using = counts.max() else { return }
      let here = shown[key.name] ?? 0
      found.append(
        SubnetCount(
          name: key.name, shown: here, counted: using, missing: using - Double(here + (others[key.name] ?? 0))))
    }
    return found
  }

  /// The Subnets of the IP objects. O(objects).
  func subnetsOfAddresses() -> Set<TextPool.ID> {
    guard let field = store.texts.find("spec.subnet") else { return [] }
    var found: Set<TextPool.ID> = []
    objects.forEach { id, index in
      guard store.keys[id].kind == .ip, let subnet = store.value(store.objects[Int(index)], .field, field) else {
        return
      }
      found.insert(subnet)
    }
    return found
  }

  /// A list of IP objects that shows fewer than a Subnet of the same dump counts was made with a selector, is cut, or is
  /// older than the Subnet.
  func addresses(of nodes: Set<TextPool.ID>, _ counts: [SubnetCount]) -> String? {
    // One counter drifts by itself; several that miss as much together do not.
    let short = counts.filter { $0.missing > 0 && $0.missing * 4 > $0.counted }
    if let worst = short.max(by: { $0.missing < $1.missing }),
      worst.missing > Self.lag || short.count > 1 && short.reduce(0, { $0 + $1.missing }) > Self.lag
    {
      let name = store.texts[worst.name]
      return "it shows \(worst.shown) addresses of Subnet \(name), which counts \(Int(min(worst.counted, 1e9)))"
    }
    if let node = nodeWithoutAddress(nodes) { return "it shows no address of node \(node)" }
    if !counts.isEmpty { return nil }
    var isEmpty = true
    objects.forEach { id, _ in if store.keys[id].kind == .ip { isEmpty = false } }
    if isEmpty { return "it is empty, and no Subnet says that there are none" }
    return typed.contains(.ip) ? nil : "no Subnet says how many there are"
  }

  /// A node that has no IP object although every node gets one when it joins; the first by name. That pods run on a node
  /// shows something only of a list that has addresses of nodes.
  private func nodeWithoutAddress(_ named: Set<TextPool.ID>) -> String? {
    let texts = store.texts
    var listed: Set<TextPool.ID> = []
    objects.forEach { id, _ in if store.keys[id].kind == .node { listed.insert(store.keys[id].name) } }
    let nodes = named.union(listed)
    let missing = nodes.filter { objects.address(named: "node-" + texts[$0], store) == nil }
    let hasNodes = missing.count < nodes.count
    return missing.filter { hasNodes || listed.contains($0) }.map { texts[$0] }.min()
  }

  /// Living pods of which many have an address, by their annotations, and no IP object. A few may have lost theirs, or came
  /// after the list.
  func podsWithoutAddress(_ pods: PodIndex) -> String? {
    guard let first = pods.firstWithout, pods.without * 4 > pods.addressed else { return nil }
    return "it shows no address of \(pods.without) of \(pods.addressed) living pods, such as \(first)"
  }

  /// Counters lag behind by a few objects, and some drift for good; a selection misses much.
  private static let lag = 2.0
}
