/// What a finding means for the cluster now, worst first: the order of a report.
public enum Harm: String, Sendable, CaseIterable, Comparable {
  /// The controller is down or goes down again and again: nothing it looks after works.
  case controllerDown = "controller-down"
  /// Pods do not get an address.
  case podsBlocked = "pods-blocked"
  /// Two objects in use hold one address.
  case sharedAddress = "shared-address"
  /// A deletion does not finish.
  case stuckDeletion = "stuck-deletion"
  /// An address, or another object, is lost.
  case leakedAddress = "leaked-address"
  /// Work is done in vain; nothing is lost by it yet.
  case wastedWork = "wasted-work"
  /// It is over.
  case healed
  /// It never was.
  case none

  /// 0 for the worst.
  public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  public static func < (a: Harm, b: Harm) -> Bool { a.rank < b.rank }
}
