import Foundation
import Model
import Testing

@testable import Pipeline

/// Every fixture, cut at random places: no crash, an exit code of the documented set, every byte accounted for.
@Suite struct DamageTests {
  private static let files = [
    "1.12.28-leader-lost/evidence/var-log-kube-ovn/kube-ovn-controller-7wxr4pr2n2-fp9z8/kube-ovn-controller.log",
    "1.12.28-leader-lost/evidence/pods/kube-system_kube-ovn-controller-7wxr4pr2n2-6swhm/kube-ovn-controller/0.log.gz",
    "1.12.28-leader-lost/evidence/after/ips.yaml", "1.12.28-leader-lost/evidence/after/subnets.json",
    "1.12.28-wrappings/bundles/support-bundle.tar.gz", "1.16.2-quiet/evidence/audit/kube-apiserver-audit.log.gz",
  ]

  @Test(arguments: files)
  func survivesTruncation(_ name: String) throws {
    let whole = try Data(contentsOf: Recordings.root.appendingPathComponent("fixtures/recordings/\(name)"))
    var random = SplitMix(state: 11)
    let rounds = whole.count > 100_000 ? 25 : 200
    for _ in 0..<rounds {
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("damaged-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: file) }
      let cut = Int(random.next() % UInt64(whole.count))
      try whole.prefix(cut).write(to: file)
      let result = try Recordings.analyze([file.path])
      let code = ExitStatus.of(result, failOn: .low).rawValue
      #expect(ExitStatus.meanings.contains { $0.code == Int(code) })
      if !name.hasSuffix("gz") { #expect(result.report.bytes.total == UInt64(cut)) }
    }
  }

  @Test func exitCodesFollowTheFindings() {
    var result = AnalysisResult()
    #expect(ExitStatus.of(result, failOn: .low) == .notUnderstood)
    result.hasEvidence = true
    #expect(ExitStatus.of(result, failOn: .low) == .inconclusive)
    result.isConclusive = true
    #expect(ExitStatus.of(result, failOn: .low) == .clean)
    var finding = result.report.findings.first ?? .init()
    (finding.verdict, finding.severity) = (.probable, .critical)
    result.report.findings = [finding]
    #expect(ExitStatus.of(result, failOn: .low) == .findings)
    result.report.findings[0].verdict = .confirmed
    #expect(ExitStatus.of(result, failOn: .low) == .confirmedCritical)
    #expect(ExitStatus.of(result, failOn: nil) == .clean)
    result.report.findings[0].verdict = .resolved
    #expect(ExitStatus.of(result, failOn: .low) == .clean)
    result.report.isPartial = true
    #expect(ExitStatus.of(result, failOn: .low) == .interrupted)
  }
}
