import ByteLexing
import CYAML
import Model

/// Objects and Events as YAML: a List, a typed list, a sequence, several documents, or one.
///
/// Read through libyaml's events, item by item; nothing is loaded whole. Aliases are refused, nesting is bounded.
public enum YAMLDocumentsFormat: StreamFormat {
  public static let id = "yaml"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    let hasVersion = head.hasBytes("apiVersion:") || head.firstIndex(of: "\napiVersion:") >= 0 || head.firstIndex(of: "\n- apiVersion:") >= 0 || head.hasBytes("- apiVersion:")
    let hasKind = head.firstIndex(of: "kind:") >= 0
    return hasVersion && hasKind ? Confidence(90, "YAML with apiVersion and kind") : .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    var documents = YAMLDocumentSplitter(sink, limit: context.itemLimit)
    try documents.read(&feed)
  }
}

/// Cuts a YAML stream into documents and lists into items by their indentation, and parses each piece with libyaml.
///
/// kubectl writes block style: documents parted by `---`, list items as `- ` at one indentation below `items:`. A piece in
/// any other style is parsed as a whole, up to the item limit.
struct YAMLDocumentSplitter {
  private let sink: any RecordSink
  private let limit: Int
  private let parser = YAMLItemParser()
  private let delivery: ItemDelivery
  private var line: UInt64 = 1
  private var samples = 0
  /// Indentation of the dashes of the list being read, `nil` outside of one.
  private var dash: Int?
  private var listKind = ""
  private var piece: [UInt8] = []
  private var pieceStart = RecordPosition(offset: 0, line: 1)
  private var overflow = 0

  init(_ sink: any RecordSink, limit: Int) {
    self.sink = sink
    self.limit = limit
    delivery = ItemDelivery(sink: sink)
  }

  mutating func read(_ feed: inout ByteFeed) throws {
    while true {
      let newline = feed.withUnreadSpan { $0.firstIndex(of: 0x0A) }
      if newline >= 0 {
        let offset = feed.offset
        feed.withUnread { take(UnsafeRawBufferPointer(rebasing: $0[...newline]), offset) }
        feed.consume(newline + 1)
        line += 1
      } else if try !feed.fill() {
        let offset = feed.offset
        if feed.unreadCount > 0 { feed.withUnread { take($0, offset) } }
        feed.consume(feed.unreadCount)
        if feed.isAtEnd { break }
      }
    }
    finishPiece()
  }

  private mutating func take(_ text: UnsafeRawBufferPointer, _ offset: UInt64) {
    var indent = 0
    while indent < text.count, text[indent] == 0x20 { indent += 1 }
    let isBlank = indent == text.count || text[indent] == 0x0A || text[indent] == 0x0D || text[indent] == 0x23
    let isDash = indent + 1 < text.count && text[indent] == 0x2D && (text[indent + 1] == 0x20 || text[indent + 1] == 0x0A)
    if indent == 0, text.count >= 3, text[0] == 0x2D, text[1] == 0x2D, text[2] == 0x2D {
      finishPiece()
      dash = nil
      listKind = ""
      return append(text, offset, .recognized)
    }
    if let level = dash, !isBlank {
      if isDash, indent == level {
        finishPiece()
      } else if indent <= level {
        // The list has ended; what follows are the keys of the list itself.
        finishPiece()
        dash = nil
      }
    } else if dash == nil, !isBlank, isDash, indent <= 2, endsWithItems || (indent == 0 && piece.allSatisfy { $0 <= 0x20 }) {
      beginList(indent)
    }
    append(text, offset, nil)
  }

  private var endsWithItems: Bool {
    let text = piece.last == 0x0A ? piece.dropLast() : piece[...]
    return text.suffix(6).elementsEqual("items:".utf8) && (text.count == 6 || text[text.endIndex - 7] == 0x0A)
  }

  private mutating func beginList(_ indent: Int) {
    listKind = ""
    for row in piece.split(separator: 0x0A) where row.starts(with: "kind: ".utf8) {
      let kind = String(decoding: row.dropFirst(6), as: UTF8.self)
      if kind.hasSuffix("List") { listKind = String(kind.dropLast(4)) }
    }
    sink.list(ListHeader(itemKind: listKind, shape: listKind.isEmpty ? .list : .typedList))
    sink.account(.recognized, piece.count)
    piece.removeAll(keepingCapacity: true)
    dash = indent
  }

  private mutating func append(_ text: UnsafeRawBufferPointer, _ offset: UInt64, _ use: ByteUse?) {
    if let use { return sink.account(use, text.count) }
    if piece.isEmpty { pieceStart = RecordPosition(offset: offset, line: line) }
    if piece.count + text.count > limit {
      overflow += text.count
    } else {
      piece.append(contentsOf: text)
    }
  }

  private mutating func finishPiece() {
    guard !piece.isEmpty || overflow > 0 else { return }
    defer {
      piece.removeAll(keepingCapacity: true)
      overflow = 0
    }
    if piece.allSatisfy({ $0 <= 0x20 }) && overflow == 0 { return sink.account(.recognized, piece.count) }
    let isItem = dash != nil
    guard overflow == 0, let found = parser.parse(piece, isItem: isItem, deliver: deliver) else {
      samples += 1
      if samples <= 3 { piece.span.bytes.sampled(sink, pieceStart) }
      return sink.account(.notUnderstood, piece.count + overflow)
    }
    sink.account(found ? .understood : .recognized, piece.count)
  }

  private func deliver(_ item: ItemBuilder) -> Bool {
    var position = pieceStart
    position.length = UInt32(clamping: piece.count)
    return delivery.deliver(item, listKind: listKind, at: position)
  }
}

extension RawSpan {
  fileprivate func sampled(_ sink: any RecordSink, _ position: RecordPosition) {
    sink.sample(extracting(first: 200), at: position)
  }
}
