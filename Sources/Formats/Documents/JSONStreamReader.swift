import ByteLexing
import Model

/// Reads a stream of JSON documents item by item: what the object and audit formats have in common.
struct JSONStreamReader {
  private let intake: DocumentIntake
  /// Tells from an item's bytes that it is not needed, before it is parsed.
  private let isSkippable: (RawSpan) -> Bool

  /// Reads `feed` to its end.
  static func read(
    _ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink,
    isSkippable: @escaping (RawSpan) -> Bool = { _ in false }
  ) throws {
    let reader = JSONStreamReader(intake: DocumentIntake(sink), isSkippable: isSkippable)
    try StreamAccount.run(&feed, into: sink, firstLine: context.firstLine) { feed, account in
      var cutter = JSONCutter(itemLimit: context.itemLimit)
      while try reader.step(&feed, &cutter, &account) {}
    }
  }

  private func step(_ feed: inout ByteFeed, _ cutter: inout JSONCutter, _ account: inout StreamAccount) throws -> Bool {
    switch try cutter.next(&feed) {
    case .end:
      intake.finish()
      return false
    case .frame(let count):
      if cutter.isBehindList { feed.withUnreadSpan { intake.takeTail($0.extracting(0..<count)) } }
      account.consume(&feed, count, as: .recognized)
    case .listBegin(let count, let isBare):
      if isBare || !feed.withUnreadSpan({ readHead($0, count) }) {
        intake.beginBareList()
      } else {
        intake.beginList()
      }
      account.consume(&feed, count, as: .recognized)
    case .listEnd(let count):
      intake.endList()
      account.consume(&feed, count, as: .recognized)
    case .item(let count): take(&feed, count, &account)
    case .broken(let count, let indent):
      intake.lose()
      noteSize(cutter, feed, account)
      if indent >= 0 { salvage(&feed, count, indent, &account) } else { account.reject(&feed, count) }
    }
    return true
  }

  /// Reads what stands before a list's items, closed by hand.
  private func readHead(_ unread: RawSpan, _ count: Int) -> Bool {
    var head = unread.withUnsafeBytes { Array($0[0..<count]) }
    head += Array("]}".utf8)
    return intake.tree.readJSON(head.span.bytes)
  }

  private func take(_ feed: inout ByteFeed, _ count: Int, _ account: inout StreamAccount) {
    let at = account.position(feed, length: count)
    let use = feed.withUnreadSpan { unread -> ByteUse in
      let item = unread.extracting(0..<count)
      return isSkippable(item) ? .recognized : intake.takeJSON(item, at: at)
    }
    if use == .notUnderstood {
      intake.lose()
      account.reject(&feed, count)
    } else {
      account.consume(&feed, count, as: use)
    }
  }

  /// Says once of each value that is too large that it was left out.
  private func noteSize(_ cutter: JSONCutter, _ feed: borrowing ByteFeed, _ account: StreamAccount) {
    if cutter.isOversizedBegun { account.noteOversized(account.position(feed), limit: cutter.itemLimit) }
  }

  /// Something is missing in the next `count` bytes: what begins at a line with the items' indentation may be whole.
  private func salvage(_ feed: inout ByteFeed, _ count: Int, _ indent: Int, _ account: inout StreamAccount) {
    let begin = [UInt8(ascii: "\n")] + Array(repeating: UInt8(ascii: " "), count: indent) + [UInt8(ascii: "{")]
    var left = count
    while left > 0 {
      let (segment, item) = feed.withUnreadSpan { unread -> (Int, Int) in
        let region = unread.extracting(0..<left)
        let next = region.firstIndex(of: begin, from: 1)
        let segment = next >= 0 ? next + 1 : left
        var item = segment
        while item > 0, region.byte(item - 1) <= 0x20 || region.byte(item - 1) == UInt8(ascii: ",") { item -= 1 }
        return (segment, item)
      }
      let lead = feed.withUnreadSpan { unread -> Int in
        var lead = 0
        while lead < item, unread.byte(lead) <= 0x20 { lead += 1 }
        return lead
      }
      account.consume(&feed, lead, as: .recognized)
      if item > lead { take(&feed, item - lead, &account) }
      account.consume(&feed, segment - max(item, lead), as: .recognized)
      left -= segment
    }
  }
}
