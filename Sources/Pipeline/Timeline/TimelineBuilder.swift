import Chronicle
import ClusterState
import Model
import Reports

/// Gathers everything that happened to some resources, from all sources, in one order.
struct TimelineBuilder {
  let evidence: Evidence
  private(set) var rows: [Row] = []

  /// One row of a timeline.
  struct Row {
    var instant: Instant
    var uncertainty: Int64
    var resource: ResourceRef
    /// `log`, `audit`, `object`, `watch`, `list`, `event` or `northbound`.
    var origin: String
    var what: String
    var count: Int
    /// From the first to the last of `count`, nanoseconds.
    var span: Int64
    var source: String
    var place: Evidence.Place
    var line: UInt64
    /// The line is worth showing: it is a line of a log or an audit record.
    var isQuoted: Bool
  }

  init(_ evidence: Evidence) { self.evidence = evidence }

  private var chronicle: Chronicle { evidence.chronicle }
  private var state: ClusterState { evidence.ledger.state }

  /// Every resource that a query means; empty if no evidence names it.
  func resources(_ query: ResourceQuery) -> Set<ResourceRef> {
    switch query {
    case .uid(let uid): return Set(state.refs(uid: uid))
    case .mac(let mac): return Set(state.holders(ofAddress: mac))
    case .address(let address):
      var found = Set(state.holders(ofAddress: address))
      let text = chronicle.texts.find(address)
      if text != 0 {
        for e in chronicle.events where e.detail == text && e.subject != 0 {
          found.insert(chronicle.resources.ref(e.subject))
        }
      }
      return found
    case .object(let ref): return objects(ref)
    }
  }

  /// The object, or those of that name in any namespace. Ports are named like the IP objects they carry.
  private func objects(_ ref: ResourceRef) -> Set<ResourceRef> {
    var found: Set<ResourceRef> = []
    let kinds: [ResourceKind] = ref.kind == .logicalSwitchPort ? [.logicalSwitchPort, .ip] : [ref.kind]
    for kind in kinds {
      let exact = ResourceRef(kind, namespace: ref.namespace, name: ref.name)
      if chronicle.resources.find(exact) != 0 || !state.lives(of: exact).isEmpty || !state.events(about: exact).isEmpty
      {
        found.insert(exact)
      }
      guard ref.namespace.isEmpty else { continue }
      for other in state.refs(of: kind) where other.name == ref.name { found.insert(other) }
      for id in chronicle.resources.all(kind) {
        let other = chronicle.resources.ref(id)
        if other.name == ref.name { found.insert(other) }
      }
    }
    if kinds.contains(.ip), found.isEmpty, !state.ports(named: ref.name).isEmpty { found.insert(ref) }
    return found
  }

  /// The resources and what they hang on: a pod's IP objects and owner, an IP object's pod and Subnet, a Subnet's Vpc.
  func related(to resources: Set<ResourceRef>) -> Set<ResourceRef> {
    var all = resources
    var open = Array(resources)
    while let ref = open.popLast(), all.count < Self.relatedLimit {
      for other in neighbours(ref) where all.insert(other).inserted { open.append(other) }
    }
    return all
  }

  /// Most resources that `--related` follows to.
  static let relatedLimit = 500

  private func neighbours(_ ref: ResourceRef) -> [ResourceRef] {
    var found = state.owners(of: ref)
    let id = chronicle.resources.find(ref)
    let refs = { (ids: [ResourceID]) in ids.filter { $0 != 0 }.map { evidence.chronicle.resources.ref($0) } }
    switch ref.kind {
    case .pod:
      for n in evidence.nics.byPod[id] ?? [] where id != 0 {
        found += refs([evidence.nics.nics[n].ip, evidence.nics.nics[n].subnet])
      }
    case .ip:
      if id != 0, let n = evidence.nics.byIP[id] {
        found += refs([evidence.nics.nics[n].pod, evidence.nics.nics[n].subnet])
      }
      if let fields = state.record(of: ref)?.fields {
        if let subnet = fields["spec.subnet"] { found.append(ResourceRef(.subnet, name: subnet)) }
        if let pod = fields["spec.podName"], let space = fields["spec.namespace"], !space.isEmpty {
          found.append(ResourceRef(.pod, namespace: space, name: pod))
        }
      }
    case .subnet:
      if let vpc = state.record(of: ref)?.fields["spec.vpc"], !vpc.isEmpty {
        found.append(ResourceRef(.vpc, name: vpc))
      }
    default: break
    }
    return found
  }

