import ByteLexing
import Model

/// Hands out the lines of a text format one at a time and accounts each with what the reader says of it.
enum TextLines {
  /// Calls `body` for each line without its line end; `body` says how its bytes were used. Lines beyond the limit are
  /// rejected in pieces and `body` never sees them.
  static func read(
    _ feed: inout ByteFeed, _ account: inout StreamAccount, limit: Int,
    _ body: (RawSpan, RecordPosition) -> ByteUse
  ) throws {
    var isDropping = false
    while let length = try next(&feed, limit: limit) {
      let isWhole = length > 0 && feed.withUnread { $0[length - 1] == UInt8(ascii: "\n") }
      if isDropping || (!isWhole && !feed.isAtEnd) {
        account.reject(&feed, length)
        isDropping = !isWhole
        continue
      }
      let at = account.position(feed, length: length)
      let use = feed.withUnreadSpan { unread -> ByteUse in
        var end = length
        while end > 0, unread.byte(end - 1) == UInt8(ascii: "\n") || unread.byte(end - 1) == UInt8(ascii: "\r") {
          end -= 1
        }
        return body(unread.extracting(0..<end), at)
      }
      if use == .notUnderstood { account.reject(&feed, length) } else { account.consume(&feed, length, as: use) }
    }
  }

  /// Length of the next line with its end; of all unread bytes at the limit or the end; `nil` when there are none.
  private static func next(_ feed: inout ByteFeed, limit: Int) throws -> Int? {
    var from = 0
    while true {
      let hit = feed.withUnreadSpan { $0.firstIndex(of: UInt8(ascii: "\n"), from: from) }
      if hit >= 0 { return hit + 1 }
      from = feed.unreadCount
      if from >= limit { return from }
      if try feed.fill() { continue }
      return feed.unreadCount > 0 ? feed.unreadCount : nil
    }
  }
}
