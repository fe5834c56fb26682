import Model

/// Every IP object and Vip that exists at the end of the evidence, each in exactly one state.
///
/// O(objects) to make. Entries are kept as a few bytes each; their texts are made when they are asked for.
public struct Ledger: Sendable {
  /// The state that the ledger accounts for.
  public let state: ClusterState
  private let judge: LedgerJudge
  private let rows: [Row]
  private let numbers: [ObjectKey: Int32]
  private let conflicts: [Int32: Int32]
  private let bySubnet: [TextPool.ID: [Int32]]

  private struct Row: Sendable {
    var key: ObjectKey
    var subnet: TextPool.ID
    var state: AddressState
  }

  /// Accounts for all addresses of a state.
  public init(_ state: ClusterState) {
    self.state = state
    let judge = LedgerJudge(state, state.newest(.ip))
    self.judge = judge
    var rows = Self.rows(state, judge)
    let texts = state.store.texts
    rows.sort { a, b in
      if a.subnet != b.subnet { return texts.isOrdered(a.subnet, before: b.subnet) }
      if a.key.name != b.key.name { return texts.isOrdered(a.key.name, before: b.key.name) }
      return a.key.kind.rawValue < b.key.kind.rawValue
    }
    conflicts = Self.markConflicts(&rows, state)
    var numbers: [ObjectKey: Int32] = [:]
    numbers.reserveCapacity(rows.count)
    for (i, row) in rows.enumerated() { numbers[row.key] = Int32(clamping: i) }
    self.numbers = numbers
    bySubnet = Self.index(rows, state)
    self.rows = rows
  }

  /// Number of entries.
  public var count: Int { rows.count }

  /// How many entries are in each state.
  public var counts: [AddressState: Int] { rows.reduce(into: [:]) { $0[$1.state, default: 0] += 1 } }

  /// The entry at a place; entries are in the order of Subnet and name.
  public func entry(_ i: Int) -> LedgerEntry { entry(i, rows[i]) }

  /// State of the entry at a place, without making its texts.
  public func state(_ i: Int) -> AddressState { rows[i].state }

  func subnetID(_ i: Int) -> TextPool.ID { rows[i].subnet }

  /// The entry of an object, if it exists.
  public func entry(of ref: ResourceRef) -> LedgerEntry? {
    state.store.find(ref).flatMap { numbers[$0] }.map { entry(Int($0)) }
  }

  func place(of key: ObjectKey) -> Int? { numbers[key].map { Int($0) } }

  /// Other entries of the same Subnet with one of the entry's addresses; `nil` if not all IP objects are known.
  public func sharers(of entry: LedgerEntry) -> [ResourceRef]? {
    guard state.newest(.ip)?.coverage[.ip]?.scope == .all, !entry.address.isEmpty else { return nil }
    let mine = Set(entry.address.split(separator: ","))
    return entries(inSubnet: entry.subnet).filter { other in
      other.ref != entry.ref && !mine.isDisjoint(with: other.address.split(separator: ","))
    }.map(\.ref)
  }

  /// Entries that belong to a Subnet by field or by label.
  public func entries(inSubnet name: String) -> [LedgerEntry] {
    (state.store.texts.find(name).flatMap { bySubnet[$0] } ?? []).map { entry(Int($0)) }
  }

  /// How many IP objects carry the label that the controller counts, for a Subnet.
  func labelled(_ subnet: TextPool.ID) -> [StoredObject] {
    (bySubnet[subnet] ?? []).compactMap { number in
      let key = rows[Int(number)].key
      guard key.kind == .ip, let life = state.book.last(key), life.content >= 0 else { return nil }
      let object = state.store.objects[Int(life.content)]
      return state.store.value(object, .label, subnet) == nil ? nil : object
    }
  }

  // MARK: Making

  private static func rows(_ state: ClusterState, _ judge: LedgerJudge) -> [Row] {
    let subnetField = state.store.texts.find("spec.subnet")
    var rows: [Row] = []
    let vips = state.newest(.vip)
    for key in state.book.keys where key.kind == .ip || key.kind == .vip {
      if case .absent = state.sighting(key, in: key.kind == .ip ? judge.snapshot : vips).presence { continue }
      guard let life = state.book.last(key) else { continue }
      let object = life.content < 0 ? nil : state.store.objects[Int(life.content)]
      let subnet = object.flatMap { state.store.value($0, .field, subnetField) } ?? 0
      rows.append(Row(key: key, subnet: subnet, state: key.kind == .vip ? .vip : judge.judge(life).state))
    }
    return rows
  }

