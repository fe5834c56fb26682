import ByteLexing
import Model

/// The northbound database as `ovn-nbctl show` and `ovn-nbctl list` print it.
public enum NorthboundTextFormat: StreamFormat {
  public static let id = "ovn-nb-text"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    let first = head.text(0..<min(head.byteCount, 200))
    let line = first.prefix { $0 != "\n" && $0 != "\r\n" }
    if NorthboundShow.heading(String(line)) != nil { return Confidence(92, "ovn-nbctl show") }
    if line.hasPrefix("_uuid"), NorthboundList.field(String(line))?.key == "_uuid" {
      return Confidence(92, "ovn-nbctl list")
    }
    return .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    var show = NorthboundShow()
    var list = NorthboundList()
    defer {
      show.flush(sink)
      list.flush(sink)
    }
    try StreamAccount.run(&feed, into: sink) { feed, account in
      try TextLines.read(&feed, &account, limit: min(context.itemLimit, 1 << 20)) { line, position in
        let text = line.text
        if text.allSatisfy({ $0 == " " }) {
          list.flush(sink)
          return .recognized
        }
        if let use = show.take(text, at: position, sink) { return use }
        return list.take(text, at: position) ?? .notUnderstood
      }
    }
  }
}

/// Lines of `ovn-nbctl show`: switches with their ports; routers are only recognised.
struct NorthboundShow {
  private var logicalSwitch: String?
  private var isInside = false
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
    if let port { sink.port(port, at: position) }
    port = nil
  }
}

/// Lines of `ovn-nbctl list logical_switch_port`: one block of `column : value` a row.
struct NorthboundList {
  private var fields: [String: String] = [:]
  private var position = RecordPosition(offset: 0, line: 0)

  /// Column and value of `name                : web-1.default`.
  static func field(_ line: String) -> (key: String, value: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    var key = line[..<colon]
    guard key.last == " " else { return nil }
    while key.last == " " { key.removeLast() }
    guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return nil }
    return (String(key), String(line[line.index(after: colon)...].drop { $0 == " " }))
  }

  /// Takes a line; `nil` if it is no column.
  mutating func take(_ line: String, at position: RecordPosition) -> ByteUse? {
    guard let (key, value) = Self.field(line) else { return nil }
    if fields.isEmpty { self.position = position }
    if fields.count < 100 { fields[key] = value }
    return ["_uuid", "name", "addresses", "external_ids", "type"].contains(key) ? .understood : .recognized
  }

  /// Delivers the row that is being read, if it is a port's.
  mutating func flush(_ sink: any RecordSink) {
    defer { fields = [:] }
    guard let name = fields["name"], let addresses = fields["addresses"], fields["parent_name"] != nil || fields["up"] != nil
    else { return }
    var port = NorthboundPort()
    port.name = Self.unquoted(name)
    port.uuid = fields["_uuid"] ?? ""
    port.type = Self.unquoted(fields["type"] ?? "")
    port.addresses = addresses.hasPrefix("[") ? Self.quoted(addresses[...]) : [Self.unquoted(addresses)]
    port.externalIDs = Self.map(fields["external_ids"] ?? "")
    port.logicalSwitch = port.externalIDs["ls"] ?? ""
    if !port.name.isEmpty { sink.port(port, at: position) }
  }

  /// Elements of `["a b", c]`.
  static func quoted(_ text: Substring) -> [String] {
    var inner = text.drop { $0 == " " }
    guard inner.first == "[" else { return inner.isEmpty ? [] : [unquoted(String(inner))] }
    inner = inner.dropFirst()
    if let close = inner.lastIndex(of: "]") { inner = inner[..<close] }
    return parts(inner).map { unquoted($0) }
  }

  /// Entries of `{k=v, "a b"="c d"}`.
  static func map(_ text: String) -> [String: String] {
    guard text.hasPrefix("{"), let close = text.lastIndex(of: "}") else { return [:] }
    var out: [String: String] = [:]
    for part in parts(text[text.index(after: text.startIndex)..<close]) {
      guard let equals = part.firstIndex(of: "=") else { continue }
      out[unquoted(String(part[..<equals]))] = unquoted(String(part[part.index(after: equals)...]))
    }
    return out
  }

  /// Splits at commas outside quotes.
  private static func parts(_ text: Substring) -> [String] {
    var out: [String] = []
    var current = ""
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if character == ",", !isQuoted {
        out.append(current)
        current = ""
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && !isEscaped
      if !(current.isEmpty && character == " ") { current.append(character) }
    }
    if !current.isEmpty { out.append(current) }
    return out
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    var out = ""
    var isEscaped = false
    for character in text.dropFirst().dropLast() {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        out.append(character)
        isEscaped = false
      }
    }
    return out
  }
}
