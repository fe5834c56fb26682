import ByteLexing

/// Cuts a stream of JSON into items: top-level values, or the elements of a bare array or of a list's `items`.
///
/// Only one item is in memory at a time. The caller consumes what a piece covers before it asks for the next one.
struct JSONCutter {
  /// What the front of the unread bytes is; `count` says how many of them.
  enum Piece {
    /// A complete value.
    case item(Int)
    /// Blanks, commas, and what stands around the items of a list.
    case frame(Int)
    /// The begin of a list up to its `[`; a bare array when `isBare`.
    case listBegin(Int, isBare: Bool)
    /// The `]` behind the last item.
    case listEnd(Int)
    /// No JSON, or a value that never ends. `indent` is that of the value's first line, for finding the next one.
    case broken(Int, indent: Int)
    case end
  }

  private enum Mode {
    case top
    case list(isBare: Bool)
    case tail
    case oversized(inList: Bool, isBare: Bool)
    case lost(indent: Int)
  }

  private var mode = Mode.top
  private var scan = JSONStructure()
  /// Blanks before the next byte on its line, -1 if something else stands there too.
  private var column = 0
  let itemLimit: Int
  /// The piece handed out last is the begin of a value that is too large to be kept.
  private(set) var isOversizedBegun = false
  /// The piece handed out last stands behind the items of a list, in its object.
  private(set) var isBehindList = false

  init(itemLimit: Int) { self.itemLimit = min(itemLimit, DocumentTree.sizeLimit) }

  /// The next piece; reads from the feed as needed.
  mutating func next(_ feed: inout ByteFeed) throws -> Piece {
    isOversizedBegun = false
    isBehindList = false
    while true {
      if feed.unreadCount == 0, try !feed.fill() { return .end }
      switch mode {
      case .top:
        if let piece = try betweenItems(&feed, inList: false, isBare: false) { return piece }
      case .list(let isBare):
        if let piece = try betweenItems(&feed, inList: true, isBare: isBare) { return piece }
      case .tail:
        isBehindList = true
        return .frame(tail(&feed))
      case .oversized(let inList, let isBare):
        return .broken(oversized(&feed, inList: inList, isBare: isBare), indent: -1)
      case .lost(let indent):
        if let piece = try resynchronize(&feed, indent: indent) { return piece }
      }
    }
  }

  // MARK: Between items

  private mutating func betweenItems(_ feed: inout ByteFeed, inList: Bool, isBare: Bool) throws -> Piece? {
    let filler = feed.withUnread { skipFiller($0) }
    if filler > 0 { return .frame(filler) }
    let first = feed.withUnread { $0[0] }
    switch first {
    case UInt8(ascii: "{"): return try item(&feed, inList: inList, isBare: isBare)
    case UInt8(ascii: "["):
      if inList { return try item(&feed, inList: inList, isBare: isBare) }
      mode = .list(isBare: true)
      column = -1
      return .listBegin(1, isBare: true)
    case UInt8(ascii: "]") where inList:
      column = -1
      if isBare {
        mode = .top
      } else {
        mode = .tail
        scan = JSONStructure(depth: 1)
      }
      return .listEnd(1)
    default: return try garbage(&feed)
    }
  }

