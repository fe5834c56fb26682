import Diagnosis
import Model
import Reports
import Rules

/// Finds the one release that mends the causes of all findings, instead of one for each.
///
/// Only a cause that the evidence shows counts: what would mend a cause that is not shown, nobody can know.
struct ReleaseTarget {
  let pack: RulePack
  /// Among which releases that of the newest process is, if known.
  let running: ClosedRange<ReleaseVersion>?

  /// `nil` if nothing that is shown has a fix, or the release that runs has all fixes already.
  func target(for findings: [Finding]) -> TargetEntry? {
    let shown = findings.filter { $0.verdict < .resolved && pack.causes(of: $0.candidates[$0.exemplar]).isEmpty }
    let fixable = shown.filter { finding in
      !fixes(finding).isEmpty && !(running.map { isFixed(finding, $0.lowerBound) } ?? false)
    }
    guard !fixable.isEmpty else { return nil }
    let avoided = Set(pack.rules.flatMap(\.avoid).compactMap { ReleaseVersion($0) })
    let isOlder = { (version: ReleaseVersion) in running.map { version < $0.lowerBound } ?? false }
    let candidates = Set(fixable.flatMap(fixes)).subtracting(avoided).filter { !isOlder($0) }.sorted()
    let ranked = candidates.map { version in
      (release: version, count: fixable.count { finding in isFixed(finding, version) })
    }
    guard let most = ranked.map(\.count).max(), most > 0 else { return nil }
    let best = ranked.filter { $0.count == most }.map(\.release)
    var target = TargetEntry(releases: [])
    if running != nil {
      target.releases = [best[0].description]
    } else {
      // The first of each line: whichever runs.
      for v in best where !target.releases.contains(where: { ReleaseVersion($0)?.isSameLine(as: v) ?? false }) {
        target.releases.append(v.description)
      }
    }
    target.fixes = fixable.filter { isFixed($0, best[0]) }.map(\.id)
    target.leaves = shown.filter { $0.verdict <= .probable && $0.causedBy == nil && !isFixed($0, best[0]) }.map(\.id)
    return target
  }

  private func fixes(_ finding: Finding) -> [ReleaseVersion] {
    pack.rules[finding.rule].fixedIn.compactMap { ReleaseVersion($0) }
  }

  /// The release has the fix: on its own line, or because its line is younger than all that needed one.
  func isFixed(_ finding: Finding, _ version: ReleaseVersion) -> Bool {
    let fixes = fixes(finding)
    if let fix = fixes.first(where: { $0.isSameLine(as: version) }) { return version >= fix }
    return fixes.max().map { version > $0 } ?? false
  }
}
