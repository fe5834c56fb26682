import Model

/// One answer of kubectl that shows something not to be there: it did not find it, listed nothing, or listed others.
enum PasteAbsence {
  /// The pods of a namespace, all that there are.
  case podsOf(namespace: String)
  /// An object that was not found; `namespace` is empty for kinds without one.
  case object(kind: String, namespace: String, name: String)
  /// All Subnets: those that are not among them.
  case subnets
  /// Any object of a kind: the list of them is empty. `namespace` is empty for kinds without one.
  case all(kinds: [String], namespace: String)

  private static let nothing = "No resources found"
  private static let notFound = "Error from server (NotFound): "

  /// Takes what kubectl answered to `command`; `nil` if it tells of nothing that is not there. Untrusted; O(line).
  /// `hasPrinted`: the command listed something, so that an answer that nothing is there is one to another command.
  init?(answer: String, _ command: PasteCommand?, hasPrinted: Bool) {
    if answer.hasPrefix(Self.nothing) {
      guard !hasPrinted, let command, command.verb == "get", !command.isSelection else { return nil }
      // `No resources found in team namespace.`
      let named = String(answer.dropFirst(Self.nothing.count + 4).prefix { $0 != " " })
      let kinds = command.kinds
      if kinds == ["Pod"] || kinds == ["all"] {
        guard !named.isEmpty, named == command.namespace else { return nil }
        self = .podsOf(namespace: named)
      } else {
        self = .all(kinds: kinds, namespace: named)
      }
    } else if answer.hasPrefix(Self.notFound) {
      // `subnets.kubeovn.io "blue" not found`
      let parts = answer.dropFirst(Self.notFound.count).split(
        separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2].hasPrefix(" not found"), !parts[1].isEmpty else { return nil }
      self.init(missing: parts[0], String(parts[1]), command)
    } else if answer.hasSuffix(" condition met"), let command, command.awaitsEnd {
      // `subnet.kubeovn.io/blue condition met`
      let parts = answer.dropLast(" condition met".count).split(separator: "/", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      self.init(missing: parts[0], String(parts[1]), command)
    } else {
      return nil
    }
  }

  /// An object that is not there, with its kind as kubectl writes it; `nil` if nothing says of which namespace it is.
  private init?(missing word: Substring, _ name: String, _ command: PasteCommand?) {
    let kind = TableKind.kind(forWord: String(word.prefix { $0 != "." && $0 != " " }))
    let namespace = TableKind.isClusterScoped(kind) ? "" : command?.namespace ?? ""
    if kind == "Namespace" {
      self = .podsOf(namespace: name)
    } else if TableKind.isClusterScoped(kind) || !namespace.isEmpty {
      self = .object(kind: kind, namespace: namespace, name: name)
    } else {
      return nil
    }
  }

  /// Takes a table of all that a command asked for; `kind` is what its header tells. `nil` if it was asked for some.
  init?(table command: PasteCommand?, of kind: String?) {
    guard let command, command.isOfAll, !command.isPiped, command.kinds.count == 1, let asked = command.kinds.first
    else { return nil }
    // In a text that was put in another order a table stands below the command of the next one.
    guard kind == nil || kind == asked else { return nil }
    switch asked {
    case "Subnet": self = .subnets
    case "Pod" where !command.namespace.isEmpty: self = .podsOf(namespace: command.namespace)
    default: return nil
    }
  }
}
