import Foundation
import Model
import Reports
import Testing

@testable import Pipeline

@Suite struct ReportTests {
  private static let goldens = Recordings.root.appendingPathComponent("Tests/PipelineTests/Goldens")
  private static let recorded = [
    "1.12.28-races-and-repairs", "1.12.28-leader-lost", "1.13.14-shanghai", "1.15.4-crash-loop",
  ]

  /// `RECORD_GOLDENS=1 swift test` writes the files, and fails so that nobody forgets to look at them.
  @Test(arguments: recorded, ["text", "markdown"])
  func matchesGolden(_ name: String, _ format: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    let renderer = try #require(RendererRegistry.all.first { $0.formatName == format })
    let bytes = Data(renderer.init(options: RenderOptions()).render(report))
    let file = Self.goldens.appendingPathComponent("\(name).\(format == "text" ? "txt" : "md")")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
      try bytes.write(to: file)
      Issue.record("recorded \(file.lastPathComponent)")
    } else {
      let matches = try Data(contentsOf: file) == bytes
      #expect(matches, "\(file.lastPathComponent) differs; RECORD_GOLDENS=1 swift test records it, then see git diff")
    }
  }

  /// From the rule above a finding to the end of what stands below "Check" are 50 lines at most. A finding has one empty
  /// line inside; the second one ends it.
  @Test(arguments: Recordings.names, Language.allCases)
  func everyFindingFitsAScreen(_ name: String, _ language: Language) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    let hasScreens = report.findings.contains { $0.verdict < .resolved }
    for width in [80, 100, 140] {
      var options = RenderOptions()
      options.width = width
      options.language = language
      let text = String(decoding: TextRenderer(options: options).render(report), as: UTF8.self)
      var rows: [Int] = []
      for part in text.components(separatedBy: "\n" + String(repeating: "─", count: width) + "\n").dropFirst() {
        let lines = part.components(separatedBy: "\n")
        guard let first = lines.firstIndex(of: ""), let end = lines[(first + 1)...].firstIndex(of: "") else { continue }
        rows.append(end + 1)
      }
      #expect(rows.allSatisfy { $0 <= 50 }, "\(rows)")
      #expect(rows.isEmpty != hasScreens)
    }
  }

  @Test(arguments: Recordings.names)
  func jsonKeepsItsSchema(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    let bytes = JSONRenderer(options: RenderOptions()).render(report)
    let tree = try JSONSerialization.jsonObject(with: Data(bytes))
    let schema = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Recordings.root.appendingPathComponent("Sources/Reports/Assets/report-2.schema.json")))
    #expect(SchemaChecker.problems(tree, schema, "$").prefix(5) == [])
  }

  @Test func theSchemaCheckerNoticesMistakes() throws {
    let schema = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Recordings.root.appendingPathComponent("Sources/Reports/Assets/report-2.schema.json")))
    let bytes = JSONRenderer(options: RenderOptions()).render(ReportDocument())
    var tree = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(SchemaChecker.problems(tree, schema, "$").isEmpty)
    tree["extra"] = 1
    tree["headline"] = 5
    tree["inputs"] = nil
    #expect(SchemaChecker.problems(tree, schema, "$").count == 3)
  }

  /// The parts of the byte ledger add up to the bytes of each stream.
  @Test(arguments: Recordings.names)
  func everyByteIsAccountedFor(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    for input in report.inputs where !input.name.hasSuffix(".gz") {
      let size = try FileManager.default.attributesOfItem(atPath: input.name)[.size] as? UInt64
      #expect(input.bytes.total == size, "\(input.name)")
    }
    #expect(report.bytes.total == report.inputs.reduce(0) { $0 + $1.bytes.total } + report.bytes.skipped)
  }

  @Test func theResultDoesNotDependOnThreads() throws {
    let one = try Recordings.analyze(["fixtures/recordings/1.12.28-leader-lost/evidence"], workers: 1).report
    let two = try Recordings.analyze(["fixtures/recordings/1.12.28-leader-lost/evidence"], workers: 2).report
    let renderer = JSONRenderer(options: RenderOptions())
    let same = renderer.render(one) == renderer.render(two)
    #expect(same)
  }

  /// No report ever shows the recipe that strips the finalizers of everything.
  @Test(arguments: Recordings.names)
  func commandsNameTheirObject(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    for command in report.findings.flatMap(\.remediation).map(\.command) where command.contains("kubectl patch") {
      let lines = command.split(separator: "\n").map { $0.drop { $0 == " " } }
      for line in lines where line.contains("kubectl patch") {
        #expect(line.hasPrefix("kubectl patch ips.kubeovn.io \"$ip\" --type=merge "))
      }
      // Every call names one object that the finding is about.
      let calls = lines.filter { $0.hasPrefix("patch_ip") && !$0.hasSuffix("{") }.map {
        $0.split(separator: " ")
      }
      let objects = Set(report.findings.flatMap(\.objects).map(\.ref.name))
      #expect(!calls.isEmpty && calls.allSatisfy { objects.contains(String($0[1])) })
    }
  }

  /// Where the log shows that the controller did not find the Subnet, the way out is not that of a Subnet that exists.
  @Test func theWayOutFollowsWhatTheLogSaysOfTheSubnet() throws {
    let pods = "fixtures/recordings/upgrade-1.12.28-to-1.16.2/evidence/pods"
    let logs = try FileManager.default.subpathsOfDirectory(atPath: Recordings.root.appendingPathComponent(pods).path)
    var hanging: [FindingEntry] = []
    for log in logs.sorted() where log.contains(".log") {
      hanging += try Recordings.analyze([pods + "/" + log]).report.findings.filter {
        $0.rule == "KOV-006" && $0.verdict == .probable
      }
    }
    #expect(!hanging.isEmpty)
    for finding in hanging {
      #expect(finding.remediation.map(\.primitive) == ["R0", "R1"], "\(finding.id)")
      #expect(finding.remediation.last?.command.contains("get subnets.kubeovn.io \"$subnet\"") == true)
    }
  }

  /// The summary is about the whole: it names causes, and counts instead of listing.
  @Test func theSummaryTellsCausesFromConsequences() throws {
    let report = try Recordings.analyze(["fixtures/recordings/1.12.28-leader-lost/evidence"]).report
    let causes = report.findings.filter { $0.causedBy == nil && $0.verdict < .resolved }
    #expect(!causes.isEmpty)
    for cause in causes {
      #expect(
        report.summary.contains {
          $0.hasPrefix("Cause \(cause.id): \(cause.title)") || $0.hasPrefix("Cause of \(cause.id) ")
        })
    }
    #expect(report.summary.contains { $0.contains(" leads to ") })
    #expect(report.summary.contains { $0.hasPrefix("Still so at the end of the evidence") })
    #expect(report.summary.contains { $0.hasPrefix("Do first: save the evidence") })
    #expect(report.headline.hasPrefix("CONFIRMED: "))
  }

  /// The excerpt at the top of the README is what the program prints, lines left out aside.
  @Test func theReadmeShowsWhatIsPrinted() throws {
    let readme = try String(contentsOf: Recordings.root.appendingPathComponent("README.md"), encoding: .utf8)
    let excerpt = try #require(
      readme.components(separatedBy: "```text\n").dropFirst().first?.components(separatedBy: "```")[0])
    let golden = try String(
      contentsOf: Self.goldens.appendingPathComponent("1.12.28-races-and-repairs.txt"), encoding: .utf8)
    let printed = Set(golden.split(separator: "\n"))
    for line in excerpt.split(separator: "\n") where line.drop(while: { $0 == " " }) != "…" {
      #expect(printed.contains(line), "\(line)")
    }
  }

  /// What is cited is shown: no proof is only a place, and wrappers are gone.
  @Test(arguments: Recordings.names)
  func everyProofSaysSomething(_ name: String) throws {
    let report = try Recordings.analyze(["fixtures/recordings/\(name)/evidence"]).report
    for step in report.findings.flatMap(\.witness) where step.step != "state" {
      #expect(!step.citation.message.isEmpty && !step.citation.message.contains(" stderr F "))
      #expect(!step.citation.message.hasPrefix("{") && !step.citation.message.hasPrefix("[pod/"))
    }
  }
}

