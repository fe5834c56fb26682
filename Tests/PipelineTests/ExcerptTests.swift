import Foundation
import Model
import Reports
import Rules
import Testing

@testable import Pipeline

/// Lines that somebody picked out of a log: too few to prove anything, and picked because they tell something.
@Suite struct ExcerptTests {
  private static let forExcerpts = Set(
    ((try? RulePack.builtIn())?.rules ?? []).filter(\.isForExcerpts).map(\.id))

  private static func logs(_ name: String) throws -> [[ArraySlice<UInt8>]] {
    let pods = Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/evidence/pods").path
    let names = (FileManager.default.enumerator(atPath: pods)?.allObjects as? [String] ?? []).sorted()
    return try names.filter { $0.contains("controller") && $0.hasSuffix(".log") }.map {
      Array(try TextLog.read("\(pods)/\($0)")).split(separator: 0x0A)
    }
  }

  /// The lines of one run of a pod's deletion in which something is not found, those of other workers between them included.
  private static func failedRun(of pod: String, in log: [ArraySlice<UInt8>]) -> ArraySlice<ArraySlice<UInt8>>? {
    var begin: Int?
    for (i, line) in log.enumerated() {
      let text = String(decoding: line, as: UTF8.self)
      guard text.contains("handle delete pod \(pod)") else { continue }
      if text.contains(" ms to handle"), let first = begin {
        if log[first...i].contains(where: { String(decoding: $0, as: UTF8.self).contains("not found") }) {
          return log[first...i]
        }
        begin = nil
      } else if text.contains("] handle delete pod") {
        begin = i
      }
    }
    return nil
  }

  /// Whoever pastes the lines of a deletion that left addresses behind is told of it.
  @Test(arguments: Recordings.names) func theLinesOfALeakAreNotNothing(_ name: String) throws {
    let logs = try Self.logs(name)
    for pod in Set(try Recordings.leaks(name).map(\.pod)).sorted().prefix(6) {
      guard let lines = logs.lazy.compactMap({ Self.failedRun(of: pod, in: $0) }).first else { continue }
      let folder = try ScratchFolder()
      try folder.write("paste.log", lines.flatMap { $0 + [0x0A] })
      let result = try Recordings.analyze([folder.path("paste.log")])
      #expect(!result.report.findings.isEmpty, "\(pod): \(result.report.headline)")
      #expect(!result.isConclusive, "\(pod)")
      #expect(Recordings.claims(result.report).subtracting(try Recordings.Truth(name).ever) == [], "\(pod)")
    }
  }

  /// Where the whole log is there, the rules about whole histories speak.
  @Test(arguments: Recordings.all) func ofAWholeLogTheySayNothing(_ name: String) throws {
    let result = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"])
    #expect(result.report.findings.filter { Self.forExcerpts.contains($0.rule) }.map(\.id) == [])
  }

  @Test func thereAreSuchRules() { #expect(Self.forExcerpts.count >= 8) }
}
