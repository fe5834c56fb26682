import ByteLexing
import Model

/// Kubernetes objects and Events as YAML: lists, typed lists, bare sequences, single and multiple documents.
public enum ObjectsYAMLFormat: StreamFormat {
  public static let id = "objects-yaml"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    var at = 0
    var keys: Set<String> = []
    var lines = 0
    while at < head.byteCount, lines < 400 {
      let hit = head.firstIndex(of: UInt8(ascii: "\n"), from: at)
      let end = hit < 0 ? head.byteCount : hit
      let line = head.extracting(at..<end)
      if lines == 0, head.hasBytes("\u{FEFF}") { at += 3 }
      if line.hasBytes("apiVersion: ") || line.hasBytes("- apiVersion: ") || line.hasBytes("  - apiVersion: ") {
        keys.insert("apiVersion")
      } else {
        for key in ["kind", "metadata", "items", "spec", "status"] where line.hasBytes(Self.marks[key] ?? "") {
          keys.insert(key)
        }
      }
      lines += 1
      at = end + 1
    }
    if keys.contains("apiVersion") { return Confidence(keys.count > 1 ? 92 : 75, "YAML with apiVersion") }
    if keys.contains("kind"), keys.contains("metadata") { return Confidence(80, "YAML with kind and metadata") }
    return .none
  }

  private static let marks: [String: StaticString] = [
    "kind": "kind: ", "metadata": "metadata:", "items": "items:", "spec": "spec:", "status": "status:",
  ]

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    let intake = DocumentIntake(sink)
    try StreamAccount.run(&feed, into: sink, firstLine: context.firstLine) { feed, account in
      var cutter = YAMLCutter(itemLimit: context.itemLimit)
      var isDropping = false
      while true {
        let piece = try cutter.next(&feed)
        if case .oversized = piece {
          if !isDropping { account.noteOversized(account.position(feed), limit: cutter.itemLimit) }
          isDropping = true
        } else {
          isDropping = false
        }
        switch piece {
        case .end:
          if account.isMidLine { intake.lose() }
          return intake.finish()
        case .frame(let count):
          if cutter.isBehindList { feed.withUnreadSpan { intake.takeTail($0.extracting(0..<count)) } }
          account.consume(&feed, count, as: .recognized)
        case .oversized(let count):
          intake.lose()
          account.reject(&feed, count)
        case .listBegin(let count, let isBare):
          if isBare || !feed.withUnreadSpan({ parse($0.extracting(0..<count), intake.tree) }) {
            intake.beginBareList(endShows: false)
          } else {
            // kubectl sorts the keys, so that the kind stands behind the items.
            intake.beginList(endShows: !intake.headHasKind)
          }
          account.consume(&feed, count, as: .recognized)
        case .listEnd(let count):
          intake.endList()
          account.consume(&feed, count, as: .recognized)
        case .item(let count): take(&feed, count, &account, intake, isElement: true)
        case .document(let count): take(&feed, count, &account, intake, isElement: false)
        }
      }
    }
  }

  private static func take(
    _ feed: inout ByteFeed, _ count: Int, _ account: inout StreamAccount, _ intake: DocumentIntake, isElement: Bool
  ) {
    let at = account.position(feed, length: count)
    let use = feed.withUnreadSpan { unread -> ByteUse in
      guard parse(unread.extracting(0..<count), intake.tree) else { return .notUnderstood }
      guard isElement else { return intake.take(0, at: at) }
      // An element is read with its dash, as a list of one.
      return intake.tree.kind(0) == .list && intake.tree.count > 1 ? intake.take(1, at: at) : .notUnderstood
    }
    if use == .notUnderstood {
      intake.lose()
      account.reject(&feed, count)
    } else {
      account.consume(&feed, count, as: use)
    }
  }

  private static func parse(_ bytes: RawSpan, _ tree: DocumentTree) -> Bool {
    if YAMLBlockReader.read(bytes, into: tree) || YAMLEventReader.read(bytes, into: tree) { return true }
    // One bad byte in an annotation must not cost the object: it is read again with U+FFFD in its place.
    guard let repaired = repaired(bytes) else { return false }
    return YAMLEventReader.read(repaired.span.bytes, into: tree)
  }

  /// The text with U+FFFD for what is no UTF-8 and for control characters, which YAML does not allow; `nil` if there is
  /// none of either.
  private static func repaired(_ bytes: RawSpan) -> [UInt8]? {
    var isFine = true
    let source = bytes.withUnsafeBytes { Array($0) }
    var text: [UInt8] = []
    text.reserveCapacity(source.count)
    var decoder = UTF8()
    var rest = source.makeIterator()
    decoding: while true {
      switch decoder.decode(&rest) {
      case .emptyInput: break decoding
      case .error:
        isFine = false
        text += [0xEF, 0xBF, 0xBD]
      case .scalarValue(let scalar):
        let isControl = scalar.value < 0x20 && ![0x09, 0x0A, 0x0D].contains(scalar.value) || scalar.value == 0x7F
        if isControl { isFine = false }
        text.append(contentsOf: isControl ? [0xEF, 0xBF, 0xBD] : Array(String(scalar).utf8))
      }
    }
    return isFine ? nil : text
  }
}
