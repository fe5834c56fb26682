import Chronicle
import Model

/// Says in words what an event means.
enum EventWording {
  static func what(_ e: Event, _ chronicle: Chronicle) -> String {
    var text = words(e.kind)
    if e.related != 0 { text += " · " + chronicle.resources.ref(e.related).display }
    if e.detail != 0 { text += (e.flags.contains(.isAudit) ? " · by " : " · ") + chronicle.texts.text(e.detail) }
    return text
  }

  /// A state of an object that differs from the one before.
  static func changed(since: Instant) -> String { "changed since \(since.shortText)" }

  /// The kind's name read as words: `ip.delete-requested` becomes `IP object delete requested`.
  static func words(_ kind: ObservationKind) -> String {
    let parts = kind.rawValue.split(separator: ".", maxSplits: 1).map(String.init)
    let what = parts.count == 2 ? parts[1].replacing("-", with: " ") : ""
    return (subjects[parts[0]] ?? parts[0]) + " " + what
  }

  /// First words of kinds that people write differently.
  private static let subjects = [
    "ip": "IP object", "subnet": "Subnet", "vpc": "Vpc", "vip": "Vip", "nad": "net-attach-def", "work": "work item",
    "port": "port", "vm": "virtual machine", "statefulset": "StatefulSet",
  ]
}
