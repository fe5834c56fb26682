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

  /// `grep -v` of one message: whichever it is, no more is claimed than by the whole log, but for what is so, and no leak is
  /// ruled out.
  @Test(arguments: ["1.12.28-leader-lost", "1.13.14-shanghai"])
  func aMessageLeftOutClaimsNoMore(_ name: String) throws {
    _ = Recordings.names
    let whole = try lines(name)
    let truth = try Recordings.Truth(name)
    let claimed = Recordings.claims(try analyze(whole).report).union(truth.now)
    var sites: [String: Int] = [:]
    let places = whole.map { line in
      let text = String(decoding: line.prefix(120), as: UTF8.self)
      return text.firstMatch(of: #/ ([a-z0-9_.-]+\.go:\d+)\] /#).map { String($0.1) } ?? ""
    }
    for place in places where !place.isEmpty { sites[place, default: 0] += 1 }
    for (site, count) in sites where count > 1 {
      let result = try analyze(zip(whole, places).filter { $0.1 != site }.map(\.0))
      // Where the name of an interface is not known, its address is claimed.
      let more = Recordings.claims(result.report).subtracting(claimed)
      #expect(more.isEmpty, "without \(site): \(more.sorted().prefix(5))")
      #expect(ExitStatus.of(result, failOn: .info) != .clean, "without \(site)")
    }
  }

  /// `grep -v ^E`, or of the word "error": silence about errors is no proof that there were none.
  @Test(arguments: logs, ["E", "error"])
  func errorsLeftOutProveNothing(_ name: String, _ what: String) throws {
    _ = Recordings.names
    let kept = try lines(name).filter { line in
      let text = String(decoding: line, as: UTF8.self)
      return what == "E" ? text.firstMatch(of: #/(^|F )E\d{4} /#) == nil : !text.lowercased().contains(what)
    }
    #expect(ExitStatus.of(try analyze(kept), failOn: .info) != .clean)
  }
}
