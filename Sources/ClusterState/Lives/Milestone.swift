import Model

/// One turn in the life of an object, and what shows it.
public struct Milestone: Sendable, Hashable {
  /// Best estimate; the middle of nothing: it happened no later than `instant` + `uncertainty`.
  public var instant: Instant
  /// Nanoseconds by which it may have happened earlier or later.
  public var uncertainty: Int64
  /// Who: the user name in the audit log; empty where the evidence does not say.
  public var actor: String
  /// The program: the user agent in the audit log; empty where the evidence does not say.
  public var agent: String
  public var source: Source
  /// `StreamInfo.id` of the evidence.
  public var stream: Int
  public var position: RecordPosition

  /// What kind of evidence shows it.
  public enum Source: UInt8, Sendable, Hashable {
    /// An audit record: a fact with microseconds.
    case audit
    /// The object's own metadata: a fact with seconds.
    case object
    /// A watch that reported the deletion.
    case watch
    /// The object is missing from a later, complete list.
    case absence
    /// A line of the controller's log.
    case log
  }

  /// True when a person or a program other than a controller of the cluster did it.
  ///
  /// Controllers act as service accounts, nodes or components of the control plane; everything else is a person.
  public var isByHand: Bool { !actor.isEmpty && !actor.hasPrefix("system:") }
}

/// A milestone as it is stored.
struct StoredMilestone: Sendable {
  var time: Int64
  var uncertainty: Int64
  var actor: TextPool.ID = 0
  var agent: TextPool.ID = 0
  var source: Milestone.Source
  var stream: Int32
  var position: RecordPosition
}
