import Chronicle
import ClusterState
import Model
import Reports
import Rules
import Vocabulary

extension Evidence {
  /// Everything that the evidence calls something: objects, users, hosts, addresses. O(evidence that is kept).
  var names: KnownNames {
    var known = KnownNames()
    for id in 1..<max(1, chronicle.resources.count) { known.add(chronicle.resources.ref(ResourceID(id))) }
    for event in chronicle.events where event.detail != 0 {
      let detail = chronicle.texts.text(event.detail)
      if event.flags.contains(.isAudit) { known.add(user: detail) } else { known.scan(detail) }
    }
    for source in chronicle.sources where !source.writer.pod.isEmpty {
      known.add(ResourceRef(.replica, name: source.writer.pod))
    }
    let state = ledger.state
    for ref in state.named { known.add(ref) }
    for user in state.users { known.add(user: user) }
    for uid in state.uids { known.scan(uid) }
    state.eachEvent { ref, message in
      known.add(ref)
      known.scan(message)
    }
    state.eachField { kind, path, value in
      switch path {
      case "spec.nodeName", "status.nodeName": known.add(ResourceRef(.node, name: value))
      case "metadata.name": known.add(ResourceRef(kind, name: value))
      case "spec.cidrBlock" where kind == .subnet: known.add(network: value)
      default: known.scan(value)
      }
    }
    return known
  }

  /// What takes these names out of reports.
  func redaction(_ pack: RulePack, _ map: RedactionMap?) -> Redaction {
    Redaction(names, .of(pack), map: map)
  }
}

extension ProductWords {
  /// The words of the rules, of the controller's messages and of the API's kinds.
  static func of(_ pack: RulePack) -> ProductWords {
    var texts = Vocabulary.builtIn.literals
    for rule in pack.rules {
      texts += [rule.id, rule.leakClass, rule.title, rule.stateTitle, rule.mechanism, rule.affected] + rule.fixedIn
      texts += Array(rule.chinese.keys) + rule.references
      texts += rule.sequence.flatMap { [$0.says, $0.actor] } + rule.absences.map(\.says) + rule.state.map(\.says)
      texts += (rule.confirm + rule.suspect + rule.refute).map(\.says)
      texts += rule.remediation.flatMap { [$0.title, $0.command, $0.expect, $0.verify, $0.undo] + $0.preconditions }
    }
    for kind in ResourceKind.declared {
      let facts = kind.facts
      texts +=
        [facts.kind, facts.kind + "s", facts.plural, facts.noun, facts.nouns] + facts.groups + facts.names
        + facts.files
        + facts.keeps
    }
    texts += ObservationKind.allCases.map { EventWording.words($0) }
    texts += EvidenceNeed.allCases.flatMap { [$0.rawValue, $0.use, $0.command] }
    return ProductWords(texts)
  }
}
