/// The frame of every page: policy, style, script, banner. One file, nothing fetched, readable without its script.
struct HTMLPage {
  let words: Lexicon
  /// Untrusted.
  let title: String

  /// Writes a whole page; `banner` and `main` fill it.
  func render(
    bannerClass: String, banner: (inout HTMLWriter) -> Void, navigation: (inout HTMLWriter) -> Void,
    mainClass: String? = nil, main: (inout HTMLWriter) -> Void, footer: (inout HTMLWriter) -> Void
  ) -> [UInt8] {
    var w = HTMLWriter()
    w.doctype()
    w.element("html", ["lang": words.language == .chinese ? "zh-Hans" : "en"]) { w in
      w.element("head") { head(&$0) }
      w.newline()
      w.element("body") { w in
        w.element("a", ["class": "skip", "href": "#main"], text: words[.skipToFindings])
        w.element("header", ["class": "banner " + bannerClass], banner)
        w.newline()
        w.element("div", ["class": "page"]) { w in
          w.element("nav", ["aria-label": words[.contents]], navigation)
          w.newline()
          w.element("main", ["id": "main", "class": mainClass], main)
        }
        w.newline()
        w.element("footer") { footer(&$0) }
      }
    }
    w.newline()
    return Array(w.html.utf8)
  }

  private func head(_ w: inout HTMLWriter) {
    w.newline()
    w.void("meta", ["charset": "utf-8"])
    w.newline()
    let policy =
      "default-src 'none'; style-src " + ContentHash.policySource(EmbeddedAsset.style.text) + "; script-src "
      + ContentHash.policySource(EmbeddedAsset.script.text) + "; base-uri 'none'; form-action 'none'"
    w.void("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
    w.newline()
    w.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    w.void("meta", ["name": "color-scheme", "content": "light dark"])
    w.void("meta", ["name": "referrer", "content": "no-referrer"])
    w.newline()
    w.element("title", text: TextLayout.limit(title, scalars: 200).text)
    w.newline()
    w.embed(.style, in: "style")
    w.newline()
    w.embed(.script, in: "script")
    w.newline()
  }
}
