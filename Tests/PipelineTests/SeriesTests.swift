import Foundation
import Model
import Testing

@testable import Pipeline

/// A query's answer gives the lines of one pod in several series, each in its own order and over the whole time: one writer
/// whose lines stand in another order, with restarts in the middle of what another series shows.
@Suite struct SeriesTests {
  /// The log of a pod as the answer of a Loki query, newest line first, a series for each name that `series` gives a line.
  private static func answer(_ lines: [Wrappings.Line], _ series: (Int, Wrappings.Line) -> String) -> String {
    var values: [String: [String]] = [:]
    for (number, line) in lines.enumerated() {
      let time = "\(line.microseconds * 1000 + Int64(number % 1000))"
      values[series(number, line), default: []].append("[\"\(time)\", \(Wrappings.json(line.text))]")
    }
    let result = values.sorted { $0.key < $1.key }.map { name, values in
      "{\"stream\": {\"pod\": \"\(Wrappings.pod)\", \"container\": \"kube-ovn-controller\", \"series\": \"\(name)\"}, "
        + "\"values\": [\(values.reversed().joined(separator: ", "))]}"
    }
    return "{\"status\": \"success\", \"data\": {\"resultType\": \"streams\", \"result\": ["
      + result.joined(separator: ", ") + "]}}\n"
  }

  @Test(arguments: ["1.13.14-shanghai", "1.12.28-races-and-repairs", "1.15.4-crash-loop"])
  func areOneLog(_ name: String) throws {
    let base = "fixtures/recordings/\(name)/evidence/var-log-kube-ovn"
    let text = String(decoding: try TextLog.read(base), as: UTF8.self)
    let lines = Wrappings.lines(text, year: 2026)
    func claims(_ series: (Int, Wrappings.Line) -> String) throws -> Set<String> {
      let folder = try ScratchFolder()
      try folder.write("answer.json", Array(Self.answer(lines, series).utf8))
      return Recordings.claims(try Recordings.analyze([folder.path("answer.json")]).report)
    }
    let whole = try claims { _, _ in "all" }
    #expect(!whole.isEmpty)
    var level = "I"
    let byLevel = try claims { _, line in
      if let first = line.text.first, "IWEF".contains(first), line.text.dropFirst(5).first == " " {
        level = String(first)
      }
      return level
    }
    #expect(byLevel == whole, "by level")
    #expect(try claims { number, _ in number % 3 == 0 ? "a" : "b" } == whole, "by chance")
  }

  /// The collector of logs stamps lines late, or in a zone that it does not name: what klog says of itself is in order all the
  /// same, and the JSON lines of libraries among it.
  @Test(arguments: [600, 28_800, -31_536_000])
  func aShippersClockChangesNothing(_ seconds: Int) throws {
    let base = "fixtures/recordings/1.15.4-crash-loop/evidence/pods"
    let text = String(decoding: try TextLog.read(base), as: UTF8.self)
    func claims(_ text: String) throws -> Set<String> {
      let folder = try ScratchFolder()
      try folder.write("kube-ovn-controller.log", Array(text.utf8))
      return Recordings.claims(try Recordings.analyze([folder.path("kube-ovn-controller.log")]).report)
    }
    let whole = try claims(text)
    #expect(whole.count > 5)
    let late = Wrappings.lines(text, year: 2026).map { line in
      let time = Instant(nanoseconds: (line.microseconds + Int64(seconds) * 1_000_000) * 1000)
      return "\(time.rfc3339) \(line.text)\n"
    }
    #expect(try claims(late.joined()) == whole)
  }

  /// `kubectl logs --prefix` puts the replicas one behind the other; in pieces, they have one clock still.
  @Test(arguments: [2, 5, 9])
  func replicasInPiecesAreTheSame(_ count: Int) throws {
    let bytes = try Fixtures.content("fixtures/recordings/1.12.28-leader-lost/evidence/kubectl-logs-prefix.log.gz")
    let whole = try ScratchFolder()
    try whole.write("all.log", bytes)
    let wanted = Recordings.claims(try Recordings.analyze([whole.path("all.log")]).report)
    #expect(wanted.count > 20)
    let pieces = try ScratchFolder()
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let size = lines.count / count + 1
    for part in 0..<count {
      let piece = lines[part * size..<min(lines.count, (part + 1) * size)].joined(separator: [0x0A])
      try pieces.write("xa\(part)", piece + [0x0A])
    }
    #expect(Recordings.claims(try Recordings.analyze([pieces.path("")]).report) == wanted)
  }
}
