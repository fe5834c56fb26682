import Chronicle
import Model

/// Says in words what an event means.
enum EventWording {
  static func what(_ e: Event, _ chronicle: Chronicle) -> String {
    var text = words(e.kind)
    if e.related != 0 { text += " · " + chronicle.resources.ref(e.related).display }
    if e.detail != 0 { text += " · " + chronicle.texts.text(e.detail) }
    return text
  }

  /// The kind's name read as words: `pod.delete-began` becomes `pod: delete began`.
  static func words(_ kind: ObservationKind) -> String {
    let parts = kind.rawValue.split(separator: ".", maxSplits: 1)
    let what = parts.last.map { $0.replacing("-", with: " ") } ?? ""
    return "\(parts.first ?? ""): \(what)"
  }
}
