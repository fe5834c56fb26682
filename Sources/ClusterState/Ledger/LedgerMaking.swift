import Model

/// Makes the rows and indices of a ledger.
struct LedgerMaking {
  private let state: ClusterState
  private let judges: LedgerJudges
  private var store: ObjectStore { state.store }

  init(_ state: ClusterState, _ judges: LedgerJudges) {
    self.state = state
    self.judges = judges
  }

  /// The rows in the order of Subnet and name. O(n log n).
  func rows() -> [Ledger.Row] {
    let subnetField = store.texts.find("spec.subnet")
    var rows: [Ledger.Row] = []
    for id in state.book.ids {
      let kind = store.keys[id].kind
      guard kind == .ip || kind == .vip else { continue }
      let seen = state.sighting(id)
      if case .absent = seen.presence { continue }
      guard let life = state.book.last(id, store) else { continue }
      let subnet = life.content < 0 ? nil : store.value(store.objects[Int(life.content)], .field, subnetField)
      rows.append(
        Ledger.Row(id: id, subnet: subnet ?? 0, state: kind == .vip ? .vip : judges.ruling(id, life, seen).ruling.state)
      )
    }
    markSiblings(&rows)
    sort(&rows)
    return rows
  }

  /// A pod goes as a whole: where one of its networks is taken down, its other addresses are in doubt like that one.
  private func markSiblings(_ rows: inout [Ledger.Row]) {
    func pod(_ row: Ledger.Row) -> ObjectKey? {
      content(row).map { judges.newest.pod($0) }.map { ObjectKey(kind: .pod, namespace: $0.namespace, name: $0.name) }
    }
    let pods = Set(rows.lazy.filter { $0.state == .suspect }.compactMap { pod($0) })
    if pods.isEmpty { return }
    for i in rows.indices where rows[i].state == .unproven {
      if let pod = pod(rows[i]), pods.contains(pod) { rows[i].state = .suspect }
    }
  }

  private func sort(_ rows: inout [Ledger.Row]) {
    // Subnets are few: their order is found once, and then each one's rows are sorted by themselves.
    let (texts, keys) = (store.texts, store.keys)
    var counts: [TextPool.ID: Int] = [:]
    for row in rows { counts[row.subnet, default: 0] += 1 }
    var places: [TextPool.ID: Int] = [:]
    var next = 0
    for subnet in counts.keys.sorted(by: { texts.isOrdered($0, before: $1) }) {
      places[subnet] = next
      next += counts[subnet] ?? 0
    }
    var sorted = rows
    for row in rows {
      sorted[places[row.subnet] ?? 0] = row
      places[row.subnet, default: 0] += 1
    }
    rows = sorted
    for (subnet, end) in places {
      rows[end - (counts[subnet] ?? 0)..<end].sort { a, b in
        let (x, y) = (keys[a.id], keys[b.id])
        return x.name != y.name ? texts.isOrdered(x.name, before: y.name) : x.kind.rawValue < y.kind.rawValue
      }
    }
  }

  /// Which rows hold which address.
  func addresses(_ rows: [Ledger.Row]) -> AddressIndex {
    let given = ["spec.v4IpAddress", "spec.v6IpAddress"].map { store.texts.find($0) }
    let vip = ["status.v4ip", "status.v6ip"].map { store.texts.find($0) }
    let either = store.texts.find("spec.ipAddress")
    var index = AddressIndex()
    for (i, row) in rows.enumerated() {
      guard let object = content(row) else { continue }
      var isFound = false
      func add(_ name: TextPool.ID?) {
        guard let address = store.value(object, .field, name), address != 0 else { return }
        index.add(address, i)
        isFound = true
      }
      given.forEach(add)
      if !isFound { vip.forEach(add) }
      guard !isFound, let text = store.value(object, .field, either), text != 0 else { continue }
      index.add(text, i)
      // Both versions in one field, where the others are missing; what nothing else holds is shared with nobody.
      let parts = store.texts[text].split(separator: ",")
      if parts.count > 1 { for part in parts { if let id = store.texts.find(String(part)) { index.add(id, i) } } }
    }
    index.sort()
    return index
  }

  /// Two IP objects with one address in one Subnet, both of a living owner: the row that each shares with.
  func markConflicts(_ rows: inout [Ledger.Row], _ addresses: AddressIndex) -> [Int32: Int32] {
    var partners: [Int32: Int32] = [:]
    addresses.forEachShared { holders in
      var first: [TextPool.ID: Int32] = [:]
      for holder in holders where rows[holder].state == .inUse || rows[holder].state == .kept {
        let mine = Int32(clamping: holder)
        if let other = first[rows[holder].subnet] {
          if other == mine { continue }
          if partners[mine] == nil { partners[mine] = other }
          if partners[other] == nil { partners[other] = mine }
        } else {
          first[rows[holder].subnet] = mine
        }
      }
    }
    for i in partners.keys { rows[Int(i)].state = .conflict }
    return partners
  }

  /// Rows by the Subnets that they name in their field or carry as a label.
  func bySubnet(_ rows: [Ledger.Row]) -> [TextPool.ID: [Int32]] {
    var subnets: Set<TextPool.ID> = []
    for id in state.ids(of: .subnet) { subnets.insert(store.keys[id].name) }
    var index: [TextPool.ID: [Int32]] = [:]
    // Objects of one shape have the same labels.
    var labels: [Int32: [TextPool.ID]] = [:]
    for (i, row) in rows.enumerated() {
      let number = Int32(clamping: i)
      if row.subnet != 0 { index[row.subnet, default: []].append(number) }
      guard let object = content(row) else { continue }
      if labels[object.shape] == nil {
        var own: [TextPool.ID] = []
        store.each(object, .label) { label, _ in if subnets.contains(label), !own.contains(label) { own.append(label) }
        }
        labels[object.shape] = own
      }
      for label in labels[object.shape] ?? [] where label != row.subnet { index[label, default: []].append(number) }
    }
    return index
  }

  private func content(_ row: Ledger.Row) -> StoredObject? {
    guard let life = state.book.last(row.id, store), life.content >= 0 else { return nil }
    return store.objects[Int(life.content)]
  }
}
