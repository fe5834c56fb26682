import Model

/// A row of `kubectl get` whose header is missing, as `grep` leaves it: what its cells look like says what they are.
///
/// Empty cells leave no trace without a header, so only what a cell shows by itself is read; the rest stays unknown.
struct HeaderlessRow {
  private let cells: [String]

  /// Takes a line apart at its blanks and at the bars that Markdown and windows put between cells; at most 40 cells count. The
  /// number that an editor, `cat -n` or `grep -n` puts before a line is no cell: no object that has a dot in its name has
  /// such a name, and none has a colon.
  init(_ text: String) {
    var all = text.split(whereSeparator: Self.separates).prefix(41).map(String.init)
    if let colon = all.first?.firstIndex(of: ":"), all[0][..<colon].allSatisfy(\.isNumber), colon > all[0].startIndex {
      all[0].removeSubrange(...colon)
      if all[0].isEmpty { all.removeFirst() }
    }
    let isNumbered = all.count > 2 && all[0].allSatisfy(\.isNumber) && all[1].contains(".") && Self.isName(all[1])
    cells = Array(all.dropFirst(isNumbered && !Self.isAddress(all[1]) ? 1 : 0).prefix(40))
  }

  /// Blanks, those of a web page too, and bars.
  private static func separates(_ character: Character) -> Bool {
    switch character {
    case " ", "\t", "\u{a0}", "|", "│", "┃": true
    default: false
    }
  }

  /// The kind of a row that shows it by its cells, or that `command` asked for; `nil` if it is no such row.
  static func kind(_ text: String, _ command: PasteCommand?) -> String? {
    let row = HeaderlessRow(text)
    guard row.cells.count >= 2, isName(row.cells[0]) else { return nil }
    if let shown = row.shownKind { return shown }
    guard let command, command.verb == "get", !command.resource.contains(","),
      let asked = TableKind.named(command.resource)
    else { return nil }
    // Every IP object is named by a pod or a node.
    if asked.kind == "IP", !row.hasNameOfIP { return nil }
    return asked.kind
  }

  /// True if the cells alone say what they are, wherever they stand in the line.
  static func showsItsKind(_ text: String) -> Bool {
    let row = HeaderlessRow(text)
    return row.cells.first.map(isName) ?? false && row.shownKind != nil
  }

  /// True if the cells alone say that it is a row of that kind.
  static func showsKind(_ kind: String, _ text: String) -> Bool {
    let row = HeaderlessRow(text)
    return row.cells.first.map(isName) ?? false && row.shownKind == kind
  }

  private var shownKind: String? { ready != nil ? "Pod" : block != nil ? "Subnet" : isIP ? "IP" : nil }

  /// The object that a row of the kind shows, or `nil`. `namespace` is the one that was asked for, empty if unknown.
  static func object(_ text: String, kind: String, namespace: String) -> ObjectRecord? {
    let row = HeaderlessRow(text)
    guard let name = row.cells.first, isName(name) else { return nil }
    var object = ObjectRecord()
    object.kind = kind
    object.name = name
    let isScoped = !TableKind.isClusterScoped(kind)
    if isScoped { object.namespace = namespace }
    switch kind {
    case "Pod": row.readPod(into: &object)
    case "Subnet": row.readSubnet(into: &object)
    case "IP": row.readIP(into: &object)
    default: break
    }
    // Whose namespace is unknown may be any of that name.
    return isScoped && object.namespace.isEmpty ? nil : object
  }

  // MARK: Pods

  /// Where `1/1` stands, with a status behind it: in a table of pods that is behind the name, or namespace and name.
  private var ready: Int? {
    for i in 1...2 where cells.count > i + 2 {
      let parts = cells[i].split(separator: "/", omittingEmptySubsequences: false)
      if parts.count == 2, parts.allSatisfy({ Int($0) != nil }), cells[i + 1].first?.isUppercase ?? false,
        Int(cells[i + 2]) != nil
      {
        return i
      }
    }
    return nil
  }

  private func readPod(into object: inout ObjectRecord) {
    guard let ready else { return }
    if ready == 2 {
      object.namespace = cells[0]
      object.name = cells[1]
    }
    object.fields["status.phase"] = cells[ready + 1] == "Completed" ? "Succeeded" : cells[ready + 1]
    if let address = cells[(ready + 2)...].firstIndex(where: Self.isAddress) {
      object.fields["status.podIP"] = cells[address]
      if address + 1 < cells.count, Self.isName(cells[address + 1]) {
        object.fields["spec.nodeName"] = cells[address + 1]
      }
    }
  }

