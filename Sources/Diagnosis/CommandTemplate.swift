/// Names that commands need for one object.
public struct ObjectNames: Sendable, Hashable {
  public internal(set) var ip = "", subnet = "", vpc = "", namespace = "", pod = ""
  /// For objects of any kind: their name, and the full name of their resource, `ovn-fips.kubeovn.io`.
  public internal(set) var name = "", resource = ""
  /// What the log says that the object holds.
  public internal(set) var address = ""

  /// The name that a word in braces stands for; `nil` for words that are none.
  func value(_ word: some StringProtocol) -> String? {
    switch word {
    case "ip": ip
    case "subnet": subnet
    case "vpc": vpc
    case "namespace": namespace
    case "pod": pod
    case "name": name
    case "resource": resource
    default: nil
    }
  }

  /// All names may stand in a command: none can be taken for an option or a pattern.
  var areSafe: Bool {
    [ip, subnet, vpc, namespace, pod, name].allSatisfy { $0.isEmpty || ShellQuoting.isObjectName($0) }
  }
}

/// A command of a rule with words in braces for names.
struct CommandTemplate {
  let text: String

  init(_ text: String) { self.text = text }

  /// The words in braces that stand for names, in order, each once.
  var words: [String] {
    var found: [String] = []
    _ = filled { word, _ in
      if !found.contains(word) { found.append(word) }
      return ""
    }
    return found
  }

  /// With names as words for a shell.
  func command(_ names: ObjectNames) -> String {
    filled { word, isBare in names.value(word).map { isBare ? $0 : ShellQuoting.word($0) } ?? "" }
  }

  /// With names as they are, for people.
  func plain(_ names: ObjectNames) -> String { filled { word, _ in names.value(word) ?? "" } }

  /// With shell variables of the words' names.
  var withVariables: String { filled { word, _ in "\"$" + word + "\"" } }

  /// Braces that are no name belong to the command, for example to a JSON path.
  private func filled(_ name: (String, Bool) -> String) -> String {
    var out = ""
    var rest = text[...]
    // By bytes: a command is taken apart for every object.
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      out += rest[..<open]
      let inner = String(rest[rest.index(after: open)..<close])
      let isBare = inner.hasSuffix(".bare")
      let word = isBare ? String(inner.dropLast(5)) : inner
      if ObjectNames().value(word) == nil {
        out += "{"
        rest = rest[rest.index(after: open)...]
      } else {
        out += name(word, isBare)
        rest = rest[rest.index(after: close)...]
      }
    }
    return out + rest
  }
}
