import Model

/// Something that objects, audit or events say happened, for the chronicle to put beside the log.
public struct StateFact: Sendable, Hashable {
  public var kind: ObservationKind
  public var instant: Instant
  /// Nanoseconds by which it may have happened earlier or later.
  public var uncertainty: Int64
  public var ref: ResourceRef
  public var uid: String
  /// The Subnet the object is in, where it is in one.
  public var subnet: ResourceRef?
  /// Who did it, as the audit log names the user; empty where unknown.
  public var actor: String
  /// For `.eventSeen`: reason and message of the Kubernetes Event. For `.objectDeleteRefused`: what the API server
  /// answered. Untrusted text.
  public var detail: String
  /// `StreamInfo.id` of the evidence.
  public var stream: Int
  public var position: RecordPosition
  /// An audit record shows it: the time is exact.
  public var isAudited: Bool
}

extension ClusterState {
  /// All facts in the order of time, equal times by reference. O(n log n); makes texts for every fact.
  public var facts: [StateFact] {
    var facts: [StateFact] = []
    for id in book.ids { for stored in book.chain(id, store) { append(stored, onlyAudited: false, to: &facts) } }
    for entry in events.entries { append(entry, to: &facts) }
    appendRefusals(to: &facts)
    return sorted(facts)
  }

  /// The facts that audit records show, and what the controller complains of in Events, in the same order. O(lives that
  /// the audit log or a watch tells of + Events).
  public var witnessedFacts: [StateFact] {
    var facts: [StateFact] = []
    for stored in book.lives { append(stored, onlyAudited: true, to: &facts) }
    for entry in events.entries where entry.record.isComplaint { append(entry, to: &facts) }
    appendRefusals(to: &facts)
    return sorted(facts)
  }

  private func sorted(_ unordered: [StateFact]) -> [StateFact] {
    var facts = unordered
    facts.sort { a, b in
      if a.instant != b.instant { return a.instant < b.instant }
      if a.ref != b.ref { return a.ref < b.ref }
      return (a.kind.code, a.stream, a.position.offset) < (b.kind.code, b.stream, b.position.offset)
    }
    return facts
  }

  private func append(_ life: StoredLife, onlyAudited: Bool, to facts: inout [StateFact]) {
    guard let kinds = StateFactKinds(store.keys[life.id].kind) else { return }
    let turns = [
      (kinds.created, life.created), (kinds.deleteRequested, life.deleteRequested),
      (kinds.finalizerRemoved, life.finalizerRemoved), (kinds.gone, life.gone),
    ]
    if onlyAudited, !turns.contains(where: { book.milestone($0.1, store)?.source == .audit }) { return }
    var subnet: ResourceRef?
    if store.keys[life.id].kind == .ip, life.content >= 0 {
      let name = store.text(store.objects[Int(life.content)], .field, "spec.subnet")
      if !name.isEmpty { subnet = ResourceRef(.subnet, name: name) }
    }
    for case (let kind?, let number) in turns {
      guard let mark = milestone(number), !onlyAudited || mark.source == .audit else { continue }
      facts.append(
        StateFact(
          kind: kind, instant: mark.instant, uncertainty: mark.uncertainty, ref: store.ref(life.id),
          uid: store.text(life.uid), subnet: subnet, actor: mark.actor, detail: "", stream: mark.stream,
          position: mark.position, isAudited: mark.source == .audit))
    }
  }

  private func appendRefusals(to facts: inout [StateFact]) {
    refusals.forEach { key, reason, actor, request in
      facts.append(
        StateFact(
          kind: .objectDeleteRefused, instant: Instant(nanoseconds: request.time), uncertainty: 0,
          ref: store.ref(key), uid: "", subnet: nil, actor: store.texts[actor], detail: store.texts[reason],
          stream: streamID(request.stream), position: request.position, isAudited: true))
    }
  }

  private func append(_ entry: ClusterEventLog.Entry, to facts: inout [StateFact]) {
    let record = entry.record
    guard let time = record.last ?? record.first else { return }
    let ref = ResourceRef(
      ResourceKind(apiKind: record.involvedKind), namespace: record.involvedNamespace, name: record.involvedName)
    facts.append(
      StateFact(
        kind: .eventSeen, instant: time, uncertainty: 1_000_000_000, ref: ref, uid: record.involvedUID, subnet: nil,
        actor: record.component, detail: record.reason + ": " + record.message, stream: streamID(entry.stream),
        position: entry.position, isAudited: false))
  }
}

/// What the turns in the life of a kind are called.
private struct StateFactKinds {
  var created: ObservationKind?
  var deleteRequested: ObservationKind?
  var finalizerRemoved: ObservationKind?
  var gone: ObservationKind?

  init?(_ kind: ResourceKind) {
    switch kind {
    case .ip:
      (created, deleteRequested, finalizerRemoved, gone) = (
        .ipCreated, .ipDeleteRequested, .ipFinalizerRemoved, .ipGone
      )
    case .subnet: (created, deleteRequested, gone) = (.subnetCreated, .subnetDeleteRequested, .subnetGone)
    case .vpc: (created, deleteRequested, gone) = (.vpcCreated, .vpcDeleteRequested, .vpcGone)
    case .netAttachDef: (created, gone) = (.nadCreated, .nadGone)
    case .pod: (created, deleteRequested, gone) = (.podCreated, .podDeleteRequested, .podGone)
    case .statefulSet: gone = .statefulSetGone
    case .node: (created, gone) = (.nodeAdded, .nodeDeleted)
    case _ where kind.facts.group == "kubeovn.io": (deleteRequested, gone) = (.objectDeleteRequested, .objectGone)
    default: return nil
    }
  }
}