/// The few words of JSON Schema that the report's schema uses.
enum SchemaChecker {
  static func problems(_ value: Any, _ schema: Any, _ path: String, root: Any? = nil) -> [String] {
    let root = root ?? schema
    guard var schema = schema as? [String: Any] else { return [] }
    if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last {
      guard let shared = ((root as? [String: Any])?["$defs"] as? [String: Any])?[String(name)] as? [String: Any] else {
        return ["\(path): \(reference) leads nowhere"]
      }
      schema = shared
    }
    var found: [String] = []
    if let constant = schema["const"] as? String, value as? String != constant {
      found.append("\(path): not \(constant)")
    }
    if let options = schema["enum"] as? [String], !options.contains(value as? String ?? "") {
      found.append("\(path): not one of \(options)")
    }
    let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { fits(value, $0) }) { return found + ["\(path): not \(types)"] }
    if let minimum = schema["minimum"] as? Double, let number = value as? Double, number < minimum {
      found.append("\(path): too small")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(path): '\(text)' does not match")
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        found.append("\(path).\(key): missing")
      }
      for (key, inner) in object.sorted(by: { $0.key < $1.key }) {
        if let sub = properties[key] {
          found += problems(inner, sub, "\(path).\(key)", root: root)
        } else {
          found.append("\(path).\(key): unknown")
        }
      }
    }
    if let list = value as? [Any], let items = schema["items"] {
      for (i, inner) in list.enumerated() { found += problems(inner, items, "\(path)[\(i)]", root: root) }
    }
    return found
  }

  private static func fits(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean":
      (value as? NSNumber).map { String(cString: $0.objCType) == "c" || $0 === kCFBooleanTrueReplacement($0) } ?? false
    case "integer": (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    case "number": value is NSNumber
    default: value is NSNull
    }
  }

  /// Foundation on Linux keeps booleans as numbers of their own class; any number that prints as one is good enough here.
  private static func kCFBooleanTrueReplacement(_ number: NSNumber) -> NSNumber? {
    number == 0 || number == 1 ? number : nil
  }
}
