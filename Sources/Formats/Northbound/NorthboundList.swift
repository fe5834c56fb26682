import Model

/// Lines of `ovn-nbctl list` and `find`: one block of `column : value` a row, of all columns or of those asked for. Which
/// table it is of is not printed, so the columns tell.
struct NorthboundList {
  private var columns: [String: String] = [:]
  private var position = RecordPosition(offset: 0, line: 0)

  /// Bound on the columns of one row; no table has as many.
  private static let columnLimit = 100
  /// Names of columns are filled up to this width.
  private static let width = 20

  /// Column and value of `name                : web-1.default`.
  static func field(_ line: String) -> (key: String, value: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    var key = line[..<colon]
    guard key.last == " " else { return nil }
    while key.last == " " { key.removeLast() }
    guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return nil }
    return (String(key), String(line[line.index(after: colon)...].drop { $0 == " " }))
  }

  /// The line is a column as nothing else prints one: filled up with blanks.
  static func isColumn(_ line: String) -> Bool {
    guard line.utf8.prefix(while: { $0 != UInt8(ascii: ":") }).count == width, let (key, _) = field(line) else {
      return false
    }
    return key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }
  }

  /// Takes a line; `nil` if it is no column.
  mutating func take(_ line: String, at position: RecordPosition) -> ByteUse? {
    guard let (key, value) = Self.field(line) else { return nil }
    if columns.isEmpty { self.position = position }
    if columns.count < Self.columnLimit { columns[key] = value }
    return ["_uuid", "name", "addresses", "external_ids", "type"].contains(key) ? .understood : .recognized
  }

  /// Delivers the row that is being read, if it is a port's or one of a table that a kind file declares.
  mutating func flush(_ sink: any RecordSink, _ rows: NorthboundRows) {
    defer { columns = [:] }
    guard !columns.isEmpty else { return }
    if let port { return sink.port(port, at: position) }
    rows.row(columns, at: position)
  }

  /// The row as that of a port; `nil` if it is of another table. Sets of addresses have addresses too, but without MACs.
  private var port: NorthboundPort? {
    guard let name = columns["name"].map(Self.unquoted), !name.isEmpty else { return nil }
    var port = NorthboundPort()
    port.name = name
    port.uuid = columns["_uuid"] ?? ""
    port.type = Self.unquoted(columns["type"] ?? "")
    let addresses = columns["addresses"] ?? ""
    port.addresses =
      addresses.hasPrefix("[") || addresses.isEmpty ? Self.quoted(addresses[...]) : [Self.unquoted(addresses)]
    port.externalIDs = Self.map(columns["external_ids"] ?? "")
    port.logicalSwitch = port.externalIDs["ls"] ?? ""
    port.isExcerpt = port.uuid.isEmpty
    let isWhole = columns["addresses"] != nil && (columns["parent_name"] != nil || columns["up"] != nil)
    let isPort = isWhole || !port.logicalSwitch.isEmpty || port.addresses.contains { $0.dropFirst(2).first == ":" }
    return isPort ? port : nil
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

  static func unquoted(_ text: String) -> String {
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
