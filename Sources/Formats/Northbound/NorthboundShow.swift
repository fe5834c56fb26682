import Model

/// Lines of `ovn-nbctl show`: switches with their ports; routers are only recognised.
struct NorthboundShow {
  private var logicalSwitch: String?
  private var isInside = false

  /// `isFragment`: the lines above, with the name of the switch, may be missing.
  init(isFragment: Bool = false) {
    isInside = isFragment
    logicalSwitch = isFragment ? "" : nil
  }

  private var port: NorthboundPort?
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
  mutating func take(_ line: String, at position: RecordPosition, _ sink: any RecordSink) -> ByteUse? {
    if let (kind, name) = Self.heading(line) {
      flush(sink)
      logicalSwitch = kind == "switch" ? name : nil
      isInside = true
      return .recognized
    }
    guard isInside, line.hasPrefix("    ") else { return nil }
    let content = line.drop { $0 == " " }
    if line.hasPrefix("    port "), !line.hasPrefix("     ") {
      flush(sink)
      guard let logicalSwitch else { return .recognized }
      var port = NorthboundPort()
      port.name = String(content.dropFirst(5).prefix { $0 != " " })
      port.logicalSwitch = logicalSwitch
      self.port = port
      self.position = position
      return .understood
    }
    guard port != nil else { return .recognized }
    if content.hasPrefix("addresses: ") {
      port?.addresses = NorthboundList.quoted(content.dropFirst(11))
    } else if content.hasPrefix("type: ") {
      port?.type = String(content.dropFirst(6))
    } else {
      return .recognized
    }
    return .understood
  }

  /// Delivers the port that is being read.
  mutating func flush(_ sink: any RecordSink) {
    // Which port it is a name that a window cut does not tell.
    if let port, !port.name.hasSuffix("…") { sink.port(port, at: position) }
    port = nil
  }
}
