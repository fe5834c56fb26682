import Foundation
import Model
import Reports
import Testing

@testable import Diagnosis
@testable import Pipeline

/// A finding is known by the same fingerprint in every run that sees the same thing.
@Suite struct FingerprintTests {
  /// Parts of the evidence of a recording, each with what the whole shows or less.
  private static func subsets(_ name: String) -> [[String]] {
    let evidence = "fixtures/recordings/\(name)/evidence"
    return [
      [evidence], [evidence + "/after"], [evidence + "/pods", evidence + "/after"], [evidence + "/pods"],
      [evidence + "/after", evidence + "/pods", evidence + "/audit"],
    ]
  }

  @Test(arguments: Recordings.names)
  func subsetsAgree(_ name: String) throws {
    var idByObjects: [[String]: String] = [:]
    var printByObject: [String: String] = [:]
    for inputs in Self.subsets(name) {
      for finding in try Recordings.analyze(inputs).report.findings {
        let key = [finding.rule] + finding.objects.map(\.ref.display).sorted()
        let known = idByObjects[key]
        #expect(known == nil || known == finding.fingerprint, "\(finding.id) of \(inputs)")
        idByObjects[key] = finding.fingerprint
        #expect(finding.id.hasPrefix(finding.rule + "-" + finding.fingerprint.prefix(4)))
        for object in finding.objects {
          let own = finding.rule + " " + object.ref.display
          #expect(printByObject[own] == nil || printByObject[own] == object.fingerprint)
          printByObject[own] = object.fingerprint
        }
      }
    }
  }

  @Test(arguments: Recordings.names)
  func idsAreUnique(_ name: String) throws {
    let ids = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report.findings.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  /// Order plays no part; a finding that loses a few of many objects mostly keeps its fingerprint.
  @Test func manyObjectsKeepTheirName() {
    let refs = (0..<200).map { ResourceRef(.ip, name: "app-\($0).shop") }
    let whole = Fingerprint(rule: "KOV-001", objects: refs)
    #expect(Fingerprint(rule: "KOV-001", objects: refs.reversed()) == whole)
    #expect(Fingerprint(rule: "KOV-002", objects: refs) != whole)
    let kept = refs.indices.count { gone in
      Fingerprint(rule: "KOV-001", objects: refs.enumerated().filter { $0.offset != gone }.map(\.element)) == whole
    }
    #expect(kept == 199)
    #expect(whole.description.utf8.count == 16)
  }
}
