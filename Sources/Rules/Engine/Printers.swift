import Chronicle
import Model

/// Which sources show which kinds of events at all. A release that prints nothing when something happens cannot show that
/// it did not happen.
struct Printers: Sendable {
  /// By code of the kind.
  private var sources: [UInt8: Set<UInt32>] = [:]
  private var audited = KindSet()

  /// Looks for the kinds that some rule asks about. O(events).
  init(of rules: [Rule], in chronicle: Chronicle) {
    let asked = rules.flatMap(\.absences).map(\.printedAs)
    let isAsked = (0...UInt8.max).map { code in asked.contains { $0.contains(code: code) } }
    for e in chronicle.events where isAsked[Int(e.code)] {
      if e.flags.isDisjoint(with: [.isAudit, .isState]) {
        sources[e.code, default: []].insert(e.source)
      } else {
        audited.insert(e.kind)
      }
    }
  }

  /// True if the source, or an audit log, shows any of the kinds.
  func show(_ kinds: KindSet, source: UInt32) -> Bool {
    kinds.intersects(audited) || sources.contains { kinds.contains(code: $0.key) && $0.value.contains(source) }
  }
}
