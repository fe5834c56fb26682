import Foundation
import Model
import Reports
import Testing

@testable import Diagnosis
@testable import Pipeline

/// Two objects on one address: the first screen names the address and the objects, and says only since when it can be.
@Suite struct AddressConflictTests {
  private static func pod(_ name: String, made: String, address: String = "10.16.0.3", mac: String) -> String {
    let created = made.isEmpty ? "" : ", creationTimestamp: \"2026-03-19T\(made)Z\""
    return """
      - apiVersion: v1
        kind: Pod
        metadata: {name: \(name), namespace: shop, uid: u-\(name), resourceVersion: "4215"\(created), annotations: {ovn.kubernetes.io/ip_address: "\(address)", ovn.kubernetes.io/logical_switch: shop-net, ovn.kubernetes.io/mac_address: "00:00:00:2A:4C:\(mac)", ovn.kubernetes.io/allocated: "true"}}
        spec: {nodeName: n1}
        status: {phase: Running, podIP: 10.16.0.3}

      """
  }

  /// Pods beside what tells that the list is whole.
  private static func report(_ pods: String...) throws -> ReportDocument {
    let folder = try ScratchFolder()
    let list = """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: kube-ovn-controller, namespace: kube-system, uid: u-lease, resourceVersion: "41094", creationTimestamp: "2026-03-19T09:00:00Z"}
        spec: {holderIdentity: kube-ovn-controller-1, leaseDurationSeconds: 30, renewTime: "2026-03-19T09:30:00.000000Z"}
      - apiVersion: kubeovn.io/v1
        kind: Subnet
        metadata: {name: shop-net, uid: u-net, resourceVersion: "4424", creationTimestamp: "2026-03-19T08:00:00Z", finalizers: [kubeovn.io/kube-ovn-controller]}
        spec: {cidrBlock: 10.16.0.0/16, default: true, vpc: ovn-cluster, protocol: IPv4}
        status: {v4usingIPs: 0, v4availableIPs: 65533}

      """
    try (list + pods.joined()).write(
      to: folder.url.appendingPathComponent("objects.yaml"), atomically: true, encoding: .utf8)
    return try Recordings.analyze([folder.url.path]).report
  }

  private static let two = [
    pod("first", made: "09:10:00", mac: "01"), pod("second", made: "09:20:00", mac: "02"),
  ]

  @Test func theFirstScreenNamesAddressAndPods() throws {
    let report = try Self.report(Self.two[0], Self.two[1])
    let finding = try #require(report.findings.first { $0.rule == "KOV-050" })
    #expect(
      report.headline == "CONFIRMED: 2 pods on one address; since 2026-03-19 09:20:00 UTC at the earliest.",
      "\(report.headline)")
    let said = "2 pods on one address (10.16.0.3 of Subnet shop-net: shop/first, shop/second): \(finding.id)."
    #expect(report.summary.contains(said), "\(report.summary)")
    #expect(report.symptoms.first { $0.kind == .addressesShared }?.explainedBy == [finding.id])
    #expect(finding.summary == "2 pods on one address. 10.16.0.3 of Subnet shop-net: shop/first, shop/second.")
    for format in ["text", "markdown", "html"] {
      for language in Language.allCases {
        var options = RenderOptions()
        options.language = language
        let renderer = try #require(RendererRegistry.renderer(named: format)).init(options: options)
        let screen = String(decoding: renderer.render(report), as: UTF8.self).replacing("\\", with: "")
        // A page begins with its style.
        let begin = format == "html" ? try #require(screen.firstRange(of: "<h1>")).lowerBound : screen.startIndex
        let first = screen[begin...].prefix(2200)
        #expect(["10.16.0.3", "shop/first", "shop/second"].allSatisfy(first.contains), "\(format) \(first)")
        #expect(!first.contains("leaked") && !first.contains("stuck"))
        #expect(language == .english || !first.contains("at the earliest"), "\(first)")
      }
    }
  }

  @Test func everyObjectHasItsAddressAndAge() throws {
    let report = try Self.report(Self.two[0], Self.two[1])
    let finding = try #require(report.findings.first { $0.rule == "KOV-050" })
    #expect(finding.objects.map(\.address) == ["10.16.0.3", "10.16.0.3"])
    #expect(finding.objects.map(\.subnet) == ["shop-net", "shop-net"])
    #expect(finding.objects.map(\.detail) == ["made 2026-03-19 09:10:00 UTC", "made 2026-03-19 09:20:00 UTC"])
  }

  /// The conflict is as old as its second pod at most; of two conflicts the older one counts.
  @Test func noConflictIsOlderThanItsSecondObject() throws {
    let three = try Self.report(Self.two[0], Self.two[1], Self.pod("third", made: "09:25:00", mac: "03"))
    #expect(three.findings.first { $0.rule == "KOV-050" }?.notBefore?.shortText == "2026-03-19 09:20:00")
    let other = ["a", "b"].map {
      Self.pod($0, made: "09:15:0\($0 == "a" ? 0 : 7)", address: "10.16.0.9", mac: "1\($0)")
    }
    let both = try Self.report(Self.two[0], Self.two[1], other[0], other[1])
    let finding = try #require(both.findings.first { $0.rule == "KOV-050" })
    #expect(finding.notBefore?.shortText == "2026-03-19 09:15:07")
    #expect(both.headline.hasPrefix("CONFIRMED: 4 pods on 2 shared addresses; since"), "\(both.headline)")
    #expect(finding.objects.first { $0.ref.name == "a" }?.detail.hasSuffix("same address as shop/b") == true)
  }

  /// Of a pod whose age is not shown nothing is said.
  @Test func anUnknownAgeStaysUnknown() throws {
    let report = try Self.report(Self.two[0], Self.pod("second", made: "", mac: "02"))
    let finding = try #require(report.findings.first { $0.rule == "KOV-050" })
    #expect(finding.notBefore == nil && finding.firstSeen == nil)
    #expect(!report.headline.contains("since"))
  }

  /// Where events tell when something began, the age of its objects says nothing beside it.
  @Test(arguments: Recordings.names)
  func whatEventsTellNeedsNoBound(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    for finding in report.findings where finding.firstSeen != nil { #expect(finding.notBefore == nil, "\(finding.id)") }
  }
}
