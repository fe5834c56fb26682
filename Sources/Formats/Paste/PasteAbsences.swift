import Model

/// What kubectl showed not to be there.
///
/// Whoever looks for the cause of a leftover shows it in this way: the pods of the namespace, which are none, above or below
/// the IP object. It counts for what was listed before or after it, unless something was deleted or made in between.
struct PasteAbsences {
  private static let notShown = "not shown"

  private var shown: [(moment: PasteMoment, what: PasteAbsence)] = []

  /// Notes one of them; of more than a person shows no others.
  mutating func take(_ absence: PasteAbsence, _ moment: PasteMoment) {
    if shown.count < PasteCourse.most { shown.append((moment, absence)) }
  }

  /// What it says of an object that is listed then, as fields of that object. O(what it shows).
  func fields(of object: ObjectRecord, listedAt moment: PasteMoment, _ course: PasteCourse) -> [String: String] {
    let ofOneTime = shown.lazy.filter { course.areOfOneTime($0.moment, moment) }.map(\.what)
    if shown.isEmpty { return [:] }
    let missing = missing(named(by: object), ofOneTime)
    switch object.kind {
    case "IP":
      return fields(ofAddress: object.name, subnet: object.fields["spec.subnet"] ?? "", ofOneTime).merging(missing) {
        $1
      }
    case GatewayRulesFormat.kind:
      let asker = GatewayRulesFormat.asker(ofChain: object.fields["chain"] ?? "")
      let isShown = ofOneTime.contains { if case .all(let kinds, _) = $0 { kinds.contains(asker) } else { false } }
      return isShown ? ["answers.rule": Self.notShown] : [:]
    default: return missing
    }
  }

  /// What an object needs to be there, by its kind's references; of a pod and its Subnet rules of their own tell.
  private func named(by object: ObjectRecord) -> [ResourceRef] {
    let facts = (ResourceKind.named(object.kind) ?? .unknown).facts
    let isOfMachine = object.fields["spec.podType"]?.hasPrefix("VirtualMachine") ?? false
    var named = facts.references.compactMap { reference -> ResourceRef? in
      guard let target = ResourceKind.named(reference.target), let name = object.fields[reference.field], !name.isEmpty
      else { return nil }
      if object.kind == "IP", !(target == .virtualMachine && isOfMachine) { return nil }
      return ResourceRef(target, namespace: object.fields[reference.namespaceField] ?? "", name: name)
    }
    // `pod.namespace.nad.namespace.ovn`
    let parts = object.name.split(separator: ".").map(String.init)
    if object.kind == "IP", parts.count == 5, parts[4] == "ovn" {
      named.append(ResourceRef(.netAttachDef, namespace: parts[3], name: parts[2]))
    }
    return named
  }

  /// The first of them that is shown not to be there. O(named × shown).
  private func missing(_ named: [ResourceRef], _ ofOneTime: some Sequence<PasteAbsence>) -> [String: String] {
    let first = named.first { ref in
      ofOneTime.contains { absence in
        switch absence {
        case .object(let kind, let namespace, let name):
          kind == ref.kind.apiKind && namespace == ref.namespace && name == ref.name
        case .all(let kinds, let namespace):
          kinds.contains(ref.kind.apiKind) && (namespace.isEmpty || namespace == ref.namespace)
        default: false
        }
      }
    }
    return first.map { ["answers.missing": "\($0.kind.apiKind) \($0.display)"] } ?? [:]
  }

  private func fields(ofAddress name: String, subnet: String, _ ofOneTime: some Sequence<PasteAbsence>) -> [String:
    String]
  {
    var fields: [String: String] = [:]
    // `pod.namespace`, `pod.namespace.provider`; a pod may have dots in its name, and then nobody knows.
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let owner = parts.count == 2 || parts.count > 3 ? parts[1] : ""
    for absence in ofOneTime {
      switch absence {
      case .podsOf(let namespace): if owner == namespace { fields["answers.pod"] = Self.notShown }
      case .object("Pod", let namespace, let pod):
        if owner == namespace, parts[0] == pod { fields["answers.pod"] = Self.notShown }
      case .object("Subnet", _, subnet): fields["answers.subnet"] = Self.notShown
      case .object("VpcNatGateway", _, let gateway):
        // `vpc-nat-gw-GATEWAY-0.NAMESPACE`
        let prefix = "vpc-nat-gw-\(gateway)-"
        if parts[0].hasPrefix(prefix), parts[0].dropFirst(prefix.count).allSatisfy(\.isNumber) {
          fields["answers.gateway"] = Self.notShown
        }
      case .all(let kinds, _):
        if kinds.contains("VpcNatGateway"), parts[0].hasPrefix("vpc-nat-gw-") {
          fields["answers.gateway"] = Self.notShown
        }
      // A name that somebody hid in one place may be whole in the other.
      case .subnets: if HeaderlessRow.isName(subnet) { fields["answers.subnet"] = Self.notShown }
      case .object: break
      }
    }
    return fields
  }
}
