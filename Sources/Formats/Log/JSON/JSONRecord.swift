import ByteLexing

/// Decides what the values of a JSON document have to do with a log. All input is untrusted.
enum JSONRecord {
  /// The object at `start..<end` is one record of a log, not an envelope of records. O(length).
  static func isRecord(_ text: RawSpan, _ start: Int, _ end: Int) -> Bool {
    if ChainSearch.chain(of: text, start, end) != nil { return true }
    var message: [UInt8] = []
    if StructuredJSON(text, start, end, appendingTo: &message) != nil { return true }
    // Lines that it holds elsewhere are those of other records.
    if end - start > ChainSearch.longestLine || ChainSearch.mayHoldKlog(text, start, end) { return false }
    for wrapper in LineWrapperRegistry.all where wrapper.holdsJSON {
      var line = WrappedLine(start, end)
      var scratch: [UInt8] = []
      switch wrapper.unwrap(&line, in: text, into: &scratch) {
      case .content: if scratch.contains(where: { $0 > 0x20 }), scratch.first != UInt8(ascii: "{") { return true }
      case .marker: return true
      case .fails: break
      }
    }
    return false
  }

  /// The string whose beginning lies at `range` holds lines of a log and little else: a text that quotes one is none.
  static func isLog(_ text: RawSpan, _ range: Range<Int>) -> Bool {
    guard ChainSearch.mayHoldKlog(text, range.lowerBound, range.upperBound) else { return false }
    var sample: [UInt8] = []
    JSONUnescape.append(text, range, to: &sample)
    let lines = sample.span.bytes
    // An issue, of which Markdown quotes parts.
    if lines.firstIndex(of: "```" as StaticString) >= 0 { return false }
    var klog = 0
    var others = 0
    var start = 0
    while start < lines.byteCount {
      let hit = lines.firstIndex(of: 0x0a, from: start)
      let end = hit < 0 ? lines.byteCount : hit
      // A word before a line is the name of a container in a log, and a word in a text.
      if let chain = ChainSearch.chain(of: lines, start, end), !chain.hasBareNames {
        klog += 1
        // What follows the first line of a log belongs to it.
        if others == 0 { return true }
      } else if (start..<end).contains(where: { lines.byte($0) > 0x20 }) {
        others += 1
      }
      start = end + 1
    }
    return klog > others
  }

  // MARK: Tables

  /// Most columns of a table.
  private static let mostColumns = 256

  /// What the columns hold whose names, or objects with a `name`, are in the array; nil if none is a message.
  static func columns(_ text: RawSpan, _ array: Range<Int>) -> [LogColumn?]? {
    let columns = JSONItem.values(text, array, most: mostColumns).map { value -> LogColumn? in
      if let inside = JSONItem.inside(text, value) { return LogColumn(text, inside) }
      guard let fields = JSONFields(text, value.lowerBound, value.upperBound), let name = fields.find("name", text)
      else { return nil }
      return LogColumn(text, fields.fields[name].value)
    }
    return columns.contains(.message) ? columns : nil
  }

  /// Bytes that show how a row begins.
  static let rowHead = 256

  /// The array at the front begins with `[{"field":`, as rows of CloudWatch Insights do.
  static func isListOfFields(_ text: RawSpan) -> Bool {
    var at = 1
    while at < min(text.byteCount, rowHead), text.byte(at) <= 0x20 || text.byte(at) == UInt8(ascii: "{") { at += 1 }
    return text.hasBytes("\"field\"", at: at)
  }

  /// Reads a row of a table, or a list of `{"field":…,"value":…}`; false if there is no line in it.
  static func read(_ text: RawSpan, _ row: Range<Int>, _ columns: [LogColumn?]?, into record: inout FramedRecord)
    -> Bool
  {
    var hasMessage = false
    for (index, value) in JSONItem.values(text, row, most: mostColumns).enumerated() {
      guard let (column, inside) = cell(text, value, index, columns) else { continue }
      if column != .message {
        column.describe(&record.line, text, inside)
      } else if !hasMessage {
        JSONUnescape.append(text, inside, to: &record.text)
        hasMessage = true
      }
    }
    return hasMessage
  }

  private static func cell(_ text: RawSpan, _ value: Range<Int>, _ index: Int, _ columns: [LogColumn?]?)
    -> (LogColumn, Range<Int>)?
  {
    if let fields = JSONFields(text, value.lowerBound, value.upperBound), let name = fields.find("field", text),
      let content = fields.find("value", text), let column = LogColumn(text, fields.fields[name].value)
    {
      return (column, fields.fields[content].value)
    }
    guard let columns, index < columns.count, let column = columns[index] else { return nil }
    if let inside = JSONItem.inside(text, value) { return (column, inside) }
    return column == .message ? nil : (column, value)
  }
}
