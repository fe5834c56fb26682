import ClusterState
import Foundation
import Model
import Testing

@testable import Pipeline

/// The ledger says of every object what the truth of the recording says.
@Suite struct LedgerTests {
  private func evidence(_ inputs: [String]) throws -> Evidence {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = inputs
    return try Evidence.gather(options, progress: { _ in }, isCancelled: { false })
  }

  private func truth(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/truth.json"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// All evidence, dumps alone, and the audit log alone, which holds every object as it was last written.
  @Test(arguments: Recordings.names, ["", "/after", "/audit"])
  func everyStateEqualsTheTruth(_ name: String, _ part: String) throws {
    let ledger = try evidence(["fixtures/recordings/\(name)/evidence\(part)"]).ledger
    let objects = try #require(try truth(name)["ipObjects"] as? [[String: Any]])
    var wrong: [String] = []
    var open = 0
    for object in objects {
      guard let name = object["name"] as? String, let state = object["state"] as? String else { continue }
      let entry = ledger.entry(of: ResourceRef(.ip, name: name))
      let expected: Set<AddressState> =
        switch state {
        case "in-use": [.inUse, .node]
        case "kept": [.kept]
        default: [.leaked, .leaking]
        }
      // Of part of the evidence, who owns an address may not be told; that must be said, never guessed.
      let allowed = part.isEmpty ? expected : expected.union([.unknown, .unproven, .suspect, .inGrace])
      if let entry, !expected.contains(entry.state) { open += 1 }
      if !allowed.contains(entry?.state ?? .vip), part != "/audit" || entry != nil {
        wrong.append("\(name): \(state) is \(entry?.state.rawValue ?? "missing") (\(entry?.reason ?? ""))")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    if part != "/audit" {
      #expect(open < objects.count)
      let ips = (0..<ledger.count).count { ledger.entry($0).ref.kind == .ip }
      #expect(ips == objects.count)
    }
  }

  @Test(arguments: Recordings.names)
  func theRecountEqualsTheCounters(_ name: String) throws {
    let accounts = try evidence(["fixtures/recordings/\(name)/evidence"]).ledger.accounts()
    let subnets = try #require(try truth(name)["subnets"] as? [[String: Any]])
    for subnet in subnets {
      let account = try #require(accounts.first { $0.name == subnet["name"] as? String })
      #expect(account.byLabel == subnet["ipObjects"] as? Int, "\(account.name)")
      #expect(account.counter == subnet["v4usingIPs"] as? Int, "\(account.name)")
      #expect(account.drift == 0, "\(account.name): \(account)")
      #expect(account.deletion?.state.rawValue == subnet["state"] as? String, "\(account.name)")
      if let holders = subnet["heldBy"] as? [String] {
        #expect(account.deletion?.holders.map(\.name) == holders.sorted(), "\(account.name)")
      }
    }
  }

  /// Some state is proven by the audit log alone: it must not all be unknown.
  @Test func theAuditLogAloneFillsTheLedger() throws {
    let ledger = try evidence(["fixtures/recordings/1.12.28-races-and-repairs/evidence/audit"]).ledger
    #expect(ledger.counts[.leaked] ?? 0 > 0)
  }
}
