import Model
import Rules

/// Which release of the user's own line helps, and which to keep away from. Those that have the fix stand beside it.
enum VersionAdvice {
  static func lines(for rule: Rule, running: [ReleaseVersion]) -> [String] {
    let fixes = rule.fixedIn.compactMap { ReleaseVersion($0) }.sorted()
    guard !fixes.isEmpty else { return [] }
    var lines: [String] = []
    for version in Set(running).sorted() {
      if let fix = fixes.first(where: { $0.isSameLine(as: version) }) {
        lines.append(
          version < fix ? "\(version): upgrade to \(fix) or later on the same line" : "\(version) has the fix")
      } else if let next = fixes.first(where: { $0 > version }) {
        lines.append("\(version): no release of this line has the fix; the nearest that has is \(next)")
      } else {
        lines.append("\(version) is newer than the first fixed release")
      }
    }
    return lines + avoid(rule)
  }

  /// Releases on which what is left does more harm, whatever caused it.
  static func avoid(_ rule: Rule) -> [String] {
    rule.avoid.isEmpty ? [] : ["keep away from \(rule.avoid.joined(separator: ", "))"]
  }
}
