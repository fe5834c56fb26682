import Model
import Rules

/// Which release of the user's own line helps, and which to keep away from. Those that have the fix stand beside it.
enum VersionAdvice {
  static func lines(for rule: Rule, running: [ClosedRange<ReleaseVersion>]) -> [String] {
    let fixes = rule.fixedIn.compactMap { ReleaseVersion($0) }.sorted()
    guard !fixes.isEmpty else { return [] }
    var lines: [String] = []
    for range in Set(running).sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      let version = range.upperBound
      if let fix = fixes.first(where: { $0.isSameLine(as: version) }) {
        if version < fix {
          lines.append("\(range.releaseText): upgrade to \(fix) or later on the same line")
        } else if range.lowerBound < fix {
          lines.append("\(fix) and what follows on its line have the fix; which release runs is not shown")
        } else {
          lines.append("\(range.releaseText) has the fix")
        }
      } else if let next = fixes.first(where: { $0 > version }) {
        lines.append("\(range.releaseText): no release of this line has the fix; the nearest that has is \(next)")
      } else {
        lines.append("\(range.releaseText) is newer than the first fixed release")
      }
    }
    return lines + avoid(rule)
  }

  /// Releases on which what is left does more harm, whatever caused it.
  static func avoid(_ rule: Rule) -> [String] {
    rule.avoid.isEmpty ? [] : ["keep away from \(rule.avoid.joined(separator: ", "))"]
  }
}
