import Model

/// The report as a database file. Instants are RFC 3339 texts, uncertainties seconds; the same report gives the same
/// bytes with the same SQLite.
public struct SQLiteRenderer: ReportRenderer {
  public static let formatName = "sqlite"
  public static let about = "a database file with one table per part of the report"

  /// The same for all options.
  public init(options: RenderOptions) {}

  /// Empty when SQLite cannot get the memory.
  public func render(_ report: ReportDocument) -> [UInt8] {
    guard let database = SQLiteDatabase(), database.run(Self.schema), database.run("BEGIN"),
      fill(database, from: report), database.run("COMMIT")
    else { return [] }
    return database.serialized()
  }

  private func fill(_ database: borrowing SQLiteDatabase, from report: ReportDocument) -> Bool {
    let tool = report.tool
    return database.insert(
      into: "tool", columns: 10,
      [
        [
          .text(JSONRenderer.schema), .text(tool.name), .text(tool.version), .text(tool.rulePack),
          .text(tool.arguments.joined(separator: "\n")), .text(report.headline),
          .text(report.summary.joined(separator: "\n")), .integer(report.isPartial ? 1 : 0),
          .text(report.run), report.cluster.isEmpty ? .null : .text(report.cluster),
        ]
      ])
      && database.insert(into: "inputs", columns: 16, inputRows(report.inputs))
      && database.insert(into: "controllers", columns: 8, controllerRows(report.controllers))
      && database.insert(into: "coverage", columns: 6, coverageRows(report.coverage))
      && database.insert(into: "findings", columns: 19, findingRows(report.findings))
      && fillParts(database, from: report.findings)
      && database.insert(into: "timeline", columns: 13, timelineRows(report.timelines))
      && database.insert(
        into: "unknowns", columns: 3,
        report.unknowns.map { [.text($0.subject), .text($0.reason), .text($0.command)] })
  }

  private func fillParts(_ database: borrowing SQLiteDatabase, from findings: [FindingEntry]) -> Bool {
    database.insert(into: "objects", columns: 13, objectRows(findings))
      && database.insert(into: "witness", columns: 12, witnessRows(findings))
      && database.insert(into: "absences", columns: 7, absenceRows(findings))
      && database.insert(into: "remediation", columns: 8, remediationRows(findings))
      && database.insert(into: "preconditions", columns: 6, preconditionRows(findings))
  }

  private static let schema: StaticString = """
    CREATE TABLE tool(schema TEXT, name TEXT, version TEXT, rule_pack TEXT, arguments TEXT, headline TEXT, summary TEXT,
      partial INTEGER, run TEXT, cluster TEXT);
    CREATE TABLE inputs(number INTEGER PRIMARY KEY, name TEXT, format TEXT, reason TEXT, bytes INTEGER,
      understood INTEGER, recognized INTEGER, not_understood INTEGER, skipped INTEGER, sha256 TEXT, lines INTEGER,
      first TEXT, last TEXT, clock TEXT, uncertainty REAL, problems TEXT);
    CREATE TABLE controllers(number INTEGER PRIMARY KEY, process TEXT, replica TEXT, "from" TEXT, "to" TEXT, leader TEXT,
      versions TEXT, version_evidence TEXT);
    CREATE TABLE coverage(source TEXT, "from" TEXT, "to" TEXT, gap_from TEXT, gap_to TEXT, gap_reason TEXT);
    CREATE TABLE findings(id TEXT, position INTEGER, rule TEXT, class TEXT, verdict TEXT, severity TEXT,
      title TEXT, summary TEXT, mechanism TEXT, verdict_reason TEXT, first_seen TEXT, last_seen TEXT, caused_by TEXT,
      affected_versions TEXT, fixed_in TEXT, version_advice TEXT, fingerprint TEXT, harm TEXT, not_before TEXT);
    CREATE TABLE objects(finding TEXT, position INTEGER, kind TEXT, namespace TEXT, name TEXT, uid TEXT, outcome TEXT,
      verdict TEXT, detail TEXT, fingerprint TEXT, subnet TEXT, pod TEXT, address TEXT);
    CREATE TABLE witness(finding TEXT, position INTEGER, step TEXT, label TEXT, actor TEXT, instant TEXT,
      uncertainty REAL, source TEXT, line INTEGER, "offset" INTEGER, text TEXT, count INTEGER);
    CREATE TABLE absences(finding TEXT, position INTEGER, what TEXT, "from" TEXT, "to" TEXT, covered INTEGER, note TEXT);
    CREATE TABLE remediation(finding TEXT, position INTEGER, primitive TEXT, title TEXT, command TEXT, expect TEXT,
      verify TEXT, undo TEXT);
    CREATE TABLE preconditions(finding TEXT, step INTEGER, position INTEGER, text TEXT, proven INTEGER, "check" TEXT);
    CREATE TABLE timeline(kind TEXT, namespace TEXT, name TEXT, position INTEGER, instant TEXT, uncertainty REAL,
      what TEXT, actor TEXT, count INTEGER, source TEXT, line INTEGER, "offset" INTEGER, text TEXT);
    CREATE TABLE unknowns(subject TEXT, reason TEXT, command TEXT);
    CREATE INDEX findings_by_id ON findings(id);
    CREATE INDEX objects_by_name ON objects(kind, namespace, name);
    CREATE INDEX timeline_by_instant ON timeline(instant);
    """
}
