/// How sure a finding is. What each word promises stands in the README; the order is the order of weight in a report.
public enum Verdict: String, Sendable, Hashable, CaseIterable, Comparable {
  /// State or audit proves it.
  case confirmed = "CONFIRMED"
  /// The sequence, and every absence it needs, lie wholly inside what the evidence covers.
  case probable = "PROBABLE"
  /// Something it needs could have happened unseen.
  case suspected = "SUSPECTED"
  /// It leaked and was cleaned up later.
  case resolved = "RESOLVED"
  /// Counter-evidence was found.
  case refuted = "REFUTED"
  /// Evidence that the rule needs is missing.
  case notEvaluated = "NOT EVALUATED"

  /// 0 for the weightiest.
  public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  public static func < (a: Verdict, b: Verdict) -> Bool { a.rank < b.rank }
}

/// How bad it is if true.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  case critical, high, medium, low, info

  /// 0 for the worst.
  public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// What became of one object of a finding.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
  /// The object stays although nothing owns it any more.
  case leaked
  /// Its deletion was asked for and cannot finish.
  case stuck
  /// It had leaked or was stuck, and went.
  case resolved
  /// It would leak or get stuck if nothing changes; not proven yet.
  case atRisk = "at-risk"
}
