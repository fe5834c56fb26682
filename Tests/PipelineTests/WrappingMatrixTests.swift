import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

/// The same evidence in every wrapper, packed into every container, gives the same findings.
@Suite struct WrappingMatrixTests {
  private static let base = "fixtures/recordings/1.12.28-races-and-repairs/evidence"
  private static let work = FileManager.default.temporaryDirectory.appendingPathComponent("matrix-\(UUID().uuidString)")

  /// Each makes, from a folder `e` of evidence in the current folder, an input called `out`.
  private static let containers: [(name: String, command: String)] = [
    ("folder", "cp -r e out"), ("tar", "tar -cf out e"), ("tar.gz", "tar -czf out e"),
    ("tar.xz", "tar -c e | xz -0 > out"),
    ("tar.zst", "tar -c e | zstd -q -1 > out"), ("tar.bz2", "tar -c e | bzip2 -1 > out"),
    ("tar.lz4", "tar -c e | lz4 -q > out"),
    ("zip", "bsdtar --format zip -cf out e"), ("7z", "bsdtar --format 7zip --options 7zip:compression=store -cf out e"),
    ("cpio", "bsdtar --format cpio -cf out e"),
    ("files.gz", "mkdir out && cp -r e/. out && find out -type f -exec gzip -1 {} +"),
    ("files.zst", "mkdir out && cp -r e/. out && find out -type f -exec zstd -q --rm {} +"),
    ("zip in tar.gz", "bsdtar --format zip -cf inner.zip e && tar -czf out inner.zip"),
    ("gz in zip in tar", "find e -type f -exec gzip -1 {} + && bsdtar --format zip -cf i.zip e && tar -cf out i.zip"),
  ]

  /// The minutes around a race that was lost, as the controller wrote them.
  private static let log = Result {
    _ = Recordings.names
    let text = String(decoding: try TextLog.read(base + "/var-log-kube-ovn"), as: UTF8.self)
    let kept = text.split(separator: "\n").drop { !$0.contains(" 20:34:0") }.prefix { !$0.hasPrefix("I1123 20:36:4") }
    return Wrappings.lines(kept.joined(separator: "\n") + "\n", year: 2026)
  }

  private func folder(_ name: String) throws -> URL {
    let url = Self.work.appendingPathComponent(name.filter { $0.isLetter || $0.isNumber } + UUID().uuidString.prefix(4))
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent("e/after"), withIntermediateDirectories: true)
    for file in ["ips.json", "subnets.json", "pods.yaml", "statefulsets.yaml", "namespaces.yaml"] {
      let path = Recordings.root.appendingPathComponent(Self.base + "/after/" + file)
      if FileManager.default.fileExists(atPath: path.path) {
        try FileManager.default.copyItem(at: path, to: url.appendingPathComponent("e/after/" + file))
      }
    }
    return url
  }

  private func pack(_ url: URL, _ command: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", "cd '\(url.path)' && \(command)"]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command)")
  }

  /// Findings without the places where their evidence stands.
  private func findings(_ input: String) throws -> [String] {
    try Recordings.analyze([input]).report.findings.map { f in
      let objects = f.objects.map {
        "\($0.ref.display) \($0.uid) \($0.outcome.rawValue) \($0.verdict.rawValue) \($0.detail)"
      }
      let steps = f.witness.map { "\($0.step) \($0.instant?.rfc3339 ?? "") ×\($0.count)" }
      let absences = f.absences.map { "\($0.what) \($0.from?.rfc3339 ?? "") \($0.isCovered)" }
      return "\(f.rule) \(f.leakClass) \(f.verdict.rawValue) \(f.severity.rawValue) \(objects) \(steps) \(absences)"
    }
  }

  @Test(arguments: Wrappings.all)
  func everyContainerOfThisWrappingSaysTheSame(_ way: Wrappings.Way) throws {
    let lines = try Self.log.get()
    let expected = try Self.expected.get()
    #expect(expected.count >= 4)
    for container in Self.containers {
      let url = try folder(way.name + container.name)
      defer { try? FileManager.default.removeItem(at: url) }
      try Data(way.wrap(lines).utf8).write(to: url.appendingPathComponent("e/kube-ovn-controller.log"))
      try pack(url, container.command)
      let found = try findings(url.appendingPathComponent("out").path)
      let isSame = found == expected
      #expect(isSame, "\(way.name) in \(container.name): \(found.count) findings: \(Self.difference(found, expected))")
    }
  }

  @Test func thereAreEnoughCombinations() { #expect(Wrappings.all.count * Self.containers.count >= 60) }

  /// What the plain log in a folder says.
  private static let expected = Result {
    let suite = WrappingMatrixTests()
    let url = try suite.folder("expected")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(Wrappings.all[0].wrap(try log.get()).utf8).write(
      to: url.appendingPathComponent("e/kube-ovn-controller.log"))
    return try suite.findings(url.appendingPathComponent("e").path)
  }

  private static func difference(_ a: [String], _ b: [String]) -> String {
    guard let (x, y) = zip(a, b).first(where: { $0 != $1 }) else { return "" }
    let shared = x.commonPrefix(with: y).count
    return
      "…\(x.dropFirst(max(0, shared - 40)).prefix(160)) instead of …\(y.dropFirst(max(0, shared - 40)).prefix(160))"
  }
}
