import Model

/// What kubectl showed not to be there: it did not find it, listed nothing, or listed others.
///
/// Whoever looks for the cause of a leftover shows it in this way: the pods of the namespace, which are none, above or below
/// the IP object. It counts for what was listed before or after it, unless something was deleted or made in between.
struct PasteAbsences {
  private enum Shown {
    /// The pods of a namespace, all that there are.
    case podsOf(namespace: String)
    /// A pod that was not found.
    case pod(name: String, namespace: String)
    /// A Subnet that was not found.
    case subnet(String)
    /// All Subnets.
    case subnets
    /// A NAT gateway that was not found.
    case gateway(String)
    /// Any object of a kind: the list of them is empty.
    case all(kind: String)
  }

  private static let notShown = "not shown"
  private static let nothing = "No resources found"
  private static let notFound = "Error from server (NotFound): "

  /// Kinds of which an empty list tells something.
  private static let listed: Set<String> = [
    "VpcNatGateway", "IptablesFIPRule", "IptablesDnatRule", "IptablesSnatRule",
  ]

  private var shown: [(line: Int, what: Shown)] = []
  /// Lines on which something was made, changed or deleted, ascending.
  private var changes: [Int] = []

  /// It showed nothing of that kind.
  var isEmpty: Bool { shown.isEmpty }

  /// Notes what kubectl answered to `command`, on the line of that number. Untrusted; O(line).
  mutating func take(answer: String, _ command: PasteCommand?, line: Int) {
    if answer.hasPrefix(Self.nothing) {
      guard let command, command.isOfAll else { return }
      switch TableKind.kind(forWord: String(command.resource.prefix { $0 != "." })) {
      case "Pod", "all":
        // `No resources found in team namespace.`
        let namespace = answer.dropFirst(Self.nothing.count + 4).prefix { $0 != " " }
        if !namespace.isEmpty, namespace == command.namespace {
          shown.append((line, .podsOf(namespace: String(namespace))))
        }
      case let kind where Self.listed.contains(kind): shown.append((line, .all(kind: kind)))
      default: break
      }
    } else if answer.hasPrefix(Self.notFound) {
      // `subnets.kubeovn.io "blue" not found`
      let parts = answer.dropFirst(Self.notFound.count).split(
        separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2] == " not found", !parts[1].isEmpty else { return }
      let name = String(parts[1])
      switch TableKind.kind(forWord: String(parts[0].prefix { $0 != "." && $0 != " " })) {
      case "Subnet": shown.append((line, .subnet(name)))
      case "Namespace": shown.append((line, .podsOf(namespace: name)))
      case "VpcNatGateway": shown.append((line, .gateway(name)))
      case "Pod":
        if let namespace = command?.namespace, !namespace.isEmpty {
          shown.append((line, .pod(name: name, namespace: namespace)))
        }
      default: break
      }
    } else if !answer.hasPrefix("Warning: ") {
      changes.append(line)
    }
  }

  /// Notes a table of all that a command asked for, which ends on the line of that number; `kind` is what its header tells.
  mutating func take(table command: PasteCommand?, of kind: String?, line: Int) {
    guard let command, command.isOfAll, !command.isPiped else { return }
    let asked = TableKind.kind(forWord: String(command.resource.prefix { $0 != "." }))
    // In a text that was put in another order a table stands below the command of the next one.
    guard kind == nil || kind == asked else { return }
    switch asked {
    case "Subnet": shown.append((line, .subnets))
    case "Pod" where !command.namespace.isEmpty: shown.append((line, .podsOf(namespace: command.namespace)))
    default: break
    }
  }

  /// What it says of an object that is listed on a line, as fields of that object. O(what it shows).
  func fields(of object: ObjectRecord, listedAt line: Int) -> [String: String] {
    switch object.kind {
    case "IP": return fields(ofAddress: object.name, subnet: object.fields["spec.subnet"] ?? "", listedAt: line)
    case GatewayRulesFormat.kind:
      let asker = GatewayRulesFormat.asker(ofChain: object.fields["chain"] ?? "")
      let isShown = shown.contains { entry in
        if case .all(asker) = entry.what { isOfOneTime(entry.line, line) } else { false }
      }
      return isShown ? ["answers.rule": Self.notShown] : [:]
    default: return [:]
    }
  }

  private func fields(ofAddress name: String, subnet: String, listedAt line: Int) -> [String: String] {
    var fields: [String: String] = [:]
    // `pod.namespace`, `pod.namespace.provider`; a pod may have dots in its name, and then nobody knows.
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let owner = parts.count == 2 || parts.count > 3 ? parts[1] : ""
    for entry in shown where isOfOneTime(entry.line, line) {
      switch entry.what {
      case .podsOf(let namespace): if owner == namespace { fields["answers.pod"] = Self.notShown }
      case .pod(let pod, let namespace):
        if owner == namespace, parts[0] == pod { fields["answers.pod"] = Self.notShown }
      case .subnet(let missing): if missing == subnet { fields["answers.subnet"] = Self.notShown }
      case .gateway(let gateway):
        // `vpc-nat-gw-GATEWAY-0.NAMESPACE`
        let prefix = "vpc-nat-gw-\(gateway)-"
        if parts[0].hasPrefix(prefix), parts[0].dropFirst(prefix.count).allSatisfy(\.isNumber) {
          fields["answers.gateway"] = Self.notShown
        }
      case .all(let kind):
        if kind == "VpcNatGateway", parts[0].hasPrefix("vpc-nat-gw-") { fields["answers.gateway"] = Self.notShown }
      // A name that somebody hid in one place may be whole in the other.
      case .subnets: if HeaderlessRow.isName(subnet) { fields["answers.subnet"] = Self.notShown }
      }
    }
    return fields
  }

  private func isOfOneTime(_ a: Int, _ b: Int) -> Bool {
    let between = min(a, b)...max(a, b)
    return !changes.contains { between.contains($0) }
  }
}
