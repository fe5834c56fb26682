import Model
import Reports

/// `timeline`: everything that happened to a resource, from all sources, in one order.
public enum TimelineTable {
  /// What of the timeline is wanted.
  public struct Selection: Sendable {
    public var queries: [ResourceQuery] = []
    /// Follow owners and references: pod, its IP objects, their Subnets, the Vpc.
    public var followsRelated = false
    public var since: Instant?
    public var until: Instant?
    /// The same as it was typed; what it means depends on the evidence.
    public var window = TimeWindow()
    /// Only the last rows; `nil` for all.
    public var last: Int?

    /// Nothing yet.
    public init() {}
  }

  /// Reads the inputs and gathers the rows. The status says `findings` never; `notUnderstood` if no evidence names a query.
  public static func run(
    _ options: AnalyzeOptions, _ selection: Selection,
    progress: @Sendable @escaping (AnalysisProgress) -> Void = { _ in },
    isCancelled: @Sendable @escaping () -> Bool = { false }
  ) throws -> TableResult {
    var options = options
    options.keepsEverything = true
    let evidence = try Evidence.gather(options, progress: progress, isCancelled: isCancelled)
    var builder = TimelineBuilder(evidence)
    var result = TableResult()
    result.problems = evidence.problems
    result.status = evidence.status(isInterrupted: isCancelled())
    var resources: Set<ResourceRef> = []
    var missing: [String] = []
    for query in selection.queries {
      let found = builder.resources(query)
      if found.isEmpty { missing.append(query.display) }
      resources.formUnion(found)
    }
    let asked = resources
    if selection.followsRelated { resources = builder.related(to: resources) }
    builder.add(resources)
    var rows = builder.rows.filter { row in
      (selection.since.map { row.instant + row.span >= $0 } ?? true)
        && (selection.until.map { row.instant <= $0 } ?? true)
    }
    let (since, until) = selection.window.resolved(in: evidence)
    rows.removeAll { row in
      (since.map { row.instant + row.span < $0 } ?? false) || (until.map { row.instant > $0 } ?? false)
    }
    let total = rows.count
    if let last = selection.last { rows = Array(rows.suffix(last)) }
    result.tables = [table(rows, total, asked, resources, missing, evidence)]
    if asked.isEmpty, result.status == .clean { result.status = .inconclusive }
    try result.redact(options.redaction, evidence)
    return result
  }

  private static func table(
    _ rows: [TimelineBuilder.Row], _ total: Int, _ asked: Set<ResourceRef>, _ all: Set<ResourceRef>,
    _ missing: [String],
    _ evidence: Evidence
  ) -> TableDocument {
    var table = TableDocument(
      title: asked.isEmpty
        ? "Timeline" : "Timeline of \(asked.sorted().prefix(3).map(\.display).joined(separator: ", "))",
      columns: [
        .init("time", "Time", kind: .code), .init("uncertaintyNanoseconds", "±", kind: .uncertainty, rank: 5),
        .init("origin", "Evidence"), .init("object", "Object", kind: .code, maxWidth: 44, rank: 2),
        .init("what", "What", maxWidth: 72),
        .init("count", "Times", kind: .number, rank: 1), .init("source", "Source", kind: .path, maxWidth: 30, rank: 1),
        .init("line", "Line", kind: .number, rank: 1), .init("text", "Text", kind: .code, maxWidth: 100, rank: 4),
      ])
    let lines = evidence.lines(at: Set(rows.filter(\.isQuoted).map(\.place)))
    for row in rows {
      table.rows.append([
        .text(row.instant.rfc3339), row.uncertainty > 0 ? .number(row.uncertainty) : .empty, .text(row.origin),
        .text(row.resource.display), .text(row.what), .number(Int64(row.count)), .text(row.source),
        row.line > 0 ? .number(Int64(clamping: row.line)) : .empty,
        .text(row.isQuoted ? lines[row.place]?.text ?? "" : ""),
      ])
    }
    for name in missing { table.introduction.append("No evidence names \(name).") }
    if all.count > asked.count {
      table.introduction.append(
        "Followed to \(all.subtracting(asked).sorted().map(\.display).joined(separator: ", ")).")
    }
    for ref in asked.sorted().prefix(8) { if let end = ending(of: ref, evidence) { table.footnotes.append(end) } }
    if rows.count < total { table.footnotes.append("The last \(rows.count) of \(total) rows.") }
    for (from, to) in evidence.coverage.intervals {
      table.footnotes.append(
        "The controller's log covers \(Instant(nanoseconds: from).shortText) to \(Instant(nanoseconds: to).shortText).")
    }
    for gap in evidence.coverage.gaps.prefix(20) {
      table.footnotes.append(
        "Nothing is known from \(Instant(nanoseconds: gap.from).shortText) to \(Instant(nanoseconds: gap.to).shortText): \(gap.reason)."
      )
    }
    if let zone = evidence.clockTexts.first { table.footnotes.append("Clock of the log: \(zone).") }
    return table
  }

  /// How things stand with a resource when the evidence ends, for which the rows only give the reasons; `nil` if the
  /// objects and the audit log do not say.
  private static func ending(of ref: ResourceRef, _ evidence: Evidence) -> String? {
    let ledger = evidence.ledger
    switch ref.kind {
    case .ip, .vip:
      if let entry = ledger.entry(of: ref) {
        let asOf = entry.asOf.map { " at \($0.shortText)" } ?? ""
        let place =
          entry.position.line > 0 ? ", \(evidence.display(ofStream: entry.stream)):\(entry.position.line)" : ""
        return "\(ref.display)\(asOf): \(entry.state.rawValue), \(entry.reason)\(place)."
      }
    case .subnet, .vpc:
      if let deletion = ref.kind == .subnet ? ledger.deletion(ofSubnet: ref.name) : ledger.deletion(ofVpc: ref.name) {
        let asOf = deletion.asOf.map { " at \($0.shortText)" } ?? ""
        let names = deletion.holders.prefix(5).map(\.name).joined(separator: ", ")
        let more = deletion.holders.count > 5 ? " and \(deletion.holders.count - 5) more" : ""
        let held = names.isEmpty ? "" : ", held by \(names)\(more)"
        return "\(ref.display)\(asOf): \(deletion.state.rawValue)\(held)."
      }
    default: break
    }
    let seen = ledger.state.sighting(of: ref)
    let asOf = seen.asOf.map { " at \($0.shortText)" } ?? ""
    switch seen.presence {
    case .present: return "\(ref.display)\(asOf): exists."
    case .absent: return "\(ref.display)\(asOf): gone."
    case .unknown: return nil
    }
  }
}
