import ClusterState
import Model
import Reports
import Rules

/// `inspect`: what is in here, how it was read, what it covers, and what is missing.
public enum InspectTables {
  /// Reads the inputs and describes them.
  public static func run(
    _ options: AnalyzeOptions, progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> TableResult {
    let pack = try RuleLoading.pack(folders: options.ruleFolders)
    let evidence = try Evidence.gather(options, progress: progress, isCancelled: isCancelled)
    var document = ReportDocument()
    evidence.describeInputs(in: &document)
    var result = TableResult()
    result.problems = evidence.problems
    result.status = evidence.status(isInterrupted: isCancelled())
    if !document.bundles.isEmpty { result.tables.append(bundles(document)) }
    result.tables.append(controllers(evidence))
    result.tables.append(coverage(evidence))
    if !evidence.ledger.state.snapshots.isEmpty { result.tables.append(snapshots(evidence)) }
    result.tables.append(needs(evidence, pack))
    result.tables.append(streams(document, evidence))
    // Nothing is known of what stands in lines that no format understood.
    if options.redaction != nil { document.notUnderstood = document.notUnderstood.map(\.withoutText) }
    result.tables.append(bytes(document))
    try result.redact(options.redaction, evidence)
    return result
  }

  private static func bundles(_ document: ReportDocument) -> TableDocument {
    var table = TableDocument(
      title: "Bundles",
      columns: [
        .init("root", "Root", kind: .path, maxWidth: 60), .init("kind", "Kind", kind: .code, rank: 2),
        .init("title", "What it is"),
        .init("reason", "Because of", maxWidth: 80, rank: 1),
      ])
    table.layout = .blocks([[.init("title")], [.init("reason", "because of {}")]])
    table.rows = document.bundles.map { [.text($0.root), .text($0.kind), .text($0.title), .text($0.reason)] }
    return table
  }

  private static func streams(_ document: ReportDocument, _ evidence: Evidence) -> TableDocument {
    var table = TableDocument(
      title: "Streams",
      columns: [
        .init("name", "Name", kind: .path, maxWidth: 60), .init("format", "Format", kind: .code, maxWidth: 36),
        .init("reason", "Because", maxWidth: 50, rank: 4), .init("bytes", "Size", kind: .bytes),
        .init("lines", "Lines", kind: .number, rank: 3), .init("first", "First", kind: .instant, rank: 1),
        .init("last", "Last", kind: .instant, rank: 1), .init("clock", "Clock", maxWidth: 60, rank: 2),
        .init("uncertaintyNanoseconds", "±", kind: .uncertainty, rank: 6),
        .init("notUnderstood", "Not understood", kind: .bytes, rank: 3),
        .init("duplicates", "Seen elsewhere", kind: .number, rank: 5),
        .init("problems", "Problems", maxWidth: 60, rank: 1),
        .init("sha256", "SHA-256", kind: .code, rank: 7),
      ])
    table.layout = .blocks([
      [.init("format"), .init("bytes"), .init("lines", "{} lines"), .init("reason")],
      [
        .init("first", "from {}", isTelling: true), .init("last", "to {} UTC"),
        .init("notUnderstood", "{} not understood"),
        .init("duplicates", "{} events also seen elsewhere"),
      ],
      [.init("clock", "clock: {}"), .init("uncertaintyNanoseconds")],
      [.init("problems", "! {}", isTelling: true)],
      [.init("sha256", "sha256 {}", isDetail: true)],
    ])
    let folder = commonFolder(document.inputs.map(\.name))
    if !folder.isEmpty {
      table.introduction = ["Names are as short as they can be told apart; all lie below \(folder)"]
    }
    for (number, input) in document.inputs.enumerated() {
      let duplicates = evidence.chronicle.sources.filter { $0.stream == number }.reduce(0) { $0 + $1.duplicates }
      table.rows.append([
        .text(input.name), .text(input.format), .text(input.reason), .number(Int64(clamping: input.bytes.total)),
        input.lines > 0 ? .number(Int64(clamping: input.lines)) : .empty, .instant(input.first), .instant(input.last),
        .text(input.clock),
        input.clockUncertainty > 0 ? .number(input.clockUncertainty) : .empty,
        input.bytes.notUnderstood > 0 ? .number(Int64(clamping: input.bytes.notUnderstood)) : .empty,
        duplicates > 0 ? .number(Int64(duplicates)) : .empty, .text(input.problems.joined(separator: "; ")),
        .text(input.sha256),
      ])
    }
    return table
  }

  private static func commonFolder(_ names: [String]) -> String { SourceNames.commonFolder(of: names) }

  private static func controllers(_ evidence: Evidence) -> TableDocument {
    var table = TableDocument(
      title: "Controllers",
      columns: [
        .init("process", "Process", kind: .code, maxWidth: 60), .init("from", "From", kind: .instant),
        .init("to", "To", kind: .instant), .init("versions", "Release"),
        .init("evidence", "Because", maxWidth: 60, rank: 1),
        .init("leader", "Led", maxWidth: 60, rank: 2),
      ])
    table.layout = .blocks([
      [.init("versions", "release {}"), .init("evidence", "{}")], [.init("from", "from {}"), .init("to", "to {} UTC")],
      [.init("leader", "led {}")],
    ])
    for life in ControllerLives(evidence.chronicle, evidence.ledger.state).entries {
      table.rows.append([
        .text(life.process), .instant(life.from), .instant(life.to), .text(life.versions.joined(separator: " – ")),
        .text(life.versionEvidence),
        .text(life.leader.map { "\($0.from.shortText) – \($0.to.shortText)" }.joined(separator: ", ")),
      ])
    }
    return table
  }

  private static func coverage(_ evidence: Evidence) -> TableDocument {
    var table = TableDocument(
      title: "Coverage of the controller's log",
      columns: [
        .init("what", "What"), .init("from", "From", kind: .instant), .init("to", "To", kind: .instant),
        .init("reason", "Why", maxWidth: 80),
      ])
    table.layout = .wrapped
    let rows =
      evidence.coverage.intervals.map { ("covered", $0.from, $0.to, "") }
      + evidence.coverage.gaps.map { ("gap", $0.from, $0.to, $0.reason) }
    for (what, from, to, reason) in rows.sorted(by: { ($0.1, $0.2) < ($1.1, $1.2) }) {
      table.rows.append([
        .text(what), .instant(Instant(nanoseconds: from)), .instant(Instant(nanoseconds: to)), .text(reason),
      ])
    }
    return table
  }

  private static func snapshots(_ evidence: Evidence) -> TableDocument {
    var table = TableDocument(
      title: "Object dumps",
      columns: [
        .init("snapshot", "Dump", kind: .path, maxWidth: 50),
        .init("notBefore", "Made no earlier than", kind: .instant),
        .init("kind", "Kind", kind: .code), .init("count", "Objects", kind: .number),
        .init("complete", "Complete"), .init("reason", "Because", maxWidth: 80, rank: 1),
      ])
    table.layout = .wrapped
    for snapshot in evidence.ledger.state.snapshots {
      for (kind, coverage) in snapshot.coverage.sorted(by: { $0.key < $1.key }) {
        let extent =
          switch coverage.scope {
          case .all: "yes"
          case .namespaces(let names): "in \(names.count) \(names.count == 1 ? "namespace" : "namespaces")"
          case .partial: "no"
          }
        table.rows.append([
          .text(snapshot.display), .instant(snapshot.notBefore), .text(kind.apiKind), .number(Int64(coverage.count)),
          .text(extent), .text(coverage.reason),
        ])
      }
    }
    return table
  }

  private static func needs(_ evidence: Evidence, _ pack: RulePack) -> TableDocument {
    var table = TableDocument(
      title: "Evidence that rules ask for",
      columns: [
        .init("evidence", "Evidence"), .init("state", "Here"), .init("detail", "How much", maxWidth: 60, rank: 1),
        .init("use", "For", maxWidth: 60, rank: 3), .init("rules", "Rules", maxWidth: 60, rank: 2),
        .init("command", "Collect it with", kind: .code, rank: 4),
      ])
    table.layout = .wrapped
    for need in EvidenceNeed.allCases {
      let (state, detail) =
        switch need.extent(evidence) {
        case .whole(let detail): ("yes", detail)
        case .partial(let detail): ("in part", detail)
        case .missing(let detail): ("no", detail)
        }
      if state != "yes" { table.commands.append(.init("\(need.rawValue) (\(need.use))", need.command)) }
      table.rows.append([
        .text(need.rawValue), .text(state), .text(detail), .text(need.use),
        .text(need.rules(pack).joined(separator: " ")), .text(state == "yes" ? "" : need.command),
      ])
    }
    table.footnotes = [table.commands.isEmpty ? "Nothing is missing." : "What is missing is collected with:"]
    return table
  }

  private static func bytes(_ document: ReportDocument) -> TableDocument {
    var table = TableDocument(
      title: "Bytes",
      columns: [.init("use", "Use"), .init("bytes", "Bytes", kind: .number), .init("size", "Size", kind: .bytes)])
    let ledger = document.bytes
    let rows = [
      ("understood", ledger.understood), ("recognised, not needed", ledger.recognized),
      ("not understood", ledger.notUnderstood), ("skipped", ledger.skipped), ("total", ledger.total),
    ]
    table.rows = rows.map { [.text($0.0), .number(Int64(clamping: $0.1)), .number(Int64(clamping: $0.1))] }
    let names = SourceNames(document.inputs.map(\.name))
    table.footnotes = document.notUnderstood.map { "Not understood, \(names($0.source)):\($0.line): \($0.text)" }
    return table
  }
}
