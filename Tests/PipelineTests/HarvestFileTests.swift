import Foundation
import Intake
import Model
import Reports
import Testing

@testable import Pipeline

/// A harvest stands for its inputs: whatever is harvested apart, put together or left as it is, the reports are the same.
@Suite struct HarvestFileTests {
  private static let quiet = "fixtures/recordings/1.16.2-quiet/evidence"

  /// What a run says, in every format that people and programs read, and on standard error.
  private func said(_ inputs: [String]) throws -> [String] {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = inputs
    let result = try Analysis.run(options)
    let formats = RendererRegistry.all.filter { ["text", "json", "markdown", "html"].contains($0.formatName) }
    #expect(formats.count == 4)
    var verbose = RenderOptions()
    verbose.isVerbose = true
    return formats.map { String(decoding: $0.init(options: verbose).render(result.report), as: UTF8.self) }
      + result.problems.map { "\($0)" } + ["\(ExitStatus.of(result, failOn: .low))"]
  }

  private func harvest(_ inputs: [String], into folder: ScratchFolder, _ name: String) throws -> String {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = inputs
    let result = Harvesting.run(options)
    #expect(!result.file.isEmpty && result.reason.isEmpty)
    try folder.write(name, result.file)
    return folder.path(name)
  }

  private func files(below folder: String) throws -> [String] {
    _ = Recordings.names
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).map { folder + "/" + $0 }
    return paths.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }

  private static let recordings = [
    "1.12.28-races-and-repairs", "1.14.20-ovn-nat", "1.16.2-quiet", "upgrade-1.12.28-to-1.16.2",
  ]
  .filter { Recordings.all.contains($0) }

  @Test(arguments: recordings) func anyNumberOfShardsGivesTheSameReport(_ name: String) throws {
    let evidence = "fixtures/recordings/\(name)/evidence"
    let (scratch, all) = (try ScratchFolder(), try files(below: evidence))
    defer { withExtendedLifetime(scratch) {} }
    let wanted = try said([evidence])
    #expect(wanted[0].count > 1000)
    for count in [1, 2, 5] {
      // Neighbours end in different shards.
      let shards = (0..<count).map { shard in
        all.enumerated().filter { $0.offset % count == shard }.map(\.element)
      }
      let harvests = try shards.enumerated().map { try harvest($1, into: scratch, "\(count)-\($0).kfh") }
      #expect(try said(harvests) == wanted, "\(count) shards")
      if count > 1 {
        #expect(try said(Array(harvests.dropFirst()) + shards[0]) == wanted, "the first of \(count) not harvested")
        let whole = try harvest(harvests, into: scratch, "whole-\(count).kfh")
        #expect(try said([whole]) == wanted, "a harvest of \(count) harvests")
      }
    }
  }

  @Test func piecesOfOneLogAreOneLog() throws {
    let scratch = try ScratchFolder()
    defer { withExtendedLifetime(scratch) {} }
    let log = try #require(try files(below: Self.quiet + "/var-log-kube-ovn").first { $0.contains(".log") })
    let lines = try Fixtures.content(log).split(separator: 0x0A, omittingEmptySubsequences: false)
    let size = lines.count / 5 + 1
    var pieces: [String] = []
    for part in 0..<5 {
      let piece = lines[(part * size)..<min(lines.count, (part + 1) * size)]
      try scratch.write("ovn.log.\(part)", piece.joined(separator: [0x0A]) + (part < 4 ? [0x0A] : []))
      pieces.append(scratch.path("ovn.log.\(part)"))
    }
    let wanted = try said(pieces)
    let harvests = try pieces.enumerated().map { try harvest([$1], into: scratch, "\($0).kfh") }
    #expect(try said(harvests) == wanted)
    #expect(try said([pieces[3], harvests[4], harvests[0], pieces[1], harvests[2]]) == wanted)
  }

  @Test func aHarvestIsRecognisedByItsContent() throws {
    let scratch = try ScratchFolder()
    defer { withExtendedLifetime(scratch) {} }
    let dumps = Self.quiet + "/after"
    let wanted = try said([dumps, Self.quiet + "/before"])
    _ = try harvest([dumps], into: scratch, "in/folder/after")
    _ = try harvest([Self.quiet + "/before"], into: scratch, "in/before.txt")
    #expect(try said([scratch.path("in")]) == wanted)
    try scratch.shell(
      "tar czf both.tar.gz -C in folder before.txt && mkdir more && gzip -c in/folder/after > more/a.gz")
    #expect(try said([scratch.path("both.tar.gz")]) == wanted)
    #expect(try said([scratch.path("more"), scratch.path("in/before.txt")]) == wanted)
    // Beside other things in an archive, only those are inputs of their own.
    try scratch.shell("cp in/before.txt x.kfh && echo nothing > note.txt && tar cf mixed.tar x.kfh note.txt")
    let mixed = try said([scratch.path("mixed.tar"), dumps])
    #expect(mixed[0] != wanted[0] && mixed.joined().contains("note.txt") && !mixed.joined().contains("x.kfh"))
  }

  /// Logs of two nodes have the same name; a report that took one for the other would prove what nobody saw.
  @Test func inputsOfOneNameAreNotMixed() throws {
    let scratch = try ScratchFolder()
    defer { withExtendedLifetime(scratch) {} }
    let logs = try files(below: "fixtures/recordings/1.12.28-leader-lost/evidence/var-log-kube-ovn")
    try #require(logs.count >= 2)
    var harvests: [String: [String]] = [:]
    for (number, log) in logs.prefix(2).enumerated() {
      for prefix in ["", "node-\(number)"] {
        try scratch.write("same.log", try Fixtures.content(log))
        try scratch.write("node-\(number)\(scratch.path("same.log"))", try Fixtures.content(log))
        var options = AnalyzeOptions()
        options.inputs = [scratch.path("same.log")]
        options.prefix = prefix
        try scratch.write("\(prefix)-\(number).kfh", Harvesting.run(options).file)
        harvests[prefix.isEmpty ? "" : "node", default: []].append(scratch.path("\(prefix)-\(number).kfh"))
      }
    }
    let mixed = try Recordings.analyze(try #require(harvests[""]))
    #expect(mixed.report.inputs.count == 1 && mixed.problems.count == 1)
    #expect(mixed.problems[0].reason.contains("--prefix") && !mixed.report.unknowns.isEmpty)
    let apart = try Recordings.analyze(try #require(harvests["node"]))
    #expect(apart.problems.isEmpty)
    #expect(apart.report.inputs.map(\.name) == (0..<2).map { "node-\($0)" + scratch.path("same.log") })
    // Named twice, an input is read twice, harvested or not.
    let twice = try Recordings.analyze([try #require(harvests["node"])[0], try #require(harvests["node"])[0]])
    #expect(twice.problems.isEmpty && twice.report.inputs.count == 2)
  }

  @Test func tablesAreTheSame() throws {
    let scratch = try ScratchFolder()
    defer { withExtendedLifetime(scratch) {} }
    var options = AnalyzeOptions()
    options.inputs = [Self.quiet]
    let file = try harvest(options.inputs, into: scratch, "all.kfh")
    func tables(_ inputs: [String]) throws -> [[TableDocument]] {
      options.inputs = inputs
      var timeline = TimelineTable.Selection()
      timeline.queries = [try #require(ResourceQuery("subnet/ovn-default"))]
      return [
        try InspectTables.run(options).tables, try LedgerTables.run(options, LedgerTables.Selection()).tables,
        try TimelineTable.run(options, timeline).tables,
      ]
    }
    let (a, b) = (try tables([Self.quiet]), try tables([file]))
    for (x, y) in zip(a, b) { #expect(x.map { "\($0)" } == y.map { "\($0)" }) }
  }

  /// A timeline shows all of a log; of a large one a harvest has not all.
  @Test func aTimelineTakesNoHarvestThatWasThinnedOut() throws {
    let log = try #require(try files(below: Self.quiet + "/var-log-kube-ovn").first { $0.contains(".log") })
    var harvest = Fixtures.harvest(try Fixtures.content(log), name: log)
    let identity = HarvestIdentity(AnalyzeOptions())
    var all = AnalyzeOptions()
    all.keepsEverything = true
    func refusal() -> HarvestError? {
      var file = HarvestFile()
      let leaf = InputLeaf(provenance: harvest.provenance, path: log, size: harvest.size)
      file.leaves = [HarvestedLeaf(leaf: leaf, hash: nil, problems: [], streams: [harvest])]
      let bytes = file.written(identity) { _ in }
      do throws(HarvestError) {
        _ = try HarvestFile.read(HarvestIdentity(all), GzipReader(bytes).read)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal() == nil)
    harvest.thinAsPartOfMuch()
    #expect(refusal() == .thinned)
  }

  @Test func theInputsAreNeededNoMore() throws {
    let scratch = try ScratchFolder()
    defer { withExtendedLifetime(scratch) {} }
    try scratch.shell("cp -r '\(FileManager.default.currentDirectoryPath)/\(Self.quiet)/after' after")
    let wanted = try said([scratch.path("after")])
    let file = try harvest([scratch.path("after")], into: scratch, "after.kfh")
    try scratch.shell("rm -r after")
    #expect(try said([file]) == wanted)
  }
}
