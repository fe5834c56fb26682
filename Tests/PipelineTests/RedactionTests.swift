import Foundation
import Intake
import Model
import Reports
import Testing

@testable import Pipeline

/// A redacted report says the same as the report, and names nothing.
@Suite struct RedactionTests {
  private static let names = Recordings.names + Recordings.ofOtherKinds

  private static func analyze(_ inputs: [String], _ map: RedactionMap? = nil) throws -> AnalysisResult {
    _ = Recordings.names
    var options = AnalyzeOptions()
    options.inputs = inputs
    options.arguments = inputs
    options.redaction = RedactionRequest(map: map)
    return try Analysis.run(options)
  }

  private static func rendered(_ report: ReportDocument) -> [(format: String, text: String)] {
    var all: [(String, String)] = []
    for renderer in RendererRegistry.all {
      let isForPeople = ["text", "html", "markdown"].contains(renderer.formatName)
      for language in isForPeople ? Language.allCases : [.english] {
        var options = RenderOptions()
        (options.isVerbose, options.language) = (true, language)
        let bytes = renderer.init(options: options).render(report)
        all.append((renderer.formatName + " " + language.rawValue, String(decoding: bytes, as: UTF8.self)))
      }
    }
    return all
  }

  // MARK: Nothing is named

  @Test(arguments: names)
  func noNameIsLeft(_ name: String) throws {
    let evidence = "fixtures/recordings/\(name)/evidence"
    let secrets = try EvidenceSecrets.of(evidence)
    #expect(secrets.words.count > 100)
    for (format, text) in Self.rendered(try Self.analyze([evidence]).report) {
      let found = secrets.found(in: text)
      #expect(found.isEmpty, "\(format): \(found.sorted().prefix(10))")
    }
  }

  /// The search for names can find some.
  @Test(arguments: names)
  func theReportItselfNamesThem(_ name: String) throws {
    let evidence = "fixtures/recordings/\(name)/evidence"
    let report = try Recordings.analyze([evidence]).report
    if report.findings.isEmpty { return }
    let secrets = try EvidenceSecrets.of(evidence)
    for (format, text) in Self.rendered(report) {
      #expect(secrets.found(in: text).count > 1, "\(format)")
    }
  }

  @Test(arguments: names)
  func tablesNameNothing(_ name: String) throws {
    let evidence = "fixtures/recordings/\(name)/evidence"
    let secrets = try EvidenceSecrets.of(evidence)
    var options = AnalyzeOptions()
    options.inputs = [evidence]
    let subnet = try Recordings.analyze([evidence]).report.findings.flatMap(\.objects).first { !$0.subnet.isEmpty }?
      .subnet
    var selection = TimelineTable.Selection()
    selection.queries = [ResourceQuery(.subnet, subnet ?? "ovn-default")]
    selection.followsRelated = true
    func tables() throws -> [TableDocument] {
      try LedgerTables.run(options, LedgerTables.Selection()).tables + InspectTables.run(options).tables
        + TimelineTable.run(options, selection).tables
    }
    let plain = try tables()
    options.redaction = RedactionRequest()
    let redacted = try tables()
    #expect(plain.map(\.rowCount) == redacted.map(\.rowCount))
    for renderer in TableRendererRegistry.all {
      let render = { (tables: [TableDocument]) in
        String(decoding: renderer.init(options: RenderOptions()).render(tables), as: UTF8.self)
      }
      let found = secrets.found(in: render(redacted))
      #expect(found.isEmpty, "\(renderer.formatName): \(found.sorted().prefix(10))")
      #expect(secrets.found(in: render(plain)).count > 3)
    }
  }

