/// Makes untrusted text safe inside GitHub-flavoured Markdown: no links, mentions, HTML, tables or headings come of it.
enum MarkdownEscaping {
  /// Text in a paragraph or a table cell: every character that could mean something is escaped, and mentions are broken.
  static func text(_ text: String) -> String {
    var out = ""
    for scalar in TerminalEscaping.line(text).unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "(", ")", "#", "|", "!", "~", ">": out += "\\\(scalar)"
      case "<": out += "&lt;"
      case "&": out += "&amp;"
      // An empty comment keeps a name behind an at sign, and a scheme before a colon, from becoming links.
      case "@": out += "@<!---->"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out.replacing("://", with: ":<!---->//")
  }

  /// A code span that holds `text` whatever backticks are in it.
  static func code(_ text: String) -> String {
    let clean = TerminalEscaping.line(text).replacing("|", with: "\\|")
    let ticks = String(repeating: "`", count: longestRun(clean) + 1)
    let pad = clean.hasPrefix("`") || clean.hasSuffix("`") || clean.isEmpty ? " " : ""
    return ticks + pad + clean + pad + ticks
  }

  /// A fenced block, longer than any run of backticks inside.
  static func fence(_ lines: [String], language: String) -> String {
    let clean = lines.map { TerminalEscaping.line($0) }
    let ticks = String(repeating: "`", count: max(3, (clean.map(longestRun).max() ?? 0) + 1))
    return ([ticks + language] + clean + [ticks]).joined(separator: "\n")
  }

  private static func longestRun(_ text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
