import Foundation
import Model
import Testing

@testable import Pipeline

/// What a log alone can prove, and what it cannot: laws of existence, runs, and cause.
@Suite struct VerdictLawTests {
  private func lines(_ name: String) throws -> [ArraySlice<UInt8>] {
    Array(try TextLog.read("fixtures/recordings/\(name)/evidence/pods")).split(separator: 0x0A)
  }

  private func analyze(_ lines: some Sequence<ArraySlice<UInt8>>) throws -> AnalysisResult {
    let folder = try ScratchFolder()
    try folder.write("kube-ovn-controller.log", lines.flatMap { $0 + [0x0A] })
    return try Recordings.analyze([folder.path("kube-ovn-controller.log")])
  }

  /// Text of a line from the klog stamp on.
  private func contains(_ line: ArraySlice<UInt8>, _ needle: String) -> Bool {
    String(decoding: line, as: UTF8.self).contains(needle)
  }

  /// Of the leaks whose pod's deletion the log shows, the log alone proves nearly all, and nothing else.
  @Test func theLogAloneProvesNearlyAllOfWhatItShows() throws {
    var (shown, proven) = (0, 0)
    for name in Recordings.names {
      let whole = try lines(name)
      let truth = try Recordings.Truth(name)
      let claims = Recordings.claims(try analyze(whole).report)
      #expect(claims.isSubset(of: truth.ever), "\(name): \(claims.subtracting(truth.ever).sorted().prefix(5))")
      let text = String(decoding: Array(whole.joined(separator: [0x0A])), as: UTF8.self)
      for leak in try Recordings.leaks(name) where text.contains("handle delete pod \(leak.pod)\n") {
        shown += 1
        if claims.contains(leak.object) { proven += 1 }
      }
    }
    #expect(shown > 40 && proven * 100 >= shown * 92, "\(proven) of \(shown)")
  }

  /// A hole in the log may hide what cleaned up, never turn it into a claim.
  @Test(arguments: Recordings.names, [1.0, 10.0])
  func aHoleClaimsNothingThatNeverWas(_ name: String, _ seconds: Double) throws {
    let whole = try lines(name)
    let truth = try Recordings.Truth(name)
    let aims = whole.indices.filter { contains(whole[$0], "handle delete pod") && !contains(whole[$0], " ms ") }
    guard !aims.isEmpty else { return }
    var random = SplitMix(state: UInt64(seconds))
    for seed in 1...4 {
      let aim = aims[Int(random.next() % UInt64(aims.count))]
      guard let at = secondsOfDay(whole[aim]) else { continue }
      let begin = at - Double(random.next() % 1000) / 1000 * seconds
      let kept = whole.filter { line in secondsOfDay(line).map { $0 < begin || $0 >= begin + seconds } ?? true }
      let claims = Recordings.claims(try analyze(kept).report)
      #expect(claims.isSubset(of: truth.ever), "\(seed): \(claims.subtracting(truth.ever).sorted().prefix(5))")
    }
  }

  /// Seconds of the day on a klog line.
  private func secondsOfDay(_ line: ArraySlice<UInt8>) -> Double? {
    let text = String(decoding: line, as: UTF8.self)
    guard let found = text.firstMatch(of: /[IWEF]\d{4} (\d\d):(\d\d):(\d\d\.\d{6})/),
      let h = Double(found.1), let m = Double(found.2), let s = Double(found.3)
    else { return nil }
    return h * 3600 + m * 60 + s
  }

  /// A log that ends while a pod is being deleted does not say that nothing leaked.
  @Test(arguments: ["1.12.28-leader-lost", "1.13.14-shanghai", "1.15.4-crash-loop"])
  func aLogThatEndsInADeletionIsInconclusive(_ name: String) throws {
    let whole = try lines(name)
    for leak in try Recordings.leaks(name).prefix(6) {
      guard let at = whole.lastIndex(where: { contains($0, "handle delete pod \(leak.pod)") }) else { continue }
      let result = try analyze(whole[...at])
      let found = result.report.findings.contains { $0.verdict < .resolved }
      #expect(found || !result.isConclusive, "\(leak.pod)")
    }
  }

  /// Up to v1.13 nothing is printed when a stopped machine is deleted: a log that shows it stop says nothing of its end.
  @Test func aStoppedMachineMayHaveGoneUnseen() throws {
    let name = "1.13.14-virtual-machines"
    let pods = "fixtures/recordings/\(name)/evidence/pods"
    let stopped = try Recordings.leaks(name).map { "try keep ip for vm pod \($0.pod)" }
    var shown = 0
    for file in FileManager.default.enumerator(atPath: pods)?.compactMap({ $0 as? String }) ?? [] {
      guard file.contains(".log"), let bytes = try? TextLog.read(pods + "/" + file) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      guard stopped.contains(where: text.contains) else { continue }
      shown += 1
      let result = try Recordings.analyze([pods + "/" + file])
      #expect(result.report.findings.contains { $0.verdict < .resolved } || !result.isConclusive, "\(file)")
    }
    #expect(shown > 0)
  }

  /// What is gone is called over only if it had been left behind: an address handed out may never have become an object.
  @Test(arguments: Recordings.names, ["after", "audit"])
  func whatNeverLeakedIsNotOver(_ name: String, _ part: String) throws {
    let truth = try Recordings.Truth(name)
    let base = "fixtures/recordings/\(name)/evidence/"
    guard FileManager.default.fileExists(atPath: Recordings.root.appendingPathComponent(base + part).path) else {
      return
    }
    let report = try Recordings.analyze([base + "pods", base + part]).report
    let over = report.findings.flatMap(\.objects).filter { $0.verdict == .resolved && $0.ref.kind == .ip }
    let never = Set(over.map { "IP/\($0.ref.name)" }).subtracting(truth.ever)
    #expect(never.isEmpty, "\(never.sorted().prefix(5))")
  }

  /// From dumps alone the state is proven; of its cause only candidates are named, and no release that fixes one of them.
  @Test(arguments: Recordings.names)
  func dumpsAloneShowNoCause(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence/after"]).report
    for finding in report.findings where finding.verdict == .confirmed && ["KOV-001", "KOV-002"].contains(finding.rule)
    {
      #expect(finding.mechanism.hasPrefix("Cause not shown. Candidates: "))
      #expect(finding.fixedIn.isEmpty)
      #expect(!finding.versionAdvice.contains { $0.contains("has the fix") })
    }
  }
}
