import Model
import Rules

extension Harm {
  /// The harm of what a rule says about some subjects. `isControllerDown`: the controller has not been up for long since.
  init(_ rule: Rule, _ candidates: [Candidate], isControllerDown: Bool) {
    let verdict = candidates.map(\.verdict).min() ?? .refuted
    if verdict >= .refuted {
      self = .none
    } else if verdict == .resolved {
      self = .healed
    } else if let harm = rule.harm {
      self = harm == .controllerDown && !isControllerDown ? .wastedWork : harm
    } else if rule.subject == .controller {
      self = isControllerDown ? .controllerDown : .wastedWork
    } else if candidates.contains(where: { $0.facts.ledger == "conflict" }) {
      self = .sharedAddress
    } else {
      switch rule.outcome {
      case .stuck: self = .stuckDeletion
      case .leaked: self = candidates.allSatisfy(\.facts.isTerminating) ? .stuckDeletion : .leakedAddress
      case .resolved: self = .healed
      case .atRisk: self = .wastedWork
      }
    }
  }
}
