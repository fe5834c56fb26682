import Foundation
import Reports
import Synchronization
import Testing

@testable import Pipeline

/// A queue that leaves the house: one map for all bundles, and no name in anything that is written.
@Suite struct TriageRedactionTests {
  private static let whole = "fixtures/recordings/1.12.28-races-and-repairs/evidence"
  private static let other = "fixtures/recordings/1.14.20-ovn-nat/evidence"

  private struct Run {
    var result = Triage.Result()
    /// By the path that the queue has.
    var pages: [String: String] = [:]
    var map: [String: String] = [:]
  }

  private func run(_ operands: [String], _ change: (inout Triage.Options) -> Void = { _ in }) throws -> Run {
    _ = Recordings.names
    var options = Triage.Options()
    options.operands = operands
    options.analysis.redaction = RedactionRequest()
    change(&options)
    let pages = Mutex<[String: String]>([:])
    let result = try Triage.run(
      options, wantsReports: true,
      report: { entry, page in pages.withLock { $0[entry.path] = String(decoding: page, as: UTF8.self) } })
    var run = Run(result: result, pages: pages.withLock { $0 })
    for line in try #require(result.map).text.split(separator: "\n") {
      let columns = line.split(separator: "\t").map(String.init)
      if columns.count == 3 { run.map[columns[1]] = columns[2] }
    }
    return run
  }

  private func written(_ document: TriageDocument) -> [String] {
    TableRendererRegistry.all.map {
      String(decoding: $0.init(options: RenderOptions()).render([document.table(shortens: true)]), as: UTF8.self)
    } + [String(decoding: document.json(), as: UTF8.self)]
  }

  @Test func nothingNamesAnything() throws {
    let scratch = try ScratchFolder()
    try scratch.shell(
      """
      mkdir -p acme-prod/empty-vault; cp -r '\(Recordings.root.path)/\(Self.whole)' acme-prod/first-vault
      tar -czf acme-prod/second-vault.tar.gz -C '\(Recordings.root.path)/\(Self.other)' .
      head -c 3000 acme-prod/second-vault.tar.gz > acme-prod/cut-vault.tar.gz
      """)
    let run = try run([scratch.path("acme-prod")])
    let secrets = try [Self.whole, Self.other].map { try EvidenceSecrets.of($0) }
    let texts = written(run.result.document) + run.pages.values + run.pages.keys
    for text in texts {
      let found = secrets.flatMap { $0.found(in: text) }
      #expect(found.isEmpty, "\(found.sorted().prefix(10))")
      #expect(!text.contains("vault") && !text.contains("acme"))
    }
    // It is the same queue.
    var options = Triage.Options()
    options.operands = [scratch.path("acme-prod")]
    let plain = try Triage.run(options)
    let shape = { (e: TriageEntry) in
      "\(e.verdict) \(e.classes) \(e.leaked) \(e.stuck) \(e.group) \(e.bytes) \(e.versions)"
    }
    #expect(plain.document.bundles.map(shape) == run.result.document.bundles.map(shape))
    #expect(plain.status == run.result.status)
    #expect(run.pages.values.filter { !$0.isEmpty }.count == run.result.document.bundles.filter { !$0.isEmpty }.count)
  }

  /// Of one cluster, a bundle with everything and one with only the logs; each alone would number otherwise.
  @Test func oneNameHasOnePseudonymInAllBundles() throws {
    let logs = Self.whole + "/pods"
    let run = try run([Self.whole, logs])
    let objects = try Recordings.analyze([logs]).report.findings.flatMap(\.objects)
    let labels = Set(objects.compactMap { $0.ref.name.split(separator: ".").first.map(String.init) })
    let pseudonyms = labels.compactMap { run.map[$0] }
    #expect(pseudonyms.count > 3)
    for pseudonym in pseudonyms {
      for page in run.pages.values { #expect(page.contains(pseudonym), "\(pseudonym)") }
    }
    #expect(run.pages.count == 2)
    // The same bundles, the same bytes.
    let again = try self.run([logs, Self.whole]) { $0.analysis.workers = 2 }
    #expect(again.pages == run.pages && again.map == run.map)
  }

  @Test func aMapGoesOn() throws {
    let first = try run([Self.other])
    let second = try run([Self.other, Self.whole]) { $0.analysis.redaction = RedactionRequest(map: first.result.map) }
    #expect(first.map.allSatisfy { second.map[$0.key] == $0.value })
    #expect(second.map.count > first.map.count)
  }

  /// What a journal knows of bundles has their names, too; one that was written without is not believed.
  @Test func aResumedRunHasTheSamePseudonyms() throws {
    let scratch = try ScratchFolder()
    let fresh = try run([Self.whole, Self.other])
    var plain = Triage.Options()
    plain.operands = [Self.whole]
    plain.journal = scratch.path("journal")
    _ = try Triage.run(plain)
    for _ in 0..<2 {
      let resumed = try run([Self.whole, Self.other]) { $0.journal = scratch.path("journal") }
      #expect(resumed.pages == fresh.pages && resumed.map == fresh.map)
    }
  }
}
