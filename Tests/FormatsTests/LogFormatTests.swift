import Testing

@testable import Formats

@Suite struct LogFormatTests {
  private static let klog = "I1123 20:31:00.796087       1 pod.go:922] handle delete pod ns/p"
  private static let wall: Int64 = ((327 * 24 + 20) * 60 + 31) * 60_000_000 + 796_087

  private func lines(_ text: String, step: Int = 1 << 20) throws -> [Collector.Line] {
    try Collector.read(Array(text.utf8), as: LogFormat.self, step: step).lines
  }

  @Test(arguments: [
    klog, "2026-11-23T20:31:00.796898000Z stderr F " + klog, "2026-11-24T01:31:00.796898000+05:00 stdout F " + klog,
    "2026-11-23T20:31:00.796898000Z " + klog, "[pod/kube-ovn-controller-x/kube-ovn-controller] " + klog,
    "[pod/kube-ovn-controller-x/kube-ovn-controller] 2026-11-23T20:31:00.796898000Z " + klog, klog + "\r",
  ])
  func readsKlogUnderWrappers(_ line: String) throws {
    let found = try #require(try lines(line + "\n" + line + "\n").first)
    #expect(found.severity == UInt8(ascii: "I"))
    #expect(found.file == "pod.go")
    #expect(found.call == 922)
    #expect(found.message == "handle delete pod ns/p")
    #expect(found.wall == Self.wall)
    if line.contains("stderr F") { #expect(found.outer == 1_795_465_860_796_898_000) }
  }

  @Test(arguments: [
    "", "X1123 20:31:00.796087       1 pod.go:922] x", "I1323 20:31:00.796087       1 pod.go:922] x",
    "I1123 20:31:00.796087       1 pod.go] x",
  ])
  func refusesOtherLines(_ line: String) throws {
    #expect(try lines(line + "\n").allSatisfy { $0.severity == 0 })
  }

  @Test func joinsPartsOfALine() throws {
    let parts = Self.klog.prefix(40)
    let rest = Self.klog.dropFirst(40)
    let time = "2026-11-23T20:31:00.796898000Z stderr"
    let text = "\(time) F \(Self.klog)\n\(time) P \(parts)\n\(time) F \(rest)\n"
    let collector = try Collector.read(Array(text.utf8), as: LogFormat.self)
    #expect(collector.lines.count == 2)
    #expect(collector.lines[1].message == "handle delete pod ns/p")
    #expect(collector.total == text.utf8.count)
  }

  @Test func keepsContinuationsWithTheirRecord() throws {
    let found = try lines(Self.klog + "\n  Version:       v1.12.28\ngoroutine 1 [running]:\n" + Self.klog + "\n")
    #expect(found.map(\.isContinuation) == [false, true, true, false])
  }

  @Test func namesTheReplicas() throws {
    let text = "[pod/a/c] \(Self.klog)\n[pod/b/c] \(Self.klog)\n[pod/a/c] \(Self.klog)\n"
    let collector = try Collector.read(Array(text.utf8), as: LogFormat.self)
    #expect(collector.origins.map(\.pod) == ["a", "b"])
  }

  @Test func readsTheYearOfAFile() throws {
    let text = "Log file created at: 2025/12/31 23:59:59\nRunning on machine: node1\n" + Self.klog + "\n"
    #expect(try Collector.read(Array(text.utf8), as: LogFormat.self).headers == [2025])
  }

  /// However the bytes arrive, the same lines come out.
  @Test(arguments: [1, 2, 3, 7, 64])
  func doesNotDependOnReads(step: Int) throws {
    let bytes = Array(
      try Repository.bytes(
        "fixtures/recordings/1.12.28-leader-lost/evidence/var-log-kube-ovn/kube-ovn-controller-7wxr4pr2n2-fp9z8/kube-ovn-controller.log"
      ).prefix(20_000))
    let whole = try Collector.read(bytes, as: LogFormat.self)
    let pieces = try Collector.read(bytes, as: LogFormat.self, step: step)
    #expect(whole.lines == pieces.lines)
    #expect(pieces.total == bytes.count)
    #expect(whole.lines.count > 100)
  }

  @Test func countsAnEndlessLine() throws {
    let bytes = Array((Self.klog + "\n").utf8) + [UInt8](repeating: 0x61, count: 5 << 20)
    let collector = try Collector.read(bytes, as: LogFormat.self)
    #expect(collector.total == bytes.count)
  }
}
