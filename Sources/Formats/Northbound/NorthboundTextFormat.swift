import ByteLexing
import Model

/// The northbound database as `ovn-nbctl show` and `ovn-nbctl list` print it.
public enum NorthboundTextFormat: StreamFormat {
  public static let id = "ovn-nb-text"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    let first = head.text(0..<min(head.byteCount, 200))
    let line = first.prefix { $0 != "\n" && $0 != "\r\n" }
    if NorthboundShow.heading(String(line)) != nil { return Confidence(92, "ovn-nbctl show") }
    if NorthboundList.isColumn(String(line)) { return Confidence(92, "ovn-nbctl list") }
    return .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    var show = NorthboundShow()
    var list = NorthboundList()
    let rows = NorthboundRows(sink)
    defer {
      show.flush(sink, rows)
      list.flush(sink, rows)
    }
    try StreamAccount.run(&feed, into: sink) { feed, account in
      try TextLines.read(&feed, &account, limit: min(context.itemLimit, 1 << 20)) { line, position in
        let text = line.text
        if text.allSatisfy({ $0 == " " }) {
          list.flush(sink, rows)
          return .recognized
        }
        if let use = show.take(text, at: position, sink, rows) { return use }
        return list.take(text, at: position) ?? .notUnderstood
      }
    }
  }
}
