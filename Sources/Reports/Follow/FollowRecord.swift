import Diagnosis
import Model

/// A change as one line of NDJSON, for programs.
public enum FollowRecord {
  /// One JSON object with a line end. Keys are always there; `null` where nothing is known.
  public static func json(_ change: FindingChange) -> [UInt8] {
    var writer = JSONWriter(pretty: false)
    writer.object { json in
      json.key("type")
      json.string("change")
      json.key("rule")
      json.string(change.rule)
      json.key("fingerprint")
      json.string(Fingerprint(rule: change.rule, object: change.object).description)
      json.key("class")
      json.string(change.leakClass)
      json.key("severity")
      json.string(change.severity.rawValue)
      json.key("kind")
      json.string(change.object.kind.apiKind)
      json.key("namespace")
      json.string(change.object.namespace)
      json.key("name")
      json.string(change.object.name)
      json.key("verdict")
      optional(change.verdict?.rawValue, &json)
      json.key("before")
      optional(change.before?.rawValue, &json)
      json.key("outcome")
      json.string(change.outcome.rawValue)
      json.key("first")
      optional(change.first?.rfc3339, &json)
      json.key("last")
      optional(change.last?.rfc3339, &json)
      json.key("pendingUntil")
      optional(change.pendingUntil?.rfc3339, &json)
      json.key("place")
      json.string(change.place)
      json.key("reasons")
      json.array { list in for reason in change.reasons { list.string(reason) } }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func optional(_ text: String?, _ json: inout JSONWriter) {
    if let text { json.string(text) } else { json.null() }
  }
}
