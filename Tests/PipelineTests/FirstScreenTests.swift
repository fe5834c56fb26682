import Foundation
import Model
import Reports
import Testing

@testable import Diagnosis
@testable import Pipeline

/// The first screen says what is broken, since when, why, and what to do first.
@Suite struct FirstScreenTests {
  private static let crashLoop = "fixtures/recordings/1.15.4-crash-loop/evidence"

  @Test func aCrashingControllerComesFirst() throws {
    let report = try Recordings.analyze([Self.crashLoop]).report
    #expect(report.headline.contains("the controller crashes again and again"), "\(report.headline)")
    #expect(report.headline.contains("3 pods wait for an address"))
    #expect(report.headline.contains("v1.15.4"))
    #expect(report.findings.first?.harm == .controllerDown)
    #expect(report.health.isDown && report.health.crashes >= 3)
    #expect(report.target?.releases == ["v1.15.5"])
    let first = try #require(report.summary.first { $0.hasPrefix("Do first: ") })
    #expect(first.contains("upgrade the controller to v1.15.5"))
    #expect(report.symptoms.contains { $0.kind == .podsWithoutAddress && $0.explainedBy == [report.findings[0].id] })
    // The longest headline there is is Chinese to its end.
    #expect(report.said(in: .chinese).headline.hasSuffix("个地址泄漏；始于 2026-11-23 20:50:45 UTC；v1.15.4。"))
  }

  /// A clean report does not hide that pods wait, though for another reason.
  @Test func podsThatWaitForAnotherReasonAreTold() throws {
    let report = try Recordings.analyze(["fixtures/recordings/1.16.2-quiet/evidence"]).report
    #expect(report.headline == "No leak is found, but 2 pods wait for an address.")
    #expect(report.said(in: .chinese).headline == "未发现泄漏，但需注意：2 个 Pod 等待地址。")
  }

  /// What is only probable says so beside what is confirmed, and a port alone is no IP object.
  @Test func aProbableConflictIsNotConfirmed() throws {
    let report = try Recordings.analyze([Self.crashLoop]).report
    let finding = try #require(report.findings.first { $0.rule == "KOV-056" })
    #expect(finding.verdict == .probable)
    #expect(report.headline.hasPrefix("CONFIRMED: ") && report.headline.contains("2 ports on one address (probable)"))
    #expect(finding.objects.map(\.address) == ["10.16.0.2", "10.16.0.2"] && finding.objects[0].subnet == "ovn-default")
    #expect(finding.witness.last?.citation.source.contains("ovnnb_db") == true)
  }

  /// Where nothing was found and not all is known, what would settle it comes before what was looked for.
  @Test func whatWouldSettleItComesFirst() throws {
    let list = "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: \"\"}\nitems:\n"
    let ip = """
      - apiVersion: kubeovn.io/v1
        kind: IP
        metadata: {name: web-0.shop, uid: u1, creationTimestamp: "2026-03-19T09:00:00Z", resourceVersion: "10"}
        spec: {podName: web-0, namespace: shop, subnet: shop-net, v4IpAddress: 10.9.0.5}

      """
    let folder = try ScratchFolder()
    try (list + ip).write(to: folder.url.appendingPathComponent("ips.yaml"), atomically: true, encoding: .utf8)
    let report = try Recordings.analyze([folder.url.path]).report
    let text = String(decoding: TextRenderer(options: RenderOptions()).render(report), as: UTF8.self)
    let (settle, checked) = (text.range(of: "Not settled"), text.range(of: "Looked for"))
    #expect(try #require(settle).lowerBound < (try #require(checked)).lowerBound)
  }

  /// A list that is too long says how many more there are.
  @Test func noSentenceEndsInDots() throws {
    let log =
      "fixtures/recordings/1.12.28-races-and-repairs/evidence/pods/kube-system_kube-ovn-controller-b7snsx9jvk-2mtb4/kube-ovn-controller/0.log.gz"
    _ = Recordings.names
    let report = try Recordings.analyze([log]).report
    for said in [report, report.said(in: .chinese)] {
      #expect(
        !(said.summary + [said.headline]).contains { $0.contains("….") || $0.contains("…。") || $0.contains(", …") })
    }
    #expect(report.summary.contains { $0.hasPrefix("Release to go to") && $0.hasSuffix(" more.") })
  }

  /// Nothing is called the first thing to do that the evidence speaks against.
  @Test(arguments: Recordings.names)
  func whatToDoFirstIsNotRefuted(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    guard let first = report.summary.first(where: { $0.hasPrefix("Do first: ") }) else { return }
    for finding in report.findings {
      for (number, step) in finding.remediation.enumerated()
      where first.contains("step \(number + 1) of \(finding.id): ") || first.hasPrefix("Do first: \(finding.id), ") {
        #expect(!step.preconditions.contains { $0.text.contains("the evidence") }, "\(first)")
      }
    }
  }

  /// Findings stand by present harm: what is proven first, then what is suspected, then what is over.
  @Test(arguments: Recordings.names)
  func harmOrdersTheFindings(_ name: String) throws {
    let findings = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report.findings
    let proven = findings.filter { $0.verdict <= .probable }.map(\.harm)
    #expect(proven == proven.sorted())
    #expect(findings.prefix(proven.count).allSatisfy { $0.verdict <= .probable })
  }

  /// Who asked for which deletion, with the user and the record.
  @Test func theProofNamesWhoAsked() throws {
    let report = try Recordings.analyze([Self.crashLoop]).report
    let asked = report.findings.flatMap(\.witness).filter { $0.step == "deletion-requested" }
    #expect(
      asked.contains { $0.actor == "user" && $0.label.contains("Subnet") && $0.citation.source.contains("audit") })
    for finding in report.findings {
      let times = finding.witness.filter { $0.step != "state" }.compactMap(\.instant)
      #expect(times == times.sorted(), "\(finding.id)")
    }
  }

  /// Without an audit log the objects themselves say when.
  @Test func objectsSayWhenADeletionWasAskedFor() throws {
    let report = try Recordings.analyze([Self.crashLoop + "/after"]).report
    let asked = report.findings.flatMap(\.witness).filter { $0.step == "deletion-requested" }
    #expect(asked.contains { $0.citation.message.contains("deletionTimestamp") })
  }
}
