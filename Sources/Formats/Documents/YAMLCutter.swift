import ByteLexing

/// Cuts a YAML stream at line begins into documents, or into the items of a list, without reading them.
///
/// Lists are cut where `kubectl` style makes it safe: a top-level `items:`, or a document that is a block sequence.
/// Only one document or item is in memory at a time. The caller consumes each piece before it asks for the next one.
struct YAMLCutter {
  /// What the front of the unread bytes is; the number says how many of them.
  enum Piece {
    case document(Int)
    /// One element of a sequence, with its dash.
    case item(Int)
    /// A list's head with its `items:` line; 0 bytes for a bare sequence.
    case listBegin(Int, isBare: Bool)
    case listEnd(Int)
    /// Separators, blank lines, comments, and what follows the items in a list.
    case frame(Int)
    /// A piece larger than the limit.
    case oversized(Int)
    case end
  }

  private enum Mode {
    case between, document
    case items(isBare: Bool)
    case tail
  }

  private var mode = Mode.between
  /// Offset of the first line not looked at yet.
  private var scanned = 0
  /// Column of the dashes of the items; -1 before the first.
  private var dashes = -1
  private var hasVersion = false
  private var hasKind = false
  private var isDropping = false
  /// What was dropped last ended within a line.
  private var isMidLine = false
  let itemLimit: Int
  /// The piece handed out last stands behind the items of a list.
  private(set) var isBehindList = false

  init(itemLimit: Int) { self.itemLimit = min(itemLimit, DocumentTree.sizeLimit) }

  /// The next piece; reads from the feed as needed.
  mutating func next(_ feed: inout ByteFeed) throws -> Piece {
    isBehindList = false
    while true {
      guard let lineEnd = try nextLine(&feed) else { return last(feed.unreadCount) }
      if lineEnd < 0 {
        // A line, or everything so far, is beyond the limit: drop up to the next place where something can begin.
        let count = scanned > 0 ? scanned : feed.unreadCount
        isMidLine = scanned == 0
        scanned = 0
        isDropping = true
        // What stood between documents so large was one, whatever it said.
        if case .between = mode { mode = .document }
        return .oversized(count)
      }
      if isMidLine {
        // The end of a line whose begin was dropped says nothing.
        isMidLine = false
        scanned = lineEnd
        continue
      }
      let piece = feed.withUnread { bytes in
        take(YAMLLine(UnsafeRawBufferPointer(rebasing: bytes[scanned..<lineEnd])), lineEnd)
      }
      if let piece { return piece }
    }
  }

  /// Offset after the next line; -1 if it is out of bounds; `nil` at the end.
  private mutating func nextLine(_ feed: inout ByteFeed) throws -> Int? {
    var from = scanned
    while true {
      let hit = feed.withUnreadSpan { $0.firstIndex(of: UInt8(ascii: "\n"), from: from) }
      if hit >= 0 { return hit + 1 > itemLimit && scanned > 0 ? -1 : hit + 1 }
      from = feed.unreadCount
      if from >= itemLimit { return -1 }
      if try feed.fill() { continue }
      if !feed.isAtEnd { return -1 }
      return feed.unreadCount > scanned ? feed.unreadCount : nil
    }
  }

  private mutating func last(_ count: Int) -> Piece {
    guard count > 0 else { return .end }
    scanned = 0
    defer { mode = .between }
    if isDropping { return .oversized(count) }
    switch mode {
    case .between: return .frame(count)
    case .tail:
      isBehindList = true
      return .frame(count)
    case .document: return .document(count)
    case .items: return dashes < 0 ? .frame(count) : .item(count)
    }
  }

  /// Takes in the line that ends at `lineEnd`; a piece if that line shows where one ends.
  private mutating func take(_ line: YAMLLine, _ lineEnd: Int) -> Piece? {
    if line.isBlank, scanned > 0 || isDropping {
      scanned = lineEnd
      return nil
    }
    switch mode {
    case .between: return between(line, lineEnd)
    case .document: return document(line, lineEnd)
    case .items(let isBare): return items(line, lineEnd, isBare)
    case .tail:
      // The end of what was dropped goes first.
      if scanned > 0 { return finish(scanned) }
      return tail(line, lineEnd)
    }
  }

  private mutating func between(_ line: YAMLLine, _ lineEnd: Int) -> Piece? {
    if line.isBlank || line.isMarker || line.isDirective { return .frame(lineEnd) }
    (hasVersion, hasKind) = (false, false)
    if line.isDash {
      mode = .items(isBare: true)
      dashes = -1
      return .listBegin(0, isBare: true)
    }
    mode = .document
    return document(line, lineEnd)
  }

  private mutating func document(_ line: YAMLLine, _ lineEnd: Int) -> Piece? {
    if line.indent == 0 {
      if line.isMarker || repeats(line) {
        mode = .between
        return finish(scanned) ?? between(line, lineEnd)
      }
      if line.isItems, !isDropping {
        mode = .items(isBare: false)
        dashes = -1
        scanned = 0
        return .listBegin(lineEnd, isBare: false)
      }
      note(line)
    }
    scanned = lineEnd
    return nil
  }

  /// The piece of `count` bytes that ends here, if there is any.
  private mutating func finish(_ count: Int) -> Piece? {
    scanned = 0
    let wasDropping = isDropping
    isDropping = false
    guard count > 0 else { return nil }
    if wasDropping { return .oversized(count) }
    if case .items = mode { return .item(count) }
    return .document(count)
  }

  private mutating func items(_ line: YAMLLine, _ lineEnd: Int, _ isBare: Bool) -> Piece? {
    if dashes < 0 {
      if line.isBlank { return .frame(lineEnd) }
      if line.isDash, !line.isMarker {
        dashes = line.indent
        scanned = lineEnd
        return nil
      }
    } else if line.indent > dashes {
      scanned = lineEnd
      return nil
    } else if line.indent == dashes, line.isDash, !line.isMarker {
      if let piece = finish(scanned) { return piece }
      scanned = lineEnd
      return nil
    }
    // The list ends before this line.
    if dashes >= 0, let piece = finish(scanned) { return piece }
    mode = isBare ? .between : .tail
    dashes = -1
    return .listEnd(0)
  }

  private mutating func tail(_ line: YAMLLine, _ lineEnd: Int) -> Piece? {
    if line.indent == 0, !line.isBlank, line.isMarker || repeats(line) || line.isItems {
      mode = .between
      return between(line, lineEnd)
    }
    if line.indent == 0 { note(line) }
    isBehindList = true
    return .frame(lineEnd)
  }

  /// Documents pasted one after another without a separator show by a key that comes twice.
  private func repeats(_ line: YAMLLine) -> Bool { (hasVersion && line.isVersion) || (hasKind && line.isKind) }

  private mutating func note(_ line: YAMLLine) {
    if line.isVersion { hasVersion = true }
    if line.isKind { hasKind = true }
  }
}
