import Foundation
import Model
import Testing

@testable import Pipeline

/// An audit log says the same in whatever JSON a runtime or a shipper put around its records.
@Suite struct WrappedAuditTests {
  private static let record = """
    {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"8db891e6","stage":"ResponseComplete",\
    "verb":"delete","user":{"username":"kubernetes-admin"},"objectRef":{"resource":"subnets","name":"shop-net",\
    "apiGroup":"kubeovn.io","apiVersion":"v1"},"responseStatus":{"code":200},\
    "requestReceivedTimestamp":"2026-11-23T20:34:18.272054Z","stageTimestamp":"2026-11-23T20:34:18.282054Z"}
    """

  private static var quoted: String {
    let text = record.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
    return "\"\(text)\\n\""
  }

  private static let forms: [String] = [
    record, "{\"log\":\(quoted),\"stream\":\"stdout\",\"time\":\"2026-11-23T20:34:18.3Z\"}",
    "{\"@timestamp\":\"2026-11-23T20:34:18.3Z\",\"message\":\(quoted)}", "{\"_index\":\"a\",\"_source\":\(record)}",
    "{\"_source\":{\"message\":\(quoted)}}", "{\"kubernetes\":{\"pod\":\"x\"},\"audit\":\(record)}",
  ]

  @Test(arguments: forms)
  func isRead(_ line: String) throws {
    let scratch = try ScratchFolder()
    try scratch.write("audit.json", (line + "\n" + line + "\n").utf8)
    let report = try Recordings.analyze([scratch.path("audit.json")]).report
    #expect(report.bytes.notUnderstood == 0)
    #expect(report.bytes.understood > 0)
  }
}
