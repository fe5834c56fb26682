import Model

/// Every IP object and Vip that exists at the end of the evidence, each in exactly one state.
///
/// O(objects × log objects) to make. Entries are kept as a few bytes each; their texts are made when they are asked for.
public struct Ledger: Sendable {
  /// The state that the ledger accounts for.
  public let state: ClusterState
  private let judges: LedgerJudges
  let rows: [Row]
  /// Rows by object, -1 for none.
  private let numbers: [Int32]
  private let addresses: AddressIndex
  private let conflicts: [Int32: Int32]
  let bySubnet: [TextPool.ID: [Int32]]
  /// What takes addresses of Subnets without an IP object, and exists: addresses of NAT gateways.
  let externals: [ObjectID]

  struct Row: Sendable {
    var id: ObjectID
    var subnet: TextPool.ID
    var state: AddressState
  }

  /// Accounts for all addresses of a state.
  public init(_ state: ClusterState) {
    self.state = state
    judges = LedgerJudges(state)
    let making = LedgerMaking(state, judges)
    var rows = making.rows()
    let addresses = making.addresses(rows)
    conflicts = making.markConflicts(&rows, addresses)
    self.addresses = addresses
    var numbers = [Int32](repeating: -1, count: state.store.keys.count)
    for (i, row) in rows.enumerated() { numbers[Int(row.id)] = Int32(clamping: i) }
    self.numbers = numbers
    bySubnet = making.bySubnet(rows)
    externals = ResourceKind.declared.filter(\.facts.countsInSubnet).flatMap { kind in
      state.ids(of: kind).filter { id in
        if case .absent = state.sighting(id).presence { false } else { true }
      }
    }
    self.rows = rows
  }

  var judge: LedgerJudge { judges.newest }

  /// Number of entries.
  public var count: Int { rows.count }

  /// How many entries are in each state.
  public var counts: [AddressState: Int] { rows.reduce(into: [:]) { $0[$1.state, default: 0] += 1 } }

  /// The entry at a place; entries are in the order of Subnet and name.
  public func entry(_ i: Int) -> LedgerEntry { entry(i, rows[i]) }

  /// State of the entry at a place, without making its texts.
  public func state(_ i: Int) -> AddressState { rows[i].state }

  /// Places of the entries that are wanted, ascending; asked by state and Subnet, whose text is made only if needed.
  public func places(where isWanted: (AddressState, _ subnet: () -> String) -> Bool) -> [Int32] {
    rows.indices.filter { i in isWanted(rows[i].state) { state.store.texts[rows[i].subnet] } }.map {
      Int32(clamping: $0)
    }
  }

  /// The entry of an object, if it exists.
  public func entry(of ref: ResourceRef) -> LedgerEntry? {
    state.store.find(ref).flatMap { place(of: $0) }.map { entry($0) }
  }

  func place(of id: ObjectID) -> Int? {
    guard Int(id) < numbers.count, numbers[Int(id)] >= 0 else { return nil }
    return Int(numbers[Int(id)])
  }

  /// Other entries of the same Subnet with one of the entry's addresses; `nil` if not all IP objects are known.
  public func sharers(of entry: LedgerEntry) -> [ResourceRef]? {
    guard state.newest(.ip)?.coverage[.ip]?.scope == .all, !entry.address.isEmpty else { return nil }
    guard place(of: entry) != nil else { return [] }
    return holders(of: entry.address, inSubnet: entry.subnet).filter { $0 != entry.ref }
  }

  private func place(of entry: LedgerEntry) -> Int? { state.store.find(entry.ref).flatMap { place(of: $0) } }

  /// Entries of a Subnet with one of the addresses, which are separated by commas; in the order of the entries.
  public func holders(of list: String, inSubnet subnet: String) -> [ResourceRef] {
    var found: Set<Int> = []
    for address in list.split(separator: ",") {
      guard let id = state.store.texts.find(String(address)) else { continue }
      addresses.forEachRow(id) { row in if isIn(row, subnet) { found.insert(row) } }
    }
    return found.sorted().map { state.store.ref(rows[$0].id) }
  }

  /// An entry of any Subnet has the address, which is written as the API server writes it. O(log n).
  func isHeld(_ address: String) -> Bool {
    guard let id = state.store.texts.find(address) else { return false }
    var isHeld = false
    addresses.forEachRow(id) { _ in isHeld = true }
    return isHeld
  }

  /// Entries that belong to a Subnet by field or by label.
  public func entries(inSubnet name: String) -> [LedgerEntry] { rowNumbers(name).map { entry(Int($0)) } }

  func rowNumbers(_ subnet: String) -> [Int32] { state.store.texts.find(subnet).flatMap { bySubnet[$0] } ?? [] }

  private func isIn(_ row: Int, _ subnet: String) -> Bool {
    guard let id = state.store.texts.find(subnet) else { return false }
    if rows[row].subnet == id { return true }
    return content(row).map { state.store.value($0, .label, id) != nil } ?? false
  }

  /// Calls `body` with each IP object that carries the label that the controller counts, for a Subnet.
  func forEachLabelled(_ subnet: TextPool.ID, _ body: (StoredObject) -> Void) {
    for number in bySubnet[subnet] ?? [] {
      guard let object = content(Int(number)), object.kind == .ip else { continue }
      if state.store.value(object, .label, subnet) != nil { body(object) }
    }
  }

  /// The last content of the entry's object.
  func content(_ row: Int) -> StoredObject? {
    guard let life = state.book.last(rows[row].id, state.store), life.content >= 0 else { return nil }
    return state.store.objects[Int(life.content)]
  }

  private func entry(_ i: Int, _ row: Row) -> LedgerEntry {
    let store = state.store
    let key = store.keys[row.id]
    let life = state.book.last(row.id, store)
    let content = life.flatMap { $0.content < 0 ? nil : store.objects[Int($0.content)] }
    func field(_ name: String) -> String { content.map { store.text($0, .field, name) } ?? "" }
    let shown = state.sighting(row.id)
    let ruled = key.kind == .ip ? life.map { judges.ruling(row.id, $0, shown) } : nil
    let (ruling, seen) = (ruled?.ruling, ruled?.seen ?? shown)
    let given = [field("spec.v4IpAddress"), field("spec.v6IpAddress")].filter { !$0.isEmpty }
    let vip = [field("status.v4ip"), field("status.v6ip")].filter { !$0.isEmpty }
    let address =
      given.isEmpty
      ? (vip.isEmpty ? field("spec.ipAddress") : vip.joined(separator: ",")) : given.joined(separator: ",")
    var reason = ruling?.reason(store.texts, pod: content.map { judge.pod($0) } ?? (0, 0)) ?? "a Vip object"
    if let partner = conflicts[Int32(clamping: i)] {
      reason = "shares its address with \(store.texts[store.keys[rows[Int(partner)].id].name])"
    }
    return LedgerEntry(
      ref: store.ref(key), uid: life.map { store.text($0.uid) } ?? "", subnet: store.texts[row.subnet],
      address: address,
      mac: key.kind == .vip ? field("status.mac") : field("spec.macAddress"), state: row.state, reason: reason,
      owner: ruling?.owner(store.texts),
      isTerminating: life.map { $0.deleteRequested != -1 } ?? false
        || content.flatMap { store.deletionRequested($0) } != nil,
      created: life.flatMap { state.book.time($0.created, store) } ?? content?.createdInstant,
      asOf: ruling.map(\.asOf) ?? seen.asOf, stream: content.map { state.streamID($0.stream) } ?? 0,
      position: content?.position ?? RecordPosition(offset: 0, line: 0))
  }
}
