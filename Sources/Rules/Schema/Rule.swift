import Model

/// One rule, as its YAML file says it. What the words mean is documented beside each field; `rules lint` checks them.
public struct Rule: Sendable {
  /// Stable id, `KOV-nnn`.
  public var id = ""
  /// Id of the leak class.
  public var leakClass = ""
  public var title = ""
  /// The title where only the state is shown and not how it came about; empty if it is the same.
  public var stateTitle = ""
  public var severity = Severity.high
  /// What it means for the cluster, where subject and outcome do not tell.
  public var harm: Harm?
  /// Rests on inference that no report has confirmed yet.
  public var isExperimental = false
  /// Speaks of lines that somebody picked out of a log, where the rules about whole histories have too little to go by.
  public var isForExcerpts = false
  public var subject = SubjectKind.ip
  /// For `.object`: the API kinds.
  public var kinds: [ResourceKind] = []
  /// What the state must say of the subject, all of it: a no ends the matter, an unknown weakens.
  public var state: [StateCondition] = []
  /// Verdict when all of `state` holds.
  public var proves = Verdict.confirmed
  /// What `state` says counts only together with the sequence.
  public var needsSequence = false
  /// Releases it can happen in; `nil` for all. Where the evidence shows others only, the rule is not evaluated.
  public var releases: ReleaseRange?
  public var outcome = Outcome.leaked
  /// Why Kube-OVN does that.
  public var mechanism = ""
  public var affected = ""
  public var fixedIn: [String] = []
  public var avoid: [String] = []
  public var references: [String] = []
  public var sequence: [Step] = []
  /// Numbers of the optional steps that the verdict rests on, those that stand for each other together.
  public internal(set) var groups: [[Int]] = []
  public var absences: [Absence] = []
  public var persistence: Persistence?
  public var rate: Rate?
  public var deadline: Deadline?
  /// Any of these, read from the state, proves it.
  public var confirm: [Condition] = []
  /// Any of these speaks for it, though what would prove it is not shown.
  public var suspect: [Condition] = []
  /// Any of these contradicts it.
  public var refute: [Condition] = []
  /// Strongest verdict without proof from the state.
  public var cap = Verdict.probable
  /// Rules whose finding about the same subject this one replaces.
  public var supersedes: [String] = []
  /// Rules whose findings, about the same pod or Subnet, this one follows from; the first that has one is the cause.
  public var follows: [String] = []
  public var remediation: [Remedy] = []
  public var examples: [Example] = []
  /// Chinese for its texts, by the English text; texts without an entry stay English.
  public var chinese: [String: String] = [:]

  /// What a rule looks at, one candidate for each.
  public enum SubjectKind: String, Sendable, CaseIterable {
    case ip, subnet, vpc, controller, work
    /// Objects of the kinds that the rule names.
    case object

    /// What its events can be asked of.
    var relations: [Relation] {
      switch self {
      case .ip: [.itself, .pod, .namespace, .subnet, .subnets, .nads, .ips, .controller, .anywhere]
      case .subnet: [.itself, .ips, .controller, .anywhere]
      default: [.itself, .controller, .anywhere]
      }
    }
  }

  /// Whose events a step looks at, seen from the subject.
  public enum Relation: String, Sendable, CaseIterable {
    /// The subject.
    case itself = "self"
    /// The pod of an IP object.
    case pod
    /// The Subnet of an IP object.
    case subnet
    /// Any Subnet of the pod.
    case subnets
    /// Any net-attach-def of the pod.
    case nads
    /// The namespace of the pod.
    case namespace
    case vpc
    /// All IP objects of a Subnet, or of a pod.
    case ips
    /// The controller processes.
    case controller
    /// Whatever it is about.
    case anywhere
  }

  /// What an event names beside what it is about.
  public enum Naming: String, Sendable, CaseIterable {
    /// The subject's Subnet.
    case subnet
    /// A Subnet that the pod's set-up takes after the subject's: seen first after it.
    case laterSubnet = "later-subnet"
    /// The net-attach-def of the subject.
    case nad
  }

  /// One thing that must have happened.
  public struct Step: Sendable {
    public var name = ""
    public var kinds = KindSet()
    /// Whose events count, all of these together.
    public var relations: [Relation] = [.itself]
    /// References of the subject's kind: events of what they name count too.
    public var references: [String] = []
    /// Must not lie before that step.
    public var after: String?
    /// Must not lie after that step.
    public var before: String?
    /// At most this far from `after` or `before`, nanoseconds.
    public var within: Int64?
    /// Of several, the last that lets the rest match, instead of the first.
    public var pickLast = false
    /// Part of the detail or related name that must occur.
    public var contains: String?
    /// Which Subnet or net-attach-def it must name, seen from the subject.
    public var names: Naming?
    /// Must be the very event of that step.
    public var sameAs: String?
    /// None of these, of the subject or its pod, may lie between `after` and it.
    public var unbrokenBy = KindSet()
    /// Optional steps of one name here stand for each other: the verdict is weaker only if none of them was seen.
    public var oneOf: String?
    /// Must match the detail.
    var pattern: TextPattern?
    /// The step may be missing; then the verdict is at most SUSPECTED if `weakens`.
    public var isOptional = false
    public var weakens = false
    public var actor = ""
    public var says = ""
  }