  @Test func explanationsNameNothing() throws {
    _ = Recordings.names
    let evidence = "fixtures/recordings/1.12.28-races-and-repairs/evidence"
    var options = AnalyzeOptions()
    options.inputs = [evidence]
    let secrets = try EvidenceSecrets.of(evidence)
    let plain = try #require(try Explaining.text("KOV-001", options))
    #expect(secrets.found(in: plain).count > 3)
    options.redaction = RedactionRequest()
    let redacted = try #require(try Explaining.text("KOV-001", options))
    #expect(secrets.found(in: redacted).isEmpty)
    #expect(plain.split(separator: "\n").count == redacted.split(separator: "\n").count)
    #expect(secrets.found(in: try RuleCoverage.text(options)).isEmpty)
  }

  // MARK: Everything else is said

  @Test(arguments: names)
  func theAnalysisIsTheSame(_ name: String) throws {
    let evidence = "fixtures/recordings/\(name)/evidence"
    let (plain, redacted) = (try Recordings.analyze([evidence]), try Self.analyze([evidence]))
    #expect(ExitStatus.of(plain, failOn: .low) == ExitStatus.of(redacted, failOn: .low))
    #expect(Self.skeleton(plain.report) == Self.skeleton(redacted.report))
    #expect(plain.report.findings.count == redacted.report.findings.count)
    // One name for one name, through all findings.
    let pairs = zip(plain.report.findings, redacted.report.findings).flatMap { zip($0.objects, $1.objects) }
    let there = Set(pairs.map { "\($0.0.ref.display) \($0.1.ref.display)" })
    #expect(there.count == Set(pairs.map(\.0.ref)).count && there.count == Set(pairs.map(\.1.ref)).count)
  }

  /// Everything of a report that holds no names.
  private static func skeleton(_ report: ReportDocument) -> [String] {
    var lines = report.findings.flatMap { finding -> [String] in
      [
        "\(finding.rule) \(finding.verdict) \(finding.severity) \(finding.harm) \(finding.title) \(finding.mechanism)",
        "\(String(describing: finding.firstSeen)) \(String(describing: finding.lastSeen)) \(finding.exemplar)",
        "\(finding.fixedIn) \(finding.affectedVersions) \(finding.references) \(finding.versionAdvice)",
      ] + finding.objects.map { "\($0.ref.kind.apiKind) \($0.outcome) \($0.verdict) \(String(describing: $0.since))" }
        + finding.witness.map { "\($0.step) \($0.actor) \($0.count) \($0.citation.line) \($0.citation.offset)" }
        + finding.absences.map { "\($0.what) \($0.isCovered)" }
        + finding.remediation.map { "\($0.primitive) \($0.title) \($0.preconditions.map(\.isProven))" }
    }
    lines += report.timelines.flatMap(\.rows).map { "\(String(describing: $0.instant)) \($0.actor) \($0.count)" }
    lines += report.inputs.map { "\($0.format) \($0.lines) \($0.bytes.total)" }
    lines += report.checked.map(\.id) + report.symptoms.map { "\($0.kind) \($0.objects.count)" }
    let cause = { (id: String?) in report.findings.firstIndex { $0.id == id } ?? -1 }
    lines += report.findings.map { "\(cause($0.causedBy))" } + report.symptoms.map { "\($0.explainedBy.map(cause))" }
    return lines + ["\(report.unknowns.count) \(report.summary.count) \(report.health)"]
  }

  /// Commands lose nothing but names of the evidence: what is not known to be one is a word of the command.
  @Test(arguments: names)
  func commandsStayCommands(_ name: String) throws {
    let evidence = "fixtures/recordings/\(name)/evidence"
    let (plain, redacted) = (try Recordings.analyze([evidence]), try Self.analyze([evidence]))
    let secrets = try EvidenceSecrets.of(evidence)
    let commands = { (report: ReportDocument) in
      report.findings.flatMap(\.remediation).flatMap { step in
        [step.command, step.verify] + step.preconditions.map(\.check)
      }
    }
    for (before, after) in zip(commands(plain.report), commands(redacted.report)) {
      let (old, new) = (EvidenceSecrets.labels(before), EvidenceSecrets.labels(after))
      let lost = Set(old).subtracting(new).filter { !secrets.words.contains($0) && !secrets.isPart($0) }
      #expect(lost.isEmpty, "\(lost): \(before)")
    }
  }

