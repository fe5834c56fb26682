import Chronicle
import ClusterState
import Diagnosis
import Model
import Reports
import Rules

/// Who asked for which deletion around an object, in which order: the first question of everybody who looks at a race.
///
/// The audit log names user and program; without it the objects' own deletion times say when.
struct Requests {
  let chronicle: Chronicle
  let nics: NicTable
  let state: ClusterState

  /// One request.
  struct Request {
    var ref: ResourceRef
    var milestone: Milestone
  }

  private static let holderLimit = 3

  /// The deletions that were asked for around the subject of a candidate, in the order of time.
  func around(_ c: Candidate) -> [Request] {
    var found: [Request] = []
    for ref in related(c) {
      guard let life = state.lives(of: ref).last, let asked = life.deleteRequested, asked.source != .absence else {
        continue
      }
      found.append(Request(ref: ref, milestone: asked))
    }
    return found.sorted { ($0.milestone.instant, $0.ref) < ($1.milestone.instant, $1.ref) }
  }

  /// The subject with what it hangs on: pod, owner, Subnet, net-attach-def, namespace; what holds it.
  private func related(_ c: Candidate) -> [ResourceRef] {
    var list: [ResourceRef] = [c.subject.ref]
    func add(_ ref: ResourceRef) { if !ref.name.isEmpty, !list.contains(ref) { list.append(ref) } }
    if c.subject.kind == .ip {
      let nic = nics.nics[c.subject.number]
      if nic.pod != 0 {
        let pod = chronicle.resources.ref(nic.pod)
        add(pod)
        for owner in state.owners(of: pod) { add(owner) }
        add(ResourceRef(.namespace, name: pod.namespace))
      }
      if nic.subnet != 0 { addSubnet(chronicle.resources.ref(nic.subnet), add) }
    } else if c.subject.kind == .subnet {
      addSubnet(c.subject.ref, add)
    }
    for holder in c.facts.heldBy.prefix(Self.holderLimit) { add(holder) }
    return list
  }

  /// A Subnet, the net-attach-def that its provider names (`net1.shop.ovn`), and its Vpc.
  private func addSubnet(_ subnet: ResourceRef, _ add: (ResourceRef) -> Void) {
    add(subnet)
    let parts = (state.field("spec.provider", of: subnet) ?? "").split(separator: ".").map(String.init)
    if parts.count == 3 { add(ResourceRef(.netAttachDef, namespace: parts[1], name: parts[0])) }
    if let vpc = state.field("spec.vpc", of: subnet) { add(ResourceRef(.vpc, name: vpc)) }
  }

  /// Where the records stand that show the requests.
  func place(_ request: Request) -> Evidence.Place? {
    guard request.milestone.source == .audit else { return nil }
    return Evidence.Place(stream: request.milestone.stream, offset: request.milestone.position.offset)
  }

  /// The request as a step of a proof.
  func entry(_ request: Request, _ line: CitedLine?, source: String) -> WitnessEntry {
    let m = request.milestone
    var entry = WitnessEntry()
    entry.step = "deletion-requested"
    var label = "the deletion of \(request.ref.display) is asked for"
    if !m.actor.isEmpty {
      label += " by \(m.actor)"
      let program = m.agent.split(whereSeparator: { $0 == " " || $0 == "/" }).first.map(String.init) ?? ""
      if !program.isEmpty { label += " with \(program)" }
    }
    entry.label = label
    // Who it was is not known from an object alone, but somebody asked the API server.
    entry.actor = m.actor.isEmpty || m.isByHand ? "user" : "api server"
    entry.instant = m.instant
    entry.uncertainty = m.uncertainty
    entry.citation.source = source
    entry.citation.line = m.position.line
    entry.citation.offset = m.position.offset
    if let line {
      entry.citation.text = line.text
      entry.citation.message = line.message
    } else {
      entry.citation.message = "\(request.ref.display): metadata.deletionTimestamp: \(m.instant.shortText)"
    }
    return entry
  }
}