  /// Two IP objects with one address in one Subnet, both of a living owner.
  private static func markConflicts(_ rows: inout [Row], _ state: ClusterState) -> [Int32: Int32] {
    struct Place: Hashable {
      var subnet: TextPool.ID
      var address: TextPool.ID
    }
    let fields = ["spec.v4IpAddress", "spec.v6IpAddress", "spec.ipAddress"].map { state.store.texts.find($0) }
    var first: [Place: Int32] = [:]
    var partners: [Int32: Int32] = [:]
    for (i, row) in rows.enumerated() where row.state == .inUse || row.state == .kept {
      guard let life = state.book.last(row.key), life.content >= 0 else { continue }
      let object = state.store.objects[Int(life.content)]
      var addresses = fields.compactMap { state.store.value(object, .field, $0) }.filter { $0 != 0 }
      addresses = Array(Set(addresses)).sorted()
      for address in addresses {
        let place = Place(subnet: row.subnet, address: address)
        let mine = Int32(clamping: i)
        if let other = first[place] {
          partners[mine] = other
          if partners[other] == nil { partners[other] = mine }
        } else {
          first[place] = mine
        }
      }
    }
    for i in partners.keys { rows[Int(i)].state = .conflict }
    return partners
  }

  private static func index(_ rows: [Row], _ state: ClusterState) -> [TextPool.ID: [Int32]] {
    var subnets: Set<TextPool.ID> = []
    for key in state.book.keys where key.kind == .subnet { subnets.insert(key.name) }
    var index: [TextPool.ID: [Int32]] = [:]
    for (i, row) in rows.enumerated() {
      let number = Int32(clamping: i)
      if row.subnet != 0 { index[row.subnet, default: []].append(number) }
      guard let life = state.book.last(row.key), life.content >= 0 else { continue }
      state.store.each(state.store.objects[Int(life.content)], .label) { label, _ in
        if label != row.subnet, subnets.contains(label) { index[label, default: []].append(number) }
      }
    }
    return index
  }

  private func entry(_ i: Int, _ row: Row) -> LedgerEntry {
    let life = state.book.last(row.key)
    let content = life.flatMap { $0.content < 0 ? nil : state.store.objects[Int($0.content)] }
    func field(_ name: String) -> String { content.map { state.store.text($0, .field, name) } ?? "" }
    let ruling = row.key.kind == .ip ? life.map { judge.judge($0) } : nil
    let given = [field("spec.v4IpAddress"), field("spec.v6IpAddress")].filter { !$0.isEmpty }
    let vip = [field("status.v4ip"), field("status.v6ip")].filter { !$0.isEmpty }
    let address = given.isEmpty ? (vip.isEmpty ? field("spec.ipAddress") : vip.joined(separator: ",")) : given.joined(separator: ",")
    var reason = ruling?.reason() ?? "a Vip object"
    if let partner = conflicts[Int32(clamping: i)] {
      reason = "shares its address with \(state.store.texts[rows[Int(partner)].key.name])"
    }
    return LedgerEntry(
      ref: state.store.ref(row.key), uid: life.map { state.store.texts[$0.uid] } ?? "",
      subnet: state.store.texts[row.subnet], address: address,
      mac: row.key.kind == .vip ? field("status.mac") : field("spec.macAddress"), state: row.state, reason: reason,
      owner: ruling?.owner,
      isTerminating: life.map { $0.deleteRequested >= 0 } ?? false || content?.deletionRequested != nil,
      created: life.flatMap { state.book.time($0.created) } ?? content?.createdInstant,
      asOf: ruling?.asOf ?? state.sighting(row.key, in: state.newest(row.key.kind)).asOf,
      stream: content.map { state.streamID($0.stream) } ?? 0,
      position: content?.position ?? RecordPosition(offset: 0, line: 0))
  }
}
