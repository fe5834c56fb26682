import Chronicle
import ClusterState
import Formats
import Model
import Rules

/// Joins what the streams showed of objects, in the order of the inputs, and tells the chronicle of it.
struct DocumentIntake {
  private var collector = StateCollector()
  private var displays: [Int: String] = [:]

  mutating func take(_ documents: consuming StateCollector, stream: Int, display: String) {
    guard !documents.isEmpty else { return }
    displays[stream] = display
    documents.number(stream)
    collector.absorb(documents)
  }

  private static func kinship(_ chronicle: ChronicleBuilder) -> Kinship {
    Kinship(knows: { chronicle.knows($0) }, isTelling: chronicle.namesWhatExists)
  }

  /// The state; the objects that rules may ask about and what the audit log says become part of the chronicle.
  consuming func finish(into chronicle: inout ChronicleBuilder, _ hints: inout ClockHints) -> ClusterView {
    let displays = displays
    let view = ClusterView(ledger: Ledger(collector.finish(Self.kinship(chronicle))))
    let state = view.ledger.state
    var sources: [Int: UInt32] = [:]
    for (stream, display) in displays.sorted(by: { $0.key < $1.key }) {
      sources[stream] = chronicle.addDocumentSource(stream: stream, display: display, uncertainty: 0)
    }
    let isLogged = chronicle.knowsAny
    for kind in [ResourceKind.subnet, .vpc] { for ref in state.refs(of: kind) { chronicle.know(ref) } }
    // A cluster has many addresses that nothing is wrong with, and that no log names: the chronicle need not know them.
    view.ledger.forEachIP(knowsAny: isLogged, isKnown: { chronicle.knows($0) }) { link, isLogged in
      if isLogged, let pod = link.pod { ClockGathering.note(view.ledger.creations(of: link.ip), of: pod, in: &hints) }
      chronicle.know(link.ip)
      if let pod = link.pod { chronicle.addLink(link.ip, pod) }
      if let subnet = link.subnet { chronicle.addLink(link.ip, subnet) }
    }
    for fact in state.witnessedFacts {
      chronicle.addFact(
        fact.kind, at: fact.instant, subject: fact.ref, related: fact.subnet,
        detail: fact.detail.isEmpty ? fact.actor : fact.actor + ": " + fact.detail,
        source: sources[fact.stream] ?? 0, position: fact.position,
        flags: fact.isAudited ? .isAudit : .isState)
    }
    return view
  }
}
