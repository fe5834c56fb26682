import ClusterState
import Foundation
import Model
import Testing

@testable import Pipeline

/// States that no recording shows, from objects written by hand in `fixtures/ledger`.
@Suite struct LedgerCaseTests {
  private func evidence() throws -> Evidence {
    let folder = try Self.folder()
    defer { withExtendedLifetime(folder) {} }
    return try Evidence.gather(Self.options(folder), progress: { _ in }, isCancelled: { false })
  }

  private static func options(_ folder: ScratchFolder) -> AnalyzeOptions {
    var options = AnalyzeOptions()
    options.inputs = [folder.path("ledger")]
    return options
  }

  /// The files as written at one time: those of a checkout may be hours apart, and are dumps of several times then.
  private static func folder() throws -> ScratchFolder {
    _ = Recordings.names
    let folder = try ScratchFolder()
    for file in ["others.yaml", "ips.yaml", "pods/shop.yaml"] {
      try folder.write("ledger/" + file, try Data(contentsOf: URL(fileURLWithPath: "fixtures/ledger/" + file)))
    }
    return folder
  }

  private static let expected: [String: AddressState] = [
    "web-1.shop": .inUse, "gone.shop": .leaked, "hangs.shop": .leaking, "young.shop": .inGrace, "desktop.shop": .kept,
    "scrapped.shop": .leaked, "spare.shop": .reserved, "node-worker-1": .node,
    "node-worker-2": .unknown, "node-worker-9": .unknown,
    "u2o-interconnection.ovn-cluster.shop": .u2o, "mcast-querier.shop": .multicast, "one.shop": .conflict,
    "two.shop": .conflict, "far.elsewhere": .unproven, "front": .vip,
  ]

  @Test func everyStateIsTold() throws {
    let ledger = try evidence().ledger
    var states: [String: AddressState] = [:]
    for i in 0..<ledger.count { states[ledger.entry(i).ref.name] = ledger.entry(i).state }
    #expect(states == Self.expected)
    // What waits for the collector, what is taken down unseen and what is not listed need a younger leader, a Subnet
    // that goes and a table.
    #expect(Set(Self.expected.values).union([.waiting, .suspect, .unlisted]) == Set(AddressState.allCases))
  }

  @Test func theDriftIsNamed() throws {
    let accounts = try evidence().ledger.accounts()
    let shop = try #require(accounts.first { $0.name == "shop" })
    // Twelve objects carry the label, and there is one Vip; the counter says sixteen.
    #expect((shop.byLabel, shop.others, shop.recount, shop.counter, shop.drift) == (12, 1, 13, 16, 3))
    #expect(accounts.first { $0.name == "join" }?.drift == 0)
  }

  @Test func otherKindsAreKept() throws {
    let state = try evidence().ledger.state
    let rule = try #require(state.record(of: ResourceRef(ResourceKind(apiKind: "SwitchLBRule"), name: "balance")))
    #expect(rule.kind == "SwitchLBRule")
    #expect(rule.finalizers == ["kubeovn.io/kube-ovn-controller"])
    #expect(
      state.record(
        of: ResourceRef(ResourceKind(apiKind: "SomethingElse", apiVersion: "example.com/v1"), name: "other"))?.fields[
          "status.phase"] == "Ready")
  }

  @Test func sharersAreFoundByAddress() throws {
    let ledger = try evidence().ledger
    let entry = try #require(ledger.entry(of: ResourceRef(.ip, name: "one.shop")))
    #expect(ledger.sharers(of: entry) == [ResourceRef(.ip, name: "two.shop")])
  }

  @Test func subnetAndStateSelectRows() throws {
    let folder = try Self.folder()
    defer { withExtendedLifetime(folder) {} }
    let options = Self.options(folder)
    var selection = LedgerTables.Selection()
    selection.subnet = "join"
    let join = try LedgerTables.run(options, selection)
    #expect(join.tables.map(\.rowCount) == [1, 3])
    selection.states = [.unknown]
    let leaked = try #require(try LedgerTables.run(options, selection).tables.last)
    #expect(leaked.allRows.map { $0[1].value } == [.text("node-worker-2"), .text("node-worker-9")])
    #expect(join.status == .findings)
  }
}
