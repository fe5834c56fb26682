import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

/// The same records at other times: what is found must not depend on the clock, and the report says what was assumed.
@Suite struct ClockTests {
  private func analyze(_ folder: String, zone: String? = nil) throws -> ReportDocument {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = ["fixtures/clocks/\(folder)"]
    options.logTimezone = zone
    return try Analysis.run(options).report
  }

  /// Rule, verdict and objects of each finding, without times.
  private func findings(_ report: ReportDocument) -> Set<String> {
    Set(report.findings.map { f in "\(f.rule) \(f.verdict.rawValue) \(f.objects.map(\.ref.display).sorted())" })
  }

  /// The steps of the deletion that loses the race, in order.
  private func steps(_ report: ReportDocument) throws -> [String] {
    let finding = try #require(report.findings.first { $0.rule == "KOV-002" })
    return finding.witness.map { $0.instant?.rfc3339 ?? "" }
  }

  @Test func nothingFoundDependsOnTheClock() throws {
    let plain = findings(try analyze("new-year"))
    #expect(plain.count >= 4)
    #expect(findings(try analyze("stepped-back")) == plain)
    #expect(findings(try analyze("daylight-saving")) == plain)
    #expect(findings(try analyze("daylight-saving", zone: "Europe/Berlin")) == plain)
  }

  @Test func newYearKeepsTheOrder() throws {
    let report = try analyze("new-year")
    let times = try steps(report)
    #expect(times == times.sorted())
    #expect(times.first?.hasPrefix("2025-12-31T23:59:5") == true)
    #expect(times.last?.hasPrefix("2026-01-01T00:00:") == true)
    #expect(report.inputs.first?.clock.contains("year 2025") == true)
  }

  /// Berlin's own zone gives the instants; both passes of the doubled hour are told apart by their place in the log.
  @Test func theDoubledHourIsToldApart() throws {
    let report = try analyze("daylight-saving", zone: "Europe/Berlin")
    let times = try steps(report)
    #expect(times == times.sorted())
    #expect(times.first?.hasPrefix("2025-10-26T00:59:5") == true)
    #expect(times.last?.hasPrefix("2025-10-26T01:00:0") == true)
    // The log covers two and a half minutes, not the hour more that the wall suggests.
    let covered = try #require(report.coverage.first)
    #expect(try #require(covered.to) - (try #require(covered.from)) < 200_000_000_000)
  }

  @Test func withoutAZoneTheDoubledHourIsAnAssumption() throws {
    let clock = try #require(try analyze("daylight-saving").inputs.first?.clock)
    #expect(clock.contains("went back by 60 minutes") && clock.contains("assumed"))
  }

  @Test func aClockSetBackKeepsTheOrderOfTheLines() throws {
    let report = try analyze("stepped-back")
    let times = try steps(report)
    #expect(times == times.sorted())
    let input = try #require(report.inputs.first)
    #expect(input.clock.contains("set back once, by up to 7 s"))
    #expect(input.clockUncertainty >= 7_000_000_000)
  }

  @Test func aNodeThatRunsAheadIsCorrected() throws {
    let report = try analyze("two-nodes")
    let clocks = report.inputs.map(\.clock).filter { $0.contains("ahead of the API server") }
    #expect(clocks.count == 1 && clocks.allSatisfy { $0.contains("90 s") })
    // With clocks as they were, the findings are the same.
    let base = "fixtures/recordings/1.12.28-leader-lost/evidence"
    let plain = try Recordings.analyze([base + "/pods", base + "/after/ips.json"]).report
    #expect(findings(report) == findings(plain))
    for (a, b) in zip(report.findings, plain.findings) {
      guard let x = a.firstSeen, let y = b.firstSeen else { continue }
      #expect(abs(x - y) < 2_000_000_000, "\(a.id)")
    }
  }

  /// The zone changes by an hour on the way, and nothing but the objects, or the same lines with times beside them, can set
  /// the file right.
  @Test(arguments: ["20:32:40", "20:35:00"], [true, false])
  func theZoneChangesOnTheWay(_ change: String, _ isForward: Bool) throws {
    _ = Recordings.names
    let base = "fixtures/recordings/1.12.28-races-and-repairs/evidence"
    let folder = try ScratchFolder()
    let (file, pod) = ("kube-ovn-controller.log", "pods/kube-system_kube-ovn-controller-x-y/kube-ovn-controller/0.log")
    for (name, source) in [(file, "var-log-kube-ovn"), (pod, "pods")] {
      try folder.write(name, Self.shifted(try TextLog.read("\(base)/\(source)"), change, isForward))
    }
    let documents = ["audit", "before", "after"].map { "\(base)/\($0)" }
    for isBeside in [false, true] {
      let logs = ["\(base)/var-log-kube-ovn"] + (isBeside ? ["\(base)/pods"] : [])
      let changed = [folder.path(file)] + (isBeside ? [folder.path("pods")] : [])
      let plain = try Recordings.analyze(documents + logs).report
      let report = try Recordings.analyze(documents + changed).report
      #expect(findings(report) == findings(plain), "beside: \(isBeside)")
      #expect(report.inputs.contains { $0.clock.contains("changing 1 time(s)") })
      let covered = try #require(report.coverage.first { $0.source.hasSuffix(file) })
      #expect(try #require(covered.to) - (try #require(covered.from)) < 600_000_000_000)
    }
  }

  /// klog lines from `change` on, or before it, an hour later: `20:31:00.…` becomes `21:31:00.…`.
  private static func shifted(_ log: Data, _ change: String, _ isForward: Bool) -> [UInt8] {
    var bytes = Array(log)
    let change = Array(change.utf8)
    for at in bytes.indices.dropFirst(6).dropLast(15) {
      // ` I1123 20:31:00.123456 `, at the begin of a line or behind a wrapper.
      guard bytes[at] == 0x32, bytes[at + 1] == 0x30, bytes[at + 2] == 0x3A, bytes[at + 8] == 0x2E,
        bytes[at - 1] == 0x20,
        "IWEF".utf8.contains(bytes[at - 6])
      else { continue }
      let isAfter = !bytes[at..<at + 8].lexicographicallyPrecedes(change)
      if isAfter == isForward { bytes[at + 1] = 0x31 }
    }
    return bytes
  }
}
