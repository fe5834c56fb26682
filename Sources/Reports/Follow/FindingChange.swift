import Model

/// What became of one object in the eyes of one rule, when the lines that had come were judged again.
public struct FindingChange: Sendable {
  public var rule = ""
  public var leakClass = ""
  public var title = ""
  public var severity = Severity.high
  /// Kind and name of the object.
  public var object = ResourceRef(.ip, name: "")
  /// `nil`: lines that came later took the ground from under it.
  public var verdict: Verdict?
  /// What was said before; `nil` if nothing was.
  public var before: Verdict?
  public var outcome = Outcome.leaked
  /// First and last event that it rests on.
  public var first: Instant?
  public var last: Instant?
  /// Where the last of them stands: source and line.
  public var place = ""
  /// Why the verdict is not stronger.
  public var reasons: [String] = []
  /// When what is still awaited would be overdue; `nil` if nothing is.
  public var pendingUntil: Instant?

  /// Nothing changed yet.
  public init() {}
}

/// How far following has come.
public struct FollowStatus: Sendable {
  public var lines: UInt64 = 0
  public var bytes: UInt64 = 0
  /// The last time that all logs have reached.
  public var watermark: Instant?
  /// Objects for which something is claimed now, by rule, class and verdict.
  public var open: [FollowCount] = []

  /// Nothing read yet.
  public init() {}
}

/// How many objects one rule claims something of.
public struct FollowCount: Sendable, Hashable {
  public var rule: String
  public var leakClass: String
  public var verdict: Verdict
  public var objects: Int

  /// Counts the objects of one rule with one verdict.
  public init(rule: String, leakClass: String, verdict: Verdict, objects: Int) {
    (self.rule, self.leakClass, self.verdict, self.objects) = (rule, leakClass, verdict, objects)
  }
}
