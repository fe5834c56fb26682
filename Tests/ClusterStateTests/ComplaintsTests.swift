import Model
import Testing

@testable import ClusterState

/// What Warnings say of pods, with and without a time.
@Suite struct ComplaintsTests {
  private static let base = Instant(seconds: 1_795_465_860)
  private static let path = "events.AcquireAddressFailed"

  private func event(_ reason: String, _ message: String, in namespace: String = "shop", at seconds: Int64? = nil)
    -> ClusterEventRecord
  {
    var record = ClusterEventRecord()
    let isNormal = reason == "Started" || reason == "Killing"
    (record.type, record.reason, record.message) = (isNormal ? "Normal" : "Warning", reason, message)
    (record.involvedKind, record.involvedNamespace, record.involvedName) = ("Pod", namespace, "web-0")
    record.last = seconds.map { Self.base + $0 * 1_000_000_000 }
    return record
  }

  private func state(_ records: [ClusterEventRecord]) -> ClusterState {
    var collector = StateCollector()
    collector.beginStream(StreamInfo(id: 0, display: "events.txt", chain: ["events.txt"]))
    for (i, record) in records.enumerated() {
      collector.clusterEvent(record, at: RecordPosition(offset: UInt64(i * 100), line: UInt64(i + 1)))
    }
    collector.endStream()
    return collector.finish()
  }

  private func said(_ records: [ClusterEventRecord], in namespace: String = "shop") -> FieldAnswer {
    state(records).answer(Self.path, of: ResourceRef(.pod, namespace: namespace, name: "web-0"))
  }

  @Test func theNewestOfAReasonCounts() {
    let records = [event("AcquireAddressFailed", "new", at: 9), event("AcquireAddressFailed", "old", at: 1)]
    #expect(said(records) == .value("new") && said(records.reversed()) == .value("new"))
  }

  /// A container that was started has its network; what has no time may have been before.
  @Test func aContainerThatStartedSettlesIt() {
    let unknown = FieldAnswer.unknown("no Event shows it")
    #expect(said([event("AcquireAddressFailed", "x", at: 1), event("Started", "", at: 2)]) == unknown)
    #expect(said([event("AcquireAddressFailed", "x", at: 1), event("Killing", "", at: 2)]) == unknown)
    #expect(said([event("AcquireAddressFailed", "x", at: 3), event("Started", "", at: 2)]) == .value("x"))
    #expect(said([event("AcquireAddressFailed", "x"), event("Started", "", at: 2)]) == unknown)
    #expect(said([event("AcquireAddressFailed", "x", at: 3), event("Started", "")]) == unknown)
  }

  @Test func aTableWithoutNamespacesTakesThatOfOtherRows() {
    let bare = event("AcquireAddressFailed", "x", in: "")
    #expect(said([bare, event("FailedCreatePodSandBox", "y")]) == .value("x"))
    #expect(said([bare], in: "") == .value("x"))
    // Two of that name: which one it is about is not told.
    let two = [bare, event("FailedCreatePodSandBox", "y"), event("FailedCreatePodSandBox", "y", in: "team")]
    #expect(said(two) == .unknown("no Event shows it") && said(two, in: "") == .value("x"))
  }

  /// Ages are no times: such Events are no history, and no proof that Events were collected.
  @Test func whatHasNoTimeIsNoHistory() {
    let state = state([event("AcquireAddressFailed", "x"), event("Odd", "y")])
    #expect(!state.hasEvents && state.facts.isEmpty && state.witnessedFacts.isEmpty)
    #expect(state.events(about: ResourceRef(.pod, namespace: "shop", name: "web-0")).isEmpty)
    #expect(state.complained(of: .pod).map(\.name) == ["web-0"] && state.events.entries.count == 1)
  }
}
