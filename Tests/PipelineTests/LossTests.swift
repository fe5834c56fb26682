import Foundation
import Model
import Testing

@testable import Pipeline

/// Logs as collectors leave them: with lines lost, and with lines that came twice.
@Suite struct LossTests {
  private static let logs = ["1.12.28-races-and-repairs", "1.13.14-shanghai", "1.15.4-crash-loop"]

  private func lines(_ name: String) throws -> [ArraySlice<UInt8>] {
    let log = Array(try TextLog.read("fixtures/recordings/\(name)/evidence/pods"))
    return log.split(separator: 0x0A)
  }

  private func analyze(_ lines: some Sequence<ArraySlice<UInt8>>) throws -> AnalysisResult {
    let folder = try ScratchFolder()
    try folder.write("kube-ovn-controller.log", lines.flatMap { $0 + [0x0A] })
    return try Recordings.analyze([folder.path("kube-ovn-controller.log")])
  }

  /// An absence means nothing in a log that lost lines: what never leaked is not claimed.
  @Test(arguments: logs, [0.01, 0.05, 0.2])
  func lostLinesAreNoticed(_ name: String, _ share: Double) throws {
    _ = Recordings.names
    let whole = try lines(name)
    let truth = try Recordings.Truth(name)
    for seed in 1...3 {
      var random = SplitMix(state: UInt64(seed))
      let kept = whole.filter { _ in Double(random.next() % 10_000) >= share * 10_000 }
      let result = try analyze(kept)
      #expect(result.report.coverage.contains { $0.gaps.contains { $0.reason.hasPrefix("lines are missing") } })
      let wrong = Recordings.claims(result.report).subtracting(truth.ever)
      #expect(wrong.isEmpty, "\(seed): \(wrong.sorted())")
    }
  }

  /// The whole logs of all recordings have nothing that looks like a loss.
  @Test(arguments: Recordings.names)
  func wholeLogsAreWhole(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    #expect(!report.coverage.contains { $0.gaps.contains { $0.reason.hasPrefix("lines are missing") } })
  }

  @Test(arguments: logs)
  func linesThatCameTwiceCountOnce(_ name: String) throws {
    _ = Recordings.names
    let whole = try lines(name)
    var random = SplitMix(state: 7)
    let doubled = whole.flatMap { random.next() % 4 == 0 ? [$0, $0] : [$0] }
    #expect(Recordings.claims(try analyze(doubled).report) == Recordings.claims(try analyze(whole).report))
  }
}
