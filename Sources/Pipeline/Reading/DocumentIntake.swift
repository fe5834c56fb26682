import Chronicle
import ClusterState
import Formats
import Model
import Rules

/// Feeds documents to the cluster state and the chronicle, in the order of the inputs.
struct DocumentIntake {
  private(set) var hasObjects = false
  private var builder = StateBuilder()
  private var audits: [(record: AuditRecord, stream: Int, position: RecordPosition)] = []
  private var displays: [Int: String] = [:]

  mutating func take(_ harvest: StreamHarvest, stream: Int) {
    guard !harvest.documents.isEmpty else { return }
    hasObjects = true
    displays[stream] = harvest.provenance.display
    builder.begin(stream: stream, provenance: harvest.provenance)
    for document in harvest.documents {
      switch document {
      case .list(let header): builder.list(header)
      case .object(let object, let change, let position): builder.object(object, change: change, at: position)
      case .audit(let record, let position): audits.append((record, stream, position))
      case .clusterEvent(let event, _): builder.clusterEvent(event)
      case .port: break
      }
    }
    builder.end()
  }

  /// The state; its objects and what the audit log says also become part of the chronicle.
  mutating func finish(into chronicle: inout ChronicleBuilder) -> ClusterView {
    let state = ClusterState(builder.finish())
    var sources: [Int: UInt16] = [:]
    for (stream, display) in displays.sorted(by: { $0.key < $1.key }) {
      sources[stream] = chronicle.addDocumentSource(stream: stream, display: display, uncertainty: 0)
    }
    for snapshot in state.snapshots {
      for (ref, known) in snapshot.objects where [.ip, .subnet, .vpc].contains(ref.kind) {
        chronicle.know(ref)
        guard ref.kind == .ip else { continue }
        let fields = known.object.fields
        if let pod = fields["spec.podName"], let space = fields["spec.namespace"], !space.isEmpty {
          chronicle.addLink(ref, ResourceRef(.pod, namespace: space, name: pod))
        }
        if let subnet = fields["spec.subnet"] { chronicle.addLink(ref, ResourceRef(.subnet, name: subnet)) }
      }
    }
    AuditFacts(audits, sources).add(to: &chronicle)
    return ClusterView(state: state)
  }
}

/// The cluster state as the rules see it.
struct ClusterView: StateView {
  let state: ClusterState

  func facts(about ref: ResourceRef, subnet: ResourceRef?) -> SubjectFacts {
    var facts = SubjectFacts()
    guard let (presence, asOf) = state.newest(ref) else { return facts }
    facts.asOf = asOf?.nanoseconds
    facts.existence = existence(presence)
    if case .present(let known) = presence {
      facts.uid = known.object.uid
      facts.isTerminating = known.object.deletionRequested != nil
      facts.stream = known.stream
      facts.position = known.position
    }
    switch ref.kind {
    case .ip:
      let entry = state.ledger?.entries[ref]
      facts.ledger = entry?.state.rawValue
      facts.ledgerReason = entry?.reason ?? ""
      let owner = entry.map { ResourceRef(.subnet, name: $0.subnet) } ?? subnet
      if let owner, let (presence, _) = state.newest(owner) { facts.subnet = existence(presence) }
    case .subnet:
      if let (state, holders) = state.subnetState(ref) {
        facts.subnetState = state.rawValue
        facts.heldBy = holders
      }
    case .vpc:
      if let (state, holders) = state.vpcState(ref) {
        facts.vpcState = state.rawValue
        facts.heldBy = holders
      }
    default: break
    }
    return facts
  }

  /// Providers of Subnets, by the chronicle's numbers.
  func providers(_ chronicle: Chronicle) -> [ResourceID: String] {
    var result: [ResourceID: String] = [:]
    for (name, provider) in state.providers {
      let id = chronicle.resources.find(.subnet, key: name)
      if id != 0 { result[id] = provider }
    }
    return result
  }

  private func existence(_ presence: Presence) -> SubjectFacts.Existence {
    switch presence {
    case .present: .present
    case .absent: .absent
    case .unknown(let why): .unknown(why)
    }
  }
}
