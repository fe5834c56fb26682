import Model

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
    guard let name = fields["name"], let addresses = fields["addresses"],
      fields["parent_name"] != nil || fields["up"] != nil
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