  @Test func pseudonymsDoNotDependOnTheOrderOfInputs() throws {
    let folder = "fixtures/recordings/1.12.28-races-and-repairs/evidence/"
    let inputs = ["after", "pods", "audit", "before"].map { folder + $0 }
    let one = try Self.analyze(inputs).report.findings.map { $0.objects.map(\.ref) }
    let other = try Self.analyze(inputs.reversed()).report.findings.map { $0.objects.map(\.ref) }
    #expect(one == other)
  }

  @Test func aMapKeepsPseudonymsOverRuns() throws {
    let folder = "fixtures/recordings/1.12.28-races-and-repairs/evidence/"
    let first = try Self.analyze([folder + "after"])
    let text = try #require(first.redaction).map.text
    let map = try #require(RedactionMap(text))
    #expect(map.text == text)
    let second = try Self.analyze([folder], map)
    let known = Set(first.report.findings.flatMap(\.objects).map { "\($0.ref.display) \($0.address) \($0.uid)" })
    let later = Set(second.report.findings.flatMap(\.objects).map { "\($0.ref.display) \($0.address) \($0.uid)" })
    #expect(known.count > 10 && known.isSubset(of: later), "\(known.subtracting(later))")
  }

  /// Who guesses a name cannot see by a fingerprint, a checksum or the name of the run whether it is right.
  @Test func nothingConfirmsAGuess() throws {
    let evidence = ["fixtures/recordings/1.12.28-races-and-repairs/evidence"]
    let (plain, redacted) = (try Recordings.analyze(evidence).report, try Self.analyze(evidence).report)
    let prints = Set(plain.findings.flatMap { [$0.fingerprint] + $0.objects.map(\.fingerprint) })
    #expect(redacted.findings.allSatisfy { !prints.contains($0.fingerprint) && !prints.contains(String($0.id)) })
    #expect(redacted.findings.flatMap(\.objects).allSatisfy { !prints.contains($0.fingerprint) })
    #expect(redacted.inputs.allSatisfy { $0.sha256.isEmpty })
    #expect(redacted.run != plain.run && redacted.cluster != plain.cluster)
  }

  /// One network stays one network, and what is no network does not become one.
  @Test func subnetsKeepTheirAddresses() throws {
    let evidence = [
      "fixtures/recordings/1.14.20-ovn-nat/evidence", "fixtures/recordings/1.12.28-races-and-repairs/evidence",
    ]
    for input in evidence {
      let (plain, redacted) = (try Recordings.analyze([input]).report, try Self.analyze([input]).report)
      let pairs = zip(plain.findings, redacted.findings).flatMap { zip($0.objects, $1.objects) }
        .filter { !$0.0.address.isEmpty }
      for (a, x) in pairs {
        for (b, y) in pairs { #expect(Self.shared(a.address, b.address) == Self.shared(x.address, y.address)) }
      }
    }
  }

  /// Bits that two IPv4 addresses begin with together, from the second byte on.
  private static func shared(_ a: String, _ b: String) -> Int {
    let (x, y) = (a.split(separator: ".").compactMap { UInt32($0) }, b.split(separator: ".").compactMap { UInt32($0) })
    guard x.count == 4, y.count == 4 else { return -1 }
    if x[0] != y[0] { return 0 }
    return zip(x, y).reduce(0) { $0 << 8 | ($1.0 ^ $1.1) }.leadingZeroBitCount
  }
}

/// What a recording calls things, read by other means than the program's.
struct EvidenceSecrets {
  private(set) var words: Set<String> = []
  private var parts: Set<String> = []

