import Model

extension HTMLRenderer {
  func timelines(_ report: ReportDocument) -> String {
    guard !report.timelines.isEmpty else { return "" }
    var out = "<h2 id=\"timelines\">Timelines</h2>\n"
    for t in report.timelines {
      out += "<details class=\"card\"><summary>\(esc(t.resource.display)) <span class=\"soft\">\(t.rows.count) rows\(t.omitted > 0 ? ", \(t.omitted) left out" : "")</span></summary><div class=\"scroll\"><table><thead><tr><th>Time (UTC)</th><th>What</th><th>Where</th></tr></thead><tbody>\n"
      for row in t.rows {
        let place = row.citation.line > 0 ? "\(row.citation.source):\(row.citation.line)" : row.citation.source
        out += "<tr><td class=\"mono time\">\(row.instant?.rfc3339 ?? "")</td><td>\(esc(row.what))\(row.count > 1 ? " (\(row.count) times)" : "")</td><td class=\"mono\">\(esc(place))</td></tr>\n"
      }
      out += "</tbody></table></div></details>\n"
    }
    return out
  }

  func evidence(_ report: ReportDocument) -> String {
    var out = "<h2 id=\"evidence\">Evidence</h2>\n"
    let b = report.bytes
    out += "<p>\(b.total) bytes: \(b.understood) understood, \(b.recognized) recognised but not needed, \(b.notUnderstood) not understood, \(b.skipped) skipped.</p>\n"
    if !report.controllers.isEmpty {
      out += "<details open class=\"card\"><summary>Controllers</summary><div class=\"scroll\"><table><thead><tr><th>Process</th><th>From</th><th>To</th><th>Release</th><th>Says who</th></tr></thead><tbody>\n"
      for c in report.controllers {
        out += "<tr><td class=\"mono\">\(esc(c.process))</td><td>\(c.from?.shortText ?? "?")</td><td>\(c.to?.shortText ?? "?")</td><td>\(esc(c.versions.joined(separator: " to ")))</td><td>\(esc(c.versionEvidence))</td></tr>\n"
      }
      out += "</tbody></table></div></details>\n"
    }
    out += "<details class=\"card\"><summary>\(report.inputs.count) inputs</summary><div class=\"scroll\"><table><thead><tr><th>Input</th><th>Format</th><th>Bytes</th><th>SHA-256 and clock</th></tr></thead><tbody>\n"
    for i in report.inputs {
      out += "<tr><td class=\"mono\">\(esc(i.name))</td><td>\(esc(i.format))</td><td>\(i.bytes.total)</td><td>\(esc(([i.sha256, i.clock] + i.problems).filter { !$0.isEmpty }.joined(separator: "; ")))</td></tr>\n"
    }
    out += "</tbody></table></div></details>\n"
    if !report.unknowns.isEmpty {
      out += "<h2 id=\"unknowns\">Not known</h2>\n<ul>\n"
      for u in report.unknowns {
        out += "<li>\(esc(u.subject)): \(esc(u.reason))\(u.command.isEmpty ? "" : "<pre class=\"command\">\(HTMLEscaping.lines(u.command))</pre>")</li>\n"
      }
      out += "</ul>\n"
    }
    return out
  }
}
