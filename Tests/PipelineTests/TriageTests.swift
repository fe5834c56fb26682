import Foundation
import Reports
import Synchronization
import Testing

@testable import Pipeline

/// A queue of bundles: every recording packed in another way, beside what is broken, empty or foreign.
@Suite struct TriageTests {
  private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "triage-\(UUID().uuidString)"
  ).path

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
      "tar -c -C fixtures/recordings {n}/evidence | zstd -q -o {}.tar.zst",
      "mkdir -p {} && cp -r fixtures/recordings/{n}/evidence {}/",
      "bsdtar --format zip -cf {}.zip -C fixtures/recordings {n}/evidence",
      "bsdtar --format 7zip -cf {}.7z -C fixtures/recordings {n}/evidence",
      "mkdir -p {}/case && tar -cJf {}/case/sb.tar.xz -C fixtures/recordings {n}/evidence",
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

  private func run(
    _ change: (inout Triage.Options) -> Void = { _ in }
  ) throws -> (TriageDocument, Pipeline.ExitStatus) {
    _ = try Self.packed.get()
    var options = Triage.Options()
    options.operands = [Self.folder]
    change(&options)
    let result = try Triage.run(options)
    return (result.document, result.status)
  }

  @Test func orderClassesAndGroupsAreRight() throws {
    let paths = try Self.packed.get()
    let (document, status) = try run()
    #expect(status == .confirmedCritical)
    #expect(document.bundles.count == Recordings.names.count + 4)
    for name in Recordings.names {
      let truth = try Recordings.Truth(name)
      let path = try #require(paths[name])
      let entry = try #require(
        document.bundles.first { $0.path.hasPrefix(path + ".") || $0.path.hasPrefix(path + "/") || $0.path == path })
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
      $0.operands = [
        "fixtures/recordings/\(name)/bundles/support-bundle.tar.gz", "fixtures/recordings/\(name)/evidence",
      ]
    }
    #expect(document.bundles.map(\.group) == [1, 1])
  }

  @Test(arguments: Language.allCases) func pagesSpeakTheLanguageOfTheQueue(_ language: Language) throws {
    _ = try Self.packed.get()
    var options = Triage.Options()
    options.operands = ["fixtures/recordings/1.12.28-wrappings/bundles/support-bundle.tar.gz"]
    options.language = language
    let pages = Mutex<[String]>([])
    _ = try Triage.run(
      options, wantsReports: true,
      report: { _, page in pages.withLock { $0.append(String(decoding: page, as: UTF8.self)) } })
    let page = try #require(pages.withLock { $0.first })
    #expect(page.contains("<html lang=\"\(language.rawValue)"))
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
    let first = try Triage.run(options, progress: { _ in done.add() }, isCancelled: { done.value >= 3 })
    let partial = first.document
    #expect(first.status == .interrupted && partial.isPartial && partial.bundles.count < whole.bundles.count)
    // As if the interruption had come in the middle of a line.
    try (try Data(contentsOf: journal) + Data(#"{"key":"half"#.utf8)).write(to: journal)
    let read = Counter()
    let resumed = try Triage.run(options, wantsReports: true, report: { _, _ in read.add() }).document
    #expect(resumed.json() == whole.json())
    #expect(read.value < whole.bundles.count)
  }

  @Test func aChangedBundleIsReadAgain() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("changed-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("case"), withIntermediateDirectories: true)
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

  /// The queue for programs keeps its schema, which is compiled into the program.
  @Test func jsonKeepsItsSchema() throws {
    let schema = try JSONSerialization.jsonObject(with: Data(ReportSchema.triage.utf8))
    let (document, _) = try run()
    var tree = try #require(try JSONSerialization.jsonObject(with: Data(document.json())) as? [String: Any])
    #expect(SchemaChecker.problems(tree, schema, "$").prefix(5) == [])
    tree["extra"] = 1
    var bundles = try #require(tree["bundles"] as? [[String: Any]])
    bundles[0]["verdict"] = 7
    bundles[1]["leaked"] = nil
    tree["bundles"] = bundles
    #expect(SchemaChecker.problems(tree, schema, "$").count >= 2)
  }

  /// Every format names every bundle; text that is hostile stays text.
  @Test func everyFormatShowsEveryBundle() throws {
    var document = try run().0
    var hostile = TriageEntry()
    hostile.path = "=cmd|' /C calc'!A0<script>|\u{1b}[2J"
    hostile.error = "@SUM(1)"
    document.bundles.append(hostile)
    for renderer in TableRendererRegistry.all where renderer.formatName != "json" {
      let isCSV = renderer.formatName == "csv"
      let text = String(
        decoding: renderer.init(options: RenderOptions()).render([
          document.table(shortens: !isCSV) { $0.path == hostile.path ? nil : "reports/x.html" }
        ]),
        as: UTF8.self)
      for i in Recordings.names.indices { #expect(text.contains("r\(i)"), "\(renderer.formatName)") }
      #expect(!text.contains("\u{1b}[2J"), "\(renderer.formatName)")
      if renderer.formatName == "html" {
        #expect(!text.contains("<script>|") && text.contains("href=\"reports/x.html\""))
      }
      if isCSV { #expect(!text.contains("\n=cmd") && !text.contains(",=cmd") && !text.contains(",@SUM")) }
    }
  }

  /// What matters of each bundle stands on the screen at any width, and nothing is wider than it.
  @Test(arguments: [80, 100, 140, 200])
  func theTableFitsTheTerminal(_ width: Int) throws {
    let (document, _) = try run()
    var options = RenderOptions()
    options.width = width
    let text = String(
      decoding: TextTableRenderer(options: options).render([document.table(shortens: true)]), as: UTF8.self)
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for entry in document.bundles {
      for leakClass in entry.classes { #expect(flat.contains(leakClass), "\(entry.path) at \(width)") }
      for version in entry.versions { #expect(flat.contains(version), "\(entry.path) at \(width)") }
    }
    #expect(flat.contains("the folder is empty") && flat.contains("nothing about Kube-OVN"))
  }

  @Test func aBundleThatWasCutOffIsNoCleanOne() throws {
    let (document, _) = try run()
    let cut = try #require(document.bundles.first { $0.path.hasSuffix("cut.tar.gz") })
    #expect(cut.isIncomplete && cut.error.contains("ends in the middle"))
    // It may hide what is wrong, so it comes before those in which nothing is.
    let clean = document.bundles.firstIndex { $0.verdict.isEmpty && !$0.isEmpty && !$0.isIncomplete }
    let place = document.bundles.firstIndex { $0.path == cut.path }
    if let clean, let place, !cut.isEmpty { #expect(place < clean) }
  }

  @Test func exitCodesSayWhatTheQueueHolds() throws {
    _ = try Self.packed.get()
    func status(_ names: [String]) throws -> Pipeline.ExitStatus {
      var options = Triage.Options()
      options.operands = names.map { Self.folder + "/" + $0 }
      return try Triage.run(options).status
    }
    #expect(try status(["missing"]) == .inputMissing)
    #expect(try status(["foreign.tgz", "broken.zip"]) == .notUnderstood)
    let quiet = "fixtures/recordings/1.16.2-quiet/evidence"
    var options = Triage.Options()
    options.operands = [quiet]
    #expect(try Triage.run(options).status == .clean)
    // What could not be read is not known to be clean.
    options.operands = [quiet, Self.folder + "/foreign.tgz"]
    #expect(try Triage.run(options).status == .inconclusive)
    options.operands = [quiet, Self.folder + "/missing"]
    #expect(try Triage.run(options).status == .inputMissing)
  }

  /// The same objects at one time in one cluster are one incident, whatever tells the cluster; names alone are not.
  @Test func groupsNeedMoreThanNames() {
    func entry(_ path: String, _ from: Int64, uids: [String] = [], cluster: String = "", replicas: [String] = [])
      -> TriageEntry
    {
      var entry = TriageEntry()
      (entry.path, entry.from, entry.to) = (path, from, from + 10)
      entry.identity.uids = uids
      entry.identity.cluster = cluster
      entry.identity.replicas = replicas
      entry.identity.objects = ["IP web-1.shop"]
      return entry
    }
    func groups(_ entries: [TriageEntry]) -> [Int] {
      var entries = entries
      TriageGrouping.number(&entries)
      return entries.map(\.group)
    }
    #expect(groups([entry("a", 0), entry("b", 0)]) == [0, 0])
    #expect(groups([entry("a", 0, uids: ["u"]), entry("b", 900, uids: ["u"])]) == [1, 1])
    #expect(groups([entry("a", 0, cluster: "c"), entry("b", 5, cluster: "c")]) == [1, 1])
    #expect(groups([entry("a", 0, cluster: "c"), entry("b", 50, cluster: "c")]) == [0, 0])
    #expect(groups([entry("a", 0, cluster: "c"), entry("b", 0, cluster: "d")]) == [0, 0])
    #expect(
      groups([
        entry("a", 0, replicas: ["p"]), entry("x", 0), entry("b", 5, replicas: ["p"]),
        entry("c", 8, cluster: "e", replicas: ["p"]),
      ]) == [1, 0, 1, 1])
    // Three years earlier by a year that nothing proves.
    let year: Int64 = 365 * 86_400_000_000_000
    var old = entry("b", 5 - 3 * year, cluster: "c")
    #expect(groups([entry("a", 0, cluster: "c"), old]) == [0, 0])
    old.identity.isYearAssumed = true
    #expect(groups([entry("a", 0, cluster: "c"), old]) == [1, 1])
  }

  /// A controller that crashes comes before addresses that are lost, however many; totals say what the queue amounts to.
  @Test func harmRanksTheQueue() {
    func entry(_ path: String, _ harm: String, _ verdict: String, leaked: Int) -> TriageEntry {
      var entry = TriageEntry()
      (entry.path, entry.harm, entry.verdict, entry.severity) = (path, harm, verdict, "critical")
      (entry.leaked, entry.isOngoing, entry.present) = (leaked, harm != "healed" && !harm.isEmpty, ["controller log"])
      return entry
    }
    var clean = entry("clean", "", "", leaked: 0)
    clean.isConclusive = true
    var document = TriageDocument()
    document.bundles = Triage.rank([
      entry("lost", "leaked-address", "CONFIRMED", leaked: 900), entry("over", "healed", "RESOLVED", leaked: 0),
      entry("unclear", "", "", leaked: 0), clean, entry("down", "controller-down", "PROBABLE", leaked: 3),
    ])
    #expect(document.bundles.map(\.path) == ["down", "lost", "over", "unclear", "clean"])
    let totals = document.totals
    #expect((totals.bundles, totals.wrong, totals.leaked) == (5, 2, 903))
    #expect((totals.clean, totals.inconclusive) == (1, 2))
  }

  /// An archive is one by its content, whatever it is called.
  @Test func archivesWithoutAnEndingAreBundles() throws {
    let folder = try ScratchFolder()
    try folder.shell(
      "mkdir q && cd q && cp -r '\(Recordings.root.path)/fixtures/recordings/1.16.2-quiet/evidence' e && tar -czf case-1 e && tar -c e | xz -0 > case-2 && rm -r e"
    )
    var options = Triage.Options()
    options.operands = [folder.path("q")]
    let document = try Triage.run(options).document
    #expect(document.bundles.map { $0.path.split(separator: "/").last } == ["case-1", "case-2"])
    #expect(document.bundles.allSatisfy { $0.versions == ["v1.16.2"] })
  }

  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    func add() { lock.withLock { count += 1 } }
    var value: Int { lock.withLock { count } }
  }
}