  /// What every installation calls so, and what the program itself says.
  private static let allowed: Set<String> = {
    var texts = RendererRegistry.all.map {
      String(decoding: $0.init(options: RenderOptions()).render(ReportDocument()), as: UTF8.self)
    }
    texts.append((try? RuleDocument.markdown(folders: [])) ?? "")
    texts += ObservationKind.allCases.map { EventWording.words($0) }
    texts += ResourceKind.declared.flatMap { [$0.apiKind.lowercased()] + $0.facts.names }
    return Set(texts.flatMap(words)).union([
      "kube-system", "kube-public", "kube-node-lease", "default", "kubernetes", "ovn-default", "ovn-cluster", "join",
      "kube-ovn-controller", "kube-ovn-cni", "ovn-central", "coredns", "etcd", "kube-scheduler", "kubevirt",
      "kube-controller-manager", "kube-apiserver", "kube-ovn", "api", "ovn", "kubelet", "ovn-vpc-external-network",
      "ovn-vpc-nat-config", "ovn-vpc-nat-gw-config", "127.0.0.1", "::1",
    ])
  }()

  private static let all = Dictionary(
    uniqueKeysWithValues: Recordings.all.map { name in
      let folder = "fixtures/recordings/\(name)/evidence"
      return (folder, Result { try EvidenceSecrets(folder) })
    })

  /// Those of a recording.
  static func of(_ folder: String) throws -> EvidenceSecrets { try #require(all[folder]).get() }

  private init(_ folder: String) throws {
    let key =
      "(?:name|namespace|nodeName|podName|subnet|hostname|vpc|uid|podIP|hostIP|ipAddress|v4IpAddress|v6IpAddress"
      + "|macAddress|mac_address|cidrBlock|gateway|username|logicalSwitch)"
    let pattern = try NSRegularExpression(pattern: "\"?\\b\(key)\"?: ?\"?([^\\s\",{}\\[\\]]+)")
    for path in Fixtures.files where path.hasPrefix(folder + "/") {
      let isDump = [".yaml", ".json", ".yaml.gz", ".json.gz"].contains { path.hasSuffix($0) }
      guard isDump || path.contains("audit") else { continue }
      let text = String(decoding: try Fixtures.content(path), as: UTF8.self)
      for match in pattern.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
        if let range = Range(match.range(at: 1), in: text) { add(String(text[range])) }
      }
    }
  }

  private mutating func add(_ word: String) {
    let isNumber = word.allSatisfy(\.isNumber)
    guard word.count > 1, !isNumber, !word.hasPrefix("system:"), !Self.allowed.contains(word) else { return }
    words.insert(word)
    parts.formUnion(Self.labels(word))
  }

  /// The label is part of a name.
  func isPart(_ label: String) -> Bool { parts.contains(label) || Self.labels(label).contains { parts.contains($0) } }

  /// The names that a text shows, whatever stands around them.
  func found(in text: String) -> Set<String> { words.intersection(Self.words(text)) }

  static func labels(_ text: String) -> [String] { split(text, "-") }

  /// Every run of letters that may be a name, with and without dots and colons.
  private static func words(_ text: String) -> [String] {
    // Reports say the same words again and again.
    let pieces = Set(text.utf8.split { $0 <= 0x20 || $0 == 0x22 || $0 == 0x3c || $0 == 0x3e }.map { String($0) })
    return pieces.flatMap { piece in
      let piece = piece ?? ""
      return split(piece, "-") + split(piece, "-.") + split(piece, "-.:/")
    }
  }

  private static func split(_ text: String, _ inside: String) -> [String] {
    let marks = Set(inside.utf8)
    return text.utf8.split { byte in
      !((0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || marks.contains(byte))
    }.map { slice in
      var slice = slice
      while let last = slice.last, marks.contains(last) { slice.removeLast() }
      while let first = slice.first, marks.contains(first) { slice.removeFirst() }
      return String(decoding: slice, as: UTF8.self)
    }
  }
}
