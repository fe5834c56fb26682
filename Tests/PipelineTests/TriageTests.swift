import Foundation
import Reports
import Testing

@testable import Pipeline

/// A queue of bundles: every recording packed in another way, beside what is broken, empty or foreign.
@Suite struct TriageTests {
  private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent("triage-\(UUID().uuidString)").path

  private static func shell(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", command]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command)")
  }

  /// Packs every recording once, each in another container.
  private static let packed: Result<[String: String], any Error> = Result {
    let ways = [
      "tar -cf {}.tar -C fixtures/recordings {n}/evidence", "tar -czf {}.tar.gz -C fixtures/recordings {n}/evidence",
      "tar -cJf {}.tar.xz -C fixtures/recordings {n}/evidence",
      "mkdir -p {} && cp -r fixtures/recordings/{n}/evidence {}/",
      "tar -cjf {}.tbz2 -C fixtures/recordings {n}/evidence",
      "tar -czf {}.tgz -C fixtures/recordings {n}/evidence", "mkdir -p {}/case && tar -czf {}/case/sb.tar.gz -C fixtures/recordings {n}/evidence",
    ]
    try shell("mkdir -p '\(folder)/empty'")
    var paths: [String: String] = [:]
    for (i, name) in Recordings.names.enumerated() {
      let target = "\(folder)/r\(i)"
      let way = ways[i % ways.count]
      try shell(way.replacing("{n}", with: "'\(name)'").replacing("{}", with: "'\(target)'"))
      paths[name] = target
    }
    try shell(
      """
      cd '\(folder)'
      head -c 5000 /dev/urandom > broken.zip
      head -c 3000 "$(ls r*.tar.gz | head -1)" > cut.tar.gz
      mkdir foreign && printf 'root:x:0:0\\n' > foreign/passwd && tar -czf foreign.tgz foreign && rm -r foreign
      """)
    return paths
  }

  private func run(_ change: (inout Triage.Options) -> Void = { _ in }) throws -> (TriageDocument, Pipeline.ExitStatus) {
    _ = try Self.packed.get()
    var options = Triage.Options()
    options.operands = [Self.folder]
    change(&options)
    return try Triage.run(options)
  }

  @Test func orderClassesAndGroupsAreRight() throws {
    let paths = try Self.packed.get()
    let (document, status) = try run()
    #expect(status == .confirmedCritical)
    #expect(document.bundles.count == Recordings.names.count + 4)
    for name in Recordings.names {
      let truth = try Recordings.Truth(name)
      let path = try #require(paths[name])
      let entry = try #require(document.bundles.first { $0.path.hasPrefix(path + ".") || $0.path.hasPrefix(path + "/") || $0.path == path })
      #expect(entry.leaked + entry.stuck == truth.now.count, "\(name)")
      #expect(entry.isOngoing == !truth.now.isEmpty, "\(name)")
      #expect(entry.classes.isEmpty == truth.ever.isEmpty, "\(name)")
      #expect(!entry.versions.isEmpty, "\(name)")
    }
    let ranks = document.bundles.map { ($0.verdict.isEmpty ? 2 : $0.isOngoing ? 0 : 1) }
    #expect(ranks == ranks.sorted())
    for name in ["broken.zip", "empty", "foreign.tgz", "cut.tar.gz"] {
      let entry = try #require(document.bundles.first { $0.path.hasSuffix("/" + name) }, "\(name)")
      #expect(entry.verdict.isEmpty && !entry.error.isEmpty, "\(name)")
    }
    // Every recording is another cluster and another incident.
    #expect(document.bundles.allSatisfy { $0.group == 0 })
  }

  @Test func theSameIncidentTwiceIsOneGroup() throws {
    _ = try Self.packed.get()
    let name = "1.12.28-wrappings"
    let (document, _) = try run {
      $0.operands = ["fixtures/recordings/\(name)/bundles/support-bundle.tar.gz", "fixtures/recordings/\(name)/evidence"]
    }
    #expect(document.bundles.map(\.group) == [1, 1])
  }

  /// Whatever the number of threads and the budget, the queue is the same.
  @Test(arguments: [1, 2, 4])
  func theResultDoesNotDependOnThreadsOrBudget(_ workers: Int) throws {
    let (whole, _) = try run()
    let (other, _) = try run {
      $0.analysis.workers = workers
      $0.memory = 1
    }
    #expect(whole.json() == other.json())
  }

  @Test func aResumedRunEqualsAnUninterruptedOne() throws {
    let journal = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: journal) }
    let (whole, _) = try run()
    _ = try Self.packed.get()
    var options = Triage.Options()
    options.operands = [Self.folder]
    options.journal = journal.path
    options.analysis.workers = 1
    let done = Counter()
    let (partial, status) = try Triage.run(options, progress: { _ in done.add() }, isCancelled: { done.value >= 3 })
    #expect(status == .interrupted && partial.isPartial && partial.bundles.count < whole.bundles.count)
    // As if the interruption had come in the middle of a line.
    try (try Data(contentsOf: journal) + Data(#"{"key":"half"#.utf8)).write(to: journal)
    let read = Counter()
    let (resumed, _) = try Triage.run(options, report: { _, _ in read.add() })
    #expect(resumed.json() == whole.json())
    #expect(read.value < whole.bundles.count)
  }

  @Test func aChangedBundleIsReadAgain() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("changed-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder.appendingPathComponent("case"), withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("case/kube-ovn-controller.log")
    try Data("nothing\n".utf8).write(to: file)
    var options = Triage.Options()
    options.operands = [folder.path]
    options.journal = folder.appendingPathComponent("../journal-\(UUID().uuidString)").standardizedFileURL.path
    #expect(try Triage.run(options).document.bundles.first?.versions == [])
    let log = try TextLog.read("fixtures/recordings/1.12.28-races-and-repairs/evidence/var-log-kube-ovn")
    try log.prefix(200_000).write(to: file)
    #expect(try Triage.run(options).document.bundles.first?.versions != [])
  }

  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    func add() { lock.withLock { count += 1 } }
    var value: Int { lock.withLock { count } }
  }
}
