import ByteLexing
import Model

/// Tables of the northbound database as `ovn-nbctl --format=json list|find` and `ovsdb-client dump -f json` print them.
public enum NorthboundJSONFormat: StreamFormat {
  public static let id = "ovn-nb-json"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    guard let peek = JSONPeek(head), !peek.isElement else { return .none }
    let isTable = peek.shapes["data"] == UInt8(ascii: "[") || peek.shapes["headings"] == UInt8(ascii: "[")
    guard isTable else { return .none }
    if peek.shapes["data"] != nil, peek.shapes["headings"] != nil { return Confidence(95, "OVSDB table as JSON") }
    if peek.keys["caption"] != nil { return Confidence(93, "OVSDB table as JSON with caption") }
    // The headings may lie behind more rows than were looked at.
    let rows = head.firstIndex(of: "[[")
    return rows >= 0 && rows < 40 ? Confidence(85, "rows of an OVSDB table as JSON") : .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    let tree = DocumentTree()
    let rows = NorthboundRows(sink)
    try StreamAccount.run(&feed, into: sink) { feed, account in
      var cutter = JSONCutter(itemLimit: context.itemLimit)
      while true {
        switch try cutter.next(&feed) {
        case .end: return
        case .frame(let count), .listBegin(let count, _), .listEnd(let count):
          account.consume(&feed, count, as: .recognized)
        case .broken(let count, _): account.reject(&feed, count)
        case .item(let count):
          let at = account.position(feed, length: count)
          let use = feed.withUnreadSpan { unread -> ByteUse in
            tree.readJSON(unread.extracting(0..<count)) ? table(tree, at, sink, rows) : .notUnderstood
          }
          if use == .notUnderstood { account.reject(&feed, count) } else { account.consume(&feed, count, as: use) }
        }
      }
    }
  }

  /// Delivers the ports of a table, or the rows of one that a kind file declares; others are only recognised.
  private static func table(
    _ tree: DocumentTree, _ at: RecordPosition, _ sink: any RecordSink, _ rows: NorthboundRows
  ) -> ByteUse {
    guard let data = tree.child(0, "data"), let headings = tree.child(0, "headings"), tree.kind(data) == .list,
      tree.kind(headings) == .list
    else { return .notUnderstood }
    var columns: [Int] = []
    tree.forEachChild(headings) { columns.append($0) }
    let caption = tree.string(tree.child(0, "caption"))
    if let use = rows.table(caption, columns.map { tree.string($0) }, tree, data, at: at) { return use }
    let isPorts =
      columns.contains { tree.isText($0, "name") }
      && columns.contains { tree.isText($0, "addresses") || tree.isText($0, "parent_name") }
    // Address sets have names and addresses too.
    let others: [StaticString] = ["ports", "networks", "nat", "match", "as_name"]
    guard isPorts, !columns.contains(where: { column in others.contains { tree.isText(column, $0) } }),
      !tree.isText(tree.child(0, "caption"), "Address_Set table")
    else { return .recognized }
    tree.forEachChild(data) { row in
      var port = NorthboundPort()
      var column = 0
      tree.forEachChild(row) { cell in
        if column < columns.count { NorthboundPortReader.set(tree.bytes(columns[column]), tree, cell, of: &port) }
        column += 1
      }
      port.logicalSwitch = port.externalIDs["ls"] ?? ""
      port.isExcerpt = port.uuid.isEmpty
      if !port.name.isEmpty { sink.port(port, at: at) }
    }
    return .understood
  }
}