  /// Something that must not have happened.
  public struct Absence: Sendable {
    public var kinds = KindSet()
    /// Whose events count, all of these together.
    public var relations: [Relation] = [.itself]
    /// From that step on.
    public var from = ""
    /// Only until this long after the last step, nanoseconds; `nil` for the end of the evidence.
    public var window: Int64?
    /// The absence must have lasted this long after the last step before it says anything, nanoseconds.
    public var settle: Int64 = 0
    /// If it has not, the finding is kept only when this optional step was seen.
    public var unsettledNeeds: String?
    /// Kinds of which the log must show some for its silence to mean anything: not every release prints every end.
    public var printedAs = KindSet()
    /// Where the log does not cover the time, the rule says nothing at all.
    public var needsCover = false
    /// What it means if it did happen.
    public var violated = Violation.resolved
    public var says = ""

    /// What it means when the thing did happen.
    public enum Violation: String, Sendable, CaseIterable {
      /// It was cleaned up; reported if it had lingered.
      case resolved
      /// The rule does not apply to this subject.
      case excluded
      /// It speaks against the rule, and the verdict is at most SUSPECTED.
      case weakens
    }
  }

  /// A row of failures that must still go on at the end, at the pace of Kube-OVN's queue.
  public struct Persistence: Sendable {
    public var step = ""
    /// Shortest time from first to last, nanoseconds.
    public var atLeast: Int64 = 0
  }

  /// Until when something else may still put it right: till then it waits.
  public struct Deadline: Sendable {
    public var step = ""
    public var within: Int64 = 0
    /// Who will.
    public var says = ""
  }

  /// How often something must have happened.
  public struct Rate: Sendable {
    public var step = ""
    public var count = 0
    public var within: Int64 = 0

    /// Not once only, however long it took.
    var twice: Rate { Rate(step: step, count: min(2, count), within: .max) }
  }

  /// What the state must say about the subject; all parts together.
  public struct Condition: Sendable {
    /// State of the address ledger, any of these.
    public var ledger: Set<String> = []
    /// State of the Subnet in the ledger, any of these.
    public var subnetState: Set<String> = []
    public var vpcState: Set<String> = []
    /// Whether the Subnet exists.
    public var subnet: Presence?
    /// Whether the subject itself exists.
    public var object: Presence?
    public var isTerminating: Bool?
    /// Only together with the sequence.
    public var needsSequence = false
    public var says = ""

    /// It asks for nothing but a state of the address ledger.
    var isOfLedger: Bool {
      !ledger.isEmpty && subnetState.isEmpty && vpcState.isEmpty && subnet == nil && object == nil
        && isTerminating == nil
    }

    /// Whether an object exists, as far as the evidence can tell.
    public enum Presence: String, Sendable, CaseIterable {
      case present, absent
    }
  }

  /// One step of the way out; words in braces stand for names and are quoted.
  public struct Remedy: Sendable {
    /// Words in braces that commands may have.
    public static let placeholders = ["ip", "subnet", "vpc", "namespace", "pod", "name", "resource"]
    /// What must hold before a command is run.
    public static let knownPreconditions = [
      "owner-gone", "not-reserved", "no-port", "address-unused", "subnet-gone", "is-terminating", "no-orphan-panic",
      "no-duplicate-address", "router-gone", "gateway-gone", "users-gone", "leader-heals", "nothing-reserved-ahead",
      "no-rule-uses-it", "machine-gone", "vlan-present",
    ]

    public var primitive = ""
    public var title = ""
    /// Once for each object, instead of once.
    public var isPerObject = false
    /// Only for objects whose Subnet is gone, or exists.
    public var whenSubnet: Condition.Presence?
    public var preconditions: [String] = []
    public var command = ""
    public var expect = ""
    public var verify = ""
    public var undo = ""
  }

  /// Lines that must, or must not, lead to a finding.
  public struct Example: Sendable {
    public var name = ""
    public var log = ""
    /// Objects as YAML, optional.
    public var objects = ""
    /// What `ovn-nbctl show` prints, optional.
    public var ports = ""
    public var finds: [String] = []
    public var verdict: Verdict?
  }
}
