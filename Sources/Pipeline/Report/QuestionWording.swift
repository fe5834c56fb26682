import ClusterState
import Diagnosis
import Model
import Reports

/// Says what is open, and which command settles it.
struct QuestionWording {
  let question: OpenQuestion

  /// The object and why it is open.
  var text: String { "\(name): \(question.reason)" }

  /// The object as reports name it.
  var name: String { question.ref.display }

  /// Reads only; names are quoted.
  var command: String {
    switch question.matter {
    case .owner:
      guard let owner = question.owner, owner.kind != question.ref.kind else {
        return get(question.ref)
      }
      return get(owner)
    // What a Subnet counts.
    case .mismatch where question.ref.kind == .subnet:
      return
        "kubectl get ips.kubeovn.io,vips.kubeovn.io,ovn-eips.kubeovn.io,iptables-eips.kubeovn.io,subnets.kubeovn.io -o yaml > kube-ovn-addresses.yaml"
    case .conflict, .grace, .wrong, .deletion, .mismatch: return get(question.ref)
    }
  }

  private func get(_ ref: ResourceRef) -> String {
    let scope = ref.namespace.isEmpty ? "" : " -n " + ShellQuoting.word(ref.namespace)
    return "kubectl get\(scope) \(Self.resource(ref.kind)) \(ShellQuoting.word(ref.name)) -o yaml"
  }

  /// What kubectl calls the kind; a bare `ip` may mean something else in a cluster.
  private static func resource(_ kind: ResourceKind) -> String {
    ShellQuoting.word(kind.facts.plural.isEmpty ? kind.apiKind : kind.facts.fullName)
  }
}
