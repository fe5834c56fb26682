import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

/// Every subset of the evidence of every recording: nothing wrong is ever claimed, and more evidence never makes a verdict
/// weaker unless it says what became of the object.
@Suite struct EvidenceMatrixTests {
  @Test(arguments: Recordings.names)
  func everySubsetIsRightAndMoreEvidenceIsNeverWeaker(_ name: String) throws {
    let parts = try Self.parts(name)
    #expect(parts.count >= 6)
    let truth = try Recordings.Truth(name)
    var verdicts: [Int: [String: Verdict]] = [:]
    // Evidence that shows that a collector may still take what is left, or that leaves open whether a dump is younger than
    // the log, makes a claim weaker, and says so.
    var waits: Set<Int> = []
    for mask in 1..<(1 << parts.count) {
      let inputs = parts.enumerated().filter { mask >> $0.offset & 1 == 1 }.flatMap(\.element.files)
      let names = parts.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element.name)
      let report = try Recordings.analyze(inputs).report
      let claims = Recordings.claims(report)
      #expect(claims.isSubset(of: truth.ever), "\(names): \(claims.subtracting(truth.ever).sorted().prefix(5))")
      if names.contains("after") {
        // What had ended when the objects were dumped is no longer claimed, whatever the logs say.
        #expect(claims.isSubset(of: truth.now), "\(names): \(claims.subtracting(truth.now).sorted().prefix(5))")
      }
      if Self.isOpen(report) { waits.insert(mask) }
      verdicts[mask] = Self.best(report.findings.flatMap(\.objects).map { ($0.ref.display, $0.verdict) })
    }
    for (mask, before) in verdicts {
      for (bit, part) in parts.enumerated() where mask >> bit & 1 == 0 {
        let after = verdicts[mask | 1 << bit] ?? [:]
        for (object, verdict) in before where verdict <= .suspected {
          let now = after[object]
          // An address of which a whole list shows no IP object is no object.
          let isAddress = object.hasPrefix("Address ")
          // What was only suspected, and is shown not to be there, is nothing.
          let isNothing = verdict == .suspected && !truth.now.contains(object.replacing(" ", with: "/"))
          let isNone = now == nil && part.name == "after" && (isAddress || isNothing)
          let isExplained = now == .resolved || now == .refuted || isNone || waits.contains(mask | 1 << bit)
          #expect(
            isExplained || (now.map { $0 <= verdict } ?? false),
            "\(object) was \(verdict.rawValue) and is \(now?.rawValue ?? "gone") with \(part.name)")
        }
      }
    }
  }

  private static func isOpen(_ report: ReportDocument) -> Bool {
    let reasons =
      report.unknowns.map(\.reason) + report.findings.flatMap { [$0.verdictReason] + $0.objects.map(\.detail) }
    let open = [
      "may take it until", "the collector may take it", "the clock of the log is assumed",
      "the log ends too soon after it to tell",
    ]
    return reasons.contains { reason in open.contains { reason.contains($0) } }
  }

  private struct Part {
    var name: String
    var files: [String]
  }

  /// The evidence of a recording by what an operator hands over.
  private static func parts(_ name: String) throws -> [Part] {
    let base = "fixtures/recordings/\(name)/evidence/"
    func files(_ folder: String) throws -> [String] {
      let all =
        FileManager.default.enumerator(atPath: Recordings.root.path + "/" + base + folder)?.compactMap { $0 as? String }
        ?? []
      var isFolder: ObjCBool = false
      return all.map { base + folder + "/" + $0 }.filter {
        FileManager.default.fileExists(atPath: Recordings.root.path + "/" + $0, isDirectory: &isFolder)
          && !isFolder.boolValue
      }.sorted()
    }
    var logs: [String: [String]] = [:]
    for file in try files("pods") { logs[(file as NSString).deletingLastPathComponent, default: []].append(file) }
    let restarts = logs.values.map { $0.sorted { $0.compare($1, options: .numeric) == .orderedAscending } }
    let dumps = try files("after")
    let events = dumps.filter { $0.contains("event") }
    let ports = dumps.filter { $0.contains("ovn") } + (try files("ovn"))
    let parts = [
      Part(name: "log", files: restarts.compactMap(\.last).sorted()),
      Part(name: "previous log", files: restarts.flatMap { $0.dropLast() }.sorted()),
      Part(name: "events", files: events),
      Part(name: "before", files: try files("before")),
      Part(name: "after", files: dumps.filter { !events.contains($0) && !ports.contains($0) }),
      Part(name: "audit", files: try files("audit")), Part(name: "northbound", files: ports),
    ]
    return parts.filter { !$0.files.isEmpty }
  }

  private static func best(_ objects: [(name: String, verdict: Verdict)]) -> [String: Verdict] {
    objects.reduce(into: [:]) { $0[$1.name] = min($0[$1.name] ?? $1.verdict, $1.verdict) }
  }
}
