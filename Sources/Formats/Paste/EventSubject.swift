/// The pod that the message of an Event names in full.
enum EventSubject {
  /// Namespace and name of the pod in `Successfully assigned NS/NAME to NODE`, `… allocated to pod NS/NAME provider …`,
  /// `no available ip for pod NS/NAME`, or `[NS/NAME/UID:NETWORK]` of Multus; `nil` if the message has none of them. O(message).
  static func pod(in message: String) -> Name? {
    for (before, after) in marks {
      guard let begin = message.firstRange(of: before)?.upperBound else { continue }
      let rest = message[begin...]
      guard let end = rest.firstRange(of: after)?.lowerBound ?? (after == " " ? rest.endIndex : nil) else { continue }
      // A code mark of Markdown, or a quote, may close behind the name.
      var words = rest[..<end]
      while let last = words.last, "`\"',".contains(last) { words.removeLast() }
      let parts = words.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2 || before == "[" && parts.count == 3, isName(parts[0]), isName(parts[1]) else { continue }
      return Name(namespace: String(parts[0]), name: String(parts[1]))
    }
    return nil
  }

  /// The pod in `configure nic eth0 for pod NAME/NS failed: …` of the daemon's log, where the name comes first. O(message).
  static func podOfInterface(in message: String) -> Name? {
    guard message.contains("configure nic "), let begin = message.firstRange(of: " for pod ")?.upperBound else {
      return nil
    }
    let parts = message[begin...].prefix { $0 != " " }.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, isName(parts[0]), isName(parts[1]) else { return nil }
    return Name(namespace: String(parts[1]), name: String(parts[0]))
  }

  /// A pod.
  struct Name: Hashable {
    var namespace: String
    var name: String
  }

  private static let marks = [
    ("Successfully assigned ", " to "), ("allocated to pod ", " "), ("no available ip for pod ", " "),
    ("route is not ready for pod ", " "),
    ("[", ":"),
  ]

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.count <= 253
      && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-" || $0 == ".") }
  }
}
