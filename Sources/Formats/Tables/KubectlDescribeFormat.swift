import ByteLexing
import Model

/// Objects as `kubectl describe` prints them, one block after another.
public enum KubectlDescribeFormat: StreamFormat {
  public static let id = "kubectl-describe"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    guard head.hasBytes("Name:"), head.byteCount > 5, head.byte(5) == UInt8(ascii: " ") else { return .none }
    for mark: StaticString in ["\nNamespace:", "\nLabels:", "\nAPI Version:", "\nAnnotations:", "\nRoles:"] {
      if head.extracting(0..<min(head.byteCount, 16 << 10)).firstIndex(of: mark) >= 0 {
        return Confidence(88, "blocks of kubectl describe")
      }
    }
    return .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    let hint = TableKind.named(context.provenance.hints.fileName.droppingDescribe)
    var block: DescribeBlock?
    sink.list(ListHeader(itemKind: hint?.kind ?? "", shape: .describe))
    // Also what was read before the feed failed is delivered.
    defer { deliver(block, hint, sink) }
    try StreamAccount.run(&feed, into: sink) { feed, account in
      try TextLines.read(&feed, &account, limit: min(context.itemLimit, 1 << 20)) { line, position in
        let text = line.text
        if text.allSatisfy({ $0 == " " }) { return .recognized }
        if text.hasPrefix("Name:") {
          deliver(block, hint, sink)
          block = DescribeBlock(at: position)
        }
        if block == nil { return .notUnderstood }
        block?.take(text, at: position)
        return .understood
      }
    }
  }

  private static func deliver(_ block: DescribeBlock?, _ hint: TableKind?, _ sink: any RecordSink) {
    guard let block, let object = block.object(hint: hint) else { return }
    sink.object(object, change: nil, at: block.position)
    for (record, position) in block.events {
      var event = record
      event.involvedKind = object.kind
      event.involvedName = object.name
      event.involvedNamespace = object.namespace
      event.involvedUID = object.uid
      // Events of objects without a namespace are kept in `default`.
      event.namespace = object.namespace.isEmpty ? "default" : object.namespace
      sink.clusterEvent(event, at: position)
    }
  }
}

extension String {
  /// `kubectl-describe-pods.txt` says the same as `pods.txt`.
  fileprivate var droppingDescribe: String {
    var rest = Substring(self)
    for word in ["kubectl-", "describe-", "describe_"] where rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
    return String(rest)
  }
}
