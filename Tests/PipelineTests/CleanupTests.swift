import Diagnosis
import Foundation
import Model
import Testing

@testable import Pipeline

/// What is called resolved says how it went, and the truth files agree.
@Suite struct CleanupTests {
  private struct Truth: Decodable {
    struct Healed: Decodable {
      var kind: String
      var name: String
      var how: String
      var deleteAskedBy: String?
    }
    var healed: [Healed]
  }

  private static func healed(_ name: String) throws -> [String: Truth.Healed] {
    let file = Recordings.root.appendingPathComponent("fixtures/recordings/\(name)/truth.json")
    let healed = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: file)).healed
    return Dictionary(healed.map { ($0.kind + "/" + $0.name, $0) }) { first, _ in first }
  }

  @Test(arguments: Recordings.names)
  func theWayIsNamedAndTrue(_ name: String) throws {
    let truth = try Self.healed(name)
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    for object in report.findings.flatMap(\.objects) where object.verdict == .resolved {
      let cleanup = try #require(object.cleanup, "\(object.ref.display) does not say how it went")
      let healed = try #require(truth[object.ref.kind.apiKind + "/" + object.ref.name], "\(object.ref.display) lives")
      let isAskedByHand = healed.deleteAskedBy.map { !$0.hasPrefix("system:serviceaccount:") } ?? false
      switch cleanup.way {
      case .manualPatch: #expect(healed.how == "by hand")
      case .manualDelete:
        #expect(healed.how == "by the controller" && isAskedByHand)
        #expect(cleanup.user == healed.deleteAskedBy)
      case .leaderRestart, .collection, .retry, .controller:
        #expect(healed.how == "by the controller" && !isAskedByHand)
      case .deletion: Issue.record("the audit log tells who asked for \(object.ref.display)")
      }
    }
  }

  /// Without the audit log nobody is named, and what the log shows is still told from what it does not.
  @Test(arguments: Recordings.names)
  func aLogAloneNamesNobody(_ name: String) throws {
    let truth = try Self.healed(name)
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence/pods"]).report
    for object in report.findings.flatMap(\.objects) {
      guard let cleanup = object.cleanup else { continue }
      #expect(cleanup.user.isEmpty)
      guard let healed = truth[object.ref.kind.apiKind + "/" + object.ref.name] else { continue }
      if cleanup.way == .leaderRestart || cleanup.way == .collection {
        #expect(healed.how == "by the controller")
        #expect(healed.deleteAskedBy?.hasPrefix("system:serviceaccount:") ?? true)
      }
    }
  }

  /// Logs and objects without an audit log: 1.12 prints nothing when an IP object goes, so its silence refutes nothing.
  @Test(arguments: Recordings.names)
  func whatWentUnseenIsNotRefuted(_ name: String) throws {
    let truth = try Self.healed(name)
    let base = "fixtures/recordings/\(name)/evidence"
    let report = try Recordings.analyze([base + "/pods", base + "/after"]).report
    for object in report.findings.flatMap(\.objects) where object.verdict == .refuted {
      #expect(truth[object.ref.kind.apiKind + "/" + object.ref.name] == nil, "\(object.ref.display) leaked and went")
    }
  }

  /// And a log alone does not claim that nobody removed what it would not show.
  @Test func silenceIsNoAbsence() throws {
    for (name, isPrinted) in [("1.12.28-races-and-repairs", false), ("1.13.14-shanghai", true)] {
      let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence/pods"]).report
      let findings = report.findings.filter { $0.verdict == .probable && $0.rule == "KOV-004" }
      #expect(!findings.isEmpty)
      for finding in findings {
        let removal = finding.absences.first { $0.what.contains("removal") }
        #expect(removal?.isCovered == isPrinted && removal?.note.isEmpty == isPrinted, "\(finding.id)")
      }
    }
  }
}
