import Model

/// How the controllers fared, for the first screen.
public struct HealthEntry: Sendable, Hashable {
  /// Starts and crashes that logs show.
  public var starts = 0
  public var crashes = 0
  public var firstCrash: Instant?
  public var lastCrash: Instant?
  /// It crashed, and no process has run for long since.
  public var isDown = false
  public var leaderChanges = 0
  /// Restarts that the status of its pods counts.
  public var restarts = 0
  /// Release of the newest process; empty if not known.
  public var release = ""

  /// Nothing known.
  public init() {}
}

/// Something that people notice.
public struct SymptomEntry: Sendable, Hashable {
  /// What kind of thing, as machine formats name it.
  public enum Kind: String, Sendable {
    case podsWithoutAddress = "pods-without-address"
    case addressesShared = "addresses-shared"
    case deletionsUnfinished = "deletions-unfinished"
  }

  public var kind: Kind
  public var objects: [ResourceRef]
  /// Ids of the findings that explain it; none if the cause is not shown.
  public var explainedBy: [String] = []
  /// In words.
  public var text = ""

  /// Names what is noticed.
  public init(kind: Kind, objects: [ResourceRef]) {
    self.kind = kind
    self.objects = objects
  }
}

/// The release to go to.
public struct TargetEntry: Sendable, Hashable {
  /// Several only where it is not known which line runs: one for each.
  public var releases: [String]
  /// Ids of the findings whose cause it mends, and of those that no release mends.
  public var fixes: [String] = []
  public var leaves: [String] = []

  /// Names the release.
  public init(releases: [String]) { self.releases = releases }
}

/// A rule that was asked.
public struct CheckedRule: Sendable, Hashable {
  public var id: String
  public var title: String

  /// Names the rule.
  public init(id: String, title: String) {
    self.id = id
    self.title = title
  }
}