  // MARK: Subnets

  /// Where the block stands, behind the protocol.
  private var block: Int? {
    guard
      let i = cells.indices.dropFirst(2).first(where: {
        Self.protocols.contains(cells[$0 - 1]) && cells[$0].contains("/")
      }),
      counts(behind: i) != nil
    else { return nil }
    return i
  }

  /// Where the counts begin: behind the type of the gateway, which the Subnet of the nodes has not, or behind PRIVATE, NAT
  /// and DEFAULT.
  private func counts(behind block: Int) -> Int? {
    if let type = cells[block...].firstIndex(where: { Self.gatewayTypes.contains($0) }) { return type + 1 }
    let flags = cells[(block + 1)...].prefix(3)
    guard flags.count == 3, flags.allSatisfy({ $0 == "true" || $0 == "false" }), block + 4 < cells.count,
      Double(cells[block + 4]) != nil
    else { return nil }
    return block + 4
  }

  private static let protocols: Set<String> = ["IPv4", "IPv6", "Dual"]
  private static let gatewayTypes: Set<String> = ["distributed", "centralized"]

  /// The columns are NAME PROVIDER VPC [VLAN] PROTOCOL CIDR … GATEWAYTYPE V4USED V4AVAILABLE V6USED V6AVAILABLE.
  private func readSubnet(into object: inout ObjectRecord) {
    guard let block else { return }
    object.fields["spec.cidrBlock"] = cells[block]
    object.fields["spec.protocol"] = cells[block - 1]
    if block >= 4 {
      object.fields["spec.provider"] = cells[1]
      object.fields["spec.vpc"] = cells[2]
    }
    guard let first = counts(behind: block) else { return }
    if Self.gatewayTypes.contains(cells[first - 1]) { object.fields["spec.gatewayType"] = cells[first - 1] }
    let paths = ["status.v4usingIPs", "status.v4availableIPs", "status.v6usingIPs", "status.v6availableIPs"]
    for (i, path) in paths.enumerated() {
      guard first + i < cells.count, Double(cells[first + i]) != nil else { break }
      object.fields[path] = cells[first + i]
    }
  }

  // MARK: IP objects

  /// An address, a MAC and the name of a Subnet behind them, and a name of two parts: a pod's interface or a node.
  private var isIP: Bool {
    guard cells.count >= 4, hasNameOfIP,
      let mac = cells.firstIndex(where: Self.isMAC), mac + 1 < cells.count
    else { return false }
    return cells[1..<mac].contains(where: Self.isAddress) && Self.isName(cells[cells.count - 1])
      && !["true", "false"].contains(cells[cells.count - 1]) && mac + 3 >= cells.count
  }

  private var hasNameOfIP: Bool { cells[0].contains(".") || cells[0].hasPrefix("node-") }

  /// The columns are NAME [V4IP] [V6IP] MAC [NODE] SUBNET.
  private func readIP(into object: inout ObjectRecord) {
    guard cells.count > 1 else { return }
    for cell in cells.dropFirst() {
      if Self.isMAC(cell) {
        object.fields["spec.macAddress"] = cell
      } else if Self.isAddress(cell) {
        object.fields[cell.contains(":") ? "spec.v6IpAddress" : "spec.v4IpAddress"] = cell
      }
    }
    guard let mac = cells.firstIndex(where: Self.isMAC), mac + 1 < cells.count, mac + 3 >= cells.count else {
      // The MAC may be masked; the Subnet is last all the same.
      if let last = cells.last, Self.isName(last), !Self.isAddress(last) { object.fields["spec.subnet"] = last }
      return
    }
    // Of which the end was cut, that may be any.
    guard !TableReader.isCut(cells[cells.count - 1]) else { return }
    object.fields["spec.subnet"] = cells[cells.count - 1]
    if mac + 2 < cells.count { object.fields["spec.nodeName"] = cells[mac + 1] }
  }

  // MARK: Cells

  /// A name as Kubernetes has them.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first >= 0x61 && first <= 0x7a || first &- 0x30 <= 9, text.utf8.count <= 253
    else { return false }
    return text.utf8.allSatisfy {
      $0 >= 0x61 && $0 <= 0x7a || $0 &- 0x30 <= 9 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
  }

  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4 { return parts.allSatisfy { Int($0).map { $0 >= 0 && $0 < 256 } ?? false } }
    return text.contains(":") && text.contains("::") || text.split(separator: ":").count == 8
      ? text.allSatisfy { $0.isHexDigit || $0 == ":" } : false
  }

  private static func isMAC(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 6 && parts.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isHexDigit) }
  }
}
