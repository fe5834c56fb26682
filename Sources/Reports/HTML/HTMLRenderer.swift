import Model

/// The report as one page: no network, readable without script, light and dark, printable.
public struct HTMLRenderer: ReportRenderer {
  public static let formatName = "html"
  public static let about = "one page for the browser, no network needed"
  private static let objectLimit = 200

  public init(options: RenderOptions) {}

  public func render(_ report: ReportDocument) -> [UInt8] {
    let css = EmbeddedAsset.text("report.css")
    let js = EmbeddedAsset.text("report.js")
    // Nothing may be loaded, whatever gets into the page; only this very style and script run.
    let policy = "default-src 'none'; style-src 'sha256-\(SHA256Digest.base64(css))'; script-src 'sha256-\(SHA256Digest.base64(js))'; base-uri 'none'; form-action 'none'"
    var out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>Kube-OVN incident report</title>\n<style>\(css)</style>\n</head>\n<body>\n<main>\n"
    out += head(report)
    for finding in report.findings where finding.verdict < .resolved { out += card(finding) }
    let over = report.findings.filter { $0.verdict >= .resolved }
    if !over.isEmpty {
      out += "<h2 id=\"over\">Over or ruled out</h2>\n"
      for finding in over { out += card(finding) }
    }
    out += evidence(report) + timelines(report)
    out += "<footer>\(esc(report.tool.name)) \(esc(report.tool.version)), rule pack \(esc(report.tool.rulePack)). Command: <code>\(esc(report.tool.arguments.joined(separator: " ")))</code></footer>\n</main>\n<script>\(js)</script>\n</body>\n</html>\n"
    return Array(out.utf8)
  }

  func esc(_ text: String) -> String { HTMLEscaping.text(text) }

  private func tone(_ verdict: Verdict) -> String {
    switch verdict {
    case .confirmed: "bad"
    case .probable, .suspected: "warn"
    case .resolved, .refuted: "good"
    case .notEvaluated: ""
    }
  }

