import ByteLexing
import Model

/// Database files of ovsdb-server, standalone (`OVSDB JSON`) and clustered (`OVSDB CLUSTER`): a log of transactions
/// with their times. Only ports of the northbound database become records.
public enum OVSDBFileFormat: StreamFormat {
  public static let id = "ovsdb-file"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    head.hasBytes("OVSDB JSON ") || head.hasBytes("OVSDB CLUSTER ") ? Confidence(100, "OVSDB magic") : .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    let replay = PortReplay(sink)
    let cluster = RaftLog(replay)
    let tree = DocumentTree()
    // Entries that were never seen committed count when the file says nothing of commits.
    defer { cluster.finish() }
    try StreamAccount.run(&feed, into: sink) { feed, account in
      while true {
        guard let header = try header(&feed) else {
          // Live copies end in a torn record; what follows a bad one cannot be trusted.
          while feed.unreadCount > 0 || !feed.isAtEnd {
            account.reject(&feed, feed.unreadCount)
            if try !feed.fill(), feed.isAtEnd, feed.unreadCount == 0 { break }
          }
          return
        }
        let total = header.length + header.data
        guard header.data <= context.itemLimit, try feed.require(total) else {
          try drop(&feed, &account, total)
          continue
        }
        let at = account.position(feed, length: total)
        let use = feed.withUnreadSpan { unread -> ByteUse in
          let data = unread.extracting(header.length..<total)
          let isWhole = data.withUnsafeBytes { SHA1.hexDigest($0) } == header.digest
          guard isWhole, tree.readJSON(data) else { return .notUnderstood }
          if header.isCluster { return cluster.take(tree, data, at: at) }
          return replay.apply(tree, 0, at: at) ? .understood : .recognized
        }
        if use == .notUnderstood { account.reject(&feed, total) } else { account.consume(&feed, total, as: use) }
      }
    }
  }

  private struct Header {
    var length: Int
    var data: Int
    var digest: String
    var isCluster: Bool
  }

  /// The record header at the front, `nil` at the end or if there is none.
  private static func header(_ feed: inout ByteFeed) throws -> Header? {
    _ = try feed.require(100)
    return feed.withUnreadSpan { span in
      let end = span.firstIndex(of: UInt8(ascii: "\n"))
      guard end > 0, end < 100 else { return nil }
      let words = span.text(0..<end).split(separator: " ")
      guard words.count == 4, words[0] == "OVSDB", words[1] == "JSON" || words[1] == "CLUSTER",
        let data = Int(words[2]), data > 0, data < 1 << 40, words[3].count == 40
      else { return nil }
      return Header(length: end + 1, data: data, digest: String(words[3]), isCluster: words[1] == "CLUSTER")
    }
  }

  /// Drops a record that is too large or torn.
  private static func drop(_ feed: inout ByteFeed, _ account: inout StreamAccount, _ total: Int) throws {
    var left = total
    while left > 0 {
      let count = min(left, feed.unreadCount)
      account.reject(&feed, count)
      left -= count
      if left > 0, try !feed.fill() { return }
    }
  }
}
