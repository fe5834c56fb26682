import Diagnosis
import Model

/// What an Alertmanager is told while logs are followed, as bodies of `POST /api/v2/alerts`.
///
/// An alert that nobody renews ends by itself, so each one that holds is said again every `refresh` seconds, and says that
/// it ends `life` seconds from now: when following ends, or is killed, its alerts do soon after. What is over or withdrawn is
/// said with its end until it was delivered.
public struct FollowAlerts {
  /// Seconds from one telling of what holds to the next.
  public static let refresh = 60
  /// Seconds after which an alert ends that was not told again: three tellings may be lost.
  public static let life = 240
  /// Alerts in one body; a receiver need not take any number at once.
  private static let most = 500

  private struct Alert {
    var change: FindingChange
    /// `nil` while it holds.
    var end: Instant?
    var isTold = false
  }

  private var alerts: [Fingerprint: Alert] = [:]

  /// Nothing to tell.
  public init() {}

  /// Whether something has changed that no telling was delivered of.
  public var hasNews: Bool { alerts.values.contains { !$0.isTold } }
  /// Whether nothing holds and nothing is to be told.
  public var isEmpty: Bool { alerts.isEmpty }

  /// Takes changes in, in their order.
  public mutating func take(_ changes: [FindingChange], now: Instant) {
    for change in changes {
      let key = Fingerprint(rule: change.rule, object: change.object)
      if Self.isClaim(change.verdict) {
        alerts[key] = Alert(change: change)
      } else if let alert = alerts[key], alert.end == nil {
        alerts[key] = Alert(change: change, end: now)
      }
    }
  }

  /// JSON arrays: all that changed, or all that there is.
  public func bodies(all: Bool, now: Instant) -> [[UInt8]] {
    let told = alerts.filter { all || !$0.value.isTold }.sorted { $0.key.value < $1.key.value }
    return stride(from: 0, to: told.count, by: Self.most).map { begin in
      var writer = JSONWriter(pretty: false)
      writer.array { list in
        for (key, alert) in told[begin..<min(begin + Self.most, told.count)] {
          list.object { Self.write(alert, key, now, &$0) }
        }
      }
      return writer.bytes
    }
  }

  /// All that the last `bodies` said was delivered; nothing was taken in since.
  public mutating func delivered() {
    alerts = alerts.filter { $0.value.end == nil }.mapValues { alert in
      var alert = alert
      alert.isTold = true
      return alert
    }
  }

  /// A suspicion is no alarm.
  private static func isClaim(_ verdict: Verdict?) -> Bool { verdict == .confirmed || verdict == .probable }

  /// Labels tell alerts apart: they hold what identifies the object and the rule, never what changes on the way.
  private static func write(_ alert: Alert, _ key: Fingerprint, _ now: Instant, _ json: inout JSONWriter) {
    let change = alert.change
    json.key("labels")
    json.object { labels in
      for (name, value) in [
        ("alertname", "KubeOVNLeak"), ("fingerprint", key.description), ("rule", change.rule),
        ("class", change.leakClass), ("severity", change.severity.rawValue), ("kind", change.object.kind.apiKind),
        ("object_namespace", change.object.namespace), ("name", change.object.name),
      ] where !value.isEmpty {
        labels.field(name, value)
      }
    }
    json.key("annotations")
    json.object { annotations in
      annotations.field("summary", change.title)
      annotations.field("verdict", change.verdict?.rawValue ?? "WITHDRAWN")
      annotations.field("evidence", change.place)
    }
    let end = alert.end ?? now + Int64(life) * 1_000_000_000
    // A year or a zone that was assumed may put the begin after the end, which would be refused.
    if let first = change.first { json.field("startsAt", min(first, alert.end ?? now).rfc3339) }
    json.field("endsAt", end.rfc3339)
  }
}
