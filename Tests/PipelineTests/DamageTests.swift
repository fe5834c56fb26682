import Foundation
import Model
import Testing

@testable import Pipeline

/// Every fixture, cut at random places: no crash, an exit code of the documented set, every byte accounted for.
@Suite struct DamageTests {
  /// Places at which a file is cut, and for large files the bytes that all its cuts may have together.
  private static let rounds = 10...200
  private static let work = 10_000_000

  @Test(arguments: Fixtures.files)
  func survivesTruncation(_ path: String) throws {
    let whole = try Data(contentsOf: Recordings.root.appendingPathComponent(path))
    guard !whole.isEmpty else { return }
    let content = try Fixtures.content(path).count
    let isPacked = content != whole.count
    let rounds = min(max(Self.work / max(content, 1), Self.rounds.lowerBound), Self.rounds.upperBound)
    var random = SplitMix(state: 11)
    // The name is kept, because paths say something too; the file is cut shorter and shorter.
    let folder = try ScratchFolder()
    let name = (path as NSString).lastPathComponent
    try folder.write(name, whole)
    let cuts = (0..<rounds).map { _ in Int(random.next() % UInt64(whole.count)) }.sorted(by: >)
    for cut in cuts {
      #expect(truncate(folder.path(name), off_t(cut)) == 0)
      let result = try Recordings.analyze([folder.path(name)], workers: 1)
      let code = Int(Pipeline.ExitStatus.of(result, failOn: .low).rawValue)
      #expect(Pipeline.ExitStatus.meanings.contains { $0.code == code }, "\(path) cut at \(cut): exit code \(code)")
      #expect(!result.report.unknowns.contains { $0.reason.contains("do not add up") }, "\(path) cut at \(cut)")
      if !isPacked { #expect(result.report.bytes.total == UInt64(cut), "\(path) cut at \(cut)") }
    }
  }

  /// A dump that was cut off shows less than there was: nothing that it does not show counts as deleted.
  @Test(arguments: ["subnets.yaml", "subnets.json", "pods.yaml", "ips.yaml", "pods.txt"], Recordings.names)
  func whatACutDumpDoesNotShowIsNotGone(_ name: String, _ recording: String) throws {
    let after = "fixtures/recordings/\(recording)/evidence/after/"
    guard let whole = FileManager.default.contents(atPath: after + name) else { return }
    let truth = try Recordings.Truth(recording)
    let folder = try ScratchFolder()
    for kind in ["ips", "subnets", "vpcs", "pods", "statefulsets", "namespaces"] where !name.hasPrefix(kind) {
      if let other = FileManager.default.contents(atPath: after + kind + ".yaml") {
        try folder.write(kind + ".yaml", other)
      }
    }
    var random = SplitMix(state: 3)
    for _ in 0..<12 {
      // In the middle of a line: what ends at the end of one may have been written so.
      var cut = Int(random.next() % UInt64(whole.count))
      while cut > 0, whole[whole.startIndex + cut - 1] == 0x0A { cut -= 1 }
      try folder.write(name, whole.prefix(cut))
      let wrong = Recordings.claims(try Recordings.analyze([folder.url.path]).report).subtracting(truth.now)
      #expect(wrong.isEmpty, "\(recording)/\(name) cut at \(cut): \(wrong.sorted())")
    }
  }

  @Test func exitCodesFollowTheFindings() {
    var result = AnalysisResult()
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == .notUnderstood)
    result.hasEvidence = true
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == .inconclusive)
    result.isConclusive = true
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == .clean)
    var finding = result.report.findings.first ?? .init()
    (finding.verdict, finding.severity) = (.probable, .critical)
    result.report.findings = [finding]
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == .findings)
    result.report.findings[0].verdict = .confirmed
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == .confirmedCritical)
    #expect(Pipeline.ExitStatus.of(result, failOn: nil) == .clean)
    result.report.findings[0].verdict = .resolved
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == .clean)
    result.report.isPartial = true
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == .interrupted)
  }

  /// Nothing was found, but not everything was read: that is no clean bill.
  @Test(arguments: [
    (IntakeProblem.Kind.missing, true, Pipeline.ExitStatus.inputMissing), (.missing, false, .inputMissing),
    (.unreadable, true, .inconclusive), (.unreadable, false, .ioError), (.corrupt, true, .inconclusive),
    (.corrupt, false, .notUnderstood), (.limit, true, .inconclusive), (.encrypted, true, .inconclusive),
    (.changed, true, .clean),
  ])
  func exitCodesFollowTheProblems(_ kind: IntakeProblem.Kind, _ hasEvidence: Bool, _ expected: Pipeline.ExitStatus) {
    var result = AnalysisResult()
    (result.hasEvidence, result.isConclusive) = (hasEvidence, true)
    result.problems = [IntakeProblem(subject: "x", reason: "y", kind: kind)]
    #expect(Pipeline.ExitStatus.of(result, failOn: .low) == expected)
  }
}
