import Foundation
import Model
import Testing

@testable import Pipeline

/// Audit logs as people have them: of one API server among several, with a policy that leaves accounts out, selected by verb,
/// with lines lost. What they lack is no end that did not come, and no object that was never made.
@Suite struct AlteredAuditTests {
  private static let recordings = Recordings.names.filter {
    FileManager.default.fileExists(atPath: "fixtures/recordings/\($0)/evidence/audit/kube-apiserver-audit.log.gz")
  }

  private static func lines(_ name: String) throws -> [[UInt8]] {
    Array(try TextLog.read("fixtures/recordings/\(name)/evidence/audit")).split(separator: 0x0A).map(Array.init)
  }

  private static func holds(_ line: [UInt8], _ text: String) -> Bool {
    Data(line).range(of: Data(text.utf8)) != nil
  }

  private static var alterations: [(String, (Int, [UInt8]) -> Bool)] {
    var random = SplitMix(state: 7)
    return [
      ("deletions only", { holds($1, "\"verb\":\"delete\"") }), ("no patches", { !holds($1, "\"verb\":\"patch\"") }),
      ("no updates", { !holds($1, "\"verb\":\"update\"") }),
      ("no controller", { !holds($1, "system:serviceaccount:kube-system:ovn\"") }),
      ("one of three servers", { i, _ in i % 3 == 0 }), ("every second line", { i, _ in i % 2 == 0 }),
      ("a tenth lost", { _, _ in random.next() % 10 != 0 }),
    ]
  }

  @Test(arguments: recordings)
  func whatIsMissingIsNoState(_ name: String) throws {
    let truth = try Recordings.Truth(name)
    let lines = try Self.lines(name)
    let folder = try ScratchFolder()
    let file = folder.path("kube-apiserver-audit.log")
    let before = "fixtures/recordings/\(name)/evidence/before"
    for (what, isKept) in Self.alterations {
      let kept = lines.enumerated().filter { isKept($0.offset, $0.element) }.map(\.element)
      try folder.write("kube-apiserver-audit.log", kept.joined(separator: [0x0A]))
      for inputs in [[file], [file, before]] {
        let report = try Recordings.analyze(inputs).report
        let claims = Recordings.claims(report)
        #expect(claims.isSubset(of: truth.ever), "\(what): \(claims.subtracting(truth.ever).sorted().prefix(5))")
        let ruledOut = Recordings.ruledOut(report)
        #expect(ruledOut.isDisjoint(with: truth.now), "\(what): \(ruledOut.intersection(truth.now).sorted().prefix(5))")
      }
    }
  }

  /// Dumps of another cluster in a folder beside end nothing of this one.
  @Test(arguments: zip(recordings, recordings.dropFirst()))
  func dumpsOfAnotherClusterEndNothing(_ name: String, _ other: String) throws {
    let truth = try Recordings.Truth(name)
    let base = "fixtures/recordings/"
    let report = try Recordings.analyze([
      base + name + "/evidence/pods", base + name + "/evidence/after", base + other + "/evidence/after",
    ]).report
    let ruledOut = Recordings.ruledOut(report)
    #expect(ruledOut.isDisjoint(with: truth.now), "\(ruledOut.intersection(truth.now).sorted().prefix(5))")
  }

  /// The log of another cluster in a folder beside, without a name that would tell: the dumps end nothing of it. What both have
  /// a name for is left out.
  @Test(arguments: zip(Recordings.names, Recordings.names.dropFirst() + Recordings.names.prefix(1)))
  func dumpsEndNothingOfAnotherClustersLog(_ name: String, _ other: String) throws {
    let (own, theirs) = (try Recordings.Truth(name), try Recordings.Truth(other))
    let folder = try ScratchFolder()
    let base = "fixtures/recordings/"
    try folder.write("kube-ovn-controller.log", Array(try TextLog.read(base + other + "/evidence/pods")))
    let report = try Recordings.analyze([
      base + name + "/evidence/pods", base + name + "/evidence/after", folder.path("kube-ovn-controller.log"),
    ]).report
    let wrong = Recordings.ruledOut(report).intersection(theirs.now).subtracting(own.ever)
    #expect(wrong == [], "\(wrong.sorted().prefix(5))")
  }

  /// Dumps that show nothing of what the log names may be of another cluster, or of a time when all of it had gone.
  @Test func dumpsThatShowNothingOfTheLogLeaveItOpen() throws {
    let logs = "fixtures/recordings/1.12.28-races-and-repairs/evidence/pods"
    #expect(Recordings.claims(try Recordings.analyze([logs]).report) != [])
    let folder = try ScratchFolder()
    let items = (1...8).map { number in
      "{apiVersion: kubeovn.io/v1, kind: Subnet, metadata: {name: zz-\(number), uid: u-\(number), "
        + "resourceVersion: \"\(number)\", creationTimestamp: \"2027-01-01T00:00:00Z\"}, "
        + "spec: {cidrBlock: 10.9.\(number).0/24}}"
    }
    try folder.write(
      "subnets.yaml", Array(("apiVersion: v1\nkind: List\nitems:\n" + items.map { "- \($0)\n" }.joined()).utf8))
    let report = try Recordings.analyze([logs, folder.path("subnets.yaml")]).report
    #expect(Recordings.claims(report) == [])
    #expect(Recordings.claims(report, atLeast: .suspected) == [] && !report.findings.isEmpty)
  }

  /// A few lines of a log that somebody pasted are no proof that nothing leaked.
  @Test(arguments: recordings)
  func aFewLinesProveNothing(_ name: String) throws {
    let pods = "fixtures/recordings/\(name)/evidence/pods"
    let replica = try #require(try FileManager.default.contentsOfDirectory(atPath: pods).sorted().first)
    let lines = Array(try TextLog.read(pods + "/" + replica)).split(separator: 0x0A).map(Array.init)
    let folder = try ScratchFolder()
    var random = SplitMix(state: 3)
    for _ in 0..<12 {
      let begin = Int.random(in: 0..<max(1, lines.count - 20), using: &random)
      let few = lines[begin..<min(lines.count, begin + Int.random(in: 1...12, using: &random))]
      try folder.write("few.log", few.joined(separator: [0x0A]))
      let result = try Recordings.analyze([folder.path("few.log")])
      #expect(ExitStatus.of(result, failOn: .info) != .clean, "lines \(begin)…")
    }
  }
}
