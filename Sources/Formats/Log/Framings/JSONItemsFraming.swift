import ByteLexing

/// JSON that carries log lines in records, rows or strings which are not one a line: elements of an array, pretty-printed
/// objects, hits of a search result, events of an answer of a cloud, tables of rows, arrays of lines, a string that holds a
/// whole log; in any envelope, and several documents one after another.
///
/// Reads forwards token by token. An object that a JSON wrapper understands is a record and is decoded like a line, any other
/// is an envelope and is opened. Objects of Kubernetes are neither: their messages may quote a log.
struct JSONItemsFraming: RecordFraming {
  static let id = "json-items"
  /// Envelopes inside one another; what lies deeper is not looked at.
  static let deepest = 16
  /// Longest object, row or string that is looked at as one record, in bytes.
  static let longestRecord = 1 << 20
  /// Of a string, what shows whether it is a log, in bytes.
  static let longestSample = 16 << 10

  static func recognises(_ head: RawSpan) -> Bool {
    let text = head.extracting(first: LogStreamReader.headSize)
    guard let first = JSONItem.first(text), !isRecordLine(text) else { return false }
    var framing = JSONItemsFraming()
    var record = FramedRecord()
    var at = first
    var hasText = false
    while at < text.byteCount {
      record.reset()
      let rest = text.extracting(at..<text.byteCount)
      switch framing.next(rest, isAtEnd: true, into: &record) {
      case .recognized(let count), .notUnderstood(let count): at += count
      case .incomplete: return hasText
      case .record(let count):
        if framing.levels.isEmpty, rest.byte(0) == UInt8(ascii: "{") {
          // Objects that are one a line are read as lines.
          return rest.extracting(0..<count).firstIndex(of: 0x0a) >= 0 || !JSONItem.isLineEnd(rest, count)
        }
        let content = record.text
        if ChainSearch.chain(of: content.span.bytes, 0, content.count) != nil { return true }
        hasText = true
        at += count
      }
    }
    return hasText
  }

  /// The first line of the text is a whole record.
  static func isRecordLine(_ text: RawSpan) -> Bool {
    guard let first = JSONItem.first(text), text.byte(first) == UInt8(ascii: "{") else { return false }
    let lineEnd = text.firstIndex(of: 0x0a, from: first)
    guard lineEnd > 0, let end = JSONItem.end(text, first, limit: lineEnd) else { return false }
    return JSONItem.isLineEnd(text, end) && JSONRecord.isRecord(text, first, end)
  }

  /// An array or object that is open.
  private struct Level {
    var isArray: Bool
    /// Of an object: the key whose value comes next, empty before it.
    var key: [UInt8] = []
    var hasKey = false
    /// Of an array: its elements are records, or lines.
    var holdsRecords = false
    /// Of an object: key of the string that was read as a log, and may stand there once more cut into lines.
    var logKey: [UInt8] = []
  }

  private var levels: [Level] = []
  /// Strings one after another, outside of any array, are lines.
  private var isListOfStrings = false
  /// Open brackets of what is skipped.
  private var buried = 0
  /// The rest of a string is skipped, or is read line by line.
  private var isSkippingString = false
  private var isInString = false
  /// Columns of the rows that follow.
  private var columns: [LogColumn?]?

  init() {}