  private func head(_ report: ReportDocument) -> String {
    var out = "<header><h1>Kube-OVN incident report</h1></header>\n"
    out += "<p class=\"banner \(report.findings.first.map { tone($0.verdict) } ?? "good")\">\(esc(report.headline))</p>\n"
    if report.isPartial { out += "<p class=\"banner warn\">Interrupted: this covers what had been read by then.</p>\n" }
    for line in report.summary { out += "<p>\(esc(line))</p>\n" }
    if let coverage = Optional(CoverageDrawing(coverage: report.coverage).svg), !coverage.isEmpty {
      out += "<h2 id=\"coverage\">Time covered</h2>\n<div class=\"card\">\(coverage)</div>\n"
    }
    guard !report.findings.isEmpty else { return out }
    out += "<h2 id=\"findings\">Findings</h2>\n<div class=\"scroll\"><table><thead><tr><th>Finding</th><th>Verdict</th><th>What</th><th class=\"nowrap\">Objects</th><th>Follows from</th></tr></thead><tbody>\n"
    for f in report.findings {
      out += "<tr><td class=\"nowrap\"><a href=\"#\(HTMLEscaping.anchor(f.id))\">\(esc(f.id))</a></td><td>\(badge(f.verdict))</td><td>\(esc(f.title))</td><td>\(f.objects.count)</td><td>\(f.causedBy.map { "<a href=\"#\(HTMLEscaping.anchor($0))\">\(esc($0))</a>" } ?? "–")</td></tr>\n"
    }
    out += "</tbody></table></div>\n<form class=\"tools\" role=\"search\"><label>Search <input id=\"filter-text\" type=\"search\"></label><label>Verdict <select id=\"filter-verdict\"><option value=\"\">all</option>"
    for verdict in Verdict.allCases { out += "<option>\(verdict.rawValue)</option>" }
    return out + "</select></label><span id=\"filter-count\" class=\"soft\" role=\"status\"></span></form>\n"
  }

  private func badge(_ verdict: Verdict) -> String { "<span class=\"badge \(tone(verdict))\">\(verdict.rawValue)</span>" }

  private func card(_ f: FindingEntry) -> String {
    var out = "<article class=\"card\" id=\"\(HTMLEscaping.anchor(f.id))\" data-verdict=\"\(f.verdict.rawValue)\">\n<h3>\(esc(f.title))</h3>\n"
    out += "<div class=\"meta\">\(badge(f.verdict))<span class=\"badge\">\(f.severity.rawValue)</span><span class=\"mono\">\(esc(f.id))</span><span class=\"soft\">\(esc(f.leakClass))</span></div>\n"
    out += "<p>\(esc(f.summary))</p>\n"
    if let first = f.firstSeen { out += "<p class=\"soft\">Since \(first.shortText) UTC\(f.lastSeen.map { ", last sign \($0.shortText) UTC" } ?? "").</p>\n" }
    if let cause = f.causedBy { out += "<p>Follows from <a href=\"#\(HTMLEscaping.anchor(cause))\">\(esc(cause))</a>.</p>\n" }
    out += objects(f)
    let lanes = LanesDrawing(finding: f).svg
    if !lanes.isEmpty { out += "<h4>The order of events</h4>\n<div class=\"scroll\">\(lanes)</div>\n" }
    out += proof(f)
    out += "<h4>Why this verdict</h4><p>\(esc(f.verdictReason))</p>\n"
    if f.verdict < .resolved {
      out += "<h4>Why Kube-OVN does that</h4><p>\(esc(f.mechanism))</p>\n"
      if !f.affectedVersions.isEmpty { out += "<p class=\"soft\">Affected: \(esc(f.affectedVersions)).\(f.fixedIn.isEmpty ? "" : " Fixed in \(esc(f.fixedIn.joined(separator: ", "))).")</p>\n" }
    }
    for advice in f.versionAdvice { out += "<p>\(esc(advice))</p>\n" }
    if !f.remediation.isEmpty {
      out += "<h4>What to do</h4>\n<ol class=\"steps\">\n"
      for step in f.remediation { out += remedy(step) }
      out += "</ol>\n"
    }
    for reference in f.references { out += "<p class=\"soft mono\">\(esc(reference))</p>\n" }
    return out + "</article>\n"
  }

  private func objects(_ f: FindingEntry) -> String {
    var out = "<details\(f.objects.count <= 8 ? " open" : "")><summary>\(f.objects.count) object\(f.objects.count == 1 ? "" : "s")</summary><div class=\"scroll\"><table><thead><tr><th>Object</th><th>Outcome</th><th>Verdict</th><th>Detail</th></tr></thead><tbody>\n"
    for o in f.objects.prefix(Self.objectLimit) {
      out += "<tr><td class=\"mono\">\(esc(o.ref.display))</td><td class=\"nowrap\">\(o.outcome.rawValue)</td><td>\(badge(o.verdict))</td><td>\(esc(o.detail))</td></tr>\n"
    }
    if f.objects.count > Self.objectLimit { out += "<tr><td colspan=\"4\">and \(f.objects.count - Self.objectLimit) more, listed in the JSON report</td></tr>\n" }
    return out + "</tbody></table></div></details>\n"
  }

  private func proof(_ f: FindingEntry) -> String {
    guard !f.witness.isEmpty else { return "" }
    var out = "<h4>Proof</h4>\n<div class=\"scroll\"><table><thead><tr><th>Time (UTC)</th><th>What, and where it stands</th></tr></thead><tbody>\n"
    for s in f.witness {
      let place = s.citation.line > 0 ? "\(s.citation.source):\(s.citation.line)" : s.citation.source
      out += "<tr><td class=\"mono time\">\(s.instant?.rfc3339 ?? "")</td><td>\(esc(s.label))\(s.count > 1 ? " (\(s.count) times)" : "")"
      if !s.citation.text.isEmpty { out += "<pre>\(esc(s.citation.text))</pre>" }
      out += "<div class=\"mono place\">\(esc(place))</div></td></tr>\n"
    }
    out += "</tbody></table></div>\n"
    if !f.absences.isEmpty {
      out += "<ul>\n"
      for a in f.absences {
        let span = [a.from, a.to].compactMap { $0?.rfc3339 }.joined(separator: " to ")
        out += "<li>Not seen: \(esc(a.what)), <span class=\"mono\">\(span)</span>\(a.isCovered ? "" : " <span class=\"badge warn\">not covered</span> \(esc(a.note))")</li>\n"
      }
      out += "</ul>\n"
    }
    return out
  }

  private func remedy(_ r: RemediationEntry) -> String {
    var out = "<li><strong>\(esc(r.title))</strong>\(r.primitive.isEmpty ? "" : " <span class=\"badge\">\(esc(r.primitive))</span>")\n"
    if !r.preconditions.isEmpty {
      out += "<ul class=\"checks\">\n"
      for p in r.preconditions {
        out += "<li\(p.isProven ? " class=\"proven\"" : "")>\(esc(p.text))\(p.isProven ? " <span class=\"soft\">(proven by the evidence)</span>" : "")"
        if !p.isProven, !p.check.isEmpty { out += "<pre class=\"command\">\(HTMLEscaping.lines(p.check))</pre>" }
        out += "</li>\n"
      }
      out += "</ul>\n"
    }
    out += "<pre class=\"command\">\(HTMLEscaping.lines(r.command))</pre>\n<p class=\"soft\">Expect: \(esc(r.expect))</p>\n"
    if !r.verify.isEmpty { out += "<p>Then check:</p><pre class=\"command\">\(HTMLEscaping.lines(r.verify))</pre>\n" }
    if !r.undo.isEmpty { out += "<p class=\"soft\">Way back: \(esc(r.undo))</p>\n" }
    return out + "</li>\n"
  }
}
