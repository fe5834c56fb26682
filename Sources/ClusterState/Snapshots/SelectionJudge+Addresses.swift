import Model

/// Whether the IP objects of a dump are all there were.
extension SelectionJudge {
  /// A list of IP objects that shows fewer than a Subnet of the same dump counts was made with a selector, is cut, or is
  /// older than the Subnet.
  func addresses(of nodes: Set<TextPool.ID>) -> String? {
    let texts = store.texts
    let field = texts.find("spec.subnet")
    var shown: [TextPool.ID: Int] = [:]
    var others: [TextPool.ID: Int] = [:]
    let label = texts.find("ovn.kubernetes.io/subnet")
    let external = texts.find("spec.externalSubnet")
    var total = 0
    objects.forEach { id, index in
      let key = store.keys[id]
      let object = store.objects[Int(index)]
      if key.kind == .ip {
        total += 1
        if let subnet = store.value(object, .field, field) { shown[subnet, default: 0] += 1 }
      } else if key.kind != .subnet, key.kind != .pod {
        // Vips and addresses of NAT gateways count too.
        if let subnet = store.value(object, .label, label) ?? store.value(object, .field, external) {
          others[subnet, default: 0] += 1
        }
      }
    }
    var hasSubnets = false
    var worst: (name: TextPool.ID, shown: Int, counted: Double, missing: Double)?
    var short = (subnets: 0, missing: 0.0)
    let counters = [texts.find("status.v4usingIPs"), texts.find("status.v6usingIPs")]
    objects.forEach { id, index in
      let key = store.keys[id]
      guard key.kind == .subnet else { return }
      hasSubnets = true
      let object = store.objects[Int(index)]
      let using =
        counters.compactMap { store.value(object, .field, $0) }.compactMap { AddressCount(texts[$0])?.value }.max() ?? 0
      let here = shown[key.name] ?? 0
      let missing = using - Double(here + (others[key.name] ?? 0))
      guard missing > 0, missing * 4 > using else { return }
      short = (short.subnets + 1, short.missing + missing)
      if missing > worst?.missing ?? 0 { worst = (key.name, here, using, missing) }
    }
    // One counter drifts by itself; several that miss as much together do not.
    if let worst, worst.missing > Self.lag || short.subnets > 1 && short.missing > Self.lag {
      return
        "it shows \(worst.shown) addresses of Subnet \(texts[worst.name]), which counts \(Int(min(worst.counted, 1e9)))"
    }
    if let node = nodeWithoutAddress(nodes) { return "it shows no address of node \(node)" }
    if hasSubnets { return nil }
    if total == 0 { return "it is empty, and no Subnet says that there are none" }
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
  func podsWithoutAddress() -> String? {
    let pods = PodIndex(store, objects)
    guard let first = pods.firstWithout, pods.without * 4 > pods.addressed else { return nil }
    return "it shows no address of \(pods.without) of \(pods.addressed) living pods, such as \(first)"
  }

  /// Counters lag behind by a few objects, and some drift for good; a selection misses much.
  private static let lag = 2.0
}
