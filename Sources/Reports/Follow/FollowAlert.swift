import Model

/// Changes as alerts for `POST /api/v2/alerts` of Alertmanager.
public enum FollowAlert {
  /// A JSON array; what is over or withdrawn carries its end, so that the alert resolves. `nil` if nothing is to be said.
  ///
  /// Labels tell alerts apart: they hold what identifies the object and the rule, never what changes on the way.
  public static func json(_ changes: [FindingChange], now: Instant) -> [UInt8]? {
    let told = changes.filter { isClaim($0.verdict) || isClaim($0.before) }
    if told.isEmpty { return nil }
    var writer = JSONWriter(pretty: false)
    writer.array { list in for change in told { list.object { alert(change, now, &$0) } } }
    return writer.bytes
  }

  /// A suspicion is no alarm.
  private static func isClaim(_ verdict: Verdict?) -> Bool { verdict == .confirmed || verdict == .probable }

  private static func alert(_ change: FindingChange, _ now: Instant, _ json: inout JSONWriter) {
    json.key("labels")
    json.object { labels in
      for (name, value) in [
        ("alertname", "KubeOVNLeak"), ("rule", change.rule), ("class", change.leakClass),
        ("severity", change.severity.rawValue), ("kind", change.object.kind.apiKind),
        ("object_namespace", change.object.namespace), ("name", change.object.name),
      ] where !value.isEmpty {
        labels.key(name)
        labels.string(value)
      }
    }
    json.key("annotations")
    json.object { annotations in
      annotations.key("summary")
      annotations.string(change.title)
      annotations.key("verdict")
      annotations.string(change.verdict?.rawValue ?? "WITHDRAWN")
      annotations.key("evidence")
      annotations.string(change.place)
    }
    if let first = change.first {
      json.key("startsAt")
      json.string(first.rfc3339)
    }
    if !isClaim(change.verdict) {
      json.key("endsAt")
      json.string(now.rfc3339)
    }
  }
}
