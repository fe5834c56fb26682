import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

/// Excerpts of recordings, put together as people put them together: what they show may be said, what they do not show
/// may not.
@Suite struct PasteLawTests {
  /// SplitMix64, so that a failure can be repeated.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static func lines(_ path: String) -> [String] {
    guard let text = try? String(contentsOf: Recordings.root.appendingPathComponent(path), encoding: .utf8) else {
      return []
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func paste(_ name: String, _ dice: inout Dice) -> String {
    let folder = "fixtures/recordings/\(name)/evidence"
    let files = FileManager.default.enumerator(atPath: Recordings.root.appendingPathComponent(folder).path)
    let logs = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix("kube-ovn-controller.log") }.sorted()
    let tables = ["after/ips.txt", "after/subnets.txt", "after/pods.txt"].map { lines(folder + "/" + $0) }
    let isMarked = Bool.random(using: &dice)
    var text: [String] = []
    for _ in 0..<Int.random(in: 1...5, using: &dice) {
      let source =
        Bool.random(using: &dice) && !logs.isEmpty
        ? lines(folder + "/" + logs[0]) : tables.randomElement(using: &dice) ?? []
      guard source.count > 2 else { continue }
      let begin = Int.random(in: 0..<source.count - 1, using: &dice)
      let piece = source[begin..<min(source.count, begin + Int.random(in: 1...60, using: &dice))]
      text +=
        isMarked ? ["", "and then:", "```"] : ["[root@node-1 ~]# kubectl -n kube-system logs kube-ovn-controller-0"]
      text += piece
      if isMarked { text.append("```") }
    }
    return text.joined(separator: "\n") + "\n"
  }

  /// The same lines with everything in front of their call sites gone, as a narrow selection leaves them: no time is told of
  /// them, nothing is proven by them, and nothing is said to be over.
  @Test(arguments: Recordings.names) func withoutTimesItClaimsNoMore(_ name: String) throws {
    let truth = try Recordings.Truth(name)
    let folder = "fixtures/recordings/\(name)/evidence"
    let files = FileManager.default.enumerator(atPath: Recordings.root.appendingPathComponent(folder).path)
    let logs = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix("kube-ovn-controller.log") }.sorted()
    guard let log = logs.first else { return }
    let all = Self.lines(folder + "/" + log).compactMap { line -> String? in
      line.firstRange(of: #/[a-z_-]+\.go:\d+\] /#).map { "E " + line[$0.lowerBound...] }
    }
    var dice = Dice(state: 7)
    for number in 0..<8 where all.count > 4 {
      let begin = Int.random(in: 0..<all.count - 2, using: &dice)
      let picked = all[begin..<min(all.count, begin + Int.random(in: 1...60, using: &dice))]
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("undated-\(name)-\(number).txt")
      try ("From the controller:\n\n" + picked.joined(separator: "\n") + "\n").write(
        to: file, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(at: file) }
      let report = try Recordings.analyze([file.path]).report
      #expect(Recordings.claims(report).subtracting(truth.ever) == [], "\(number)")
      #expect(report.findings.allSatisfy { $0.verdict == .suspected }, "\(number)")
      #expect(report.findings.allSatisfy { $0.firstSeen == nil }, "\(number)")
      #expect(report.findings.flatMap(\.witness).allSatisfy { $0.instant == nil }, "\(number)")
      #expect(!report.headline.contains("since"), "\(number): \(report.headline)")
      #expect(report.coverage.allSatisfy { $0.from == nil && $0.to == nil }, "\(number)")
    }
  }

  /// Of two pods that a line names, the one that asks for the address is the one that gets none.
  @Test func namesThePodThatAsksForAnAddress() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("asks-for-an-address.txt")
    try "The log:\n\nstatic address 10.16.0.9 for shop/web-0 has been assigned to shop/web-1\n".write(
      to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let report = try Recordings.analyze([file.path]).report
    #expect(report.findings.map(\.rule) == ["KOV-093"])
    #expect(report.findings.flatMap(\.objects).map(\.ref.name) == ["web-0"])
  }

  /// Lines without a time have no place among those that have one: beside them they add nothing, and are said to be left out.
  @Test func besideLinesWithTimesTheySayNothing() throws {
    let undated = """
      E ip.go:255] failed to get subnet subnet.kubeovn.io "blue" not found
      E ip.go:140] error syncing 'web-0.shop': subnet.kubeovn.io "blue" not found, requeuing
      """
    let dated = "I0319 09:15:12.000100       7 pod.go:980] handle delete pod shop/other"
    let alone = "```\n\(undated)\n```\n"
    for (text, isHeard) in [(alone, true), (alone + "and\n```\n\(dated)\n```\n", false)] {
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("beside-\(isHeard).txt")
      try text.write(to: file, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(at: file) }
      let report = try Recordings.analyze([file.path]).report
      #expect(report.findings.isEmpty != isHeard)
      #expect(report.unknowns.contains { $0.subject.hasPrefix("time of") })
    }
  }

  @Test(arguments: Recordings.names) func anExcerptClaimsNothingThatIsNotSo(_ name: String) throws {
    let truth = try Recordings.Truth(name)
    var dice = Dice(state: 41)
    for number in 0..<12 {
      let text = Self.paste(name, &dice)
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("paste-\(name)-\(number).txt")
      try text.write(to: file, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(at: file) }
      let result = try Recordings.analyze([file.path])
      #expect(Recordings.claims(result.report).subtracting(truth.ever) == [], "\(number)")
      #expect(!result.isConclusive, "\(number): \(result.report.headline)")
      #expect(result.report.bytes.total == UInt64(text.utf8.count), "\(number)")
    }
  }
}
