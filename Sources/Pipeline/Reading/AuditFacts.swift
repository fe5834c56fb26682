import Chronicle
import Model

/// What audit records prove about the lives of objects: created, deletion asked for, finalizer removed, gone.
///
/// A request that failed changed nothing. An object is gone when a delete, or the write that removes its last finalizer,
/// succeeded; names are told apart by UID only where the record holds the object.
struct AuditFacts {
  private let records: [(record: AuditRecord, stream: Int, position: RecordPosition)]
  private let sources: [Int: UInt16]

  init(_ records: [(record: AuditRecord, stream: Int, position: RecordPosition)], _ sources: [Int: UInt16]) {
    self.records = records
    self.sources = sources
  }

  func add(to chronicle: inout ChronicleBuilder) {
    for (record, stream, position) in records where record.code < 400 && record.subresource.isEmpty {
      let kind = ResourceKind(apiKind: record.resource)
      guard let time = record.answered ?? record.received, !record.name.isEmpty, let kinds = Self.kinds[kind] else { continue }
      let ref = ResourceRef(kind, namespace: record.namespace, name: record.name)
      let subnet = record.object?.fields["spec.subnet"].map { ResourceRef(.subnet, name: $0) }
      func fact(_ observation: ObservationKind) {
        chronicle.addFact(
          observation, at: time, subject: ref, related: subnet, detail: "by \(record.user)", source: sources[stream] ?? 0,
          position: position, flags: .isAudit)
      }
      let isHeld = !(record.object?.finalizers.isEmpty ?? true)
      let isTerminating = record.object?.deletionRequested != nil
      switch record.verb {
      case "create": fact(kinds.created)
      case "delete":
        // Without the body nothing tells whether a finalizer or grace period holds the object.
        fact(kinds.asked)
        if record.object != nil || kind != .pod, !isHeld || !isTerminating, record.object == nil || !isTerminating { fact(kinds.gone) }
      case "update", "patch":
        if isTerminating && !isHeld { fact(kinds.gone) }
      default: break
      }
      if kind == .ip {
        if let subnet { chronicle.addLink(ref, subnet) }
        if let pod = record.object?.fields["spec.podName"], let space = record.object?.fields["spec.namespace"], !space.isEmpty {
          chronicle.addLink(ref, ResourceRef(.pod, namespace: space, name: pod))
        }
      }
    }
  }

  private static let kinds: [ResourceKind: (created: ObservationKind, asked: ObservationKind, gone: ObservationKind)] = [
    .ip: (.ipCreated, .ipDeleteRequested, .ipGone),
    .subnet: (.subnetCreated, .subnetDeleteRequested, .subnetGone),
    .vpc: (.vpcCreated, .vpcDeleteRequested, .vpcGone),
    .netAttachDef: (.nadCreated, .nadGone, .nadGone),
    .pod: (.podCreated, .podDeleteRequested, .podGone),
  ]
}
