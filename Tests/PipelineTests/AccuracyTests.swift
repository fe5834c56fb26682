import Foundation
import Model
import Testing

@testable import Pipeline

/// What is claimed must be true, and what is true must be found; `make accuracy` prints the same as a table.
@Suite struct AccuracyTests {
  @Test func thereAreRecordings() {
    #expect(Recordings.names.count >= 7)
    #expect(Recordings.ofOtherKinds.count >= 5)
  }

  @Test(arguments: Recordings.names)
  func allEvidenceFindsExactlyTheTruth(_ name: String) throws {
    let result = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"])
    #expect(Recordings.claims(result.report) == (try Recordings.Truth(name)).now)
  }

  /// Of NAT, virtual machines, Vips and the rest, all is named and nothing else is claimed; not all can be proven.
  @Test(arguments: Recordings.ofOtherKinds)
  func objectsOfOtherKindsAreNamed(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    let truth = try Recordings.Truth(name)
    let claims = Recordings.claims(report)
    #expect(claims.isSubset(of: truth.now), "\(claims.subtracting(truth.now).sorted())")
    let named = Set(
      report.findings.flatMap(\.objects).filter { $0.verdict <= .suspected }.map {
        "\($0.ref.kind.apiKind)/\($0.ref.name)"
      })
    #expect(truth.now.isSubset(of: named), "\(truth.now.subtracting(named).sorted())")
  }

  /// Dumps claim nothing wrong and name everything, as a finding or as a question that is open: a list may have left out
  /// what it does not show, and what was made a moment before the end may still go.
  @Test(arguments: Recordings.names)
  func dumpsAloneNameExactlyTheTruth(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence/after"]).report
    let truth = try Recordings.Truth(name).now
    #expect(Recordings.claims(report).isSubset(of: truth))
    let found = report.findings.flatMap(\.objects).filter { $0.verdict <= .suspected }
    let named = found.map { "\($0.ref.kind.apiKind)/\($0.ref.name)" }
    let open = report.unknowns.map { $0.subject.replacing(" ", with: "/") }
    #expect(truth.isSubset(of: Set(named + open)))
  }

  /// Any subset of the evidence may say less, never something wrong.
  @Test(arguments: Recordings.all)
  func noSubsetOfTheEvidenceClaimsWhatNeverWas(_ name: String) throws {
    let truth = try Recordings.Truth(name)
    let base = "fixtures/recordings/\(name)/evidence/"
    let parts = [
      "pods", "var-log-kube-ovn", "after/ips.yaml", "after/subnets.yaml", "after/pods.yaml", "before", "audit",
    ]
    var random = SplitMix(state: UInt64(name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF }))
    for _ in 0..<12 {
      let mask = random.next()
      let inputs = parts.enumerated().filter { mask >> UInt64($0.offset * 3) & 1 == 1 }.map { base + $0.element }
      guard !inputs.isEmpty else { continue }
      let claims = Recordings.claims(try Recordings.analyze(inputs).report)
      #expect(claims.isSubset(of: truth.ever), "\(inputs): \(claims.subtracting(truth.ever).sorted().prefix(5))")
    }
  }

  /// A log that ends in the middle of things claims nothing that the rest of it takes back.
  @Test(arguments: Recordings.names)
  func aLogCutAnywhereClaimsNothingWrong(_ name: String) throws {
    let truth = try Recordings.Truth(name)
    let folder = "fixtures/recordings/\(name)/evidence/var-log-kube-ovn"
    let whole = try TextLog.read(folder)
    for k in 1...20 {
      let cut = FileManager.default.temporaryDirectory.appendingPathComponent("cut-\(UUID().uuidString).log")
      defer { try? FileManager.default.removeItem(at: cut) }
      try whole.prefix(whole.count * k / 21).write(to: cut)
      let claims = Recordings.claims(try Recordings.analyze([cut.path]).report)
      #expect(claims.isSubset(of: truth.ever), "cut at \(k)/21: \(claims.subtracting(truth.ever).sorted().prefix(5))")
    }
  }

  @Test func theBundleSaysWhatTheFilesSay() throws {
    let bundle = try Recordings.analyze(["fixtures/recordings/1.12.28-wrappings/bundles/support-bundle.tar.gz"])
    #expect(Recordings.claims(bundle.report) == (try Recordings.Truth("1.12.28-wrappings")).now)
  }
}

struct SplitMix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    let z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return z ^ (z >> 31)
  }
}

enum TextLog {
  /// The longest log below a folder, decompressed.
  static func read(_ folder: String) throws -> Data {
    _ = Recordings.names
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      "f=$(find '\(folder)' -type f -printf '%s %p\\n' | sort -n | tail -1 | cut -d' ' -f2-); case $f in *.gz) gzip -dc \"$f\";; *) cat \"$f\";; esac > '\(file.path)'",
    ]
    try process.run()
    process.waitUntilExit()
    return try Data(contentsOf: file)
  }
}
