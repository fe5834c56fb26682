import ByteLexing

/// What a line begins, judged by the line alone.
struct PasteOpening {
  /// The form of a piece that may begin with the line; `nil` for prose and for what only goes on.
  func form(of line: PasteLine, _ text: RawSpan, _ command: PasteCommand?) -> PastePiece.Form? {
    let start = line.start + line.indent
    guard start < line.end else { return nil }
    if isLog(line, text) { return .log }
    switch text.byte(start) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return Self.isJSON(text, start, line.end) ? .json : nil
    case UInt8(ascii: "a"), UInt8(ascii: "k"), UInt8(ascii: "m"), UInt8(ascii: "-"), UInt8(ascii: "i"):
      // Below the header of a description's Events stand dashes in columns.
      if Self.yamlHeads.contains(where: { text.hasBytes($0, at: start) }), !text.hasBytes("----", at: start) {
        return .yaml
      }
    default: break
    }
    // What follows are lines of kubectl and ovn-nbctl, which are short.
    guard line.end - line.start < 4096 else { return nil }
    if PasteMarks.isRefusal(text, start, line.end) { return .refusal }
    return tabular(line, text, command)
  }

  private func tabular(_ line: PasteLine, _ text: RawSpan, _ command: PasteCommand?) -> PastePiece.Form? {
    let start = line.start + line.indent
    if text.hasBytes("Name: ", at: start), Self.hasColumns(line, text) { return .describe }
    if text.hasBytes("Events:", at: start) { return .events }
    if PasteMarks.tellsOfWaiting(text, start, line.end) { return .events }
    if Self.isPort(text, start, line.end) { return .ports }
    // `#`, `*`, `-`, `:`, `C`
    if [0x23, 0x2a, 0x2d, 0x3a, 0x43].contains(text.byte(start)), GatewayRulesFormat.begins(text.text(start..<line.end))
    {
      return .gatewayRules
    }
    if PortNameRow.switchOf(command) != nil, PortNameRow.name(in: text.text(start..<line.end)) != nil {
      return .portNames
    }
    let words = text.text(start..<line.end)
    // What was copied out of a web page lost the blanks between its columns.
    guard Self.hasColumns(line, text) else { return HeaderlessRow.showsItsKind(words) ? .rows : nil }
    if NorthboundList.isColumn(words) { return .list }
    if EventRow.isHeader(words) || EventRow.isRow(words) || EventRow.listed(words) != nil { return .events }
    if TableLayout(header: words) != nil { return .table }
    return HeaderlessRow.kind(words, command) == nil ? nil : .rows
  }

  private static let yamlHeads: [StaticString] = [
    "apiVersion: ", "- apiVersion: ", "kind: ", "- kind: ", "metadata:", "---", "items:",
  ]

  /// The line stands in a log, under whatever wrapping.
  func isLog(_ line: PasteLine, _ text: RawSpan) -> Bool {
    if isKlog(line, text) || ChainSearch.chain(of: text, line.start, line.end) != nil { return true }
    let start = line.start + line.indent
    if KlogPaste.isHeadless(text, start, line.end) { return true }
    if VlogText(text, start, line.end) != nil { return true }
    if text.byte(start) == UInt8(ascii: "{") {
      var message: [UInt8] = []
      return StructuredJSON(text, start, line.end, appendingTo: &message) != nil
    }
    if text.hasBytes("panic: ", at: start) || text.hasBytes("goroutine ", at: start) { return true }
    if isHeaderOfExport(line, text) { return true }
    if let time = WrittenTime(text, start, line.end) { return time.end == line.end }
    return false
  }

  /// The line names the columns of a log that a store wrote as CSV, one of them that of messages.
  private func isHeaderOfExport(_ line: PasteLine, _ text: RawSpan) -> Bool {
    let start = line.start + line.indent
    guard text.byte(start) == UInt8(ascii: "\""), line.next > line.end else { return false }
    return CSVFraming.recognises(text.extracting(start..<line.next))
  }

  /// The line is klog without any wrapper but quotes; the answer for most lines of a log, and quick.
  func isKlog(_ line: PasteLine, _ text: RawSpan) -> Bool {
    let start = line.start + line.indent
    guard start < line.end, KlogText.isSeverity(text.byte(start)) || text.byte(start) &- 0x30 <= 9 else { return false }
    return KlogText.header(text, start, line.end) != nil || KlogPaste.header(text, start, line.end) != nil
  }

  /// `{"`, `{`, `[{`, `[`, at the end of the line or before what may follow.
  private static func isJSON(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var at = start + 1
    while at < end, text.byte(at) == 0x20 { at += 1 }
    if at == end { return true }
    let next = text.byte(at)
    return next == UInt8(ascii: "\"") && text.byte(start) == UInt8(ascii: "{") || next == UInt8(ascii: "{")
      || next == UInt8(ascii: "}")
  }

  /// `switch <uuid> (name)`, `port name` of `ovn-nbctl show`, and what stands below a port.
  private static func isPort(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    if text.hasBytes("port ", at: start) {
      // One word follows, which names a pod or an interface: prose has more of them.
      let name = start + 5..<end
      return !name.isEmpty && name.allSatisfy { text.byte($0) > 0x20 }
        && name.contains { text.byte($0) == 0x2e || text.byte($0) == 0x2d }
    }
    if text.hasBytes("addresses: [", at: start) { return true }
    guard text.hasBytes("switch ", at: start) || text.hasBytes("router ", at: start) else { return false }
    return NorthboundShow.heading(text.text(start..<min(end, start + 300))) != nil
  }

  /// Two blanks in a row between words, or a tab, as in a table.
  static func hasColumns(_ line: PasteLine, _ text: RawSpan) -> Bool {
    var at = line.start + line.indent
    while at + 2 < line.end {
      if text.byte(at) == 0x09 || (text.byte(at) == 0x20 && text.byte(at + 1) == 0x20) { return true }
      at += 1
    }
    return false
  }

  /// `key: value`, `- item`, a comment or a mark between documents.
  static func isYAML(_ line: PasteLine, _ text: RawSpan) -> Bool {
    let start = line.start + line.indent
    switch text.byte(start) {
    case UInt8(ascii: "-"):
      return start + 1 == line.end || text.byte(start + 1) == 0x20 || text.hasBytes("---", at: start)
    case UInt8(ascii: "#"): return start + 1 < line.end && text.byte(start + 1) == 0x20
    default: return isKey(text, start, line.end)
    }
  }

  private static func isKey(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var at = start
    while at < end, at - start < 300 {
      let byte = text.byte(at)
      if byte == UInt8(ascii: ":") { return at > start && (at + 1 == end || text.byte(at + 1) == 0x20) }
      if byte <= 0x20 || byte >= 0x80 { return false }
      at += 1
    }
    return false
  }

  /// `Key Of Words:  value`, as `kubectl describe` prints it.
  static func isField(_ line: PasteLine, _ text: RawSpan) -> Bool {
    let start = line.start + line.indent
    let colon = text.firstIndex(of: UInt8(ascii: ":"), from: start)
    guard colon > start, colon < line.end, colon - start < 40 else { return false }
    guard text.byte(start) >= 0x41, text.byte(start) <= 0x5a else { return false }
    return colon + 1 == line.end
      || (colon + 2 < line.end && text.byte(colon + 1) == 0x20 && text.byte(colon + 2) == 0x20)
  }

  /// `name                : value`, as `ovn-nbctl list` prints it.
  static func isColumn(_ line: PasteLine, _ text: RawSpan) -> Bool {
    NorthboundList.field(text.text(line.start + line.indent..<min(line.end, line.start + line.indent + 300))) != nil
  }
}
