import ByteLexing
import Model

/// Kubernetes objects and Events as JSON: lists, typed lists, bare arrays, single objects, objects one after another,
/// and watch events, pretty-printed or not.
public enum ObjectsJSONFormat: StreamFormat {
  public static let id = "objects-json"

  public static func probe(_ head: RawSpan, _ hints: PathHints) -> Confidence {
    guard let peek = JSONPeek(head) else { return .none }
    let version = peek.keys["apiVersion"] ?? ""
    if version.hasPrefix("audit.k8s.io/") { return .none }
    if !version.isEmpty, peek.keys["kind"]?.isEmpty == false {
      return Confidence(95, "JSON with apiVersion and kind")
    }
    if peek.shapes["items"] == UInt8(ascii: "["), !version.isEmpty || peek.keys["kind"]?.hasSuffix("List") == true {
      return Confidence(95, "JSON list of objects")
    }
    if WatchChange(rawValue: peek.keys["type"] ?? "") != nil, peek.shapes["object"] == UInt8(ascii: "{") {
      return Confidence(95, "JSON watch events")
    }
    if !version.isEmpty, peek.shapes["metadata"] == UInt8(ascii: "{") {
      return Confidence(80, "JSON with apiVersion and metadata")
    }
    if peek.shapes["involvedObject"] == UInt8(ascii: "{") || peek.shapes["regarding"] == UInt8(ascii: "{") {
      return Confidence(80, "JSON with involvedObject")
    }
    if peek.shapes["metadata"] == UInt8(ascii: "{"), peek.shapes["spec"] == UInt8(ascii: "{") {
      return Confidence(70, "JSON with metadata and spec")
    }
    // Keys come in any order; a large first value may hide the telling ones.
    if !version.isEmpty { return Confidence(60, "JSON with apiVersion") }
    return .none
  }

  public static func read(_ feed: inout ByteFeed, _ context: FormatContext, into sink: any RecordSink) throws {
    try JSONStreamReader.read(&feed, context, into: sink)
  }
}
