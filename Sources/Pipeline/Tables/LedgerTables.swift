import ClusterState
import Model
import Reports

/// `ledger`: every IP object and Vip in its state, and every Subnet counted again.
public enum LedgerTables {
  /// What of the ledger is wanted.
  public struct Selection: Sendable {
    /// Only this Subnet.
    public var subnet: String?
    /// Only these states; empty for all.
    public var states: Set<AddressState> = []
    /// Leave out the Subnets' accounts.
    public var isAddressesOnly = false
    /// Leave out the addresses.
    public var isAccountsOnly = false

    /// Everything.
    public init() {}
  }

  /// The states by the names that options use.
  public static let stateNames = states.map(\.rawValue)
  /// All states.
  public static let states = AddressState.allCases

  /// Reads the inputs and draws up the ledger.
  public static func run(
    _ options: AnalyzeOptions, _ selection: Selection,
    progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> TableResult {
    let evidence = try Evidence.gather(options, progress: progress, isCancelled: isCancelled)
    var result = TableResult()
    result.problems = evidence.problems
    let ledger = evidence.ledger
    if !selection.isAddressesOnly { result.tables.append(accounts(ledger, selection)) }
    if !selection.isAccountsOnly { result.tables.append(addresses(ledger, selection, evidence)) }
    let counts = ledger.counts
    let isWrong = [AddressState.leaked, .leaking, .conflict].contains { counts[$0] ?? 0 > 0 }
    result.status = evidence.status(isInterrupted: isCancelled(), findsSomething: isWrong)
    try result.redact(options.redaction, evidence)
    return result
  }

  private static func addresses(_ ledger: Ledger, _ selection: Selection, _ evidence: Evidence) -> TableDocument {
    var table = TableDocument(
      title: "Addresses",
      columns: [
        .init("subnet", "Subnet", kind: .code, maxWidth: 30), .init("object", "Object", kind: .code, maxWidth: 60),
        .init("kind", "Kind", rank: 4), .init("address", "Address", kind: .code),
        .init("mac", "MAC", kind: .code, rank: 4),
        .init("state", "State"), .init("why", "Why", maxWidth: 70, rank: 1),
        .init("owner", "Owner", kind: .code, maxWidth: 50, rank: 5),
        .init("created", "Created", kind: .instant, rank: 3), .init("asOf", "Known until", kind: .instant, rank: 6),
        .init("uid", "UID", kind: .code, rank: 7), .init("source", "Source", kind: .path, maxWidth: 48, rank: 2),
        .init("line", "Line", kind: .number, rank: 2),
      ])
    let counts = ledger.counts
    table.introduction = [
      "\(ledger.count) objects: "
        + AddressState.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }.joined(
          separator: " · ") + "."
    ]
    let places = ledger.places { state, subnet in
      (selection.states.isEmpty || selection.states.contains(state))
        && (selection.subnet.map { $0 == subnet() } ?? true)
    }
    table.late = TableDocument.LateRows(count: places.count) { row in
      let entry = ledger.entry(Int(places[row]))
      return [
        .text(entry.subnet), .text(entry.ref.name), .text(entry.ref.kind.apiKind), .text(entry.address),
        .text(entry.mac),
        .text(entry.state.rawValue), .text(entry.reason), .text(entry.owner?.display ?? ""), .instant(entry.created),
        .instant(entry.asOf), .text(entry.uid), .text(evidence.display(ofStream: entry.stream)),
        entry.position.line > 0 ? .number(Int64(clamping: entry.position.line)) : .empty,
      ]
    }
    if !selection.states.isEmpty || selection.subnet != nil {
      table.footnotes.append("\(table.rowCount) of \(ledger.count) shown.")
    }
    return table
  }

  /// A Subnet that the evidence does not show is not gone for that.
  private static func existence(_ subnet: String, _ ledger: Ledger) -> String {
    switch ledger.state.sighting(of: ResourceRef(.subnet, name: subnet)).presence {
    case .absent: "gone"
    case .present, .unknown: "unknown"
    }
  }

  private static func accounts(_ ledger: Ledger, _ selection: Selection) -> TableDocument {
    var table = TableDocument(
      title: "Subnets",
      columns: [
        .init("subnet", "Subnet", kind: .code, maxWidth: 40), .init("deletion", "Deletion"),
        .init("byLabel", "By label", kind: .number, rank: 3), .init("bySpec", "By spec", kind: .number, rank: 4),
        .init("excluded", "Excluded", kind: .number, rank: 5), .init("others", "Vips", kind: .number, rank: 5),
        .init("recount", "Recount", kind: .number), .init("counter", "usingIPs", kind: .number),
        .init("drift", "Drift", kind: .number), .init("inMemory", "In memory", kind: .number, rank: 2),
        .init("available", "Available", kind: .number, rank: 2), .init("holders", "Held by", kind: .code, maxWidth: 60),
        .init("doubt", "In doubt", maxWidth: 60, rank: 6),
      ])
    table.introduction = [
      "Recount: IP objects with the Subnet's label, without those in excludeIps, and Vips. usingIPs is what the API server "
        + "says, drift the difference; in memory are the addresses that the controller's address management holds."
    ]
    for account in ledger.accounts() where selection.subnet.map({ $0 == account.name }) ?? true {
      let number = { (value: Int?) -> TableDocument.Cell in value.map { .number(Int64($0)) } ?? .empty }
      table.rows.append([
        .text(account.name), .text(account.deletion?.state.rawValue ?? existence(account.name, ledger)),
        number(account.byLabel),
        number(account.bySpec), number(account.excluded), number(account.others), number(account.recount),
        number(account.counter), number(account.drift), number(account.inMemory), number(account.available),
        .text(account.deletion?.holders.map(\.name).joined(separator: " ") ?? ""), .text(account.doubt),
      ])
    }
    return table
  }
}
