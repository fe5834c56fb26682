import Model

/// A change as one line for people.
public enum FollowLine {
  /// `20:34:26 PROBABLE  KOV-001 IP app-0.shop leaked · … · where`, without a line end. Everything in it is escaped.
  public static func text(_ change: FindingChange, _ options: RenderOptions) -> String {
    let verdict = change.verdict?.rawValue ?? "WITHDRAWN"
    var parts = [
      "\(change.rule) \(change.object.display) \(change.outcome.rawValue)", change.title,
    ]
    if let due = change.pendingUntil { parts.append("pending until \(due.shortText)") }
    if change.verdict == nil { parts[0] = "\(change.rule) \(change.object.display)" }
    if let before = change.before { parts.append("was \(before.rawValue)") }
    if let reason = change.reasons.first { parts.append(reason) }
    if !change.place.isEmpty { parts.append(change.place) }
    let time = change.last?.shortText ?? ""
    let padded = verdict + String(repeating: " ", count: max(0, 9 - verdict.count))
    let shown = options.useColor ? color(change.verdict) + padded + "\u{1b}[0m" : padded
    return (time.isEmpty ? "" : time + " ") + shown + " " + TerminalEscaping.line(parts.joined(separator: " · "))
  }

  private static func color(_ verdict: Verdict?) -> String {
    switch verdict {
    case .confirmed: "\u{1b}[1;31m"
    case .probable: "\u{1b}[31m"
    case .suspected: "\u{1b}[33m"
    case .resolved: "\u{1b}[32m"
    default: "\u{1b}[2m"
    }
  }
}
