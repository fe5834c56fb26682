import ByteLexing
import Model

/// Objects, Events and audit records as JSON: a List, a typed list, an array, single objects, one object a line, a watch.
///
/// A list is cut into its items first, so memory holds one item whatever the size of the list.
public enum JSONDocumentsFormat: StreamFormat {
  public static let id = "json"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    head.withUnsafeBytes { raw in
      guard let first = raw.first(where: { $0 > 0x20 }), first == 0x7B || first == 0x5B else { return .none }
      if head.firstIndex(of: "audit.k8s.io") >= 0 { return Confidence(95, "JSON, audit.k8s.io") }
      if head.firstIndex(of: "\"apiVersion\"") >= 0 { return Confidence(90, "JSON with apiVersion") }
      return first == 0x7B && head.firstIndex(of: "\"kind\"") < 0 ? .none : Confidence(30, "JSON")
    }
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    var reader = JSONDocumentReader(sink, limit: context.itemLimit)
    try reader.read(&feed)
  }
}

/// Walks the top of a JSON stream: values one after another, arrays, and maps that may be lists.
struct JSONDocumentReader {
  private let sink: any RecordSink
  private let limit: Int
  private let parser: JSONItemParser
  private let delivery: ItemDelivery
  private var line: UInt64 = 1
  private var samples = 0

  init(_ sink: any RecordSink, limit: Int) {
    self.sink = sink
    self.limit = limit
    parser = JSONItemParser(limit: limit)
    delivery = ItemDelivery(sink: sink)
  }

  mutating func read(_ feed: inout ByteFeed) throws {
    while let byte = try peek(&feed) {
      switch byte {
      case 0x5B:
        take(&feed, 1, .recognized)
        sink.list(ListHeader(shape: .array))
        try readItems(&feed, kind: "")
      case 0x7B: try readMap(&feed)
      default: try skipLine(&feed)
      }
    }
  }

  /// The next byte that is no space and no comma.
  private mutating func peek(_ feed: inout ByteFeed) throws -> UInt8? {
    while true {
      let found: (skip: Int, byte: UInt8?) = feed.withUnread { raw in
        var i = 0
        while i < raw.count, raw[i] <= 0x20 || raw[i] == 0x2C { i += 1 }
        return (i, i < raw.count ? raw[i] : nil)
      }
      take(&feed, found.skip, .recognized)
      if let byte = found.byte { return byte }
      if try !feed.fill() { return nil }
    }
  }

