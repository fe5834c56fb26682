import Chronicle
import Model

/// Which sources show which kinds of events at all. A release that prints nothing when something happens cannot show that
/// it did not happen.
struct Printers {
  /// By code of the kind.
  private var sources: [UInt8: Set<UInt16>] = [:]
  private var audited: Set<UInt8> = []

  /// O(events).
  init(_ chronicle: Chronicle) {
    for e in chronicle.events {
      if e.flags.isDisjoint(with: [.isAudit, .isState]) {
        sources[e.code, default: []].insert(e.source)
      } else {
        audited.insert(e.code)
      }
    }
  }

  /// True if the source, or an audit log, shows any of the kinds.
  func print(_ kinds: KindSet, source: UInt16) -> Bool {
    audited.contains { kinds.contains(code: $0) }
      || sources.contains { kinds.contains(code: $0.key) && $0.value.contains(source) }
  }
}
