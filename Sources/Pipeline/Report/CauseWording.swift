import Rules

/// What to say of a cause: a state without its history does not show it.
enum CauseWording {
  /// The title of a rule, or what only the state is called.
  static func title(_ c: Candidate, _ rule: Rule) -> String {
    c.isCauseShown || rule.stateTitle.isEmpty ? rule.title : rule.stateTitle
  }

  /// The causes that remain, and what would decide between them.
  static func unknown(_ causes: [Rule]) -> String {
    let list = causes.map { "\($0.title) (\($0.id))" }.joined(separator: "; ")
    return
      "Cause not shown. Candidates: \(list). The controller's log of the time when the pod was deleted would decide."
  }
}