  mutating func next(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    if isInString { return line(unread, isAtEnd: isAtEnd, into: &record) }
    if isSkippingString { return skipString(unread, from: 0, isAtEnd: isAtEnd) }
    var at = 0
    while at < unread.byteCount {
      let byte = unread.byte(at)
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["):
        if at > 0 { return .recognized(at) }
        if buried > 0 {
          if byte == UInt8(ascii: "\"") { return skipString(unread, from: 1, isAtEnd: isAtEnd) }
          buried += 1
          at += 1
        } else if byte == UInt8(ascii: "{") {
          return object(unread, isAtEnd: isAtEnd, into: &record)
        } else if byte == UInt8(ascii: "[") {
          return array(unread, isAtEnd: isAtEnd, into: &record)
        } else if let level = levels.last, !level.isArray, !level.hasKey {
          return key(unread, isAtEnd: isAtEnd)
        } else {
          return string(unread, isAtEnd: isAtEnd, into: &record)
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if buried > 0 { buried -= 1 } else { _ = levels.popLast() }
        at += 1
      case UInt8(ascii: ","):
        if buried == 0, !levels.isEmpty { levels[levels.count - 1].hasKey = false }
        at += 1
      default:
        if levels.isEmpty, buried == 0, byte > 0x20, byte != 0x1e {
          // Between documents there is nothing.
          return at > 0 ? .recognized(at) : garbage(unread, isAtEnd: isAtEnd)
        }
        at += 1
      }
    }
    return .recognized(at)
  }

  private func garbage(_ unread: RawSpan, isAtEnd: Bool) -> FramingStep {
    let end = unread.firstIndex(of: 0x0a)
    if end >= 0 { return .notUnderstood(end + 1) }
    return isAtEnd || unread.byteCount >= Self.longestRecord ? .notUnderstood(unread.byteCount) : .incomplete
  }

  // MARK: Objects and arrays

  /// More of what begins here may come, and is needed.
  private func mayGrow(_ unread: RawSpan, isAtEnd: Bool) -> Bool {
    !isAtEnd && unread.byteCount < Self.longestRecord
  }

  private func end(_ unread: RawSpan) -> Int? {
    JSONItem.end(unread, 0, limit: min(unread.byteCount, Self.longestRecord))
  }

  private mutating func object(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    let end = end(unread)
    if end == nil, mayGrow(unread, isAtEnd: isAtEnd) { return .incomplete }
    if let end, levels.last?.holdsRecords == true || JSONRecord.isRecord(unread, 0, end) {
      if !levels.isEmpty { levels[levels.count - 1].holdsRecords = levels[levels.count - 1].isArray }
      record.text.append(unread, 0..<end)
      return .record(end)
    }
    if let parent = levels.last, !parent.isArray, Self.isNamed(parent.key, ["metadata", "spec", "status"]) {
      buried = 1  // a part of an object of Kubernetes
    } else {
      open(Level(isArray: false))
    }
    return .recognized(1)
  }

  private mutating func open(_ level: Level) {
    if levels.count < Self.deepest { levels.append(level) } else { buried = 1 }
  }

  private mutating func array(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    let parent = levels.last
    if let parent, !parent.isArray, Self.isNamed(parent.key, Self.headings) {
      guard let end = end(unread) else {
        if mayGrow(unread, isAtEnd: isAtEnd) { return .incomplete }
        open(Level(isArray: true))
        return .recognized(1)
      }
      columns = JSONRecord.columns(unread, 0..<end)
      return .recognized(end)
    }
    // The same log again, cut into lines.
    if let parent, !parent.logKey.isEmpty, parent.key == parent.logKey + Array("_lines".utf8) {
      buried = 1
      return .recognized(1)
    }
    if parent?.isArray == true {
      if unread.byteCount < JSONRecord.rowHead, !isAtEnd { return .incomplete }
      guard columns != nil || JSONRecord.isListOfFields(unread) else {
        open(Level(isArray: true))
        return .recognized(1)
      }
      if let end = end(unread) {
        return JSONRecord.read(unread, 0..<end, columns, into: &record) ? .record(end) : .recognized(end)
      }
      if mayGrow(unread, isAtEnd: isAtEnd) { return .incomplete }
    }
    open(Level(isArray: true))
    return .recognized(1)
  }

  private static let headings: [StaticString] = ["columns", "fields", "headers", "headings", "header"]

  private static func isNamed(_ key: [UInt8], _ names: [StaticString]) -> Bool {
    names.contains { $0.utf8CodeUnitCount == key.count && key.span.bytes.hasBytes($0) }
  }

  // MARK: Strings

  private mutating func key(_ unread: RawSpan, isAtEnd: Bool) -> FramingStep {
    guard let end = JSONItem.stringEnd(unread, 0, min(unread.byteCount, Self.longestRecord)) else {
      return mayGrow(unread, isAtEnd: isAtEnd) ? .incomplete : skipString(unread, from: 1, isAtEnd: isAtEnd)
    }
    let last = levels.count - 1
    levels[last].hasKey = true
    levels[last].key.removeAll(keepingCapacity: true)
    levels[last].key.append(unread, 1..<min(end - 1, 1 + 64))
    if Self.isNamed(levels[last].key, ["apiVersion"]) {
      // An object of Kubernetes, or a list of them.
      levels.removeLast()
      buried = 1
    }
    return .recognized(end)
  }

  private mutating func string(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    let end = JSONItem.stringEnd(unread, 0, min(unread.byteCount, Self.longestRecord))
    let sample = min(end.map { $0 - 1 } ?? unread.byteCount, 1 + Self.longestSample)
    if end == nil, !isAtEnd, unread.byteCount <= Self.longestSample { return .incomplete }
    let isKnown = levels.last?.holdsRecords ?? isListOfStrings
    let isRead = levels.last.map { !$0.isArray && $0.key == $0.logKey } ?? false
    guard !isRead, isKnown || JSONRecord.isLog(unread, 1..<sample) else {
      return end.map { .recognized($0) } ?? skipString(unread, from: 1, isAtEnd: isAtEnd)
    }
    remember()
    if let end, !JSONItem.hasLineEnd(unread, 1..<end - 1) {
      JSONUnescape.append(unread, 1..<end - 1, to: &record.text)
      return .record(end)
    }
    isInString = true
    return .recognized(1)
  }

  /// The string at hand is a log, or a line of one.
  private mutating func remember() {
    guard let last = levels.indices.last else {
      isListOfStrings = true
      return
    }
    guard levels[last].isArray else {
      levels[last].logKey = levels[last].key
      return
    }
    levels[last].holdsRecords = true
    guard last > 0, !levels[last - 1].isArray else { return }
    let key = levels[last - 1].key
    if key.suffix(6).elementsEqual("_lines".utf8) { levels[last - 1].logKey = Array(key.dropLast(6)) }
  }

  /// The next line of a string that holds many.
  private mutating func line(_ unread: RawSpan, isAtEnd: Bool, into record: inout FramedRecord) -> FramingStep {
    var at = 0
    search: while at < unread.byteCount {
      switch unread.byte(at) {
      case UInt8(ascii: "\""):
        if at > 0 { break search }
        isInString = false
        return .recognized(1)
      case 0x0a:
        if at > 0 { break search }
        return .recognized(1)
      case UInt8(ascii: "\\"):
        guard at + 1 < unread.byteCount else {
          if mayGrow(unread, isAtEnd: isAtEnd) { return .incomplete }
          at += 1
          break search
        }
        if unread.byte(at + 1) == UInt8(ascii: "n") {
          if at > 0 { break search }
          return .recognized(2)
        }
        at += 2
      default: at += 1
      }
    }
    if at >= unread.byteCount, mayGrow(unread, isAtEnd: isAtEnd) { return .incomplete }
    JSONUnescape.append(unread, 0..<at, to: &record.text)
    return .record(at)
  }

  /// Skips what there is of a string; `start` is 1 at its quote.
  private mutating func skipString(_ unread: RawSpan, from start: Int, isAtEnd: Bool) -> FramingStep {
    var at = start
    isSkippingString = true
    while at < unread.byteCount {
      let byte = unread.byte(at)
      at += 1
      if byte == UInt8(ascii: "\"") {
        isSkippingString = false
        break
      }
      if byte == UInt8(ascii: "\\") {
        // The escaped sign may be the first of what is read next.
        if at == unread.byteCount, !isAtEnd { return at == 1 ? .incomplete : .recognized(at - 1) }
        at += 1
      }
    }
    return .recognized(min(at, unread.byteCount))
  }
}
