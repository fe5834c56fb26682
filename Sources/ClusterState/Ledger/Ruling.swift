import Model

/// What `LedgerJudge` decides of an IP object; its texts are made when they are asked for.
struct Ruling {
  var state: AddressState
  var why: Reason
  var owner: Owner
  var asOf: Instant?
  /// It is being deleted, and that does not finish.
  var isHanging = false

  /// Who owns the address.
  enum Owner {
    case nobody
    case pod(namespace: TextPool.ID, name: TextPool.ID)
    case named(ResourceRef)
  }

  /// Why; `pod` stands for `namespace/name` of the owner.
  enum Reason {
    case text(String)
    case podExists, podExisted, podIsGone, podJustWent, setIsGone
    case ordinal(Int, of: String)
    case onlyReplicas(Int, of: String)
  }

  /// The owner's reference.
  func owner(_ texts: TextPool) -> ResourceRef? {
    switch owner {
    case .nobody: nil
    case .pod(let namespace, let name): ResourceRef(.pod, namespace: texts[namespace], name: texts[name])
    case .named(let ref): ref
    }
  }

  /// The reason in one phrase. `pod` is the pod that the object names.
  func reason(_ texts: TextPool, pod: (namespace: TextPool.ID, name: TextPool.ID)) -> String {
    let text = "\(texts[pod.namespace])/\(texts[pod.name])"
    let reason =
      switch why {
      case .text(let reason): reason
      case .podExists: "pod \(text) exists"
      case .podExisted: "pod \(text) existed when the IP objects were last seen"
      case .podIsGone: "pod \(text) is gone"
      case .podJustWent: "pod \(text) went just before the evidence ends"
      case .setIsGone: "pod \(text) and its StatefulSet are gone"
      case .ordinal(let ordinal, let set): "StatefulSet \(set) keeps the address of ordinal \(ordinal)"
      case .onlyReplicas(let count, let set): "pod \(text) is gone, and StatefulSet \(set) has only \(count) replicas"
      }
    return isHanging ? reason + ", and its deletion does not finish" : reason
  }
}
