import CSQLite
import Foundation
import Testing

@testable import Reports

@Suite struct SpreadsheetTests {
  @Test(arguments: Samples.all.map(\.name))
  func csvIsRectangularAndInert(_ name: String) {
    let report = Samples.named(name)
    let rows = Self.parse(String(decoding: CSVRenderer(options: RenderOptions()).render(report), as: UTF8.self))
    #expect(rows.count == 1 + report.findings.map { max(1, $0.objects.count) }.reduce(0, +))
    #expect(rows.allSatisfy { $0.count == CSVRenderer.columns.count })
    #expect(!rows.joined().contains { cell in cell.first.map { "=+-@\t＝".contains($0) } ?? false })
  }

  /// RFC 4180, strictly.
  static func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let c = scalars.popFirst() {
      if isQuoted {
        if c == "\"" {
          if scalars.first == "\"" { cell.unicodeScalars.append(scalars.removeFirst()) } else { isQuoted = false }
        } else {
          cell.unicodeScalars.append(c)
        }
      } else if c == "\"" {
        isQuoted = true
      } else if c == "," {
        row.append(cell)
        cell = ""
      } else if c == "\r" {
        #expect(scalars.popFirst() == "\n")
        rows.append(row + [cell])
        row = []
        cell = ""
      } else {
        cell.unicodeScalars.append(c)
      }
    }
    #expect(cell.isEmpty && row.isEmpty)
    return rows
  }

  @Test(arguments: Samples.all.map(\.name))
  func sqliteHoldsEverything(_ name: String) throws {
    let report = Samples.named(name)
    let bytes = SQLiteRenderer(options: RenderOptions()).render(report)
    #expect(try query(bytes, "PRAGMA integrity_check") == ["ok"])
    #expect(
      try query(bytes, "SELECT headline FROM tool").map { Array($0.unicodeScalars) } == [
        Array(report.headline.unicodeScalars)
      ])
    let findings = report.findings
    let counts: [(String, Int)] = [
      ("inputs", report.inputs.count), ("controllers", report.controllers.count), ("findings", findings.count),
      ("objects", findings.flatMap(\.objects).count), ("witness", findings.flatMap(\.witness).count),
      ("absences", findings.flatMap(\.absences).count), ("remediation", findings.flatMap(\.remediation).count),
      ("timeline", report.timelines.flatMap(\.rows).count), ("unknowns", report.unknowns.count),
    ]
    for (table, count) in counts {
      #expect(try query(bytes, "SELECT count(*) FROM \(table)") == ["\(count)"], "\(table)")
    }
  }

  @Test func sqliteAnswersQuestions() throws {
    let bytes = SQLiteRenderer(options: RenderOptions()).render(Samples.races)
    let sql =
      "SELECT o.kind || ' ' || o.name FROM objects o JOIN findings f ON f.id = o.finding WHERE f.caused_by IS NOT NULL"
    #expect(try query(bytes, sql) == ["Subnet net-12-tail"])
    #expect(try query(bytes, "SELECT instant FROM witness ORDER BY instant LIMIT 1") == ["2026-11-23T20:32:58.400000Z"])
  }

  /// Where no event tells when it began, all that is known is before when it did not.
  @Test func tablesSayTheEarliestBeginning() throws {
    var report = Samples.races
    report.findings[0].firstSeen = nil
    report.findings[0].notBefore = report.findings[1].firstSeen
    let earliest = try #require(report.findings[0].notBefore?.rfc3339)
    let rows = Self.parse(String(decoding: CSVRenderer(options: RenderOptions()).render(report), as: UTF8.self))
    let column = try #require(rows[0].firstIndex(of: "not_before"))
    #expect(column == rows[0].count - 1, "columns of before keep their places")
    #expect(rows[1][column] == earliest && rows.last?[column] == "")
    let bytes = SQLiteRenderer(options: RenderOptions()).render(report)
    #expect(try query(bytes, "SELECT id FROM findings WHERE not_before = '\(earliest)'") == [report.findings[0].id])
    #expect(
      try query(bytes, "SELECT count(*) FROM findings WHERE not_before IS NULL") == ["\(report.findings.count - 1)"])
  }

  /// First column of all rows.
  private func query(_ bytes: [UInt8], _ sql: String) throws -> [String] {
    var opened: OpaquePointer?
    #expect(sqlite3_open(":memory:", &opened) == SQLITE_OK)
    let database = try #require(opened)
    defer { sqlite3_close(database) }
    var copy = bytes
    var out: [String] = []
    try copy.withUnsafeMutableBufferPointer { buffer in
      let flags = UInt32(SQLITE_DESERIALIZE_READONLY)
      #expect(
        sqlite3_deserialize(database, "main", buffer.baseAddress, Int64(buffer.count), Int64(buffer.count), flags)
          == SQLITE_OK)
      var prepared: OpaquePointer?
      #expect(sqlite3_prepare_v2(database, sql, -1, &prepared, nil) == SQLITE_OK)
      let statement = try #require(prepared)
      defer { sqlite3_finalize(statement) }
      while sqlite3_step(statement) == SQLITE_ROW {
        let length = Int(sqlite3_column_bytes(statement, 0))
        let text = sqlite3_column_text(statement, 0)
        out.append(String(decoding: UnsafeBufferPointer(start: text, count: text == nil ? 0 : length), as: UTF8.self))
      }
    }
    return out
  }

  @Test(arguments: Samples.all.map(\.name))
  func sarifHasWhatViewersNeed(_ name: String) throws {
    let report = Samples.named(name)
    let bytes = SARIFRenderer(options: RenderOptions()).render(report)
    let root = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(root["version"] as? String == "2.1.0")
    let run = try #require((root["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == report.findings.count)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      let kind = try #require(result["kind"] as? String)
      let level = try #require(result["level"] as? String)
      #expect(["fail", "informational", "pass", "open"].contains(kind))
      #expect((kind == "fail") == ["error", "warning", "note"].contains(level))
      for location in result["locations"] as? [[String: Any]] ?? [] {
        let place = try #require(location["physicalLocation"] as? [String: Any])
        let uri = try #require((place["artifactLocation"] as? [String: Any])?["uri"] as? String)
        #expect(URL(string: uri) != nil && uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
        #expect(((place["region"] as? [String: Any])?["startLine"] as? Int).map { $0 > 0 } ?? true)
      }
    }
  }
}
