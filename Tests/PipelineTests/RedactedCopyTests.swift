import Foundation
import Intake
import Model
import Reports
import Testing

@testable import Pipeline

/// A redacted copy of evidence gives what the evidence gives, and names nothing.
@Suite struct RedactedCopyTests {
  private static func copy(
    _ inputs: [String], to folder: ScratchFolder, _ map: RedactionMap? = nil
  ) throws -> RedactedCopy.Result {
    var options = AnalyzeOptions()
    options.inputs = inputs
    options.redaction = RedactionRequest(map: map)
    return try RedactedCopy.run(options, into: folder.path("copy"))
  }

  /// The files of a copy, by their paths below it.
  private static func files(_ folder: ScratchFolder) throws -> [String: Data] {
    let root = folder.path("copy")
    var files: [String: Data] = [:]
    for case let path as String in try #require(FileManager.default.enumerator(atPath: root)) {
      files[path] = FileManager.default.contents(atPath: root + "/" + path)
    }
    return files
  }

  /// Keys, API groups and protocols that recordings also call something; where they stand for that, they go.
  private static let wordsOfTheProduct: Set = ["batch", "http", "stream"]

  private static let line = "I1123 20:34:22.123456       1 pod.go:937] handle delete event for pod shop/web-0\n".utf8

  // MARK: It says the same

  @Test(arguments: Recordings.names + Recordings.ofOtherKinds)
  func recordingsGiveTheSame(_ name: String) throws {
    let evidence = "fixtures/recordings/\(name)/evidence"
    let folder = try ScratchFolder()
    let result = try Self.copy([evidence], to: folder)
    #expect(result.differences.isEmpty && result.status == .clean, "\(result.differences)")
    #expect(result.files > 20 && result.leftOut.isEmpty, "\(result.leftOut)")
    // More than the program itself compares.
    let (original, copied) = (try Recordings.analyze([evidence]), try Recordings.analyze([folder.path("copy")]))
    #expect(ExitStatus.of(original, failOn: .low) == ExitStatus.of(copied, failOn: .low))
    let claims = { (result: AnalysisResult) in
      result.report.findings.map { finding in
        "\(finding.rule) \(finding.verdict) \(finding.harm) \(finding.objects.map(\.outcome.rawValue).sorted())"
          + " \(String(describing: finding.firstSeen)) \(String(describing: finding.lastSeen))"
      }.sorted()
    }
    #expect(claims(original) == claims(copied))
    let secrets = try EvidenceSecrets.of(evidence)
    #expect(secrets.words.count > 100)
    for (path, content) in try Self.files(folder) {
      var found = secrets.found(in: path + "\n" + String(decoding: content, as: UTF8.self))
      found.subtract(Self.wordsOfTheProduct)
      #expect(found.isEmpty, "\(path): \(found.sorted().prefix(10))")
    }
  }

  /// Tables, descriptions, wrapped and pasted logs, odd clocks.
  @Test func fixturesGiveTheSame() throws {
    var count = 0
    for area in ["clocks", "documents", "ledger", "log"] {
      for name in try FileManager.default.contentsOfDirectory(atPath: "fixtures/\(area)").sorted() {
        let folder = try ScratchFolder()
        let result = try Self.copy(["fixtures/\(area)/\(name)"], to: folder)
        if result.status == .notUnderstood { continue }
        #expect(result.differences.isEmpty, "\(name): \(result.differences)")
        count += 1
      }
    }
    #expect(count > 20, "\(count)")
  }

  /// The comparison sees a finding that is missing, and one that is new.
  @Test func aDifferenceIsSaid() throws {
    let one = try Recordings.analyze(["fixtures/recordings/1.12.28-races-and-repairs/evidence/after"])
    var other = one
    #expect(RedactedCopy.differences(one, other).isEmpty)
    other.report.findings.removeFirst()
    #expect(RedactedCopy.differences(one, other).allSatisfy { $0.hasPrefix("not in the copy: KOV-") })
    #expect(RedactedCopy.differences(other, one).allSatisfy { $0.hasPrefix("only in the copy: KOV-") })
    #expect(!RedactedCopy.differences(one, other).isEmpty)
    other = one
    other.isConclusive.toggle()
    #expect(RedactedCopy.differences(one, other).count == 1)
  }

  // MARK: What is written, and where

  @Test func pathsStayInsideAndApart() throws {
    let folder = try ScratchFolder()
    for path in [
      "kube-system_kube-ovn-controller-abc_1/kube-ovn-controller/0.log", "x'y $(id)/a\u{1b}[31mb.log",
      "x'y_$(id)/a b.log",
    ] {
      try folder.write("source/" + path, Self.line)
    }
    try folder.shell("cd source && printf x > y && tar -czf ../b.tar.gz --transform 's,^,../../,' -P * && rm y")
    let result = try Self.copy([folder.path("source"), folder.path("b.tar.gz")], to: folder)
    #expect(result.files == 6 && result.differences.isEmpty, "\(result)")
    let paths = try Self.files(folder).keys
    let plain = Set("/-_.:@+=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    #expect(paths.allSatisfy { $0.utf8.allSatisfy(plain.contains) && !$0.contains("..") }, "\(paths)")
    // The path tells which container a log is of.
    #expect(paths.filter { $0.hasSuffix("/kube-ovn-controller/0.log") }.count == 2)
  }

  @Test func nothingIsWrittenOver() throws {
    let folder = try ScratchFolder()
    try folder.write("copy/file", "mine".utf8)
    try folder.write("a.log", Self.line)
    #expect(throws: (any Error).self) { try Self.copy([folder.path("a.log")], to: folder) }
    #expect(try Self.files(folder) == ["file": Data("mine".utf8)])
  }

  /// The year of a log may hang on when its file was written.
  @Test func filesKeepTheirTime() throws {
    let folder = try ScratchFolder()
    try folder.write(
      "kube-ovn-controller.log",
      "I1231 23:59:38.726108       1 subnet.go:350] format subnet shop-net, changed false\n".utf8)
    let time = Date(timeIntervalSince1970: 1_700_000_000)
    try FileManager.default.setAttributes(
      [.modificationDate: time], ofItemAtPath: folder.path("kube-ovn-controller.log"))
    _ = try Self.copy([folder.path("kube-ovn-controller.log")], to: folder)
    let (path, content) = try #require(try Self.files(folder).first)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("copy/" + path))
    #expect(attributes[.modificationDate] as? Date == time)
    let said = String(decoding: content, as: UTF8.self)
    #expect(said == "I1231 23:59:38.726108       1 subnet.go:350] format subnet subnet-1, changed false\n")
  }

  @Test func whatNothingUnderstandsIsLeftOut() throws {
    let folder = try ScratchFolder()
    try folder.write("source/key.pem", "-----BEGIN SECRET-----\nqwerty\n".utf8)
    try folder.write("source/core", [0, 1, 2, 3, 255])
    // That a list is empty is evidence.
    try folder.write("source/pods.json", "{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": []}\n".utf8)
    try folder.write("source/a.log", Self.line)
    let result = try Self.copy([folder.path("source")], to: folder)
    #expect(
      result.leftOut.count == 2
        && result.leftOut.allSatisfy { $0.reason == "left out, because no format understood it" })
    #expect(try Set(Self.files(folder).keys) == ["a.log", "pods.json"])
  }

  /// What can be read of a file that ends too early is copied, as it is analysed.
  @Test func aFileThatIsCutIsCopiedUpToThere() throws {
    let folder = try ScratchFolder()
    try folder.write("a.log", (0..<2000).flatMap { _ in Self.line })
    try folder.shell("gzip -9 a.log && head -c 400 a.log.gz > cut.log.gz && rm a.log.gz")
    let result = try Self.copy([folder.path("cut.log.gz")], to: folder)
    #expect(result.files == 1 && result.bytes > 1000 && !result.problems.isEmpty, "\(result)")
  }

  /// Rows stand below the header whatever the pseudonyms are like, and an empty cell stays one.
  @Test func tablesStayTables() throws {
    let folder = try ScratchFolder()
    for (end, name) in [("\n", "unix.txt"), ("\r\n", "windows.txt")] { try tableStays(name, end, folder) }
  }

  private func tableStays(_ name: String, _ end: String, _ folder: ScratchFolder) throws {
    let table = """
      NAMESPACE   NAME    V4IP        NODENAME   SUBNET
                  a.b     10.16.0.9   n1         s1
      shop        web-0   10.16.0.5              s1

      """
    try folder.write(name, table.replacing("\n", with: end).utf8)
    try folder.shell("rm -rf copy")
    _ = try Self.copy([folder.path(name)], to: folder)
    let text = String(decoding: try #require(try Self.files(folder).values.first), as: UTF8.self)
    #expect(text.hasSuffix(end) && text.components(separatedBy: end).count == 4)
    let rows = text.components(separatedBy: end).dropLast().map { $0 }
    let begins = { (row: String, word: String) in
      row.range(of: word).map { row.distance(from: row.startIndex, to: $0.lowerBound) }
    }
    try #require(rows.count == 3)
    #expect(begins(rows[1], "240.") == begins(rows[0], "V4IP") && begins(rows[2], "240.") == begins(rows[0], "V4IP"))
    let subnets = rows.dropFirst().map { $0.dropFirst(begins(rows[0], "SUBNET") ?? 0).prefix { $0 != " " } }
    #expect(subnets[0] == subnets[1] && !subnets[0].isEmpty, "\(text)")
  }

  /// Of a line without an end no word is lost where it is cut, and none stays.
  @Test func longLinesAreCopiedInPieces() throws {
    let folder = try ScratchFolder()
    let items = (0..<5000).map { number in
      "{\"kind\":\"IP\",\"apiVersion\":\"kubeovn.io/v1\",\"metadata\":{\"name\":\"acme-\(number).shop\",\"uid\":\"u\(number)\"},\"spec\":{}}"
    }
    let list = "{\"kind\":\"IPList\",\"apiVersion\":\"kubeovn.io/v1\",\"items\":[\(items.joined(separator: ","))]}"
    try folder.write("ips.json", list.utf8)
    let result = try Self.copy([folder.path("ips.json")], to: folder)
    #expect(result.differences.isEmpty)
    let content = try #require(try Self.files(folder).values.first)
    #expect(!String(decoding: content, as: UTF8.self).contains("acme"))
    let parsed = try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
    #expect((parsed["items"] as? [Any])?.count == 5000)
  }

  /// A map of an earlier run gives the same copy again.
  @Test func aMapGivesTheSamePseudonyms() throws {
    var copies: [[String: Data]] = []
    var map: RedactionMap?
    for _ in 0..<2 {
      let folder = try ScratchFolder()
      map = try Self.copy(["fixtures/recordings/1.16.2-quiet/evidence/after"], to: folder, map).redaction?.map
      copies.append(try Self.files(folder))
    }
    #expect(copies[0] == copies[1] && copies[0].count > 10)
  }
}
