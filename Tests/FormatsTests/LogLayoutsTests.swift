import ByteLexing
import Foundation
import Testing

@testable import Formats

/// What people and log stores make of a log that a real controller printed must come out as the log itself does: the same
/// records and the same lines that continue them, in the same order.
@Suite struct LogLayoutsTests {
  /// A layout: makes the lines of a log into what somebody would hand in.
  struct Layout: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Records come in the order of the log, or newest first.
    var isReversed = false
    /// Digits of the second's fraction that the layout keeps.
    var fractionDigits = 6
    var make: @Sendable ([String]) -> String

    init(
      _ name: String, isReversed: Bool = false, fractionDigits: Int = 6,
      _ make: @escaping @Sendable ([String]) -> String
    ) {
      testDescription = name
      self.isReversed = isReversed
      self.fractionDigits = fractionDigits
      self.make = make
    }

    /// The layout puts something around each line.
    init(_ name: String, _ line: @escaping @Sendable (Int, String) -> String) {
      self.init(name) { lines in
        lines.enumerated().map { line($0.offset, $0.element) }.joined(separator: "\n") + "\n"
      }
    }
  }

  /// The controller's log of a recording, without wrapper, as far as the tests need it.
  private static let lines: [String] = {
    let path =
      "fixtures/recordings/1.12.28-leader-lost/evidence/var-log-kube-ovn/kube-ovn-controller-7wxr4pr2n2-fp9z8/kube-ovn-controller.log"
    guard let bytes = try? Repository.bytes(path) else { return [] }
    let all = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let first = all.firstIndex { $0.first.map("IWEF".contains) ?? false } ?? 0
    return all[first...].prefix(1500).map(String.init)
  }()

  private static func json(_ value: Any) -> String {
    let data = try? JSONSerialization.data(
      withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static let tag = "kube.var.log.containers.kube-ovn-controller-x_kube-system_kube-ovn-controller-0a1b.log"

  private static let prefixes: [Layout] = [
    Layout("ts") { "2026-11-26 10:48:0\($0 % 10) \($1)" },
    Layout("comma") { "2026-11-26 10:48:04,\(100 + $0 % 900) \($1)" },
    Layout("bracket") { _, line in "[2026-11-26T10:48:04.123] \(line)" },
    Layout("apache") { _, line in "[26/Nov/2026:10:48:04 +0000] \(line)" },
    Layout("day first") { _, line in "26.11.2026 10:48:04 \(line)" },
    Layout("spreadsheet") { _, line in "11/26/2026, 10:48:04 AM \(line)" },
    Layout("Chinese") { _, line in "2026年11月26日 10:48:04 \(line)" },
    Layout("minutes") { _, line in "2026-11-26 10:48 \(line)" },
    Layout("clock") { _, line in "10:48:04 \(line)" },
    Layout("cat -n") { String(repeating: " ", count: max(0, 6 - String($0).count)) + "\($0)\t\($1)" },
    Layout("grep -n") { "\($0 + 1):\($1)" },
    Layout("grep -n, after a name") { "L\($0 + 1): \($1)" },
    Layout("difference") { _, line in "+\(line)" },
    Layout("list") { _, line in "- \(line)" },
    Layout("quote") { _, line in "> \(line)" },
    Layout("hard blanks") { _, line in line.replacingOccurrences(of: " ", with: "\u{a0}") },
    Layout("logcli with tabs") { _, line in "2026-11-26T10:48:04.062Z\t{container=\"c\", pod=\"p\"}\t\(line)" },
    Layout("fluentd") { _, line in "2026-11-26T10:48:04+00:00\t\(tag)\t" + json(["log": line, "stream": "stderr"]) },
    Layout("Fluent Bit") {
      "[\($0)] \(tag): [[1795690084.062713146, {}], {\"stream\"=>\"stderr\", \"log\"=>\"\($1)\", \"_p\"=>\"F\"}]"
    },
    Layout("Fluent Bit before 2.1") { "[\($0)] \(tag): [1795690084.062713146, {\"log\"=>\"\($1)\"}]" },
  ]

  private static let stores: [Layout] = [
    Layout("Datadog") { lines in
      json([
        "data": lines.map {
          ["id": "0", "type": "log", "attributes": ["message": $0, "attributes": [:]]] as [String: Any]
        }
      ])
    },
    Layout("Azure, JSON") { lines in
      let columns = ["TimeGenerated", "PodName", "LogMessage"].map { ["name": $0, "type": "string"] }
      let rows = lines.map { ["2026-11-26T10:48:04.062Z", "kube-ovn-controller-x", $0] }
      return json(["tables": [["name": "PrimaryResult", "columns": columns, "rows": rows] as [String: Any]]])
    },
    Layout("Azure, CSV") { lines in
      "\"TimeGenerated [UTC]\",\"PodName\",\"LogMessage\"\r\n"
        + lines.map {
          "\"11/26/2026, 10:48:04 AM\",\"x\",\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"\r\n"
        }
        .joined()
    },
    Layout("CloudWatch Insights") { lines in
      json([
        "results": lines.map {
          [["field": "@timestamp", "value": "2026-11-26 10:48:04.062"], ["field": "@message", "value": $0]]
        }
      ])
    },
    Layout("CloudWatch events") { lines in
      json(["events": lines.map { ["timestamp": 1_795_690_084_062, "message": $0] as [String: Any] }])
    },
    Layout("CloudWatch events of Fluent Bit") { lines in
      json([
        "events": lines.map {
          ["timestamp": 1_795_690_084_062, "message": json(["log": $0, "stream": "stderr"])] as [String: Any]
        }
      ])
    },
    Layout("pages of a search") { lines in
      stride(from: 0, to: lines.count, by: 400).map { start in
        let hits = lines[start..<min(lines.count, start + 400)].map {
          ["_index": "k8s", "_source": ["message": $0, "log": ["offset": 1]]]
        }
        return json(["took": 5, "hits": ["total": ["value": lines.count], "hits": hits]] as [String: Any])
      }.joined(separator: "\n")
    },
    Layout("returned fields") { lines in
      json(["hits": ["hits": lines.map { ["fields": ["message": [$0], "kubernetes.pod.name": ["x"]]] }]])
    },
    Layout("array of strings") { json($0) },
    Layout("array of strings, indented") { "[\n  " + $0.map { json($0) }.joined(separator: ",\n  ") + "\n]\n" },
    Layout("strings") { $0.map { json($0) }.joined(separator: "\n") },
    Layout("whole log in a string") { json(["changed": true, "stdout": $0.joined(separator: "\n")]) },
    Layout("string alone") { json($0.joined(separator: "\n")) },
    Layout("command result") { lines in
      json(["cmd": ["kubectl", "logs"], "msg": "", "stdout": lines.joined(separator: "\n"), "stdout_lines": lines])
    },
    Layout("carriage returns") { $0.joined(separator: "\r") + "\r" },
    Layout("milliseconds", fractionDigits: 3) { lines in
      lines.map { line in
        guard let dot = line.firstIndex(of: "."), line.distance(from: line.startIndex, to: dot) == 14 else {
          return line
        }
        let end = line.index(dot, offsetBy: 4)
        return String(line[..<end] + line[line.index(end, offsetBy: 3)...])
      }.joined(separator: "\n")
    },
  ]

  /// What a line says, whatever it is wrapped in. Blanks around a line that goes on with another belong to the layouts.
  private static func contents(_ log: LogRecorder, fractionDigits: Int = 6) -> [String] {
    let unit: Int64 = fractionDigits == 3 ? 1000 : 1
    return log.lines.compactMap { line in
      if line.severity.isEmpty {
        let text = line.payload.trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? nil : "\(line.isContinuation) \(text)"
      }
      return "\(line.severity) \(line.wall / unit) \(line.pid) \(line.file):\(line.callLine)] \(line.message)"
    }
  }

  @Test(arguments: prefixes + stores)
  func readsTheLogInside(_ layout: Layout) throws {
    let plain = Array(Self.lines.joined(separator: "\n").utf8)
    let expected = Self.contents(readLog(plain), fractionDigits: layout.fractionDigits)
    try #require(expected.count > 1000)
    let bytes = Array(layout.make(Self.lines).utf8)
    let log = readLog(bytes)
    #expect(log.totalBytes == bytes.count)
    let found = Self.contents(log, fractionDigits: layout.fractionDigits)
    #expect(found.count == expected.count, "\(log.chains)")
    if let (a, b) = zip(found, expected).first(where: { $0 != $1 }) { Issue.record("\(a)\ninstead of\n\(b)") }
    // Whatever else could be tried, a stream in this layout is a log beyond doubt.
    let probe = LogFormat.probe(bytes.span.bytes.extracting(first: 64 << 10), .init())
    #expect(probe.value == 90, "\(probe.reason)")
  }

  @Test(arguments: prefixes + stores)
  func doesNotDependOnReads(_ layout: Layout) {
    let bytes = Array(layout.make(Array(Self.lines.prefix(60))).utf8)
    let whole = readLog(bytes)
    for step in [1, 13, 4096] { #expect(readLog(bytes, step: step).summary == whole.summary, "step \(step)") }
  }

  private static let line = "I1126 10:48:04.062534       1 pod.go:1008] take 0 ms to handle delete pod ci/job-730-77"

  /// A text that quotes a line of the controller is not one.
  @Test(arguments: [
    "2026-11-26 10:48:04 he wrote \(line)", "[2026-11-26T10:48:04] INFO client: \(line)", "10:48:04\(line)",
    "2026-11-26 He wrote: \(line)", "     7\the wrote \(line)", "7: see \(line)", "1234567890:12: \(line)",
    "+ see \(line)", "- he wrote: \(line)", "-\(line)", "[\"he wrote \(line)\", \"see \(line)\"]",
    "{\"body\": \"first\\nthen\\n\(line)\\nlast\\nof all\"}",
    "{\"body\": \"It fails:\\n```\\n\(line)\\n\(line)\\n\(line)\\n\(line)\\n```\"}",
    "{\"data\": [{\"title\": \"x\", \"note\": \"see \(line)\"}]}",
    "{\"apiVersion\": \"v1\", \"kind\": \"PodList\", \"items\": [{\"status\": {\"message\": \"\(line)\"}}]}",
    "{\"status\": {\"containerStatuses\": [{\"lastState\": {\"terminated\": {\"message\": \"\(line)\"}}}]}}",
    "[0] tag: [[1795690084.062713146, {}], {\"log\"=>\"He wrote: \(line)\"}]",
    "2026-11-26T10:48:04+00:00\ttag\t{\"log\": \"He wrote: \(line)\"}", "He wrote: \(line)\rHe wrote: \(line)\r",
    "I1126 10:48:04.       1 pod.go:1008] take 0 ms", "I1126 10:48:04.06a       1 pod.go:1008] take 0 ms",
    "I1326 10:48:04.062       1 pod.go:1008] take 0 ms",
  ])
  func leavesQuotedLinesAlone(_ text: String) {
    let log = readLog(Array((text + "\n" + text + "\n").utf8))
    #expect(log.klogLines == 0, "\(log.chains)")
  }

  /// Of many records on one line, a report shows the one that it cites.
  @Test(arguments: [
    (line, "\n" + line), (line, "\\n" + line), (line + " a\\nb", "\r\n"), ("\"\(line)\"", ", \"x\"]"),
    ("{\"message\": \"\(line)\"}", ", {\"message\": \"x\"}"), ("[1, \"\(line)\"]", ""),
    ("[[\"\(line)\"]]", ", [\"x\"]"),
    ("[pod/a/b] \(line)", "\nx"), ("\"11/26/2026\",\"\(line)\"", "\nx"), ("{\"message\": \"\(line)", "\nx"),
  ])
  func showsOneRecordOfMany(_ record: String, _ rest: String) {
    let bytes = Array((record + rest).utf8)
    #expect(LogFormat.recordEnd(in: bytes.span.bytes) == record.utf8.count)
  }

  /// Work follows the size of the input, however it is nested.
  @Test(arguments: ["{\"a\":", "[", "[[{\"a\":[", "{\"a\":{\"b\":[\"", "{\"message\":{", "[0] a: [[1, {}], {\"log\"=>"])
  func boundsTheWorkOnNestedInput(_ piece: String) {
    func time(_ count: Int) -> Duration {
      let bytes = Array(
        ("[{\"message\":\"\(Self.line)\"}," + String(repeating: piece, count: count / piece.utf8.count)).utf8)
      let clock = ContinuousClock()
      return clock.measure { #expect(readLog(bytes, keepsLines: false).totalBytes == bytes.count) }
    }
    _ = time(1 << 20)
    let small = time(4 << 20)
    let large = time(16 << 20)
    #expect(large < small * 8 + .milliseconds(200))
  }
}
