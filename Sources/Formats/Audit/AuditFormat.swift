import ByteLexing
import Model

/// The API server's audit log, `audit.k8s.io`: JSON lines, an EventList, or a JSON array.
public enum AuditFormat: StreamFormat {
  public static let id = "audit"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    if let peek = JSONPeek(head) {
      if peek.keys["apiVersion"]?.hasPrefix("audit.k8s.io/") == true {
        return Confidence(98, "JSON with apiVersion audit.k8s.io")
      }
      return peek.keys["kind"] == nil && AuditWrapping.mayHold(head)
        ? Confidence(96, "JSON around audit.k8s.io records") : .none
    }
    // `oc adm node-logs` puts the node's name before each record.
    let lineEnd = head.firstIndex(of: UInt8(ascii: "\n"))
    let line = head.extracting(0..<(lineEnd < 0 ? head.byteCount : lineEnd))
    let brace = line.firstIndex(of: "{\"")
    guard brace > 0, let peek = JSONPeek(line.extracting(brace..<line.byteCount)) else { return .none }
    return peek.keys["apiVersion"]?.hasPrefix("audit.k8s.io/") == true
      ? Confidence(90, "lines that end in audit.k8s.io JSON") : .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    try JSONStreamReader.read(&feed, context, into: sink, isSkippable: AuditReader.isSkippable)
  }
}
