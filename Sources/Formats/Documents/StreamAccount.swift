import ByteLexing
import Model

/// Consumes a feed's bytes so that each is accounted exactly once, counts lines, and takes the first samples.
struct StreamAccount {
  let sink: any RecordSink
  /// Number of the line of the next unread byte.
  private(set) var line: UInt64 = 1
  private var samples = 0
  /// What was accounted for last ended in the middle of a line.
  private(set) var isMidLine = false

  init(_ sink: any RecordSink) { self.sink = sink }

  /// Where the next unread byte is.
  func position(_ feed: borrowing ByteFeed, length: Int = 0) -> RecordPosition {
    RecordPosition(offset: feed.offset, line: line, length: UInt32(clamping: length))
  }

  /// Accounts and drops `count` unread bytes.
  mutating func consume(_ feed: inout ByteFeed, _ count: Int, as use: ByteUse) {
    guard count > 0 else { return }
    line += feed.withUnread { Self.lineEnds($0, count) }
    isMidLine = feed.withUnread { $0[count - 1] != UInt8(ascii: "\n") }
    sink.account(use, count)
    feed.consume(count)
  }

  /// Drops `count` unread bytes that nothing understood; the first few such records go to the sink as samples.
  mutating func reject(_ feed: inout ByteFeed, _ count: Int) {
    if samples < 3, count > 0 {
      samples += 1
      let at = position(feed, length: count)
      feed.withUnreadSpan { sink.sample($0.extracting(0..<min(count, 512)), at: at) }
    }
    consume(&feed, count, as: .notUnderstood)
  }

  /// Says that something at `position` is longer than `limit` bytes, and too large to be kept.
  func noteOversized(_ position: RecordPosition, limit: Int) {
    sink.gap("something longer than \(limit >> 20) MiB was left out", at: position)
  }

  /// Runs `body`, which begins at a line of that number; if it throws, what the feed still holds is accounted as not understood.
  static func run(
    _ feed: inout ByteFeed, into sink: any RecordSink, firstLine: UInt64 = 1,
    _ body: (inout ByteFeed, inout StreamAccount) throws -> Void
  ) throws {
    var account = StreamAccount(sink)
    account.line = firstLine
    do {
      try body(&feed, &account)
    } catch {
      account.consume(&feed, feed.unreadCount, as: .notUnderstood)
      throw error
    }
  }

  private static func lineEnds(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> UInt64 {
    precondition(count <= bytes.count)
    var total: UInt64 = 0
    var at = 0
    // Eight bytes at a time: each byte of `lanes` counts for itself, and is added up before it can overflow.
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let ones: UInt64 = 0x0101_0101_0101_0101
    while at &+ 8 <= count {
      let stop = min(count &- 8, at &+ 8 &* 254)
      var lanes: UInt64 = 0
      while at <= stop {
        let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ (ones &* 0x0A)
        // The upper bit of a byte is clear only where the byte is zero.
        lanes &+= (~(((word & low) &+ low) | word) >> 7) & ones
        at &+= 8
      }
      let pairs = (lanes & 0x00FF_00FF_00FF_00FF) &+ (lanes >> 8 & 0x00FF_00FF_00FF_00FF)
      total &+= (pairs &* 0x0001_0001_0001_0001) >> 48
    }
    while at < count {
      if bytes[at] == UInt8(ascii: "\n") { total &+= 1 }
      at &+= 1
    }
    return total
  }
}
