import Testing

@testable import Pipeline

/// A cited line shows what it says, whatever it is wrapped in.
@Suite struct CitedMeaningTests {
  private static let klog = #"E1123 20:37:19.523456       1 pod.go:1493] failed to get subnet "x", not found"#
  private static let said = #"E pod.go:1493] failed to get subnet "x", not found"#

  @Test(arguments: [
    klog, "2026-11-23T20:37:19.523456789Z stderr F \(klog)", "[pod/kube-ovn-controller-1/kube-ovn-controller] \(klog)",
    "2026-11-23T20:37:19.523456789Z \(klog)",
    "{\"log\":\"\(klog.replacing("\"", with: "\\\""))\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-23T20:37:19.523456789Z\"}",
  ])
  func wrappersComeOff(_ line: String) { #expect(CitedMeaning.of(Array(line.utf8)) == Self.said) }

  @Test func anAuditRecordIsOnePhrase() {
    let record = """
      {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"1","stage":"ResponseComplete",\
      "requestURI":"/apis/kubeovn.io/v1/subnets/x","verb":"delete","user":{"username":"kubernetes-admin"},\
      "objectRef":{"resource":"subnets","name":"x","apiGroup":"kubeovn.io","apiVersion":"v1"},\
      "responseStatus":{"code":200},"requestReceivedTimestamp":"2026-11-23T20:37:19.346000Z",\
      "stageTimestamp":"2026-11-23T20:37:19.346176Z"}
      """
    #expect(
      CitedMeaning.of(Array(record.utf8))
        == "audit: kubernetes-admin delete subnets x → 200 at 2026-11-23T20:37:19.346176Z")
  }

  @Test(arguments: ["", " ", "{", "{\"apiVersion\":\"audit.k8s.io/v1\"", "\u{0}\u{1b}[2J", "}{"])
  func brokenLinesDoNoHarm(_ line: String) { _ = CitedMeaning.of(Array(line.utf8)) }

  /// That two objects share a value is proven by the value.
  @Test func whatTwoObjectsShareIsQuoted() throws {
    let report = try Recordings.analyze(["fixtures/recordings/1.15.5-groups-and-balancers/evidence"]).report
    let conflict = try #require(report.findings.first { $0.rule == "KOV-050" })
    let quoted = conflict.witness.map(\.citation.message).joined(separator: "\n")
    #expect(quoted.contains("ovn.kubernetes.io/ip_address: ") && quoted.contains("/logical_switch: "), "\(quoted)")
  }
}
