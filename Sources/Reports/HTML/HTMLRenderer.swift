import Model

/// The incident report as one page: no network, readable without script, light and dark, printable.
public struct HTMLRenderer: ReportRenderer {
  public static let formatName = "html"
  public static let about = "an incident report in one file, for a browser"

  private let words: Lexicon

  /// Uses the language.
  public init(options: RenderOptions) { words = Lexicon(language: options.language) }

  public func render(_ report: ReportDocument) -> [UInt8] {
    let report = report.said(in: words.language)
    let blocks = HTMLBlocks(words: words, names: SourceNames(report))
    let standing = Standing(of: report)
    let headline = report.headline.isEmpty ? words.standing(of: report) : report.headline
    let overview = HTMLOverview(report: report, blocks: blocks)
    let findings = HTMLFindings(report: report, blocks: blocks)
    let remediation = HTMLRemediation(report: report, blocks: blocks)
    let evidence = HTMLEvidence(report: report, blocks: blocks)
    return HTMLPage(words: words, title: headline).render(
      bannerClass: "b-" + standing.rawValue,
      banner: { overview.banner(standing, headline, &$0) },
      navigation: { overview.navigation(&$0) },
      main: { w in
        overview.summary(&w)
        evidence.coverage(&w)
        findings.section(&w)
        HTMLTimelines(report: report, blocks: blocks).section(&w)
        remediation.section(&w)
        remediation.versions(&w)
        evidence.unknowns(&w)
        evidence.appendix(&w)
      },
      footer: { w in
        w.element("p", text: words(.wroteBy, (report.tool.name + " " + report.tool.version)))
      })
  }
}
