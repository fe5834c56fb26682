import Formats
import Foundation
import Model
import Testing

@testable import Pipeline

/// What was under way when a log ends keeps "no leak" from being said; and what kubectl says beside its output does not.
@Suite struct OpenEndTests {
  private static let quiet = "1.16.2-quiet"

  private func analyze(_ name: String, _ text: String) throws -> AnalysisResult {
    let folder = try ScratchFolder()
    try folder.write(name, Array(text.utf8))
    return try Recordings.analyze([folder.path(name)])
  }

  @Test(arguments: ["delete ip", "delete subnet", "delete vpc", "delete vip", "update ip"])
  func aDeletionThatFailsToTheEnd(_ queue: String) throws {
    _ = Recordings.names
    let log = try Array(TextLog.read("fixtures/recordings/\(Self.quiet)/evidence/pods")).split(separator: 0x0A)
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(ExitStatus.of(try analyze("x.log", log.joined(separator: "\n")), failOn: .info) == .clean)
    let stamp = try #require(log.last { $0.contains(" F I") })
    let words = stamp.split(separator: " ")
    let day = words[3].dropFirst()
    let line = { (time: String) in
      "E\(day) \(time) 1 controller.go:1579] \"Unhandled Error\" err=\"error syncing \(queue) \\\"x.ns\\\": timeout, "
        + "requeuing\" logger=\"UnhandledError\""
    }
    let end = words[4].prefix(5)
    let failing = (0..<3).map { "\(words[0]) stderr F " + line("\(end):5\($0 * 4).000000") }
    let result = try analyze("x.log", (log + failing).joined(separator: "\n"))
    #expect(ExitStatus.of(result, failOn: .info) != .clean)
  }

  /// `kubectl get pods -A -o yaml &> pods.yaml`
  @Test func whatKubectlSaysBeforeItsOutputIsNoPartOfIt() throws {
    _ = Recordings.names
    let base = "fixtures/recordings/1.13.14-virtual-machines/evidence/after/"
    let said = """
      I1123 20:52:27.123456   12345 request.go:690] Waited for 1.04s due to client-side throttling, request: GET:/apis
      Warning: v1 ComponentStatus is deprecated

      """
    let plain = try ScratchFolder()
    let noisy = try ScratchFolder()
    for file in try FileManager.default.contentsOfDirectory(atPath: base) where file.hasSuffix(".yaml") {
      let text = try String(contentsOfFile: base + file, encoding: .utf8)
      try plain.write(file, Array(text.utf8))
      try noisy.write(file, Array((said + text).utf8))
    }
    let (a, b) = (try Recordings.analyze([plain.path("")]), try Recordings.analyze([noisy.path("")]))
    #expect(!Recordings.claims(a.report).isEmpty)
    #expect(Recordings.claims(b.report) == Recordings.claims(a.report))
  }

  /// A command before its output says what was asked for: that is no whole list.
  @Test func aCommandIsNoChatter() throws {
    func head(_ said: String) -> Int? {
      Array((said + "apiVersion: v1\nitems: []\nkind: List\n").utf8).withUnsafeBytes {
        KubectlChatter.head($0.bytes)?.bytes
      }
    }
    #expect(head("Warning: v1 ComponentStatus is deprecated\n\n") == 43)
    for said in ["", "\n", "kubectl get pods -n ci -o yaml\n", "error: the server was not able to answer\n"] {
      #expect(head(said) == nil, "\(said)")
    }
  }
}
