import Model

/// Lines of `ovn-nbctl show`: switches with their ports, and the NAT entries of routers; the rest is only recognised.
struct NorthboundShow {
  private var logicalSwitch: String?
  private var isInside = false
  private var block: UInt32 = 0

  /// `isFragment`: the lines above, with the name of the switch, may be missing.
  init(isFragment: Bool = false) {
    isInside = isFragment
    logicalSwitch = isFragment ? "" : nil
  }

  private var port: NorthboundPort?
  /// Columns of the NAT entry that is being read, named as in the database.
  private var entry: [String: String] = [:]
  private var position = RecordPosition(offset: 0, line: 0)

  /// Kind and name of `switch <uuid> (name)`.
  static func heading(_ line: String) -> (kind: String, name: String)? {
    let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, words[0] == "switch" || words[0] == "router", words[1].count == 36,
      words[1].allSatisfy({ $0.isHexDigit || $0 == "-" })
    else { return nil }
    var name = words.count > 2 ? String(words[2]) : ""
    if name.hasPrefix("(") { name.removeFirst() }
    // `(name) (aka other)`
    if let close = name.firstIndex(of: ")") { name = String(name[..<close]) }
    return (String(words[0]), name)
  }

  /// Takes a line; `nil` if it is none of `show`.
  mutating func take(
    _ line: String, at position: RecordPosition, _ sink: any RecordSink, _ rows: NorthboundRows
  ) -> ByteUse? {
    if let (kind, name) = Self.heading(line) {
      flush(sink, rows)
      logicalSwitch = kind == "switch" ? name : nil
      isInside = true
      block = UInt32(clamping: position.line)
      return .recognized
    }
    guard isInside, line.hasPrefix("    ") else { return nil }
    let content = line.drop { $0 == " " }
    if line.hasPrefix("    nat ") {
      flush(sink, rows)
      let uuid = content.dropFirst(4)
      guard uuid.count == 36 else { return .recognized }
      entry["_uuid"] = String(uuid)
      self.position = position
      return .understood
    }
    if line.hasPrefix("    port "), !line.hasPrefix("     ") {
      flush(sink, rows)
      guard let logicalSwitch else { return .recognized }
      var port = NorthboundPort()
      port.name = String(content.dropFirst(5).prefix { $0 != " " })
      port.logicalSwitch = logicalSwitch
      port.block = block
      self.port = port
      self.position = position
      return .understood
    }
    guard port != nil else { return column(content) }
    if content.hasPrefix("addresses: ") {
      port?.addresses = NorthboundList.quoted(content.dropFirst(11))
    } else if content.hasPrefix("type: ") {
      port?.type = String(content.dropFirst(6))
    } else {
      return .recognized
    }
    return .understood
  }

  /// `external ip: "172.28.0.4"` of a NAT entry.
  private mutating func column(_ content: Substring) -> ByteUse {
    guard !entry.isEmpty, let colon = content.firstIndex(of: ":") else { return .recognized }
    let value = String(content[content.index(after: colon)...].drop { $0 == " " })
    switch content[..<colon] {
    case "external ip": entry["external_ip"] = value
    case "logical ip": entry["logical_ip"] = value
    case "type": entry["type"] = value
    default: return .recognized
    }
    return .understood
  }

  /// Delivers the port or the entry that is being read.
  mutating func flush(_ sink: any RecordSink, _ rows: NorthboundRows) {
    // Which port it is a name that a window cut does not tell.
    if let port, !port.name.hasSuffix("…") { sink.port(port, at: position) }
    if !entry.isEmpty { rows.row(entry, at: position) }
    (port, entry) = (nil, [:])
  }
}