  private mutating func skipFiller(_ bytes: UnsafeRawBufferPointer) -> Int {
    var at = 0
    loop: while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: " "): if column >= 0 { column += 1 }
      case UInt8(ascii: "\n"): column = 0
      case UInt8(ascii: "\r"), UInt8(ascii: "\t"), UInt8(ascii: ","), 0xEF, 0xBB, 0xBF, 0x1E: column = -1
      default: break loop
      }
      at += 1
    }
    return at
  }

  /// Something that is no JSON value: up to its line's end, or to what looks like an object on the same line.
  private mutating func garbage(_ feed: inout ByteFeed) throws -> Piece {
    while true {
      let (end, line) = feed.withUnreadSpan { span -> (Int, Bool) in
        let line = span.firstIndex(of: UInt8(ascii: "\n"))
        // Only in the line: the rest may be megabytes of other lines.
        let object = (line < 0 ? span : span.extracting(0..<line)).firstIndex(of: "{\"", from: 1)
        return line >= 0 && (object < 0 || line < object) ? (line + 1, true) : (object, false)
      }
      if end > 0 {
        column = line ? 0 : -1
        return .broken(end, indent: -1)
      }
      // Nothing of it is kept but the last byte, which may be the begin of what is looked for.
      if feed.unreadCount >= 4096 {
        column = -1
        return .broken(feed.unreadCount - 1, indent: -1)
      }
      if try !feed.fill() {
        column = -1
        return .broken(feed.unreadCount, indent: -1)
      }
    }
  }

  // MARK: Items

  private mutating func item(_ feed: inout ByteFeed, inList: Bool, isBare: Bool) throws -> Piece {
    scan = JSONStructure()
    let indent = column
    column = -1
    while true {
      // Lists are looked for at the top only: an element that is itself a list is an item.
      switch feed.withUnread({ scan.run($0, stopAtInnerLists: !inList) }) {
      case .closed:
        return .item(scan.position)
      case .innerList:
        guard feed.withUnreadSpan({ Self.isItemsKey($0, before: scan.position - 1) }) else { continue }
        mode = .list(isBare: false)
        return .listBegin(scan.position, isBare: false)
      case .broken:
        mode = .lost(indent: max(0, indent))
        column = 0
        return .broken(scan.position, indent: max(0, indent))
      case .exhausted:
        if scan.position >= itemLimit {
          mode = .oversized(inList: inList, isBare: isBare)
          isOversizedBegun = true
          let count = scan.position
          scan.dropped(count)
          return .broken(count, indent: -1)
        }
        if try feed.fill() { continue }
        if feed.isAtEnd { return .broken(feed.unreadCount, indent: max(0, indent)) }
        mode = .oversized(inList: inList, isBare: isBare)
        isOversizedBegun = true
        let count = scan.position
        scan.dropped(count)
        return .broken(count, indent: -1)
      }
    }
  }

  /// Drops more of a value that is too large to be kept; returns how many bytes.
  private mutating func oversized(_ feed: inout ByteFeed, inList: Bool, isBare: Bool) -> Int {
    let stop = feed.withUnread { scan.run($0, stopAtInnerLists: false) }
    if case .exhausted = stop {} else { mode = inList ? .list(isBare: isBare) : .top }
    // A backslash at the very end waits for its partner; it goes with the next piece unless nothing follows.
    let count = scan.position > 0 ? scan.position : feed.unreadCount
    scan.dropped(scan.position)
    return count
  }

  /// Drops more of what follows the items of a list inside its object.
  private mutating func tail(_ feed: inout ByteFeed) -> Int {
    let stop = feed.withUnread { scan.run($0, stopAtInnerLists: false) }
    if case .exhausted = stop {} else { mode = .top }
    let count = scan.position > 0 ? scan.position : feed.unreadCount
    scan.dropped(scan.position)
    return count
  }

  /// After a break: everything up to a line that begins like the items before it.
  private mutating func resynchronize(_ feed: inout ByteFeed, indent: Int) throws -> Piece? {
    let needed = indent + 1
    if feed.unreadCount < needed, try feed.require(needed) == false {
      return .broken(feed.unreadCount, indent: -1)
    }
    let begins = feed.withUnread { bytes in
      bytes[indent] == UInt8(ascii: "{") && bytes[0..<indent].allSatisfy { $0 == UInt8(ascii: " ") }
    }
    if begins {
      mode = indent > 0 ? .list(isBare: false) : .top
      column = 0
      return nil
    }
    let line = feed.withUnreadSpan { $0.firstIndex(of: UInt8(ascii: "\n")) }
    return .broken(line >= 0 ? line + 1 : feed.unreadCount, indent: -1)
  }

  /// True if the `[` at `bracket` is the value of a key called `items`.
  private static func isItemsKey(_ span: RawSpan, before bracket: Int) -> Bool {
    var at = bracket - 1
    func skipBlanks() {
      while at >= 0, span.byte(at) <= 0x20 { at -= 1 }
    }
    skipBlanks()
    guard at >= 0, span.byte(at) == UInt8(ascii: ":") else { return false }
    at -= 1
    skipBlanks()
    return at >= 6 && span.hasBytes("\"items\"", at: at - 6)
  }
}