  /// Adds all rows of the resources, in order. O(events of the resources + events about them in the cluster).
  mutating func add(_ resources: Set<ResourceRef>) {
    var seen: Set<UInt32> = []
    for (ref, changes) in state.changes(of: Array(resources)) { for change in changes { add(change, of: ref) } }
    for ref in resources.sorted() {
      let id = chronicle.resources.find(ref)
      for n in events(of: ref, id) where seen.insert(n).inserted { add(chronicle.events[Int(n)]) }
      for turn in state.turns(of: ref) { add(turn, of: ref) }
      for event in state.events(about: ref) { add(event.record, of: ref, stream: event.stream, at: event.position) }
      if ref.kind == .ip || ref.kind == .logicalSwitchPort {
        for port in state.ports(named: ref.name) { add(port) }
      }
    }
    rows.sort { a, b in
      (a.instant, a.place.stream, a.place.offset, a.what) < (b.instant, b.place.stream, b.place.offset, b.what)
    }
  }

  /// Events whose subject it is; for an IP object also those of its pod that name its Subnet.
  private func events(of ref: ResourceRef, _ id: ResourceID) -> [UInt32] {
    guard id != 0 else { return [] }
    var numbers = Array(chronicle.events(of: id))
    if ref.kind == .ip, let n = evidence.nics.byIP[id] {
      let nic = evidence.nics.nics[n]
      guard nic.pod != 0, nic.subnet != 0 else { return numbers }
      numbers += chronicle.events(of: nic.pod).filter {
        let e = chronicle.events[Int($0)]
        return e.related == nic.subnet && e.kind.area == .ip
      }
    }
    return numbers
  }

  private mutating func add(_ e: Event) {
    // Audit records are shown as turns in the life of the object, with who did it; Events with all that they say.
    // A row needs a time.
    guard e.flags.isDisjoint(with: [.isAudit, .isState]), !chronicle.isUndated(e) else { return }
    let source = chronicle.sources[Int(e.source)]
    rows.append(
      Row(
        instant: chronicle.instant(e), uncertainty: source.clock.uncertainty,
        resource: chronicle.resources.ref(e.subject),
        origin: "log", what: EventWording.what(e, chronicle), count: Int(e.count), span: Int64(e.span) * 1_000_000,
        source: source.display, place: evidence.place(of: e), line: UInt64(e.line), isQuoted: true))
  }

  private mutating func add(_ turn: Turn, of ref: ResourceRef) {
    let m = turn.milestone
    let origin =
      switch m.source {
      case .audit: "audit"
      case .object: "object"
      case .watch: "watch"
      case .absence: "list"
      case .log: "log"
      }
    var what = m.source == .absence ? "no longer in the list" : turn.what
    if !m.actor.isEmpty { what += " · by \(m.actor)" + (m.isByHand && !m.agent.isEmpty ? " with \(m.agent)" : "") }
    if !turn.uid.isEmpty { what += " · UID \(turn.uid)" }
    rows.append(
      Row(
        instant: m.instant, uncertainty: m.uncertainty, resource: ref, origin: origin, what: what, count: 1, span: 0,
        source: evidence.display(ofStream: m.stream), place: .init(stream: m.stream, offset: m.position.offset),
        line: m.position.line, isQuoted: m.source == .audit))
  }

  private mutating func add(_ change: ObjectChange, of ref: ResourceRef) {
    let what = EventWording.changed(since: change.from) + ": " + FieldChange.text(change.fields)
    rows.append(
      Row(
        instant: change.to, uncertainty: change.uncertainty, resource: ref, origin: "object", what: what, count: 1,
        span: 0, source: evidence.display(ofStream: change.stream),
        place: .init(stream: change.stream, offset: change.position.offset), line: change.position.line,
        isQuoted: false))
  }

  private mutating func add(_ record: ClusterEventRecord, of ref: ResourceRef, stream: Int, at position: RecordPosition)
  {
    guard let last = record.last ?? record.first else { return }
    let first = record.first ?? last
    rows.append(
      Row(
        instant: first, uncertainty: 1_000_000_000, resource: ref, origin: "event",
        what: "\(record.reason): \(record.message)", count: record.count, span: max(0, last - first),
        source: evidence.display(ofStream: stream), place: .init(stream: stream, offset: position.offset),
        line: position.line, isQuoted: false))
  }

  private mutating func add(_ seen: SeenPort) {
    let port = seen.port
    let what =
      "port on switch \(port.logicalSwitch.isEmpty ? "?" : port.logicalSwitch) · \(port.addresses.joined(separator: " "))"
    // A listing of ports has no time; it belongs at the end of what is known.
    let instant = port.written ?? state.snapshots.last?.notBefore ?? .distantPast
    rows.append(
      Row(
        instant: instant, uncertainty: 0, resource: ResourceRef(.logicalSwitchPort, name: port.name),
        origin: "northbound",
        what: what, count: 1, span: 0, source: evidence.display(ofStream: seen.stream),
        place: .init(stream: seen.stream, offset: seen.position.offset), line: seen.position.line, isQuoted: false))
  }
}