  private mutating func take(_ feed: inout ByteFeed, _ count: Int, _ use: ByteUse) {
    guard count > 0 else { return }
    line += feed.withUnread { raw in raw.prefix(count).reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
    feed.consume(count)
    sink.account(use, count)
  }

  /// Elements up to the closing bracket.
  private mutating func readItems(_ feed: inout ByteFeed, kind: String) throws {
    while let byte = try peek(&feed) {
      if byte == 0x5D { return take(&feed, 1, .recognized) }
      guard let length = try valueLength(&feed) else { return }
      deliver(&feed, length, kind)
    }
  }

  /// A map: one item, or a list with `items`, or a watch entry.
  private mutating func readMap(_ feed: inout ByteFeed) throws {
    // Most maps are one small item; a list shows itself by `items` at its top level before the limit of one look.
    guard let items = try findItems(&feed) else {
      guard let length = try valueLength(&feed) else { return }
      return deliver(&feed, length, "")
    }
    sink.list(ListHeader(itemKind: items.kind, resourceVersion: items.resourceVersion, shape: items.kind.isEmpty ? .list : .typedList))
    take(&feed, items.begin, .recognized)
    try readItems(&feed, kind: items.kind)
    // What follows the items belongs to the list: kind and metadata, then the brace.
    while let byte = try peek(&feed), byte != 0x7D {
      guard byte == 0x22 else { return }
      guard let length = try valueLength(&feed) else { return }
      take(&feed, length, .recognized)
      let colon = feed.withUnread { raw in raw.firstIndex { $0 > 0x20 } ?? 0 }
      take(&feed, colon, .recognized)
      if feed.withUnread({ $0.first }) == 0x3A { take(&feed, 1, .recognized) }
      _ = try peek(&feed)
      guard let value = try valueLength(&feed) else { return }
      take(&feed, value, .recognized)
    }
    if feed.unreadCount > 0 { take(&feed, 1, .recognized) }
  }

  private struct ItemsStart {
    /// Offset behind the bracket that opens the items.
    var begin: Int
    var kind = ""
    var resourceVersion: UInt64?
  }

  /// Walks the top-level keys of the map at the front until `items`; `nil` if the map has none.
  private mutating func findItems(_ feed: inout ByteFeed) throws -> ItemsStart? {
    var start = ItemsStart(begin: 1)
    var i = 1
    while true {
      guard let quote = try offset(&feed, from: i, where: { $0 > 0x20 && $0 != 0x2C }), feed.withUnread({ $0[quote] }) == 0x22 else { return nil }
      guard let keyEnd = try valueEnd(&feed, from: quote), let colon = try offset(&feed, from: keyEnd, where: { $0 == 0x3A }),
        let value = try offset(&feed, from: colon + 1, where: { $0 > 0x20 })
      else { return nil }
      let key = feed.withUnread { String(decoding: $0[quote + 1..<keyEnd - 1], as: UTF8.self) }
      if key == "items", feed.withUnread({ $0[value] }) == 0x5B {
        start.begin = value + 1
        return start
      }
      guard ["apiVersion", "kind", "metadata"].contains(key) else { return nil }
      guard let end = try valueEnd(&feed, from: value) else { return nil }
      let text = feed.withUnread { String(decoding: $0[value..<min(end, value + 4096)], as: UTF8.self) }
      if key == "kind" {
        let kind = text.filter { $0 != "\"" }
        // Only lists go on: `List`, `IPList`, `EventList`.
        guard kind.hasSuffix("List") else { return nil }
        start.kind = String(kind.dropLast(4))
      }
      if key == "metadata" {
        guard end - value < 4096 else { return nil }
        start.resourceVersion = text.split(separator: "\"").lazy.compactMap { UInt64($0) }.first
      }
      i = end
    }
  }

  private func offset(_ feed: inout ByteFeed, from: Int, where matches: (UInt8) -> Bool) throws -> Int? {
    var i = from
    while true {
      let found: Int? = feed.withUnread { raw in
        while i < raw.count {
          if matches(raw[i]) { return i }
          i += 1
        }
        return nil
      }
      if let found { return found }
      if try !feed.fill() { return nil }
    }
  }

  private func valueEnd(_ feed: inout ByteFeed, from: Int) throws -> Int? {
    var scanner = JSONScanner()
    var at = from
    while true {
      let end = feed.withUnread { scanner.end($0, from: at) }
      if let end { return end }
      at = feed.unreadCount
      if try !feed.fill() { return nil }
    }
  }

  /// Length of the value at the front; without an end (cut off, or larger than the limit) the rest is not understood.
  private mutating func valueLength(_ feed: inout ByteFeed) throws -> Int? {
    if let end = try valueEnd(&feed, from: 0), end > 0 { return end }
    sample(&feed)
    repeat { take(&feed, feed.unreadCount, .notUnderstood) } while try feed.fill()
    return nil
  }

  private mutating func deliver(_ feed: inout ByteFeed, _ length: Int, _ kind: String) {
    let position = RecordPosition(offset: feed.offset, line: line, length: UInt32(clamping: length))
    let parsed = feed.withUnread { parser.parse(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
    if !parsed { sample(&feed) }
    let isUsed = parsed && delivery.deliver(parser.item, listKind: kind, at: position)
    take(&feed, length, !parsed ? .notUnderstood : isUsed ? .understood : .recognized)
  }

  private mutating func skipLine(_ feed: inout ByteFeed) throws {
    sample(&feed)
    let end = try offset(&feed, from: 0, where: { $0 == 0x0A }).map { $0 + 1 } ?? feed.unreadCount
    take(&feed, max(1, end), .notUnderstood)
  }

  private mutating func sample(_ feed: inout ByteFeed) {
    samples += 1
    guard samples <= 3 else { return }
    let position = RecordPosition(offset: feed.offset, line: line)
    feed.withUnreadSpan { sink.sample($0.extracting(first: 200), at: position) }
  }
}
