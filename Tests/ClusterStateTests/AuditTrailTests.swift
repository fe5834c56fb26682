import Model
import Testing

@testable import ClusterState

/// What the audit log says of a pod's end, where only metadata is recorded.
@Suite struct AuditTrailTests {
  private static let base = Instant(seconds: 1_795_465_860)
  private static let pod = ResourceRef(.pod, namespace: "shop", name: "web-0")

  private func record(_ verb: String, _ user: String, at seconds: Int64, subresource: String = "") -> AuditRecord {
    var record = AuditRecord()
    (record.verb, record.resource, record.subresource, record.user) = (verb, "pods", subresource, user)
    (record.namespace, record.name, record.code) = ("shop", "web-0", verb == "create" ? 201 : 200)
    record.answered = Self.base + seconds * 1_000_000_000
    record.id = "\(verb)-\(subresource)-\(seconds)"
    return record
  }

  private func life(_ records: [AuditRecord]) throws -> ObjectLife {
    var collector = StateCollector()
    collector.beginStream(StreamInfo(id: 0, display: "audit.log", chain: ["audit.log"]))
    for (i, record) in records.enumerated() {
      collector.audit(record, at: RecordPosition(offset: UInt64(i * 100), line: UInt64(i + 1)))
    }
    collector.endStream()
    return try #require(collector.finish().lives(of: Self.pod).last)
  }

  private var start: [AuditRecord] {
    [
      record("create", "system:kube-controller-manager", at: 0),
      // The network is set up before the scheduler binds: the two writes follow each other at once.
      record("patch", "system:serviceaccount:kube-system:ovn", at: 1),
      record("create", "system:kube-scheduler", at: 2, subresource: "binding"),
    ]
  }

  @Test func aBoundPodIsThereUntilItsKubeletLetsItGo() throws {
    let asked = start + [record("delete", "system:kube-controller-manager", at: 10)]
    #expect(try life(asked).gone == nil)
    let gone = try life(asked + [record("delete", "system:node:worker", at: 40)])
    #expect(gone.gone?.instant == Self.base + 40_000_000_000)
  }

  @Test func aPodThatNoNodeRanGoesAtOnce() throws {
    // Another pod's binding shows that the policy records them.
    var other = record("create", "system:kube-scheduler", at: 2, subresource: "binding")
    other.name = "other"
    let asked = [start[0], start[1], other, record("delete", "someone", at: 10)]
    #expect(try life(asked).gone?.instant == Self.base + 10_000_000_000)
  }

  @Test func aRefusedDeletionIsToldAndChangesNothing() throws {
    func refused(at seconds: Int64) -> AuditRecord {
      var record = record("delete", "alice", at: seconds)
      (record.code, record.refusal) = (403, "admission webhook denied the request")
      return record
    }
    #expect(try life(start + [refused(at: 10)]).deleteRequested == nil)
    // Of equal answers the first and the last, in whatever pieces the log was read; not found is no refusal.
    var missing = record("delete", "alice", at: 50)
    missing.code = 404
    let records = [refused(at: 20), refused(at: 10), refused(at: 30), missing]
    for cut in 0...records.count {
      var whole = StateCollector()
      for part in [records[..<cut], records[cut...]] {
        var collector = StateCollector()
        collector.beginStream(StreamInfo(id: 0, display: "audit.log", chain: ["audit.log"]))
        for record in part { collector.audit(record, at: RecordPosition(offset: 0, line: 1)) }
        whole.absorb(collector)
      }
      let facts = whole.finish().witnessedFacts.filter { $0.kind == .objectDeleteRefused }
      #expect(facts.map(\.instant) == [10, 30].map { Self.base + $0 * 1_000_000_000 })
      #expect(facts.allSatisfy { $0.actor == "alice" && $0.detail == "admission webhook denied the request" })
    }
  }

  /// A watch with a selector says DELETED of what no longer matches: what its finalizer holds is there still.
  @Test func whatLeavesASelectionIsNotGone() {
    let ip = ResourceRef(.ip, name: "a.ns")
    func presence(finalizers: [String], isEnding: Bool) -> Presence {
      var collector = StateCollector()
      collector.beginStream(StreamInfo(id: 0, display: "watch.json", chain: ["watch.json"]))
      collector.list(ListHeader(shape: .watch))
      for (i, change) in [WatchChange.added, .deleted].enumerated() {
        var o = ObjectRecord()
        (o.kind, o.name, o.uid, o.created) = ("IP", "a.ns", "dc52004e-a25f-4e04-99e3-e2c493a21c8a", Self.base)
        o.finalizers = i == 0 ? ["kubeovn.io/kube-ovn-controller"] : finalizers
        if i == 1, isEnding { o.deletionRequested = Self.base + 1_000_000_000 }
        collector.object(o, change: change, at: RecordPosition(offset: UInt64(i), line: 0))
      }
      collector.endStream()
      return collector.finish().sighting(of: ip).presence
    }
    #expect(presence(finalizers: [], isEnding: true) == .absent)
    #expect(presence(finalizers: [], isEnding: false) == .absent)
    #expect(presence(finalizers: ["kubeovn.io/kube-ovn-controller"], isEnding: false) != .absent)
  }

  @Test func aRowOfADatabaseIsThereUntilItIsDeleted() throws {
    let group = ResourceRef(ResourceKind(apiKind: "Port_Group"), name: "ovn.sg.web")
    func presence(_ changes: [WatchChange]) -> Presence {
      var collector = StateCollector()
      collector.beginStream(StreamInfo(id: 0, display: "ovnnb_db.db", chain: ["ovnnb_db.db"]))
      collector.list(ListHeader(shape: .journal))
      for (i, change) in changes.enumerated() {
        var row = ObjectRecord()
        (row.kind, row.name, row.uid) = ("Port_Group", "ovn.sg.web", "dc52004e-a25f-4e04-99e3-e2c493a21c8a")
        row.created = Self.base
        if change == .deleted { row.deletionRequested = Self.base + Int64(i) * 1_000_000_000 }
        collector.object(row, change: change, at: RecordPosition(offset: UInt64(i), line: 0))
      }
      collector.endStream()
      let state = collector.finish()
      #expect(state.snapshots.isEmpty)
      return state.sighting(of: group).presence
    }
    #expect(presence([.added, .modified]) == .present)
    #expect(presence([.added, .modified, .deleted]) == .absent)
  }
}
